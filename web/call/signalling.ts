import { io, type Socket } from 'socket.io-client';
import type {
  ClientToServerEvents,
  MediaState,
  ServerToClientEvents,
  Signal,
  SignallingCode,
  SignallingRefusal,
} from '../../contract/signalling.ts';
import type { BuiltinTicket } from '../../contract/video-calls.ts';
import { RECONNECT, waitBefore } from './back-off.ts';
import { failureOfRenewal, refusalOf, remedyOf } from './failure.ts';
import { Outbox } from './outbox.ts';

/**
 * A try that got no answer is given up: a handshake whose first packet was lost wastes seconds that a
 * fresh one does not. How long a good one takes on this line is known after the first.
 */
const FIRST_TIMEOUT_MS = 8_000;
const SHORTEST_TIMEOUT_MS = 2_000;
const LONGEST_TIMEOUT_MS = 10_000;
const LEAVE_TIMEOUT_MS = 1_000;

const EVERY_WAY: ('websocket' | 'polling')[] = ['websocket', 'polling'];
/** Where a WebSocket stood before, a try without one is only worth it now and then: another network may forbid them. */
const TRIES_BY_WEBSOCKET = 5;

/** What the server says, and what becomes of the link to it. */
export type SignallingEvents = Pick<
  ServerToClientEvents,
  'welcome' | 'peer-joined' | 'peer-left' | 'signal' | 'peer-media' | 'status'
> & {
  down: (attempts: number) => void;
  /** Refused for good, or ended by the server. */
  refused: (code: SignallingCode) => void;
};

interface SignallingOptions {
  ticket: BuiltinTicket;
  /** @throws ApiProblem */
  renew: () => Promise<BuiltinTicket>;
  on: SignallingEvents;
}

/** The link to the clinic's server for one call; it comes back by itself until it is closed or refused. */
export class Signalling {
  readonly #socket: Socket<ServerToClientEvents, ClientToServerEvents>;
  readonly #on: SignallingEvents;
  readonly #renew: () => Promise<BuiltinTicket>;
  readonly #outbox: Outbox;
  #token: string;
  #attempts = 0;
  #startedAt = 0;
  #timeout = FIRST_TIMEOUT_MS;
  #hadWebSocket = false;
  #closed = false;
  #reconnecting: ReturnType<typeof setTimeout> | undefined;

  constructor({ ticket, renew, on }: SignallingOptions) {
    this.#token = ticket.token;
    this.#renew = renew;
    this.#on = on;
    this.#socket = io({
      path: ticket.socketPath,
      transports: EVERY_WAY,
      tryAllTransports: true,
      // Reconnecting is done here: a network that comes back must not wait out an old timer.
      reconnection: false,
      autoConnect: false,
      forceNew: true,
      auth: (give) => give({ ticket: this.#token }),
    });
    this.#outbox = new Outbox({
      isOpen: () => this.#socket.connected,
      signal: (signal) => this.#socket.emit('signal', signal),
      media: (media) => this.#socket.emit('media', media),
    });
    this.#listen();
  }

  connect(): void {
    this.#startedAt = Date.now();
    this.#socket.io.timeout(this.#timeout);
    this.#socket.io.opts.transports = this.#waysIn();
    this.#socket.connect();
  }

  /** Not kept for later when the link is down: by then the peer has another id. */
  send(signal: Signal): void {
    if (this.#socket.connected) this.#outbox.send(signal);
  }

  /** Only the latest counts; it is said again on every new connection. */
  tellMedia(media: MediaState): void {
    this.#outbox.tellMedia(media);
  }

  leave(): Promise<void> {
    if (!this.#socket.connected) return Promise.resolve();
    return new Promise((settle) => {
      const timer = setTimeout(settle, LEAVE_TIMEOUT_MS);
      this.#socket.emit('leave', () => {
        clearTimeout(timer);
        settle();
      });
    });
  }

  /** The network changed: whatever this link was built on may be gone, so take a new one at once. */
  refresh(): void {
    if (this.#closed) return;
    if (this.#socket.connected) this.#socket.io.engine.close();
    this.#attempts = 0;
    this.#reconnectIn(0);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#reconnecting);
    this.#outbox.close();
    this.#socket.disconnect();
  }

  #waysIn(): ('websocket' | 'polling')[] {
    const isOftenInVain = this.#attempts % (TRIES_BY_WEBSOCKET + 1) === TRIES_BY_WEBSOCKET;
    return this.#hadWebSocket && !isOftenInVain ? ['websocket'] : [...EVERY_WAY];
  }

  #listen(): void {
    const { down: _down, refused: _refused, welcome, ...relayed } = this.#on;
    this.#socket.on('welcome', (message) => {
      this.#attempts = 0;
      this.#hadWebSocket = this.#socket.io.engine.transport.name === 'websocket';
      const took = Date.now() - this.#startedAt;
      this.#timeout = Math.min(LONGEST_TIMEOUT_MS, Math.max(SHORTEST_TIMEOUT_MS, took * 3));
      welcome(message);
      this.#outbox.flush();
    });
    this.#socket.on('peer-joined', relayed['peer-joined']);
    this.#socket.on('peer-left', relayed['peer-left']);
    this.#socket.on('signal', relayed.signal);
    this.#socket.on('peer-media', relayed['peer-media']);
    this.#socket.on('status', relayed.status);
    this.#socket.on('bye', ({ code }) => this.#refused(code));
    this.#socket.on('disconnect', () => this.#lost());
    this.#socket.on('connect_error', (error: Error & { data?: Partial<SignallingRefusal> }) => {
      const code = refusalOf(error);
      if (code) this.#refused(code);
      else this.#lost();
    });
  }

  #refused(code: SignallingCode): void {
    if (this.#closed) return;
    const remedy = remedyOf(code);
    if (remedy === 'renew') void this.#renewAndConnect();
    else if (remedy === 'retry') this.#lost();
    else this.#giveUp(code);
  }

  #giveUp(code: SignallingCode): void {
    this.close();
    this.#on.refused(code);
  }

  #lost(): void {
    this.#outbox.drop();
    if (this.#closed) return;
    this.#on.down(this.#attempts);
    this.#reconnectIn(waitBefore(RECONNECT, this.#attempts, Math.random()));
    this.#attempts += 1;
  }

  #reconnectIn(wait: number): void {
    clearTimeout(this.#reconnecting);
    this.#reconnecting = setTimeout(() => {
      if (!this.#closed && !this.#socket.connected) this.connect();
    }, wait);
  }

  async #renewAndConnect(): Promise<void> {
    try {
      this.#token = (await this.#renew()).token;
      if (!this.#closed) this.#reconnectIn(0);
    } catch (error) {
      if (this.#closed) return;
      const failure = failureOfRenewal(error);
      if (failure) this.#giveUp(failure);
      else this.#lost();
    }
  }
}
