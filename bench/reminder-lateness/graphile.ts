import { runMigrations } from 'graphile-worker';
import type { Side } from './side.ts';

export const TASK = 'remind';
const LOTS = 100;

const insert = (due: string): string => `
  SELECT count(*) FROM (
    SELECT array_agg(('${TASK}', json_build_object('due', extract(epoch FROM due) * 1000), NULL, due, NULL, NULL, NULL,
      NULL)::graphile_worker.job_spec) AS specs
    FROM (${due}) AS times GROUP BY floor(random() * ${LOTS})
  ) AS lots, LATERAL graphile_worker.add_jobs(lots.specs)`;

export const graphile: Side = {
  what: 'graphile-worker, empty jobs',
  worker: 'graphile-process.ts',
  prepare: (url) => runMigrations({ connectionString: url }),
  insert,
  promised: false,
};
