import { makeWorkerUtils } from 'graphile-worker';
import type { Side } from './side.ts';

export const TASK = 'remind';

/** Its library frees a dead worker's jobs after four hours, and that is fixed in its SQL. */
export const graphile: Side = {
  what: 'graphile-worker (frees them after 4 hours)',
  worker: 'graphile-process.ts',
  manner: 'plain',
  fill: async (url, count) => {
    const utils = await makeWorkerUtils({ connectionString: url });
    try {
      await utils.migrate();
      await utils.addJobs(
        Array.from({ length: count }, () => ({ identifier: TASK, payload: {}, maxAttempts: 1_000 })),
      );
    } finally {
      await utils.release();
    }
  },
  promised: false,
};
