import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { Database } from '../../server/database/database.ts';
import { openServerDatabase } from '../../server/database/server-database.ts';
import { type PostgresCluster, startPostgres } from '../set-up/postgres.ts';
import { type ProviderOptions, type ReminderProvider, startProvider } from './reminder-provider.ts';
import { launchWorker, type ReminderWorker, type WorkerOptions } from './reminder-workers.ts';

/** A clinic of its own for every test of a file, on one PostgreSQL that may be crashed. */
export interface ClinicOnServer {
  cluster: PostgresCluster;
  db: Database;
  provide: (options: ProviderOptions) => Promise<ReminderProvider>;
  /** Starts a worker, and waits for nothing; it is killed after the test. */
  launch: (
    provider: ReminderProvider,
    options?: Pick<WorkerOptions, 'patience' | 'clockAhead'>,
  ) => ReminderWorker;
}

export const clinicOnServer = (): (() => ClinicOnServer) => {
  let cluster: PostgresCluster | null = null;
  let clinic: ClinicOnServer | null = null;
  let stack = new AsyncDisposableStack();
  beforeAll(async () => {
    cluster = await startPostgres();
  });
  beforeEach(async () => {
    if (!cluster) throw new Error('PostgreSQL is started before the tests run');
    stack = new AsyncDisposableStack();
    const url = await cluster.createDatabase();
    const db = await openServerDatabase(url, 4);
    stack.defer(db.close);
    clinic = {
      cluster,
      db,
      provide: async (options) => {
        const provider = await startProvider(options);
        stack.defer(provider.stop);
        return provider;
      },
      launch: (provider, options = {}) => {
        const worker = launchWorker({
          ...options,
          database: { DATABASE_URL: url },
          providerUrl: provider.url,
        });
        stack.defer(worker.kill);
        return worker;
      },
    };
  });
  afterEach(() => stack.disposeAsync());
  afterAll(() => cluster?.stop());
  return () => {
    if (!clinic) throw new Error('the clinic is opened before each test');
    return clinic;
  };
};
