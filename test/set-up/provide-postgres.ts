import type { TestProject } from 'vitest/node';
import { startPostgres } from './postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A superuser's URL of a PostgreSQL server that is thrown away after the run. */
    postgresUrl: string;
  }
}

/**
 * One PostgreSQL for the whole run; tests make databases of their own in it (`createDatabase` of postgres.ts).
 * `TEST_DATABASE_URL` names a server that runs already, and is set for the workers either way.
 */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given !== undefined && given !== '') {
    project.provide('postgresUrl', given);
    return undefined;
  }
  // Tests that pull the plug start a durable cluster of their own.
  const cluster = await startPostgres({ durable: false });
  process.env['TEST_DATABASE_URL'] = cluster.url;
  project.provide('postgresUrl', cluster.url);
  return async () => {
    delete process.env['TEST_DATABASE_URL'];
    await cluster.stop();
  };
}
