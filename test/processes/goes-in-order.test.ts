import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { DEMO_PASSWORD, demoEmail } from '../../server/seed/demo-people.ts';
import { clientFor } from './api-client.ts';
import { type Ask, startLoad, tally } from './load.ts';
import { type ServerProcess, startServer, temporaryFolder } from './running-server.ts';

const CLIENTS = 24;
const EXIT_LIMIT_MS = 10_000;
const folder = temporaryFolder();
let running: ServerProcess | null = null;

const startHere = async (): Promise<ServerProcess> => {
  running = await startServer({ env: { DATA_DIR: folder.path } });
  return running;
};

/** Quick reads, a write, and now and then a password's hash, which takes a while. */
const asksFor = async (url: string): Promise<Ask[]> => {
  const { token } = await clientFor(url, 'patient');
  const quick: Ask[] = [
    { method: 'GET', path: '/api/me', token },
    { method: 'GET', path: '/api/appointments', token },
    { method: 'PATCH', path: '/api/me', token, body: { first_name: 'Priya' } },
  ];
  const slow: Ask = {
    method: 'POST',
    path: '/api/sessions',
    body: { email: demoEmail('patient'), password: DEMO_PASSWORD },
  };
  return [...quick, ...quick, ...quick, slow];
};

const timedStop = async (server: ServerProcess): Promise<number> => {
  const since = performance.now();
  const exit = await server.kill('SIGTERM');
  expect(exit).toEqual({ code: 0, signal: null });
  return performance.now() - since;
};

afterEach(async () => {
  await running?.kill('SIGKILL');
  running = null;
});
afterAll(() => folder.remove());

describe('SIGTERM', () => {
  it.each([
    { who: 'clients that keep their connections', keepAlive: true },
    { who: 'clients with a connection for each request', keepAlive: false },
  ])('drops no request of $who', async ({ keepAlive }) => {
    const server = await startHere();
    const load = startLoad(server.url, await asksFor(server.url), CLIENTS, keepAlive);
    await pause(1_500);
    const took = await timedStop(server);
    await load.stop();
    const counts = tally(load.fates);
    expect(
      Object.keys(counts).filter((sort) => !['200', '201', 'refused'].includes(sort)),
      JSON.stringify(counts),
    ).toEqual([]);
    expect(counts['200']).toBeGreaterThan(50);
    expect(took).toBeLessThan(EXIT_LIMIT_MS);
  });

  it('ends in ten seconds also where a client never finishes what it began to say', async () => {
    const server = await startHere();
    const socket = connect(server.port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write(
      'POST /api/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
    );
    const idle = connect(server.port, '127.0.0.1');
    idle.on('error', () => {});
    await pause(300);
    expect(await timedStop(server)).toBeLessThan(EXIT_LIMIT_MS);
    socket.destroy();
    idle.destroy();
  });

  it('a second time changes nothing', async () => {
    const server = await startHere();
    server.signal('SIGTERM');
    server.signal('SIGINT');
    expect(await server.kill('SIGTERM')).toEqual({ code: 0, signal: null });
  });
});
