import { Agent, request } from 'node:http';

export interface Heard {
  /** From the first byte that left to the last one that came. */
  milliseconds: number;
  status: number;
  /** All that was answered but the date and what is random in every answer. */
  words: string;
}

/** Headers that say when, and nothing of what. */
const OF_THE_MOMENT = new Set(['date', 'keep-alive', 'connection']);
const RANDOM = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** Somebody outside with one connection and a good watch; every request seems to come from another network. */
export const stranger = (port: number) => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  let asked = 0;
  const ask = (path: string, body: object, echoes: readonly string[]): Promise<Heard> =>
    new Promise((resolve, reject) => {
      asked += 1;
      const text = JSON.stringify(body);
      const network = `2001:db8:${(asked >> 16).toString(16)}:${(asked & 0xffff).toString(16)}::1`;
      const headers = {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(text),
        'x-forwarded-for': network,
      };
      const started = performance.now();
      const sent = request({ agent, port, host: '127.0.0.1', method: 'POST', path, headers });
      sent.on('error', reject);
      sent.on('response', (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () => {
          const milliseconds = performance.now() - started;
          const kept = Object.entries(answer.headers).filter(([name]) => !OF_THE_MOMENT.has(name));
          let words = `${answer.statusCode} ${JSON.stringify(kept)} ${Buffer.concat(parts).toString()}`;
          for (const echo of echoes) words = words.replaceAll(echo, '…');
          resolve({ milliseconds, status: answer.statusCode ?? 0, words: words.replaceAll(RANDOM, '…') });
        });
      });
      sent.end(text);
    });
  return { ask, close: () => agent.destroy() };
};
