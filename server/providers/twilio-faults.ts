import type { DeliveryFault } from '../../contract/deliveries.ts';
import type { PassingFault, Sent } from '../messages/messenger.ts';
import type { Asked, Refusal } from './twilio-client.ts';

/**
 * The vendor's numbers (twilio.com/docs/api/errors) in our words, for answers and for receipts. It adds and
 * splits numbers at will, so one that is not here falls back to what the status, or the failure, says.
 */
const FAULTS: ReadonlyMap<number, DeliveryFault> = new Map<number, DeliveryFault>([
  ...numbers('address_invalid', 13223, 13224, 21201, 21211, 21217, 21265, 21266, 21604, 21614, 21635),
  ...numbers('unreachable', 21214, 21612, 30003, 30005, 30006, 30008, 30009),
  ...numbers('opted_out', 21610),
  ...numbers('blocked', 13225, 21216, 21219, 21608, 30004, 30007, 30010, 30038, 30040, 30450, 60410),
  ...numbers('country_refused', 13227, 21215, 21408, 60605),
  ...numbers('content_refused', 21602, 21617, 21619, 30019, 30044),
  ...numbers('credentials_refused', 20003, 20006, 20008, 20101, 20403, 20404),
  ...numbers('account_suspended', 10001, 20005, 30002, 30037, 90010),
  ...numbers('not_configured', 10002, 21205, 21210, 21212, 21213, 21267, 21603, 21606, 21609, 21659, 21660),
  ...numbers('not_configured', 21661, 21701, 21703, 21704, 21705, 30018, 30024, 30032, 30034, 30035),
  ...numbers('rate_limited', 10004, 14107, 20429, 21611, 30001, 30022, 30023, 30027),
  ...numbers('unavailable', 20500, 20503, 30017),
  ...numbers('expired', 30036),
]);

function numbers(fault: DeliveryFault, ...codes: number[]): [number, DeliveryFault][] {
  return codes.map((code) => [code, fault]);
}

/** What a number says; null for one that we do not know. */
export const knownFault = (code: number | null): DeliveryFault | null =>
  (code === null ? undefined : FAULTS.get(code)) ?? null;

/** A receipt that names no number we know still says that nothing arrived. */
export const receiptFault = (code: number | null): DeliveryFault => knownFault(code) ?? 'unreachable';

const refusalFault = ({ status, code }: Refusal): DeliveryFault => {
  const known = knownFault(code);
  if (status === 429) return 'rate_limited';
  if (status >= 500 || status === 408) return 'unavailable';
  if (known) return known;
  return status === 401 || status === 403 || status === 404 ? 'credentials_refused' : 'blocked';
};

const passes = (fault: DeliveryFault): fault is PassingFault =>
  fault === 'rate_limited' || fault === 'unavailable';

/** A gateway that lost its own way to the vendor cannot say whether the vendor took the message. */
const GATEWAY_LOST_IT = new Set([502, 504]);

/**
 * What an asked vendor made of a message.
 * @param taken reads the resource that came back; null where it is none
 */
export const sentBy = <T>(asked: Asked<T>, taken: (value: T) => Sent | null): Sent => {
  switch (asked.asked) {
    case 'answered':
      return taken(asked.value) ?? { outcome: 'unknown' };
    case 'unsent':
      return { outcome: 'unavailable', fault: 'unavailable', retryAfter: null };
    case 'unanswered':
      return { outcome: 'unknown' };
    case 'refused': {
      const { refusal } = asked;
      if (GATEWAY_LOST_IT.has(refusal.status)) return { outcome: 'unknown' };
      const fault = refusalFault(refusal);
      return passes(fault)
        ? { outcome: 'unavailable', fault, retryAfter: refusal.retryAfter }
        : { outcome: 'refused', fault };
    }
  }
};
