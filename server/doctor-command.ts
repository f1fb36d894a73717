import { parseArgs, styleText } from 'node:util';
import { type Config, readConfig } from './config.ts';
import type { Check } from './doctor/check.ts';
import { clockCheck } from './doctor/clock-check.ts';
import { databaseCheck } from './doctor/database-check.ts';
import { publicUrlCheck } from './doctor/public-url-check.ts';
import { asJson, blockOf, closingOf, countOf, type Paint } from './doctor/report.ts';
import { type Checked, runChecks } from './doctor/run-checks.ts';
import { videoPlaceCheck } from './doctor/video-place-check.ts';
import { waitingLine } from './doctor/waiting-line.ts';
import { explainFailedStart } from './explain-failed-start.ts';
import { firebaseCheck } from './providers/firebase-check.ts';
import { jitsiCheck } from './providers/jitsi-check.ts';
import { smtpCheck } from './providers/smtp-check.ts';
import { turnCheck } from './providers/turn-check.ts';
import { twilioCheck } from './providers/twilio-check.ts';
import { twilioVideoCheck } from './providers/twilio-video-check.ts';
import { whatsappCheck } from './providers/whatsapp-check.ts';
import { printLine } from './start-banner.ts';

const USAGE = `Asks everything that is configured whether it works, and says what is wrong and what to do

  npm run doctor
  npm run -s doctor -- --json      the same for machines

It sends nothing and changes nothing. It ends with 1 where there is a fault, with 0 otherwise.`;

const INTRODUCTION = 'Asking everything that is configured. Nothing is sent, and nothing is changed.';

/** What was typed is no command of this. */
class Misread extends Error {}

/** Null where nobody set the provider up: its name is said, and it is not asked. */
type Possible = readonly [name: string, check: Check | null];

const providersOf = ({ messages, video, firebase }: Config): Possible[] => [
  ['Twilio', messages.twilio && twilioCheck(messages.twilio, { sends: messages.sms })],
  ['WhatsApp', messages.whatsapp && whatsappCheck(messages.whatsapp)],
  ['e-mail', messages.smtp && smtpCheck(messages.smtp)],
  ['Jitsi', video.jitsi && jitsiCheck(video.jitsi)],
  ['Twilio Video', video.twilio && twilioVideoCheck(video.twilio)],
  ['a relay', video.turn && turnCheck(video.turn)],
  ['Firebase', firebase && firebaseCheck(firebase)],
];

/** Who answers with the time of day, besides ourselves. */
const clocksOf = ({ messages, video, firebase }: Config): URL[] =>
  [
    messages.twilio?.apiUrl,
    messages.whatsapp?.apiUrl,
    video.jitsi && new URL(`https://${video.jitsi.domain}`),
    firebase?.jwksUrl,
  ].filter((url) => url instanceof URL);

const COLOURS = { ok: 'green', warning: 'yellow', fault: 'red' } as const;

/** Colours where `stdout` is a terminal that shows them, and nothing else elsewhere. */
const paint: Paint = (level, text) => {
  return styleText(COLOURS[level], text, { stream: process.stdout });
};

const report = async (checks: readonly Check[], notConfigured: readonly string[]): Promise<Checked[]> => {
  printLine(INTRODUCTION);
  const line = waitingLine(process.stdout);
  const checked = await runChecks(checks, {
    onProgress: line.show,
    onChecked: (one) => line.above(`\n${blockOf(one, paint)}`),
  });
  line.clear();
  printLine(`\n${closingOf(checked, notConfigured)}`);
  return checked;
};

/** @throws Misread */
const readJson = (args: string[]): boolean => {
  try {
    return parseArgs({ args, options: { json: { type: 'boolean' } } }).values.json ?? false;
  } catch (error) {
    // Its own words for what it does not know.
    if (error instanceof TypeError) throw new Misread(error.message);
    throw error;
  }
};

/** `npm run doctor`: works beside a running server. @returns whether there is no fault */
const doctor = async (args: string[]): Promise<boolean> => {
  const isJson = readJson(args);
  const config = readConfig();
  const possible = providersOf(config);
  const checks = [
    databaseCheck(config.database),
    clockCheck(clocksOf(config)),
    publicUrlCheck(config.publicUrl),
    videoPlaceCheck(config.video),
    ...possible.map(([, check]) => check).filter((check) => check !== null),
  ];
  const notConfigured = possible.filter(([, check]) => check === null).map(([name]) => name);
  const checked = isJson ? await runChecks(checks) : await report(checks, notConfigured);
  if (isJson) printLine(asJson(checked, notConfigured));
  return countOf(checked, 'fault') === 0;
};

try {
  process.exitCode = (await doctor(process.argv.slice(2))) ? 0 : 1;
} catch (error) {
  const words = error instanceof Misread ? `${error.message}\n\n${USAGE}` : explainFailedStart(error);
  process.stderr.write(`\n${words}\n`);
  process.exitCode = 1;
}
// A provider that never hangs up must not keep the command open.
setTimeout(() => process.exit(), 1_000).unref();
