import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { iceServersFor } from './turn-credentials.ts';

const expiresAt = new Date('2026-03-02T11:00:00Z');
const turn = {
  urls: ['stun:relay.clinic.test:3478', 'turn:relay.clinic.test:3478', 'turns:relay.clinic.test:5349'],
  secret: 'shared with the relay',
};

test('without a relay there are no servers', () => {
  expect(iceServersFor(null, 'p', expiresAt)).toEqual([]);
});

test('a relay’s credentials are the person’s own, and die with the ticket', () => {
  const username = `${expiresAt.getTime() / 1000}:person-1`;
  const credential = createHmac('sha1', turn.secret).update(username).digest('base64');
  expect(iceServersFor(turn, 'person-1', expiresAt)).toEqual([
    { urls: ['stun:relay.clinic.test:3478'] },
    { urls: ['turn:relay.clinic.test:3478', 'turns:relay.clinic.test:5349'], username, credential },
  ]);
  const [, other] = iceServersFor(turn, 'person-2', expiresAt);
  expect(other?.credential).not.toBe(credential);
});
