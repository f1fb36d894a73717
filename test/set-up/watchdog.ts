import { spawn } from 'node:child_process';

export interface Watchdog {
  /** What was watched over is cleaned up in order from here on; the watchdog goes without doing anything. */
  release(): void;
}

/**
 * Runs the shell script `cleanUp` with `args` as $1, $2… once this process is gone.
 * A pipe tells: the system closes our end however we die, kill -9 included.
 */
export function afterDeath(cleanUp: string, args: string[]): Watchdog {
  const script = `read -r word && [ "$word" = release ] && exit 0\n${cleanUp}`;
  const child = spawn('/bin/sh', ['-c', script, 'watchdog', ...args], {
    cwd: '/',
    // A group of its own: it must outlive a Ctrl-C.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.unref();
  // A pipe that is open keeps a process alive; this one must not keep ours.
  const { stdin } = child;
  if ('unref' in stdin && typeof stdin.unref === 'function') stdin.unref();
  stdin.on('error', () => {});
  return { release: () => void stdin.end('release\n') };
}
