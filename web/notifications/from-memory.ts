import { HOUR, type Reader } from '../when.ts';
import { canHear, onWhoChanged } from '../who-is-here.ts';
import { claim } from './claim.ts';
import { readConsent } from './consent.ts';
import { type AheadVisit, type ExpectedNotice, expectedNotices } from './join-notices.ts';
import { showNotice } from './shown-notices.ts';

/** What was last known of a day's visits is worth telling on that day. */
const WORTH_MS = 12 * HOUR;

interface Setting {
  clinic: string;
  reader: Reader;
}

/** Nothing of a visit but what a notification says, and its id. */
interface Known extends Setting {
  expected: readonly ExpectedNotice[];
}

let known: Known | null = null;
let timers: ReturnType<typeof setTimeout>[] = [];

const forget = (): void => {
  for (const timer of timers) clearTimeout(timer);
  timers = [];
  known = null;
};

// Of who signed out nothing is left to tell, in any tab; and who signs in is told by the server's word again.
let isListening = false;
const forgetWithWhoeverGoes = (): void => {
  if (!isListening) onWhoChanged(forget);
  isListening = true;
};

/** Keeps what the server said last, instead of all before it. */
export const keepInMind = (visits: readonly AheadVisit[], personId: string, setting: Setting): void => {
  // Where nobody could make this tab forget, it keeps nothing.
  if (!canHear()) return;
  forgetWithWhoeverGoes();
  forget();
  known = { expected: expectedNotices(visits, personId), ...setting };
};

const tell = async ({ notice, closesAt }: ExpectedNotice, { clinic, reader }: Setting): Promise<void> => {
  const now = Date.now();
  // Late, where the machine slept.
  if (closesAt <= now || readConsent() !== 'on') return;
  for (const fresh of await claim([notice], now)) {
    showNotice(fresh, { clinic, reader, now, isSignedOut: true });
  }
};

/**
 * To be called when a session ended by itself. Whoever wished to be told of their visits still is, of those
 * that were known, when their rooms should open, and with the word that they are signed out. Nobody is asked.
 */
export const tellFromMemory = (isSignedOut: () => boolean): void => {
  if (!known) return;
  const now = Date.now();
  const mind = known;
  timers = mind.expected
    .filter(({ opensAt }) => opensAt - now < WORTH_MS)
    .map((each) =>
      setTimeout(() => void (isSignedOut() && tell(each, mind)), Math.max(0, each.opensAt - now)),
    );
};
