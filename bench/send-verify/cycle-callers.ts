import { type ChildProcess, fork } from 'node:child_process';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { CALLERS, numberOf } from './numbers.ts';

const Ready = Type.Object({ port: Type.Integer() });
const CodeSent = Type.Object({ to: Type.String(), code: Type.String() });

/** How one side is asked. */
export interface Side {
  file: string;
  send: { path: string; body: (to: string) => object };
  verify: { path: string; body: (to: string, code: string) => object };
}

export interface Round {
  /** Cycles in a second. */
  perSecond: number;
  /** Milliseconds of one cycle, both requests, without the way of the code. */
  p99: number;
}

const firstMessage = (child: ChildProcess): Promise<unknown> =>
  new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', () => reject(new Error('the side ended before it was ready')));
  });

/** Codes as they come, whoever waits for them first. */
const codesOf = (child: ChildProcess): ((to: string) => Promise<string>) => {
  const waiting = new Map<string, (code: string) => void>();
  const come = new Map<string, string>();
  child.on('message', (message) => {
    if (!Value.Check(CodeSent, message)) return;
    const { to, code } = message;
    const wake = waiting.get(to);
    waiting.delete(to);
    if (wake) wake(code);
    else come.set(to, code);
  });
  return (to) => {
    const code = come.get(to);
    come.delete(to);
    return code === undefined ? new Promise((resolve) => waiting.set(to, resolve)) : Promise.resolve(code);
  };
};

/** Every request comes from a network of its own. */
const networkOf = (cycle: number): string => `10.${(cycle >> 16) & 255}.${(cycle >> 8) & 255}.${cycle & 255}`;

/** Starts one side and holds its callers. Round by round every cycle takes the next number. */
export const startSide = async (side: Side, url: string) => {
  const child = fork(join(import.meta.dirname, side.file), [url], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const { port } = Value.Parse(Ready, await firstMessage(child));
  const codeFor = codesOf(child);
  const agent = new Agent({ keepAlive: true, maxSockets: CALLERS });
  let cycles = 0;

  const post = (path: string, body: object, from: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const payload = JSON.stringify(body);
      const headers = {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(payload),
        'x-forwarded-for': from,
      };
      const sent = request({ host: '127.0.0.1', port, path, method: 'POST', agent, headers }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        answer.on('end', () =>
          answer.statusCode === 200 ? resolve() : reject(new Error(`${path}: ${answer.statusCode} ${text}`)),
        );
      });
      sent.on('error', reject);
      sent.end(payload);
    });

  const cycle = async (): Promise<number> => {
    cycles += 1;
    const [to, from] = [numberOf(cycles), networkOf(cycles)];
    const began = performance.now();
    await post(side.send.path, side.send.body(to), from);
    const sent = performance.now();
    const code = await codeFor(to);
    const told = performance.now();
    await post(side.verify.path, side.verify.body(to, code), from);
    return performance.now() - told + (sent - began);
  };

  return {
    round: async (count: number): Promise<Round> => {
      const times: number[] = [];
      let left = count;
      const began = performance.now();
      await Promise.all(
        Array.from({ length: CALLERS }, async () => {
          while (left > 0) {
            left -= 1;
            times.push(await cycle());
          }
        }),
      );
      const perSecond = (count * 1_000) / (performance.now() - began);
      times.sort((a, b) => a - b);
      return { perSecond, p99: times[Math.floor(times.length * 0.99)] ?? Number.NaN };
    },
    /** Ends with the process, so that it is gone before its database is. */
    close: async (): Promise<void> => {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      agent.destroy();
      child.disconnect();
      await gone;
    },
  };
};
