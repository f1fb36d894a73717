import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { Type } from 'typebox';
import { Value } from 'typebox/value';

/** What a worker says of a message: its id, what it is about and to whom, and which life of a process asks. */
const Request = Type.Object({ id: Type.String(), key: Type.String(), by: Type.String() });
export interface Asked extends Type.Static<typeof Request> {
  /** Milliseconds of this machine's clock. */
  at: number;
}

export type Manner =
  | 'takes'
  /** With 500, before it took anything. */
  | 'fails'
  /** With 429, and asks for a second. */
  | 'limits'
  /** With 422: it will never be taken. */
  | 'refuses'
  | 'takes_and_resets'
  | 'hangs'
  | 'takes_and_hangs'
  | 'takes_and_babbles';

const FAULTS: readonly Manner[] = [
  'fails',
  'limits',
  'takes_and_resets',
  'hangs',
  'takes_and_hangs',
  'takes_and_babbles',
];

/** A share of all requests meets a fault, every sort as often as another. */
export const faultsAtRandom = (share: number) => (): Manner =>
  Math.random() < share ? (FAULTS[Math.floor(Math.random() * FAULTS.length)] ?? 'takes') : 'takes';

export interface ProviderOptions {
  /** Whether a second request under the same id is the same message. */
  deduplicates: boolean;
  /** Whether it says what became of a message when it is asked after it. */
  tells: boolean;
  manner?: (asked: Asked) => Manner | Promise<Manner>;
  /** Who asks after a message waits for this; what is told then was looked up before. */
  beforeTelling?: (asked: Asked) => void | Promise<void>;
}

/** A provider that lives in the test's process and so outlives all that is killed. */
export interface ReminderProvider {
  readonly url: string;
  /** Every request to send a message, in order. */
  readonly asked: readonly Asked[];
  /** Every message that it took, with the time when. */
  readonly accepted: readonly Asked[];
  readonly faults: ReadonlyMap<Manner, number>;
  /** Messages that were taken and whose sender gave up waiting for the answer: it asked after them then. */
  unheard: () => number;
  stop: () => Promise<void>;
}

const answer = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

const answerIn = (manner: Manner, response: ServerResponse, id: string): void => {
  switch (manner) {
    case 'takes':
      answer(response, 200, { taken: id });
      break;
    case 'fails':
      answer(response, 500, {});
      break;
    case 'limits':
      response.setHeader('retry-after', '1');
      answer(response, 429, {});
      break;
    case 'refuses':
      answer(response, 422, {});
      break;
    case 'takes_and_resets':
      response.socket?.resetAndDestroy();
      break;
    case 'takes_and_babbles':
      response.writeHead(200).end('<html>it works');
      break;
    case 'hangs':
    case 'takes_and_hangs':
  }
};

export const startProvider = async (options: ProviderOptions): Promise<ReminderProvider> => {
  const asked: Asked[] = [];
  const accepted: Asked[] = [];
  const known = new Set<string>();
  const faults = new Map<Manner, number>();
  /** By message, the lives that sent it and have not asked after it. */
  const sentBy = new Map<string, Set<string>>();
  let unheard = 0;

  const send = async (one: Asked, response: ServerResponse): Promise<void> => {
    asked.push(one);
    const manner = (await options.manner?.(one)) ?? 'takes';
    if (manner !== 'takes') faults.set(manner, (faults.get(manner) ?? 0) + 1);
    if (manner.startsWith('takes')) {
      if (!options.deduplicates || !known.has(one.id)) accepted.push({ ...one, at: Date.now() });
      known.add(one.id);
      sentBy.set(one.id, (sentBy.get(one.id) ?? new Set()).add(one.by));
    }
    answerIn(manner, response, one.id);
  };

  const tell = async (one: Asked, response: ServerResponse): Promise<void> => {
    const found = options.tells ? (known.has(one.id) ? 'taken' : 'absent') : 'untold';
    if (sentBy.get(one.id)?.delete(one.by)) unheard += 1;
    await options.beforeTelling?.(one);
    answer(response, 200, { found });
  };

  const server = createServer(async (request, response) => {
    const said: unknown = JSON.parse(await text(request).catch(() => 'null'));
    // Whoever asked was killed while it spoke.
    if (!Value.Check(Request, said)) return void response.destroy();
    const { id, key, by } = said;
    await (request.url === '/find' ? tell : send)({ id, key, by, at: Date.now() }, response);
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the provider has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked,
    accepted,
    faults,
    unheard: () => unheard,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};
