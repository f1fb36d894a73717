import { randomUUID } from 'node:crypto';
import type { Socket } from 'socket.io';
import type {
  ClientToServerEvents,
  MediaState,
  Peer,
  ServerToClientEvents,
  SignallingCode,
} from '../../../contract/signalling.ts';
import type { VideoCallStatus } from '../../../contract/video-calls.ts';
import type { Admission } from './admit.ts';
import { refusalOf } from './refusal.ts';
import { unsentBytes } from './unsent-bytes.ts';

export interface SocketData {
  admission: Admission;
}

export type CallSocket = Socket<
  ClientToServerEvents,
  ServerToClientEvents,
  Record<string, never>,
  SocketData
>;

/** More than this unread, and a connection is cut off instead of buffered for. */
const MOST_UNSENT_BYTES = 1_000_000;

/** One side's connection to a room. */
export class Member {
  /** New for every connection. */
  readonly id = randomUUID();
  readonly admission: Admission;
  readonly #socket: CallSocket;
  media: MediaState = { muted: false, cameraOff: false, sharing: false };
  /** The last status this side was told; null until it was welcomed. */
  told: VideoCallStatus | null = null;
  /** They pressed Leave. */
  hasLeft = false;

  constructor(socket: CallSocket) {
    this.#socket = socket;
    this.admission = socket.data.admission;
  }

  get peer(): Peer {
    return { id: this.id, role: this.admission.claims.role, name: this.admission.name, media: this.media };
  }

  get isConnected(): boolean {
    return this.#socket.connected;
  }

  /** Sends an event, or cuts the connection off where it does not read what it is sent. */
  tell<Event extends keyof ServerToClientEvents>(
    event: Event,
    ...args: Parameters<ServerToClientEvents[Event]>
  ): void {
    // What it has not read is kept until its next missed heartbeat at the latest; nothing is added to it.
    if (unsentBytes(this.#socket.conn) > MOST_UNSENT_BYTES) this.bye('too_slow');
    else this.#socket.emit(event, ...args);
  }

  /** Ends the connection and says why. */
  bye(code: SignallingCode): void {
    if (!this.#socket.connected) return;
    this.#socket.emit('bye', refusalOf(code));
    this.#socket.disconnect(true);
  }

  disconnect(): void {
    this.#socket.disconnect(true);
  }
}
