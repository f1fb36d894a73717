import { Logger, run } from 'graphile-worker';
import { TASK } from './graphile.ts';

const [, , url = '', , mode = ''] = process.argv;
const CONCURRENCY = 100;
const HANGS_MS = 600_000;

await run({
  noHandleSignals: true,
  taskList: {
    [TASK]: async (_payload, { job }) => {
      process.send?.({ took: job.id });
      if (mode === 'hold') await new Promise((resolve) => setTimeout(resolve, HANGS_MS));
    },
  },
  logger: new Logger(() => () => {}),
  preset: {
    worker: {
      connectionString: url,
      concurrentJobs: CONCURRENCY,
      pollInterval: 500,
      // As often as it can look for jobs of the dead.
      minResetLockedInterval: 1_000,
      maxResetLockedInterval: 1_000,
    },
  },
});
process.on('disconnect', () => process.exit(0));
