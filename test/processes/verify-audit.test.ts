import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { createDatabase, dropDatabase, psql } from '../set-up/postgres.ts';
import { madeFolder } from './made-folder.ts';
import { startServer, temporaryFolder } from './running-server.ts';

const COMMAND = join(import.meta.dirname, '../../server/verify-audit.ts');

const verify = async (env: Record<string, string>): Promise<{ code: unknown; output: string }> => {
  const child = spawn(process.execPath, [COMMAND], { env: { PATH: process.env['PATH'] ?? '', ...env } });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  const [code] = await once(child, 'close');
  return { code, output };
};

describe('npm run audit:verify', () => {
  it('says that the trail is whole, also while the server runs, and names the first bad row where it is not', async () => {
    const folder = temporaryFolder();
    const url = await createDatabase(inject('postgresUrl'));
    const env = { DATABASE_URL: url, DATA_DIR: folder.path };
    const server = await startServer({ env });
    const whole = await verify(env);
    expect(whole).toMatchObject({ code: 0, output: expect.stringMatching(/is whole: \d+ entries/) });

    await psql(
      url,
      `ALTER TABLE audit_entries DISABLE TRIGGER ALL; UPDATE audit_entries SET actor_id = gen_random_uuid() WHERE id = 3`,
    );
    const broken = await verify(env);
    expect(broken.code).toBe(1);
    expect(broken.output).toContain('NOT whole. First bad row: position 3 (entry 3)');
    await server.kill('SIGTERM');
    await dropDatabase(inject('postgresUrl'), url);
    folder.remove();
  });

  it('is explained in words where the embedded database is open in the server', async () => {
    const folder = madeFolder();
    const server = await startServer({ env: { DATA_DIR: folder.path } });
    const refused = await verify({ DATA_DIR: folder.path });
    expect(refused.code).toBe(1);
    expect(refused.output).toContain('is open in another process');
    expect((await server.kill('SIGTERM')).code).toBe(0);
    expect(await verify({ DATA_DIR: folder.path })).toMatchObject({ code: 0 });
    folder.remove();
  });
});
