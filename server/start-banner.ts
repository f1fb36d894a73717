import type { Config } from './config.ts';

export const printLine = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const DEMO = [
  ['a patient', 'patient@clinic.test'],
  ['a doctor', 'doctor@clinic.test'],
  ['an admin', 'admin@clinic.test'],
] as const;

export interface Started {
  port: number;
  /** Whether the demo's accounts are there to sign in with. */
  isDemo: boolean;
  hasWeb: boolean;
}

/** A few lines for whoever started it: where it is, how to sign in, where the messages are. */
export const printBanner = (config: Config, { port, isDemo, hasWeb }: Started): void => {
  const url = config.port === 0 ? `http://localhost:${port}` : config.publicUrl.origin;
  const kept =
    config.database.kind === 'server'
      ? 'a PostgreSQL server'
      : `the embedded database in ${config.database.folder}`;
  printLine('');
  printLine(`${config.appName} is ready:  ${url}`);
  printLine(`  Data is in ${kept}.`);
  if (!hasWeb)
    printLine('  The web client is not built; “npm run build” builds it. The API works without it.');
  if (isDemo) {
    printLine('');
    printLine('  Sign in with the password anteroom-demo as');
    for (const [who, email] of DEMO) printLine(`    ${who.padEnd(10)} ${email}`);
  }
  if (config.messages.console && !config.messages.sms) {
    printLine('');
    printLine(`  Codes are not sent anywhere; they are shown here and at  ${url}/dev/inbox`);
  }
  const { provider, missing } = config.video;
  if (missing.length > 0) {
    printLine('');
    printLine(
      `  Visits can’t be joined: VIDEO_PROVIDER is ${provider}, and there is no ${missing.join(', no ')}.`,
    );
  }
  printLine('');
};
