import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createApp } from './app.ts';
import { startSealing } from './audit/seal.ts';
import { type Config, readConfig } from './config.ts';
import { openDatabase } from './database/open-database.ts';
import { startDatabaseClock } from './database-clock.ts';
import type { Deps } from './deps.ts';
import { explainFailedStart } from './explain-failed-start.ts';
import { startHousekeeping } from './housekeeping.ts';
import { prepareDrain } from './http/drain.ts';
import { loadKeys } from './keys.ts';
import { createLog } from './log.ts';
import { startDispatcher } from './messages/start-dispatcher.ts';
import { startOtpPulse } from './otp/pulse.ts';
import { carriersFor } from './providers/carriers.ts';
import { roomsFor } from './providers/rooms.ts';
import { keepPlans } from './reminders/keep-plans.ts';
import { startSending } from './reminders/send-due.ts';
import { seedDemo } from './seed/seed-demo.ts';
import { printBanner, printLine } from './start-banner.ts';
import { keepRooms } from './video-calls/keep-rooms.ts';
import { attachSignalling } from './video-calls/signalling/attach-signalling.ts';
import { startSweep } from './video-calls/sweep.ts';

const OLDEST_NODE = 24;
const WEB_FOLDER = join(import.meta.dirname, '..', 'dist', 'web');

/** A proxy must not reuse a connection that we are about to close: ours outlive its by far. */
const KEEP_ALIVE_MS = 72_000;

/** Something that never ends must not keep the process; whoever stops it waits ten seconds, as Docker does. */
const LONGEST_END_MS = 9_500;

const assertRuntime = (): void => {
  if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
    throw new Error(
      `Anteroom needs Node ${OLDEST_NODE} and this is ${process.version}; start it with “npm start”, which brings its own`,
    );
  }
};

/** What is made is undone in the opposite order, each step also when an earlier one failed. */
const makeCloser = () => {
  const steps: (() => unknown)[] = [];
  return {
    add: (step: () => unknown) => void steps.unshift(step),
    close: async () => {
      for (const step of steps.splice(0))
        await Promise.resolve()
          .then(step)
          .catch(() => {});
    },
  };
};

const start = async (config: Config): Promise<() => Promise<void>> => {
  const closer = makeCloser();
  const log = createLog(config.logLevel);
  printLine(
    config.database.kind === 'server'
      ? 'Opening the database…'
      : 'Opening the embedded database; the first time takes some seconds…',
  );
  const db = await openDatabase(config.database);
  closer.add(db.close);
  const clock = await startDatabaseClock(db);
  closer.add(clock.stop);
  const keys = loadKeys(config);
  const { messengers, inbox, webhooks, verifyEngine } = carriersFor(
    { config, db, keys, now: clock.now },
    printLine,
  );
  const dispatcher = startDispatcher({ db, keys, log }, messengers);
  closer.add(dispatcher.close);
  const otpPulse = startOtpPulse(db, log);
  closer.add(otpPulse.stop);
  const deps: Deps = {
    config,
    db,
    now: clock.now,
    keys,
    dispatcher,
    webhooks,
    verifyEngine,
    inbox,
    reminderPlans: keepPlans({ now: clock.now }),
    ...roomsFor({ config, keys }),
    otpPulse,
    log,
  };
  const isDemo = await seedDemo(deps);
  closer.add(startSealing(db, log).stop);
  closer.add(startHousekeeping(deps).stop);
  closer.add(startSweep(deps).stop);
  // Our own rooms are tended by their signalling.
  if (deps.videoProviders.configured.length > 1) closer.add(keepRooms(deps).stop);
  closer.add((await startSending(deps)).stop);

  const app = await createApp(deps, existsSync(WEB_FOLDER) ? WEB_FOLDER : null);
  app.server.keepAliveTimeout = KEEP_ALIVE_MS;
  const signalling = await attachSignalling(deps, app.server);
  const drain = prepareDrain(app.server);
  closer.add(app.close.bind(app));
  closer.add(drain.finish);
  closer.add(signalling.close);
  closer.add(drain.begin);
  await app.listen({ port: config.port, host: config.host });
  const [address] = app.addresses();
  printBanner(config, {
    port: typeof address === 'object' ? address.port : config.port,
    isDemo,
    hasWeb: existsSync(WEB_FOLDER),
  });
  return closer.close;
};

try {
  assertRuntime();
  const close = await start(readConfig());
  let closing = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (closing) return;
      closing = true;
      setTimeout(() => process.exit(1), LONGEST_END_MS).unref();
      void close().then(() => process.exit(0));
    });
  }
} catch (error) {
  process.stderr.write(`\n${explainFailedStart(error)}\n`);
  process.exit(1);
}
