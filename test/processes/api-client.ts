import { setTimeout as pause } from 'node:timers/promises';
import { DEMO_PASSWORD, type DemoName, demoEmail } from '../../server/seed/demo-people.ts';

export interface Answer {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

/** Somebody who is signed in to a server that may be killed, and come back, at any moment. */
export interface ApiClient {
  readonly token: string;
  /** Null when no whole answer came: nothing is known of what the request did. */
  request: (method: string, path: string, body?: object) => Promise<Answer | null>;
  /** As `request`, for what must be answered. */
  mustGet: (path: string) => Promise<Answer>;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const call = async (
  url: string,
  method: string,
  path: string,
  { token, body }: { token?: string; body?: object } = {},
): Promise<Answer> => {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(20_000),
  });
  const text = await answer.text();
  const parsed: unknown = text === '' ? {} : JSON.parse(text);
  return {
    status: answer.status,
    headers: answer.headers,
    body: isRecord(parsed) ? parsed : { list: parsed },
  };
};

/** The text at `key`. @throws where there is none */
export const textAt = (body: Record<string, unknown>, key: string): string => {
  const value = body[key];
  if (typeof value !== 'string') throw new Error(`no text at ${key} of ${JSON.stringify(body)}`);
  return value;
};

/** The list at `key`, of objects. @throws where there is none */
export const listAt = (body: Record<string, unknown>, key: string): Record<string, unknown>[] => {
  const value = body[key];
  if (!Array.isArray(value) || !value.every(isRecord)) throw new Error(`no list at ${key}`);
  return value;
};

/** The token of a new session. @throws when the server says no */
export const signInAt = async (url: string, name: DemoName): Promise<string> => {
  const answer = await call(url, 'POST', '/api/sessions', {
    body: { email: demoEmail(name), password: DEMO_PASSWORD },
  });
  if (answer.status !== 201) throw new Error(`${name} was not signed in: ${JSON.stringify(answer.body)}`);
  return textAt(answer.body, 'token');
};

export const clientFor = async (url: string, name: DemoName): Promise<ApiClient> => {
  const token = await signInAt(url, name);
  const request: ApiClient['request'] = (method, path, body) =>
    call(url, method, path, { token, ...(body === undefined ? {} : { body }) }).catch(() => null);
  return {
    token,
    request,
    mustGet: async (path) => {
      const answer = await request('GET', path);
      if (answer?.status !== 200) throw new Error(`${path} answered ${JSON.stringify(answer?.body)}`);
      return answer;
    },
  };
};

/** Runs `work` again and again until told to stop; what it throws ends it and is thrown by `stop`. */
export const keepDoing = (work: () => Promise<unknown>): { stop: () => Promise<void> } => {
  let going = true;
  const loop = (async () => {
    while (going) {
      await work();
      await pause(1);
    }
  })();
  loop.catch(() => {}); // thrown by stop
  return {
    stop: async () => {
      going = false;
      await loop;
    },
  };
};
