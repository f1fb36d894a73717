import { PgBoss } from 'pg-boss';
import type { Side } from './side.ts';

export const QUEUE = 'reminders';

/** As its own insert fills the columns, but for the time of writing: people book at all times before a visit. */
const insert = (due: string): string => `
  INSERT INTO pgboss.job (name, data, start_after, created_on, keep_until, expire_seconds, deletion_seconds,
    retry_limit, retry_delay, retry_backoff, policy, heartbeat_seconds)
  SELECT q.name, jsonb_build_object('due', extract(epoch FROM due) * 1000), due,
    now() - random() * interval '60 days', due + q.retention_seconds * interval '1 s', q.expire_seconds,
    q.deletion_seconds, q.retry_limit, q.retry_delay, q.retry_backoff, q.policy, q.heartbeat_seconds
  FROM (${due}) AS times JOIN pgboss.queue AS q ON q.name = '${QUEUE}'`;

export const pgBoss: Side = {
  what: 'pg-boss, empty jobs',
  worker: 'pg-boss-worker.ts',
  prepare: async (url) => {
    const boss = new PgBoss({ connectionString: url, supervise: false, schedule: false });
    await boss.start();
    await boss.createQueue(QUEUE);
    await boss.stop({ graceful: false });
  },
  insert,
  promised: false,
};
