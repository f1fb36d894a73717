import { spawn } from 'node:child_process';

export interface Watchdog {
  /** The folder is cleaned up by its owner from here on; the watchdog goes without touching it. */
  release(): void;
}

/**
 * Waits until this process is gone, then ends the PostgreSQL server of `folder` and removes the folder.
 * A pipe tells: the system closes our end however we die, kill -9 included.
 */
export function watchOver(folder: string): Watchdog {
  const script = `
    read -r word && [ "$word" = release ] && exit 0
    pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null) && kill -QUIT "$pid" 2>/dev/null
    for _ in 1 2 3 4 5 6 7 8 9 10; do
      rm -rf "$1" 2>/dev/null && exit 0
      sleep 0.3
    done`;
  const child = spawn('/bin/sh', ['-c', script, 'watchdog', folder], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.unref();
  // Without this its pipe would keep the process, and so the wait for it, alive for ever.
  const { stdin } = child;
  if ('unref' in stdin && typeof stdin.unref === 'function') stdin.unref();
  stdin.on('error', () => {});
  return { release: () => void stdin.end('release\n') };
}
