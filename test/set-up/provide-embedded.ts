import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openEmbeddedDatabase } from '../../server/database/embedded-database.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The folder of an embedded database with its schema and nobody in it; tests open copies of it. */
    embeddedTemplate: string;
  }
}

/** Making an embedded database takes seconds, copying one a tenth: it is made once for the whole run. */
export async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'anteroom-template-'));
  const db = await openEmbeddedDatabase(folder);
  await db.close();
  project.provide('embeddedTemplate', folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
