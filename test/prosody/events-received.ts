import { once } from 'node:events';
import { createServer } from 'node:http';
import { jitsiEvents } from '../../server/providers/jitsi-events.ts';
import type { Seen } from '../../server/video-calls/attend.ts';

const LIMIT_MS = 5_000;
const LOOK_EVERY_MS = 20;

export interface EventsReceived {
  /** Where the operator's Prosody is told that Anteroom is. */
  url: string;
  /** What Anteroom's reader makes of what came, once it is what is waited for. @throws when it isn't in time */
  until: (what: (seen: readonly Seen[]) => boolean) => Promise<readonly Seen[]>;
  stop: () => Promise<void>;
}

/** Stands where Anteroom has its webhooks, and reads each with the reader that Anteroom has. */
export const receiveEvents = async (webhookSecret: string): Promise<EventsReceived> => {
  const reader = jitsiEvents({ webhookSecret });
  const seen: Seen[] = [];
  const paths: string[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://anteroom.test');
      paths.push(url.pathname);
      const read = reader?.read({ headers: request.headers, body: Buffer.concat(parts), url }, new Date());
      seen.push(...(read ?? []));
      response.writeHead(read ? 204 : 401).end();
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    until: async (what) => {
      const deadline = performance.now() + LIMIT_MS;
      while (!what(seen)) {
        if (performance.now() > deadline)
          throw new Error(`not told in time: ${JSON.stringify(seen)} at ${paths.join(', ')}`);
        await new Promise((settle) => setTimeout(settle, LOOK_EVERY_MS));
      }
      return seen;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((settle) => server.close(settle));
    },
  };
};
