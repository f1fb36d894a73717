import { Agent, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createDatabase, dropDatabase, psql } from '../set-up/postgres.ts';
import { launchServer, type ServerProcess, temporaryFolder, untilReady } from './running-server.ts';

const ASKED = 1_000;
const AT_ONCE = 64;

interface Ask {
  to: string;
  /** The whole of `X-Forwarded-For`. */
  forwardedFor: string;
}

const send = (url: string, agent: Agent, { to, forwardedFor }: Ask): Promise<number> =>
  new Promise((resolve, reject) => {
    const sent = request(`${url}/send-otp`, {
      agent,
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': forwardedFor },
    });
    sent.on('error', reject);
    sent.on('response', (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode ?? 0));
    });
    sent.end(JSON.stringify({ to }));
  });

let prefixes = 0;
/** A number whose prefix nobody else uses. */
const newNumber = (): string => {
  prefixes += 1;
  return `+1${2_010_000_000 + prefixes * 10_000}`;
};

const forged = (index: number): string => `198.51.${index % 256}.${index % 199}`;
const group = (index: number): string => (index + 1).toString(16);

describe('two processes over one PostgreSQL', () => {
  const folder = temporaryFolder();
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  let database = '';
  let servers: ServerProcess[] = [];

  beforeAll(async () => {
    database = await createDatabase(inject('postgresUrl'));
    const env = { DATABASE_URL: database, DATA_DIR: folder.path, TRUSTED_PROXIES: '127.0.0.1' };
    servers = await Promise.all([launchServer({ env }), launchServer({ env })]);
    await Promise.all(servers.map(untilReady));
  });
  afterAll(async () => {
    agent.destroy();
    for (const server of servers) await server.kill('SIGKILL');
    await dropDatabase(inject('postgresUrl'), database);
    folder.remove();
  });

  /** The status of each, asked of both processes in turn. */
  const rush = async (asks: readonly Ask[]): Promise<Record<number, number>> => {
    const counts: Record<number, number> = {};
    const statuses = await Promise.all(
      asks.map((ask, index) => send(servers[index % servers.length]?.url ?? '', agent, ask)),
    );
    for (const status of statuses) counts[status] = (counts[status] ?? 0) + 1;
    return counts;
  };
  const asks = (ask: (index: number) => Ask, length = ASKED): Ask[] =>
    Array.from({ length }, (_, index) => ask(index));

  it('send ten codes for a thousand that one address asks for, whatever it forges', async () => {
    const counts = await rush(
      asks((index) => ({ to: newNumber(), forwardedFor: `${forged(index)}, 203.0.113.7` })),
    );
    expect(counts).toEqual({ 200: 10, 429: ASKED - 10 });
  });

  it('send ten codes for a thousand that one /64 asks for, whichever of its addresses ask', async () => {
    const counts = await rush(
      asks((index) => ({
        to: newNumber(),
        forwardedFor: `${forged(index)}, 2001:db8:1:2:${group(index)}::${group(index)}`,
      })),
    );
    expect(counts).toEqual({ 200: 10, 429: ASKED - 10 });
  });

  it('send twenty codes for a thousand to the numbers of one prefix, from as many networks', async () => {
    const counts = await rush(
      asks((index) => ({
        to: `+1303555${String(1_000 + index)}`,
        forwardedFor: `203.0.113.99, 2001:db8:2:${group(index)}::1`,
      })),
    );
    expect(counts).toEqual({ 200: 20, 429: ASKED - 20 });
  });

  it('send one message for a hundred asked for one number in the same instant', async () => {
    const to = newNumber();
    const counts = await rush(asks((index) => ({ to, forwardedFor: `2001:db8:3:${group(index)}::1` }), 100));
    expect(counts).toEqual({ 200: 1, 429: 99 });
  });

  it('have sent and written down exactly that', async () => {
    await expect
      .poll(() => psql(database, `SELECT count(*) FROM messages WHERE kind = 'account_code'`))
      .toBe('41');
    expect(await psql(database, 'SELECT count(*) FROM otp_sends')).toBe('41');
    const held = await psql(
      database,
      `SELECT string_agg(reason || ' ' || count, ', ' ORDER BY reason)
       FROM (SELECT reason, count(*) AS count FROM otp_blocks GROUP BY reason) AS blocks`,
    );
    expect(held).toBe('network_limit 1980, number_limit 99, prefix_limit 980');
  });
});
