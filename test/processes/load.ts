import { Agent, type IncomingMessage, request } from 'node:http';

/** What became of one request. */
export type Fate =
  | { kind: 'answered'; status: number; retryAfter: string | null; body: string }
  /** No connection was made: the request never reached the server. */
  | { kind: 'refused' }
  /** There was a connection, and no whole answer came. */
  | { kind: 'dropped'; why: string };

export interface Ask {
  method: string;
  path: string;
  token?: string;
  body?: object;
}

const receive = (answer: IncomingMessage, settle: (fate: Fate) => void): void => {
  let body = '';
  answer.setEncoding('utf8');
  answer.on('data', (text: string) => {
    body += text;
  });
  answer.on('error', (error) => settle({ kind: 'dropped', why: `in the answer: ${error.message}` }));
  answer.on('end', () => {
    const status = answer.statusCode ?? 0;
    const retryAfter = answer.headers['retry-after'] ?? null;
    if (answer.complete) settle({ kind: 'answered', status, retryAfter, body });
    else settle({ kind: 'dropped', why: 'the answer ended early' });
  });
};

/** One request over `agent`; resolves with its fate and never rejects. */
export const send = (url: string, agent: Agent, { method, path, token, body }: Ask): Promise<Fate> =>
  new Promise((settle) => {
    const sent = request(`${url}${path}`, {
      method,
      agent,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
    });
    sent.on('response', (answer) => receive(answer, settle));
    sent.on('error', (error) => {
      const refused = 'code' in error && error.code === 'ECONNREFUSED';
      settle(
        refused
          ? { kind: 'refused' }
          : { kind: 'dropped', why: `${error.message}, reused: ${sent.reusedSocket}` },
      );
    });
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });

export interface Load {
  fates: Fate[];
  /** Lets every client finish its request, then resolves. */
  stop: () => Promise<void>;
}

/**
 * `clients` that each ask one thing after the other, in turn over `asks`, until one of theirs is refused or
 * they are stopped. With `keepAlive` each keeps its connection; without, every request has a new one.
 */
export const startLoad = (url: string, asks: readonly Ask[], clients: number, keepAlive: boolean): Load => {
  const fates: Fate[] = [];
  const agent = new Agent({ keepAlive, maxSockets: clients });
  let going = true;
  const client = async (index: number): Promise<void> => {
    for (let turn = index; going; turn += 1) {
      const ask = asks[turn % asks.length];
      if (!ask) return;
      const fate = await send(url, agent, ask);
      fates.push(fate);
      if (fate.kind === 'refused') return;
    }
  };
  const all = Promise.all(Array.from({ length: clients }, (_, index) => client(index)));
  return {
    fates,
    stop: async () => {
      going = false;
      await all;
      agent.destroy();
    },
  };
};

/** How many fates there are of each sort, for a message that says what happened. */
export const tally = (fates: readonly Fate[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const fate of fates) {
    const sort =
      fate.kind === 'answered' ? String(fate.status) : fate.kind === 'dropped' ? fate.why : fate.kind;
    counts[sort] = (counts[sort] ?? 0) + 1;
  }
  return counts;
};
