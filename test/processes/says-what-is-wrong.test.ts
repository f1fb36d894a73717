import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { createDatabase, dropDatabase, psql } from '../set-up/postgres.ts';
import { freePort } from '../set-up/postgres-place.ts';
import { runServer, temporaryFolder } from './running-server.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const run = (env: Record<string, string>, port?: number) =>
  runServer({
    env: { DATA_DIR: join(folder.path, 'data'), ...env },
    ...(port === undefined ? {} : { port }),
  });

const STACK = /^\s+at .+:\d+/m;

/** Everything that production refuses, all at once. */
const FAULTY = {
  NODE_ENV: 'production',
  PIONEER_FLAG_MOCK_OTP_ENABLED: 'true',
  SMS_PROVIDER: 'development',
  JWT_SECRET_KEY: 'too-short',
  OTP_PEPPER: 'please-change-me-please-change-me-now',
  PUBLIC_URL: 'http://visits.example.org',
  OTP_COUNTRIES: '',
  WEB_CONCURRENCY: '2',
};

describe('a start that can’t be', () => {
  it('in production names every fault in one go, prints no stack and no secret, and touches nothing', async () => {
    const { code, output } = await run(FAULTY);
    expect(code).toBe(1);
    for (const name of Object.keys(FAULTY).filter((key) => key !== 'NODE_ENV'))
      expect(output).toContain(`- ${name} `);
    expect(output).not.toMatch(STACK);
    expect(output).not.toContain('please-change-me');
    expect(existsSync(join(folder.path, 'data'))).toBe(false);
  });

  it('in production says that secrets are missing', async () => {
    const { code, output } = await run({ NODE_ENV: 'production' });
    expect(code).toBe(1);
    for (const name of ['JWT_SECRET_KEY', 'OTP_PEPPER'])
      expect(output).toMatch(new RegExp(`- ${name} is missing`));
  });

  it('on a taken port says which, and how to take another', async () => {
    const port = await freePort();
    const other = createServer().listen(port, '127.0.0.1');
    const { code, output } = await run({}, port);
    other.close();
    expect(code).toBe(1);
    expect(output).toContain(`127.0.0.1:${port}`);
    expect(output).toContain('PORT');
    expect(output).not.toMatch(STACK);
  });
});

describe('a DATABASE_URL that leads nowhere is explained in words', () => {
  it.each([
    {
      what: 'nobody listens there',
      change: async (url: URL) => {
        url.port = String(await freePort());
      },
    },
    {
      what: 'the password is wrong',
      change: async (url: URL) => {
        url.password = 'wrong-password-of-a-test';
      },
    },
    {
      what: 'there is no such user',
      change: async (url: URL) => {
        url.username = 'nobody_of_a_test';
      },
    },
    {
      what: 'there is no such database',
      change: async (url: URL) => {
        url.pathname = '/no_such_database';
      },
    },
    {
      what: 'there is no such host',
      change: async (url: URL) => {
        url.hostname = 'no-such-host.invalid';
      },
    },
  ])('$what', async ({ change }) => {
    const url = new URL(inject('postgresUrl'));
    await change(url);
    const { code, output } = await run({ DATABASE_URL: url.href });
    expect(code).toBe(1);
    expect(output).toContain('DATABASE_URL');
    expect(output).not.toMatch(STACK);
    expect(output).not.toContain(new URL(inject('postgresUrl')).password);
    expect(output).not.toContain('wrong-password-of-a-test');
  });
});

describe('a database from elsewhere', () => {
  it('is refused in words when a newer version has migrated it', async () => {
    const url = await createDatabase(inject('postgresUrl'));

    await psql(
      url,
      `CREATE TABLE migrations (name text PRIMARY KEY, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now());
       INSERT INTO migrations (name, sha256) VALUES ('9999-later.sql', 'x')`,
    );
    const { code, output } = await run({ DATABASE_URL: url });
    await dropDatabase(inject('postgresUrl'), url);
    expect(code).toBe(1);
    expect(output).toContain('start a newer version');
    expect(output).not.toMatch(STACK);
  });
});
