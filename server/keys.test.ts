import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';
import { loadKeys } from './keys.ts';

const FOLDERS = 300;
const root = mkdtempSync(join(tmpdir(), 'anteroom-keys-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const keysIn = (folder: string) => loadKeys(readConfig({ DATA_DIR: join(root, folder) }));

const contentOf = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null; // not there yet
  }
};

describe('secrets of their own', () => {
  it('are made once, for this user alone, and found again', () => {
    const made = keysIn('once');
    expect(keysIn('once').jwt.export()).toEqual(made.jwt.export());
    expect(keysIn('elsewhere').jwt.export()).not.toEqual(made.jwt.export());
    expect(statSync(join(root, 'once', 'secrets.json')).mode & 0o777).toBe(0o600);
  });

  // A process that is killed in between, or a second one that reads in between, must find all or nothing.
  it('are never to be seen half written', async () => {
    const script = `
      import { loadKeys } from '${new URL('./keys.ts', import.meta.url)}';
      import { readConfig } from '${new URL('./config.ts', import.meta.url)}';
      for (let n = 0; n < ${FOLDERS}; n += 1) loadKeys(readConfig({ DATA_DIR: '${root}/' + n }));`;
    const maker = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: 'inherit' });
    const gone = once(maker, 'exit');
    const lengths = new Set<number>();
    for (let n = 0; n < FOLDERS && maker.exitCode === null; n += 1) {
      const path = join(root, String(n), 'secrets.json');
      const deadline = performance.now() + 20_000;
      let content = contentOf(path);
      while (content === null && performance.now() < deadline) content = contentOf(path);
      lengths.add(content?.length ?? -1);
    }
    expect((await gone)[0]).toBe(0);
    expect([...lengths]).toEqual([contentOf(join(root, '0', 'secrets.json'))?.length]);
  });
});
