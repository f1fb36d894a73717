import { Logger, run } from 'graphile-worker';
import { TASK } from './graphile.ts';
import { tellLateness } from './tell-lateness.ts';

/** Each of those at work polls by itself, so that somebody looks about every 20 ms. */
const [, , url = ''] = process.argv;
const CONCURRENCY = 24;
const POLL_MS = 500;

const done = tellLateness();
await run({
  noHandleSignals: true,
  taskList: {
    [TASK]: async (payload) => {
      if (payload !== null && typeof payload === 'object' && 'due' in payload) done(Number(payload.due));
    },
  },
  logger: new Logger(() => () => {}),
  preset: { worker: { connectionString: url, concurrentJobs: CONCURRENCY, pollInterval: POLL_MS } },
});
process.send?.({ ready: true });
