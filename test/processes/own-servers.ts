import { afterAll, afterEach } from 'vitest';
import { type ServerProcess, startServer, type temporaryFolder } from './running-server.ts';

type Folder = ReturnType<typeof temporaryFolder>;

/** Servers on embedded databases that end with each test of a file, and folders that go with the last. */
export const ownServers = () => {
  const running: ServerProcess[] = [];
  const folders: Folder[] = [];
  afterEach(async () => {
    for (const server of running.splice(0)) await server.kill('SIGKILL');
  });
  afterAll(() => {
    for (const { remove } of folders) remove();
  });
  return {
    running,
    kept: (folder: Folder): string => {
      folders.push(folder);
      return folder.path;
    },
    started: async (folder: string, port: number): Promise<ServerProcess> => {
      const server = await startServer({ env: { DATA_DIR: folder }, port });
      running.push(server);
      return server;
    },
  };
};
