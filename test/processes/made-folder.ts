import { cpSync } from 'node:fs';
import { inject } from 'vitest';
import { temporaryFolder } from './running-server.ts';

/** A folder of a test's own whose embedded database is made already: making one takes seconds. */
export const madeFolder = (): ReturnType<typeof temporaryFolder> => {
  const folder = temporaryFolder();
  cpSync(inject('embeddedTemplate'), folder.path, { recursive: true });
  return folder;
};
