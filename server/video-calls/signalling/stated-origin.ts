import type { IncomingMessage } from 'node:http';
import type { Server } from 'socket.io';

const SID = /[?&]sid=([^&]+)/;

/** What is used of the library's connection, whose own type hides its id. */
interface Connection {
  readonly id: string;
  readonly request: IncomingMessage;
  once: (event: 'close', listener: () => void) => unknown;
}

/**
 * Where the page of a connection came from, as its browser states it. A WebSocket states that when it is
 * opened. Without one the first request is a GET, and to its own site a browser GETs without an origin
 * (Fetch §3.2.5, “Origin header”); the POST that brings the first message states it.
 */
export const statedOrigins = (engine: Server['engine']): ((connection: object) => string | undefined) => {
  const present = new Map<string, Connection>();
  const origins = new WeakMap<object, string>();
  const state = (connection: Connection, origin: string | undefined): void => {
    // The first that is stated stands.
    if (origin !== undefined && !origins.has(connection)) origins.set(connection, origin);
  };
  engine.on('connection', (connection: Connection) => {
    present.set(connection.id, connection);
    connection.once('close', () => present.delete(connection.id));
    state(connection, connection.request.headers.origin);
  });
  engine.use(({ method, url, headers }: IncomingMessage, _response: unknown, next: () => void) => {
    const connection = present.get(SID.exec(url ?? '')?.[1] ?? '');
    if (connection && method === 'POST') state(connection, headers.origin);
    next();
  });
  return (connection) => origins.get(connection);
};
