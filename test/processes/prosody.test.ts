import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { VideoRooms } from '../../server/video-calls/video-rooms.ts';
import { anteroomAt, ejectAddress, OPERATOR } from '../prosody/operator.ts';
import { type RunningProsody, startProsody } from '../prosody/running-prosody.ts';
import { focus, visitor, type XmppClient } from '../prosody/xmpp-client.ts';

const OUT_WITHIN_MS = 5_000;
const MOVED = 'This visit was moved to another time.';

let prosody: RunningProsody;
let anteroom: VideoRooms;
let jicofo: XmppClient;
let visitors: XmppClient[] = [];
let rooms = 0;

/** A room of its own for each test, with two people in it. */
const visit = async (): Promise<{ room: string; people: XmppClient[] }> => {
  rooms += 1;
  const room = `appointment_${rooms}`;
  await jicofo.enter(room);
  const people = [await visitor(prosody.url), await visitor(prosody.url)];
  visitors.push(...people);
  for (const one of people) expect(await one.enter(room)).toMatchObject({ entered: true });
  return { room, people };
};

const ask = async (
  body: string,
  headers: Record<string, string>,
  url = prosody.url,
): Promise<{ status: number; type: string | null }> => {
  const answer = await fetch(ejectAddress(url), { method: 'POST', body, headers });
  await answer.arrayBuffer();
  return { status: answer.status, type: answer.headers.get('content-type') };
};
/** Not Prosody's own page for what it does not have. */
const refusal = (status: number) => ({ status, type: 'application/json' });
const known = { authorization: `Bearer ${OPERATOR.ejectSecret}` };

beforeAll(async () => {
  prosody = await startProsody(OPERATOR, null);
  anteroom = anteroomAt(prosody.url);
  jicofo = await focus(prosody.url, prosody.focus);
});
afterEach(() => {
  for (const one of visitors) one.leave();
  visitors = [];
});
afterAll(async () => {
  jicofo?.leave();
  await prosody?.stop();
});

describe('a room that Anteroom closes at Prosody', () => {
  it('puts everybody out within five seconds, with the reason', async () => {
    const { room, people } = await visit();
    const since = performance.now();
    await anteroom.close(room, 'moved');
    for (const one of [...people, jicofo]) expect(await one.untilPutOut(room)).toBe(MOVED);
    expect(performance.now() - since).toBeLessThan(OUT_WITHIN_MS);
  });

  it('lets nobody in again, and nobody makes it anew', async () => {
    const { room, people } = await visit();
    await anteroom.close(room, 'moved');
    const refused = { entered: false, condition: 'not-allowed', words: MOVED };
    for (const one of [...people, await visitor(prosody.url), jicofo])
      expect(await one.enter(room)).toEqual(refused);
  });

  it('is closed before it was ever made, and told to be no such room', async () => {
    const body = JSON.stringify({ room: 'appointment_early', reason: 'cancelled' });
    expect(await ask(body, known)).toEqual(refusal(404));
    expect(await jicofo.enter('appointment_early')).toMatchObject({ words: 'This visit was cancelled.' });
  });

  it('is the same room whatever its capitals', async () => {
    const { room, people } = await visit();
    await anteroom.close(room.toUpperCase(), 'ended');
    for (const one of people) expect(await one.untilPutOut(room)).toBe('This visit has ended.');
  });

  it('leaves every other room alone', async () => {
    const [closed, other] = [await visit(), await visit()];
    await anteroom.close(closed.room, 'moved');
    await Promise.all(closed.people.map((one) => one.untilPutOut(closed.room)));
    for (const one of other.people) expect(one.isStillIn(other.room)).toBe(true);
    const late = await visitor(prosody.url);
    visitors.push(late);
    expect(await late.enter(other.room)).toMatchObject({ entered: true });
  });

  it('stands in no log', async () => {
    const { room } = await visit();
    await anteroom.close(room, 'moved');
    expect(prosody.printed()).toContain('anteroom_rooms');
    expect(prosody.printed()).not.toContain(room);
    expect(prosody.printed()).not.toContain(OPERATOR.ejectSecret);
  });
});

describe('who has no business there', () => {
  it.each([
    ['another secret', { authorization: 'Bearer another-secret-of-the-test-with-enough-bytes' }],
    ['its beginning', { authorization: `Bearer ${OPERATOR.ejectSecret.slice(0, -1)}` }],
    ['the secret and more', { authorization: `Bearer ${OPERATOR.ejectSecret}x` }],
    ['another scheme', { authorization: `Basic ${OPERATOR.ejectSecret}` }],
    ['an empty one', { authorization: 'Bearer ' }],
    ['none', {}],
  ])('changes nothing with %s', async (_, headers) => {
    const { room, people } = await visit();
    expect(await ask(JSON.stringify({ room, reason: 'moved' }), { ...headers })).toEqual(refusal(401));
    for (const one of people) expect(one.isStillIn(room)).toBe(true);
    const late = await visitor(prosody.url);
    visitors.push(late);
    expect(await late.enter(room)).toMatchObject({ entered: true });
  });
});

it.each([
  ['no JSON', '{'],
  ['no object', '"appointment_1"'],
  ['no room', '{"reason":"moved"}'],
  ['an empty room', '{"room":"","reason":"moved"}'],
  ['no name of a room', '{"room":"a/b@c","reason":"moved"}'],
  ['a number', '{"room":1,"reason":"moved"}'],
  ['another reason', '{"room":"appointment_1","reason":"bored"}'],
  ['no reason', '{"room":"appointment_1"}'],
  ['too much', JSON.stringify({ room: 'appointment_1', reason: 'moved', more: 'a'.repeat(2_000) })],
])('nonsense is told so: %s', async (_, body) => {
  expect(await ask(body, known)).toEqual(refusal(400));
});

it('a secret that is too short closes nothing, not even for who knows it', async () => {
  const weak = await startProsody({ ...OPERATOR, ejectSecret: 'x'.repeat(31) }, null);
  try {
    const body = '{"room":"appointment_1","reason":"moved"}';
    expect(await ask(body, { authorization: `Bearer ${'x'.repeat(31)}` }, weak.url)).toEqual(refusal(503));
    expect(weak.printed()).toContain('anteroom_secret must have 32 bytes or more');
  } finally {
    await weak.stop();
  }
});
