import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { prepare } from './prepare.ts';
import { RESULTS_FOLDER, totalLine, totalOf } from './total.ts';

/** What `npm test` does, in this order; the first failure ends it. */
const STEPS: { name: string; script: string }[] = [
  { name: 'types', script: 'types' },
  { name: 'lint and walls', script: 'lint' },
  { name: 'unit tests, on both databases', script: 'test:unit' },
  { name: 'build of the web client', script: 'build' },
  { name: 'journeys in a real browser', script: 'test:journeys' },
];

const started = Date.now();
const seconds = (since: number) => `${Math.round((Date.now() - since) / 1000)} s`;

/** A log is read as text: without a terminal nobody sees colours, only their escape codes. */
const environment = process.stdout.isTTY ? process.env : { ...process.env, NO_COLOR: '1' };

function runStep(script: string): boolean {
  const { status } = spawnSync('npm', ['run', '--silent', script], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: environment,
  });
  return status === 0;
}

function runAll(): boolean {
  rmSync(RESULTS_FOLDER, { recursive: true, force: true });
  for (const [index, { name, script }] of STEPS.entries()) {
    const since = Date.now();
    console.log(`\n[${index + 1}/${STEPS.length}] ${name}`);
    if (!runStep(script)) {
      console.error(`\nFailed at: ${name}. Again, alone: npm run ${script}`);
      return false;
    }
    console.log(`    done in ${seconds(since)}`);
  }
  return true;
}

try {
  console.log('[set-up] browser, PostgreSQL, TURN and XMPP servers, network tools');
  prepare();
  if (runAll()) console.log(`\n${totalLine(totalOf())}, in ${seconds(started)}`);
  else process.exitCode = 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
