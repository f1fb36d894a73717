import type { TwilioBelongings } from './twilio-account-fake.ts';

export const NUMBER = '+15005550006';
export const SERVICE = `MG${'2c'.repeat(16)}`;
export const VERIFY_SERVICE = `VA${'1b'.repeat(16)}`;
export const KEY = { sid: `SK${'3d'.repeat(16)}`, secret: 'secret that only the key’s owner knows' };

/** An account with everything that `twilioConfig` and its like name, all in order. */
export const everythingRight = (): TwilioBelongings => ({
  status: 'active',
  type: 'Full',
  numbers: [{ number: NUMBER, sms: true, voice: true }],
  callerIds: [],
  messagingServices: [{ sid: SERVICE, numbers: 1 }],
  verifyServices: [VERIFY_SERVICE],
  keys: [{ ...KEY, owned: true, hasVideo: true }],
});
