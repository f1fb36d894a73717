import type { Server as HttpServer } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { Server } from 'socket.io';
import {
  type ClientToServerEvents,
  HEARTBEAT_INTERVAL_MS,
  HEARTBEAT_TIMEOUT_MS,
  MAX_FRAME_BYTES,
  type ServerToClientEvents,
  SOCKET_PATH,
} from '../../../contract/signalling.ts';
import type { Deps } from '../../deps.ts';
import { admit } from './admit.ts';
import { hostVisit } from './host-visit.ts';
import type { CallSocket, SocketData } from './member.ts';
import { Presence } from './presence.ts';
import { Refusal } from './refusal.ts';
import { Rooms } from './rooms.ts';
import { statedOrigins } from './stated-origin.ts';
import { watch } from './watch.ts';

/** A connection that has not said by then what it wants is closed. */
const HANDSHAKE_MS = 5_000;
/** Time for the last word to reach those who are put out. */
const LAST_WORD_MS = 100;

type CallServer = Server<ClientToServerEvents, ServerToClientEvents, Record<string, never>, SocketData>;

const serve = (httpServer: HttpServer): CallServer =>
  new Server(httpServer, {
    path: SOCKET_PATH,
    serveClient: false,
    pingInterval: HEARTBEAT_INTERVAL_MS,
    pingTimeout: HEARTBEAT_TIMEOUT_MS - HEARTBEAT_INTERVAL_MS,
    maxHttpBufferSize: MAX_FRAME_BYTES,
    connectTimeout: HANDSHAKE_MS,
    allowEIO3: false,
  });

const checkAtTheDoor = (deps: Deps, io: CallServer) => {
  const originOf = statedOrigins(io.engine);
  return (socket: CallSocket, next: (refusal?: Refusal) => void): void => {
    const { headers, auth } = socket.handshake;
    const { host, cookie } = headers;
    admit(deps, { origin: originOf(socket.conn), host, cookie, auth }).then(
      (admission) => {
        socket.data.admission = admission;
        next();
      },
      (error: unknown) => {
        if (!(error instanceof Refusal)) deps.log.warn({ err: error }, 'a connection could not be judged');
        next(error instanceof Refusal ? error : new Refusal('unavailable'));
        // The refusal is on its way; who is not let in may not keep the line.
        setImmediate(() => socket.conn.close());
      },
    );
  };
};

/**
 * The built-in call's signalling on the app's own HTTP server; see `contract/signalling.ts`. Closing tells
 * everybody inside to come back by themselves, and leaves the HTTP server open.
 */
export const attachSignalling = async (
  deps: Deps,
  httpServer: HttpServer,
): Promise<{ close: () => Promise<void> }> => {
  const presence = new Presence(deps);
  const rooms = new Rooms(deps.now, ({ sides }) => {
    sides.doctor?.bye('visit_over');
    sides.patient?.bye('visit_over');
  });
  const unwatch = await watch(deps, rooms, presence);
  const io = serve(httpServer);
  io.use(checkAtTheDoor(deps, io));
  io.on('connection', (socket) => hostVisit(socket, rooms, presence));
  return {
    close: async () => {
      await unwatch();
      for (const member of rooms.members()) member.bye('server_closing');
      await setTimeout(LAST_WORD_MS);
      io.engine.close();
      // Who is inside comes back to the next process; if not, its record ages until it counts as gone.
      presence.close();
    },
  };
};
