import { PgBoss } from 'pg-boss';
import { QUEUE } from './pg-boss.ts';

/** Every interval is the shortest that pg-boss accepts. */
const [, , url = '', , mode = ''] = process.argv;
const BATCH = 100;
const HANGS_MS = 600_000;

const boss = new PgBoss({
  connectionString: url,
  schedule: false,
  superviseIntervalSeconds: 1,
  monitorIntervalSeconds: 1,
});
boss.on('error', (error) => process.stderr.write(`pg-boss: ${error.message}\n`));
await boss.start();
await boss.work(QUEUE, { batchSize: BATCH, pollingIntervalSeconds: 0.5 }, async (jobs) => {
  for (const { id } of jobs) process.send?.({ took: id });
  if (mode === 'hold') await new Promise((resolve) => setTimeout(resolve, HANGS_MS));
});
process.on('disconnect', () => process.exit(0));
