import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createDatabase, dropDatabase } from '../set-up/postgres.ts';
import { madeFolder } from './made-folder.ts';
import { type ServerProcess, startServer, temporaryFolder } from './running-server.ts';

const COMMAND = join(import.meta.dirname, '../../server/keys-command.ts');
const KEY = /^ark_[A-Za-z0-9_-]{43}$/m;
const ID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

const keys = async (
  env: Record<string, string>,
  args: string[],
): Promise<{ code: unknown; output: string; errors: string }> => {
  const child = spawn(process.execPath, [COMMAND, ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
  });
  const said = { output: '', errors: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.errors += text;
  });
  const [code] = await once(child, 'close');
  return { code, ...said };
};

const found = (text: string, pattern: RegExp): string => pattern.exec(text)?.[0] ?? '';

/** A code that was never sent: 400 for a key that is let in. */
const use = async ({ url }: ServerProcess, key: string): Promise<number> => {
  const answer = await fetch(`${url}/api/v1/external/otp/verify`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ to_phone: '+12015550123', otp: '000000' }),
  });
  await answer.arrayBuffer();
  return answer.status;
};

describe('npm run keys, beside two servers on PostgreSQL', () => {
  const folder = temporaryFolder();
  let url: string;
  let env: Record<string, string>;
  let servers: ServerProcess[] = [];

  beforeAll(async () => {
    url = await createDatabase(inject('postgresUrl'));
    env = { DATABASE_URL: url, DATA_DIR: folder.path, PIONEER_FLAG_MOCK_OTP_ENABLED: 'false' };
    servers = [await startServer({ env }), await startServer({ env })];
  });
  afterAll(async () => {
    for (const server of servers) await server.kill('SIGTERM');
    await dropDatabase(inject('postgresUrl'), url);
    folder.remove();
  });

  it('makes a key that works at once on both, lists it without itself, and ends it at once on both', async () => {
    const made = await keys(env, ['create', 'Booking desk', '--scopes', 'otp:send,otp:verify']);
    expect(made).toMatchObject({ code: 0, errors: '' });
    const [key, id] = [found(made.output, KEY), found(made.output, ID)];
    expect(key).not.toBe('');
    for (const server of servers) expect(await use(server, key)).toBe(400);

    const listed = await keys(env, ['list']);
    expect(listed.output).toContain(`${id}  ${key.slice(0, 10)}…  Booking desk  [otp:send, otp:verify]`);
    expect(listed.output).toContain('last used');
    expect(listed.output).not.toContain(key);

    expect(await keys(env, ['keys', 'revoke', id])).toMatchObject({ code: 0 });
    for (const server of servers) expect(await use(server, key)).toBe(401);
    expect((await keys(env, ['list'])).output).toMatch(new RegExp(`${id}.*revoked 20`));
    for (const server of servers) expect(server.output()).not.toContain(key);
  });

  it.each([
    [[]],
    [['make', 'x']],
    [['create', 'No scopes']],
    [['create', 'Unknown', '--scopes', 'otp:send,admin']],
    [['create', '', '--scopes', 'otp:send']],
    [['create', 'a', 'b', '--scopes', 'otp:send']],
    [['create', 'Option', '--scope', 'otp:send']],
    [['revoke', 'Booking desk']],
    [['list', 'all']],
  ])('says how it is used for %j, and does nothing', async (args) => {
    const refused = await keys(env, args);
    expect(refused).toMatchObject({ code: 1, output: '' });
    expect(refused.errors).toContain(
      'npm run keys -- create "name" --scopes otp:send,otp:verify,messages:read',
    );
    expect(refused.errors).not.toContain('    at ');
  });

  it('says that there is no such key', async () => {
    const refused = await keys(env, ['revoke', '019a0000-0000-7000-8000-000000000000']);
    expect(refused).toMatchObject({ code: 1, output: '', errors: 'There is no such service key.\n' });
  });
});

describe('npm run keys, on the embedded database', () => {
  it('says that it is open in the server, and works once that is stopped', async () => {
    const folder = madeFolder();
    const env = { DATA_DIR: folder.path };
    const server = await startServer({ env });
    const refused = await keys(env, ['create', 'Desk', '--scopes', 'otp:send']);
    expect(refused.code).toBe(1);
    expect(refused.errors).toContain('is open in another process');
    await server.kill('SIGTERM');
    const made = await keys(env, ['create', 'Desk', '--scopes', 'otp:send']);
    expect(made.code, made.errors).toBe(0);
    expect(found(made.output, KEY)).not.toBe('');
    expect((await keys(env, ['list'])).output).toContain('never used');
    folder.remove();
  });
});
