import { type Finding, fault, ok, warning } from './check.ts';

/** Seconds. Vendors and browsers forgive some; a token of five minutes ago is refused by most. */
const WARNS_AT = 30;
const FAULTS_AT = 300;

const inWords = (seconds: number): string => {
  const [count, unit] = seconds < 120 ? [seconds, 'second'] : [Math.round(seconds / 60), 'minute'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
};

/**
 * Judges how far two clocks are apart.
 * @param ahead milliseconds that `whose` is ahead of `others`
 */
export const clockDifference = (ahead: number, whose: string, others: string): Finding => {
  const seconds = Math.round(Math.abs(ahead) / 1000);
  if (seconds < WARNS_AT) return ok(`${whose} agrees with ${others}.`);
  const off = `${whose} is ${inWords(seconds)} ${ahead > 0 ? 'ahead of' : 'behind'} ${others}.`;
  const remedy =
    'Let NTP set it (on Debian: apt install chrony), on this machine and on that of the database.';
  if (seconds < FAULTS_AT) return warning(off, remedy);
  return fault(`${off} Tokens are refused because of it.`, remedy);
};
