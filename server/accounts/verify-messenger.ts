import type { Messenger, Sent } from '../messages/messenger.ts';
import type { VerifyEngine, VerifyStart } from '../otp/verify-engine.ts';

/** Its own limit on sends lasts as long as a code does, so that it is not asked again for the same one. */
const LIMIT_SECONDS = 600;

const sentOf = (start: VerifyStart, id: string): Sent => {
  switch (start.outcome) {
    case 'sent':
      return { outcome: 'accepted', providerId: id, status: 'sent' };
    case 'too_many':
      return {
        outcome: 'unavailable',
        fault: 'rate_limited',
        retryAfter: start.retryAfter ?? LIMIT_SECONDS,
      };
    case 'address_invalid':
      return { outcome: 'refused', fault: 'address_invalid' };
    case 'blocked':
      return { outcome: 'refused', fault: 'blocked' };
    case 'unavailable':
      return { outcome: 'unavailable', fault: 'unavailable', retryAfter: null };
  }
};

/**
 * An engine that makes and sends codes, as a carrier: so its messages are in the ledger, its faults are told
 * and its failures pause it like any other's. The words of a message are its own.
 */
export const verifyMessenger = (engine: VerifyEngine): Messenger => ({
  name: engine.name,
  channels: ['sms', 'whatsapp', 'email', 'voice'],
  send: async ({ id, to, channel, language }, signal) =>
    sentOf(await engine.start(to, channel, language, signal), id),
  find: async () => ({ found: 'untold' }),
});
