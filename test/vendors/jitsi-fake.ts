import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { Type } from 'typebox';
import { Value } from 'typebox/value';

export type JitsiBehaviour =
  | { as: 'usual' }
  | { as: 'answer'; status: number; location?: string; type?: string }
  /** Takes the whole request and never answers. */
  | { as: 'hang' }
  /** Takes the whole request and cuts the connection instead of answering. */
  | { as: 'reset' };

/** The operator's end of putting people out, in front of rooms that people sit in. */
export interface JitsiFake {
  /** As in JITSI_EJECT_URL and JITSI_EJECT_SECRET. */
  eject: { url: URL; secret: string };
  /** Every request, oldest first. */
  asked: readonly { room: string; reason: string }[];
  /** Where requests were not as the module has them. */
  violations: readonly string[];
  behave: (behaviour: JitsiBehaviour) => void;
  /** Somebody comes in: the room comes about with the first. */
  enter: (room: string) => void;
  inside: (room: string) => number;
  stop: () => Promise<void>;
}

const SECRET = 'secret that only Prosody and we know';
const PATH = '/anteroom/rooms/close';

const Asked = Type.Object(
  {
    room: Type.String({ minLength: 1 }),
    reason: Type.Union([Type.Literal('moved'), Type.Literal('cancelled'), Type.Literal('ended')]),
  },
  { additionalProperties: false },
);

const parse = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
};

/** A Prosody on the loopback with a module of ours that puts people out of a room. */
export const startJitsiFake = async (): Promise<JitsiFake> => {
  const rooms = new Map<string, number>();
  const asked: { room: string; reason: string }[] = [];
  const violations: string[] = [];
  let behaviour: JitsiBehaviour = { as: 'usual' };

  /** @returns the status to answer with */
  const take = ({ method, url, headers }: IncomingMessage, body: unknown): number => {
    if (method !== 'POST' || url !== PATH) violations.push(`${method} ${url}`);
    if (headers.authorization !== `Bearer ${SECRET}`) return 401;
    if (headers['content-type'] !== 'application/json') violations.push(`${headers['content-type']}`);
    if (!Value.Check(Asked, body)) {
      violations.push(JSON.stringify(body));
      return 400;
    }
    asked.push(body);
    if (behaviour.as === 'answer') return behaviour.status;
    return rooms.delete(body.room) ? 204 : 404;
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const status = take(request, parse(await text(request)));
    if (behaviour.as === 'reset') request.socket.resetAndDestroy();
    if (behaviour.as === 'reset' || behaviour.as === 'hang') return;
    const { location, type } = behaviour.as === 'answer' ? behaviour : {};
    const headers = { ...(location ? { location } : {}), ...(type ? { 'content-type': type } : {}) };
    response.writeHead(status, headers).end();
  };

  const server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    eject: { url: new URL(`http://127.0.0.1:${port}${PATH}`), secret: SECRET },
    asked,
    violations,
    behave: (next) => {
      behaviour = next;
    },
    enter: (room) => {
      rooms.set(room, (rooms.get(room) ?? 0) + 1);
    },
    inside: (room) => rooms.get(room) ?? 0,
    stop: async () => {
      if (!server.listening) return;
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
