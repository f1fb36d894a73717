import { inspect } from 'node:util';
import { vi } from 'vitest';

/** Everything that this process writes while a test runs; errors with all that hangs on them, as a terminal shows them. */
export const listenToOutput = (): (() => string) => {
  const written: string[] = [];
  const keep = (...parts: unknown[]): void => {
    written.push(
      parts.map((part) => (typeof part === 'string' ? part : inspect(part, { depth: 12 }))).join(' '),
    );
  };
  for (const way of ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const) {
    vi.spyOn(console, way).mockImplementation(keep);
  }
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream);
    vi.spyOn(stream, 'write').mockImplementation((chunk, ...rest) => {
      keep(String(chunk));
      return typeof rest[0] === 'string' ? write(chunk, rest[0]) : write(chunk);
    });
  }
  return () => written.join('\n');
};
