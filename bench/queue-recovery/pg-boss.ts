import { PgBoss } from 'pg-boss';
import type { Side } from './side.ts';

export const QUEUE = 'reminders';

/** A provider that hangs is given up after 15 s and then asked what became of it: an honest job takes up to 21 s. */
const EXPIRE_SECONDS = 25;
/** The shortest that pg-boss accepts. */
const HEARTBEAT_SECONDS = 10;

const MANNERS = { lease: {}, heartbeat: { heartbeatSeconds: HEARTBEAT_SECONDS } } as const;

const fillWith =
  (manner: keyof typeof MANNERS): Side['fill'] =>
  async (url, count) => {
    const boss = new PgBoss({ connectionString: url, supervise: false, schedule: false });
    await boss.start();
    await boss.createQueue(QUEUE, {
      expireInSeconds: EXPIRE_SECONDS,
      retryLimit: 1_000,
      retryDelay: 0,
      ...MANNERS[manner],
    });
    await boss.insert(
      QUEUE,
      Array.from({ length: count }, () => ({ data: {} })),
    );
    await boss.stop({ graceful: false });
  };

const sideOf = (manner: keyof typeof MANNERS, what: string): Side => ({
  what,
  worker: 'pg-boss-worker.ts',
  manner,
  fill: fillWith(manner),
  promised: false,
});

export const pgBossLease = sideOf('lease', `pg-boss, jobs expire after ${EXPIRE_SECONDS} s`);
export const pgBossHeartbeat = sideOf('heartbeat', `pg-boss, heartbeats of ${HEARTBEAT_SECONDS} s as well`);
