import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { recordingMessenger } from '../../test/harness.ts';
import { createLog } from '../log.ts';
import type { Message, Messenger, Sent } from './messenger.ts';
import { sendMessage } from './send-message.ts';

const MESSAGE: Omit<Message, 'id'> = {
  channel: 'sms',
  to: '+14155550123',
  subject: null,
  text: '012345 is your code',
  code: '012345',
};

const PATIENCE_MS = 4_000;
const GIVE_UP_MS = 15_000;

let lines: string[];
const send = (messenger: Messenger) => {
  const log = createLog('trace', { write: (line) => void lines.push(line) });
  return sendMessage({ messenger, log }, MESSAGE);
};

/** A messenger whose provider behaves like this. */
const withSend = (sending: Messenger['send']): Messenger => ({ ...recordingMessenger(), send: sending });

describe('sending a message', () => {
  beforeEach(() => {
    lines = [];
    vi.useFakeTimers();
  });
  afterEach(() => void vi.useRealTimers());

  it('gives the provider the message with an id of its own, and tells its word', async () => {
    const messenger = recordingMessenger();
    expect(await send(messenger)).toEqual({ accepted: true, providerId: 'recorded' });
    await send(messenger);
    const [first, second] = messenger.sent;
    expect(first).toEqual({ ...MESSAGE, id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/) });
    expect(second?.id).not.toBe(first?.id);
  });

  it.each<Sent>([
    { accepted: false, reason: 'refused' },
    { accepted: false, reason: 'unavailable' },
  ])('tells a no as it is and writes it down: %j', async (word) => {
    expect(await send(withSend(async () => word))).toEqual(word);
    expect(lines).toHaveLength(1);
  });

  it.each([
    ['rejects', async () => Promise.reject(new Error('550 <+14155550123> said "012345"'))],
    [
      'throws',
      () => {
        throw new Error('012345');
      },
    ],
  ] as const)('takes a messenger that %s for unavailable', async (_how, sending) => {
    expect(await send(withSend(sending))).toEqual({ accepted: false, reason: 'unavailable' });
    expect(lines).toHaveLength(1);
  });

  it('waits four seconds for a word, then calls it pending and goes on', async () => {
    const word = Promise.withResolvers<Sent>();
    const outcome = send(withSend(() => word.promise));
    let settled = false;
    void outcome.then(() => {
      settled = true;
    });
    await vi.advanceTimersByTimeAsync(PATIENCE_MS - 1);
    expect(settled).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await outcome).toEqual({ accepted: 'pending' });
    word.reject(new Error('too late'));
    await vi.advanceTimersByTimeAsync(0);
    expect(lines).toHaveLength(1);
  });

  it('tells the provider to give up after fifteen seconds', async () => {
    vi.useRealTimers();
    const timeout = vi.spyOn(AbortSignal, 'timeout');
    await send(recordingMessenger());
    expect(timeout).toHaveBeenCalledWith(GIVE_UP_MS);
  });

  it('writes no number, text or code into the log', async () => {
    await send(withSend(async () => ({ accepted: false, reason: 'refused' })));
    await send(withSend(async () => Promise.reject(new Error('to +14155550123: 012345 is your code'))));
    const log = lines.join('');
    for (const secret of [MESSAGE.to, '012345']) expect(log).not.toContain(secret);
  });
});
