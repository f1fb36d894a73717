import { expect, vi } from 'vitest';
import { post } from './at-the-door.ts';
import { codeIn, type World } from './harness.ts';

let numbers = 0;
/** A number of its own that nobody has yet. */
export const freeNumber = (): string => {
  numbers += 1;
  return `+1650${String(2_530_000 + numbers)}`;
};

export const PASSWORD = 'a quiet waiting room';

/** The message of this id, once it has arrived: it is sent after the answer. */
export const messageOf = (world: World, id: unknown) =>
  vi.waitFor(() => {
    const message = world.messenger.sent.find((sent) => sent.id === id);
    if (!message) throw new Error('the message has not arrived');
    return message;
  });

/** A code for this address; the limits on sends have a test of their own. */
export const codeFor = async (world: World, to: string, channel = 'sms'): Promise<string> => {
  await world.db.query('DELETE FROM otp_sends');
  const answer = await post(world, '/send-otp', {}, { to, channel });
  expect(answer.statusCode, answer.body).toBe(200);
  return codeIn(await messageOf(world, answer.json()['delivery_id']));
};

/** The newest message to this address, once there is one after the first `before` messages. */
export const newestTo = (world: World, to: string, before: number) =>
  vi.waitFor(() => {
    const message = world.messenger.sent.slice(before).findLast((sent) => sent.to === to);
    if (!message) throw new Error('no message has arrived');
    return message;
  });

export const newcomer = (phone: string, code: string, more: object = {}) => ({
  email: `new-${phone.slice(1)}@clinic.test`,
  password: PASSWORD,
  phone,
  otp_code: code,
  ...more,
});
