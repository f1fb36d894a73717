import { PgBoss } from 'pg-boss';
import { QUEUE } from './pg-boss.ts';
import { tellLateness } from './tell-lateness.ts';

/** Batches, because one job at a time is slow; the shortest poll that pg-boss accepts; the rest as it comes. */
const [, , url = ''] = process.argv;
const BATCH = 200;

const done = tellLateness();
const boss = new PgBoss({ connectionString: url, schedule: false });
boss.on('error', (error) => process.stderr.write(`pg-boss: ${error.message}\n`));
await boss.start();
await boss.work<{ due: number }>(
  QUEUE,
  { batchSize: BATCH, pollingIntervalSeconds: 0.5, burstWhenBatchFull: true },
  async (jobs) => {
    for (const { data } of jobs) done(data.due);
  },
);
process.send?.({ ready: true });
