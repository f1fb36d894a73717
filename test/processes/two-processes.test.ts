import { afterEach, describe, expect, inject, it } from 'vitest';
import { createDatabase, dropDatabase, psql } from '../set-up/postgres.ts';
import { call, clientFor } from './api-client.ts';
import { launchServer, type ServerProcess, temporaryFolder, untilReady } from './running-server.ts';

const running: ServerProcess[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.kill('SIGKILL');
});

describe('two processes over one PostgreSQL', () => {
  it('that start at the same moment on an empty database both come up, with one clinic and one set of secrets', async () => {
    const folder = temporaryFolder();
    const url = await createDatabase(inject('postgresUrl'));
    const env = { DATABASE_URL: url, DATA_DIR: folder.path };
    const [one, other] = await Promise.all([launchServer({ env }), launchServer({ env })]);
    running.push(one, other);
    await Promise.all([untilReady(one), untilReady(other)]);

    expect(await psql(url, 'SELECT count(*), count(DISTINCT email) FROM people')).toBe('6|6');
    const applied = await psql(url, 'SELECT count(*), count(DISTINCT name) FROM migrations');
    expect(applied.split('|')[0]).toBe(applied.split('|')[1]);
    const joinable = `SELECT count(*) FROM appointments WHERE starts_at <= now() AND ends_at > now()`;
    expect(await psql(url, joinable)).toBe('1');
    const { token } = await clientFor(one.url, 'patient');
    expect((await call(other.url, 'GET', '/api/me', { token })).status).toBe(200);
    expect((await call(other.url, 'DELETE', '/api/sessions/current', { token })).status).toBe(204);
    expect((await call(one.url, 'GET', '/api/me', { token })).status).toBe(401);

    expect(await one.kill('SIGTERM')).toEqual({ code: 0, signal: null });
    expect(await other.kill('SIGTERM')).toEqual({ code: 0, signal: null });
    await dropDatabase(inject('postgresUrl'), url);
    folder.remove();
  });
});
