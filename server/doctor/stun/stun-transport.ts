import { createSocket } from 'node:dgram';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { type StunAnswer, stunAnswer, stunLength } from './stun-message.ts';

export type Way = 'udp' | 'tcp' | 'tls';

export interface Place {
  host: string;
  port: number;
  way: Way;
}

/** An open way to a STUN or TURN server. */
export interface StunTransport {
  /** @throws the network's error, or the signal's reason */
  ask: (request: Buffer) => Promise<StunAnswer>;
  close: () => void;
}

/** A datagram may be lost: asked again after this, and after twice as long each time (RFC 8489 §6.2.1). */
const FIRST_RETRY_MS = 500;

type Deliver = (bytes: Buffer) => void;

/** What all ways have in common: one question at a time, until its answer, a fault, or the end. */
class Exchange {
  #waiting: { request: Buffer; settle: (answer: StunAnswer) => void; fail: (error: unknown) => void } | null =
    null;
  #fault: unknown = null;

  hear: Deliver = (bytes) => {
    const answer = this.#waiting && stunAnswer(this.#waiting.request, bytes);
    if (answer) this.#waiting?.settle(answer);
  };

  fail = (error: unknown): void => {
    this.#fault ??= error;
    this.#waiting?.fail(error);
  };

  ask(request: Buffer): Promise<StunAnswer> {
    const { promise, resolve, reject } = Promise.withResolvers<StunAnswer>();
    if (this.#fault) reject(this.#fault);
    this.#waiting = { request, settle: resolve, fail: reject };
    return promise;
  }
}

const overUdp = ({ host, port }: Place, exchange: Exchange): Promise<StunTransport> => {
  const { promise, resolve, reject } = Promise.withResolvers<StunTransport>();
  const socket = createSocket({ type: isIP(host) === 6 ? 'udp6' : 'udp4' });
  let isClosed = false;
  const close = () => {
    if (!isClosed) socket.close();
    isClosed = true;
  };
  const ask = async (request: Buffer): Promise<StunAnswer> => {
    let timer: NodeJS.Timeout | undefined;
    const send = (wait: number): void => {
      if (isClosed) return;
      socket.send(request, (error) => error && exchange.fail(error));
      timer = setTimeout(() => send(wait * 2), wait);
    };
    const answer = exchange.ask(request);
    send(FIRST_RETRY_MS);
    return answer.finally(() => clearTimeout(timer));
  };
  socket.on('message', exchange.hear);
  socket.on('error', (error) => {
    exchange.fail(error);
    reject(error);
  });
  socket.connect(port, host, (error?: Error) => (error ? reject(error) : resolve({ ask, close })));
  return promise;
};

/** Messages follow each other in a stream without a mark between them (RFC 8489 §6.2.2). */
const cutting = (deliver: Deliver): Deliver => {
  let kept: Buffer = Buffer.alloc(0);
  return (bytes) => {
    kept = Buffer.concat([kept, bytes]);
    for (let length = stunLength(kept); length !== null && kept.length >= length; length = stunLength(kept)) {
      deliver(kept.subarray(0, length));
      kept = kept.subarray(length);
    }
  };
};

const overStream = ({ host, port, way }: Place, exchange: Exchange): Promise<StunTransport> => {
  const { promise, resolve, reject } = Promise.withResolvers<StunTransport>();
  const socket: Socket =
    way === 'tls'
      ? connectTls({ host, port, servername: isIP(host) ? '' : host })
      : connectTcp({ host, port });
  const ask = (request: Buffer) => {
    socket.write(request);
    return exchange.ask(request);
  };
  socket.on('data', cutting(exchange.hear));
  socket.on('error', (error) => {
    exchange.fail(error);
    reject(error);
  });
  socket.on('close', () => {
    const cut = new Error('the connection was closed');
    exchange.fail(cut);
    reject(cut);
  });
  socket.once(way === 'tls' ? 'secureConnect' : 'connect', () =>
    resolve({ ask, close: () => void socket.destroy() }),
  );
  return promise;
};

/** @throws the network's error, or the signal's reason */
export const openStun = async (place: Place, signal: AbortSignal): Promise<StunTransport> => {
  const exchange = new Exchange();
  const ended = Promise.withResolvers<never>();
  ended.promise.catch(() => {}); // nobody waits where it opened in time
  signal.addEventListener(
    'abort',
    () => {
      exchange.fail(signal.reason);
      ended.reject(signal.reason);
    },
    { once: true },
  );
  const opening = place.way === 'udp' ? overUdp(place, exchange) : overStream(place, exchange);
  // What opens too late is closed at once.
  signal.addEventListener(
    'abort',
    () =>
      void opening.then(
        ({ close }) => close(),
        () => {},
      ),
    { once: true },
  );
  return Promise.race([opening, ended.promise]);
};
