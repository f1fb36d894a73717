import type { Order } from '../server/messages/dispatcher.ts';
import { messageState } from '../server/messages/find-message.ts';
import type { Found, Messenger, Sent } from '../server/messages/messenger.ts';
import type { Pace } from '../server/messages/pace.ts';
import { startDispatcher } from '../server/messages/start-dispatcher.ts';
import { recordingMessenger, type World } from './harness.ts';
import { newNumber } from './words.ts';

/** Every wait in milliseconds, so that a test sees the end of it. */
const QUICK: Pace = {
  giveUp: 150,
  stop: 20,
  settle: 5,
  find: 60,
  tries: 3,
  firstWait: 4,
  longestWait: 20,
  patience: { another: 50, last: 2_000 },
  writeAgain: [20, 40, 80, 160],
  close: 200,
  lastWord: 100,
};

export const CODE = '918273';
export const EMAIL = 'planted-reader@clinic.test';

export const order = (over: Partial<Order> = {}): Order => ({
  kind: 'account_code',
  personId: null,
  language: 'en',
  routes: [{ channel: 'sms', to: newNumber() }],
  words: (channel) => ({
    subject: channel === 'email' ? 'Planted subject' : null,
    text: `Planted text ${CODE}`,
  }),
  body: { kind: 'code', code: CODE, minutes: 10 },
  life: 600,
  ...over,
});

/** A messenger that says one thing after another, the last of them for ever. */
export const saying = (says: readonly (() => Promise<Sent>)[], find: Found = { found: 'untold' }) => {
  const messenger = recordingMessenger();
  messenger.send = (message) => {
    const say = says[Math.min(messenger.sent.length, says.length - 1)];
    messenger.sent.push(message);
    return say ? say() : Promise.reject(new Error('nothing to say'));
  };
  messenger.find = async () => find;
  return messenger;
};

export const start = (world: World, messengers: readonly Messenger[], over: Partial<World['deps']> = {}) =>
  startDispatcher({ ...world.deps, ...over }, messengers, QUICK);

export const historyOf = async ({ deps }: World, id: string): Promise<string[]> =>
  (await messageState(deps, id))?.history.map(({ status, fault }) =>
    fault ? `${status}: ${fault}` : status,
  ) ?? [];

export const accepted = (providerId: string) => async (): Promise<Sent> => ({
  outcome: 'accepted',
  providerId,
  status: 'sent',
});
export const down = async (): Promise<Sent> => ({
  outcome: 'unavailable',
  fault: 'unavailable',
  retryAfter: null,
});
export const tooMany = async (): Promise<Sent> => ({
  outcome: 'unavailable',
  fault: 'rate_limited',
  retryAfter: 1,
});
export const unknown = async (): Promise<Sent> => ({ outcome: 'unknown' });
export const never = () => new Promise<never>(() => {});
export const throwing = () => Promise.reject(new Error(`reset while writing to ${EMAIL}: ${CODE}`));
