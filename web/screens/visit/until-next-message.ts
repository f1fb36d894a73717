import type { VisitMessages } from '../../../contract/reminders.ts';
import { MINUTE } from '../../when.ts';

/** How often to look while something is on its way. */
const UNDER_WAY_MS = 5_000;
/** A message goes out a moment after it is due, and its row is written with it. */
const AFTER_DUE_MS = 2_000;
/** Receipts mostly come within this time, if ever. */
const RECEIPT_MS = 10 * MINUTE;
const ROUTINE_MS = MINUTE;

type Sent = VisitMessages['sent'][number];

const isUnderWay = ({ status, created_at }: Sent, now: number): boolean =>
  status === 'queued' || (status === 'sent' && now - Date.parse(created_at) < RECEIPT_MS);

/** Milliseconds until the messages of a visit should be read again; false where nothing more is expected. */
export const untilNextMessage = ({ sent, planned }: VisitMessages, now: number): number | false => {
  if (sent.some((message) => isUnderWay(message, now))) return UNDER_WAY_MS;
  const [next] = planned;
  if (!next) return false;
  const left = Date.parse(next.due_at) + AFTER_DUE_MS - now;
  return Math.min(ROUTINE_MS, Math.max(UNDER_WAY_MS, left));
};
