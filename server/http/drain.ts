import { once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import { Server as Listener } from 'node:net';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';

/** A kept connection may have a request on its way that we have not read yet: it stays open this long. */
const IDLE_GRACE_MS = 500;
const LOOK_EVERY_MS = 50;
/** Whoever is not through by then is cut off: with what comes after, the process ends in ten seconds. */
const LONGEST_MS = 5_000;
/** So many turns of the event loop in a row that found nobody; the first is the end of the one we are in. */
const QUIET_TURNS = 4;
/** Where new clients come without a pause, the listener closes in their midst. */
const LONGEST_WAIT_MS = 1_500;

export interface Drain {
  /** Takes no new connection from here on; answers on the others say that they are the last. */
  begin: () => Promise<void>;
  /** Resolves when every connection is through. */
  finish: () => Promise<void>;
}

/**
 * Resolves in a turn of the event loop that found nobody waiting to be accepted: whom the kernel has
 * accepted and we have not is reset when the listener closes. A turn accepts one.
 */
const untilNobodyWaits = async (server: Server): Promise<void> => {
  const since = performance.now();
  let quiet = 0;
  const note = () => {
    quiet = 0;
  };
  server.on('connection', note);
  while (quiet < QUIET_TURNS && performance.now() - since < LONGEST_WAIT_MS) {
    quiet += 1;
    await nextTurn();
  }
  server.off('connection', note);
};

/** Lets requests be held back for a moment, in front of whatever answers them. */
const makeGate = (server: Server): { close: () => void; open: () => void } => {
  const answerers = server.listeners('request');
  const held: (() => void)[] = [];
  let closed = false;
  server.removeAllListeners('request');
  server.on('request', (...arrived) => {
    const pass = () => {
      for (const answerer of answerers) answerer.apply(server, arrived);
    };
    if (closed) held.push(pass);
    else pass();
  });
  return {
    close: () => {
      closed = true;
    },
    open: () => {
      closed = false;
      for (const pass of held.splice(0)) pass();
    },
  };
};

/**
 * Ends HTTP service without dropping a request that got a connection. Closing the server itself would cut
 * kept connections, and ones just accepted, whose request is still unread.
 */
export const prepareDrain = (server: Server): Drain => {
  const gate = makeGate(server);
  const answering = new Set<ServerResponse>();
  let draining = false;
  let closed: Promise<unknown> = Promise.resolve();
  server.prependListener('request', (_request, response) => {
    if (draining) response.shouldKeepAlive = false;
    answering.add(response);
    response.once('close', () => answering.delete(response));
  });
  return {
    begin: async () => {
      closed = once(server, 'close');
      // Work on new requests would make turns so long that more come than are accepted.
      gate.close();
      await untilNobodyWaits(server);
      // Not the HTTP server's own `close`, which would end what it takes for idle.
      Listener.prototype.close.call(server);
      // Not sooner: whoever is told to close would come back over a new connection.
      draining = true;
      for (const response of answering) if (!response.headersSent) response.shouldKeepAlive = false;
      gate.open();
    },
    finish: async () => {
      const since = performance.now();
      let open = true;
      void closed.then(() => {
        open = false;
      });
      await nextTurn();
      while (open) {
        const passed = performance.now() - since;
        if (passed > LONGEST_MS) server.closeAllConnections();
        else if (passed > IDLE_GRACE_MS) server.closeIdleConnections();
        await pause(LOOK_EVERY_MS);
      }
    },
  };
};
