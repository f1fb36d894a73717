import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { createServer, type Server } from 'node:net';

/** Another process has the embedded database open; two on one folder would destroy it. */
export class FolderInUse extends Error {
  constructor(folder: string) {
    super(
      `the embedded database in ${folder} is open in another process; stop that one, give this one its own DATA_DIR, or set DATABASE_URL to share a PostgreSQL server`,
    );
    this.name = 'FolderInUse';
  }
}

const listen = (server: Server, address: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(address, () => resolve());
  });

/**
 * Holds `folder` for this process until it closes the lock or ends in any way, -9 included: the lock is
 * a listening socket, on Linux in the abstract namespace, that the kernel frees with the process.
 * @throws FolderInUse
 */
export const lockFolder = async (folder: string): Promise<{ release: () => Promise<void> }> => {
  const name = `anteroom-${createHash('sha256').update(realpathSync(folder)).digest('hex').slice(0, 40)}`;
  const address = process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : `\0${name}`;
  const server = createServer((socket) => socket.destroy());
  try {
    await listen(server, address);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
      throw new FolderInUse(folder);
    throw error;
  }
  server.unref();
  return { release: () => new Promise((resolve) => server.close(() => resolve())) };
};
