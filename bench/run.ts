import { loadavg } from 'node:os';
import type { Figure, Measured } from './figure.ts';
import { printTable } from './print-table.ts';

const FIGURES: Record<string, () => Promise<Figure>> = {
  'verify-code': async () => (await import('./verify-code.ts')).verifyCode,
  'send-verify': async () => (await import('./send-verify.ts')).sendVerify,
  'known-or-unknown': async () => (await import('./known-or-unknown.ts')).knownOrUnknown,
  'first-frame': async () => (await import('./first-frame.ts')).firstFrame,
  'join-page-size': async () => (await import('./join-page-size.ts')).joinPageSize,
  'queue-recovery': async () => (await import('./queue-recovery.ts')).queueRecovery,
  'reminder-lateness': async () => (await import('./reminder-lateness.ts')).reminderLateness,
  'reminders-survive': async () => (await import('./reminders-survive.ts')).remindersSurvive,
  'start-time': async () => (await import('./start-time.ts')).startTime,
};

const named = process.argv.slice(2);
const unknown = named.filter((name) => !(name in FIGURES));
if (unknown.length > 0) {
  console.error(`There is no figure ${unknown.join(', ')}. There are: ${Object.keys(FIGURES).join(', ')}.`);
  process.exit(2);
}

const load = (): string =>
  loadavg()
    .map((value) => value.toFixed(1))
    .join(' ');

const results: { title: string; measured: Measured[] }[] = [];
let failed = false;
for (const [name, open] of Object.entries(FIGURES)) {
  if (named.length > 0 && !named.includes(name)) continue;
  const { title, measure } = await open();
  console.log(`${name}: ${title} (load before: ${load()})`);
  try {
    results.push({ title, measured: await measure((line) => console.log(`  ${line}`)) });
  } catch (error) {
    console.error(
      `  could not be measured: ${error instanceof Error ? (error.stack ?? error.message) : error}`,
    );
    failed = true;
  }
}

for (const { title, measured } of results) printTable(title, measured);
const missed = results.flatMap(({ measured }) => measured.filter(({ promise }) => promise && !promise.kept));
console.log(missed.length > 0 ? `\n${missed.length} not kept.` : '\nWhat was measured is kept.');
process.exit(failed || missed.length > 0 ? 1 : 0);
