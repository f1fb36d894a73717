import { configDefaults, defineConfig } from 'vitest/config';

const exclude = [...configDefaults.exclude, '**/data/**'];

/** Journeys that hold a call to how soon its picture has to be there or back. */
const ALONE = ['test/journeys/{call-relay,visit}.test.ts'];

/** Servers that are loaded, killed or cut off: what they promise is in seconds, so nothing may run beside them. */
const HARD_ON_THE_MACHINE = [
  'test/processes/{nothing-lost,send-limits,cut-connections,database-goes-away}.test.ts',
  'test/processes/reminders-{after-a-crash,survive}.test.ts',
];

const processes = { testTimeout: 60_000, hookTimeout: 60_000 };

const journeys = {
  // On a machine that is busy with something else a picture can come back late once; twice is a fault.
  retry: 1,
  // What a page does by itself is waited for as long as what is pressed on it.
  expect: { poll: { timeout: 10_000 } },
  testTimeout: 180_000,
  hookTimeout: 120_000,
};

/**
 * Five projects: `unit` beside the code, `processes` with whole servers, `journeys` with a real browser; `hard`
 * and `alone` are those of either that want the machine for themselves. All get a throw-away PostgreSQL as
 * `inject('postgresUrl')`.
 */
export default defineConfig({
  test: {
    globalSetup: ['./test/set-up/provide-postgres.ts', './test/set-up/provide-embedded.ts'],
    environment: 'node',
    // Forks: argon2, PGlite and process-wide listeners of one file must not reach the next.
    pool: 'forks',
    exclude,
    unstubEnvs: true,
    restoreMocks: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{contract,server,web}/**/*.test.{ts,tsx}', 'test/set-up/**/*.test.ts'],
          // A cold PGlite takes up to 6 s, and two of them share the two cores.
          maxWorkers: 2,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          ...processes,
          name: 'processes',
          include: ['test/processes/**/*.test.ts'],
          exclude: [...exclude, ...HARD_ON_THE_MACHINE],
          // They wait for leases, drains and each other more than they work.
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          ...processes,
          name: 'hard',
          include: [...HARD_ON_THE_MACHINE],
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          ...journeys,
          name: 'journeys',
          include: ['test/journeys/**/*.test.ts'],
          exclude: [...exclude, ...ALONE],
          // Pages wait for people, and for their servers to start, more than they work: three fill the machine.
          maxWorkers: 3,
          sequence: { groupOrder: 3 },
        },
      },
      {
        extends: true,
        test: {
          ...journeys,
          name: 'alone',
          include: [...ALONE],
          // One at a time: two browsers in a call fill the machine, and starved fake cameras look like dead calls.
          fileParallelism: false,
          sequence: { groupOrder: 4 },
        },
      },
    ],
  },
});
