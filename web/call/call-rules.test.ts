import { describe, expect, test } from 'vitest';
import { ApiProblem } from '../api.ts';
import { RECONNECT, waitBefore } from './back-off.ts';
import { type CallFacts, phaseOf } from './call-phase.ts';
import { advance, unopened } from './call-progress.ts';
import { sessionOf } from './descriptions.ts';
import { failureOfRenewal, refusalOf, remedyOf } from './failure.ts';
import { loudness } from './level-meter.ts';
import { MessageBudget } from './message-budget.ts';
import { Snapshot } from './snapshot.ts';

describe('back-off', () => {
  test('waits double up to the longest', () => {
    expect([0, 1, 2, 3, 4, 50].map((attempt) => waitBefore(RECONNECT, attempt, 0))).toEqual([
      250, 500, 1_000, 1_000, 1_000, 1_000,
    ]);
  });

  test('spread takes off a fifth at most', () => {
    expect(waitBefore(RECONNECT, 3, 1)).toBe(800);
  });
});

describe('the message budget', () => {
  test('a minute never carries more than the server allows, whatever is asked for', () => {
    const budget = new MessageBudget(0);
    let sent = 0;
    for (let now = 0; now < 60_000; now += 10) if (budget.spend(now)) sent += 1;
    expect(sent).toBeLessThanOrEqual(150);
    expect(sent).toBeGreaterThan(100);
  });

  test('the wait it names is enough', () => {
    const budget = new MessageBudget(0);
    while (budget.spend(0));
    expect(budget.spend(budget.wait(0))).toBe(true);
  });
});

describe('the phase of a call', () => {
  const facts: CallFacts = { ended: false, link: 'up', present: true, media: 'connected', met: true };

  test.each([
    [{ link: 'never', media: null, present: false, met: false }, 'joining'],
    [{ media: null, present: false, met: false }, 'waiting'],
    [{ media: 'connecting', met: false }, 'meeting'],
    [{}, 'connected'],
    [{ media: 'disconnected' }, 'reconnecting'],
    [{ media: 'failed', link: 'down' }, 'reconnecting'],
    [{ link: 'down', media: null, present: false, met: false }, 'reconnecting'],
    [{ link: 'down' }, 'connected'],
    [{ present: false }, 'connected'],
    [{ present: false, media: 'disconnected' }, 'waiting'],
    [{ ended: true }, 'ended'],
  ] as const)('%j is %s', (change, phase) => {
    expect(phaseOf({ ...facts, ...change })).toBe(phase);
  });
});

describe('the progress of a call', () => {
  const quiet = { muted: true, cameraOff: true, sharing: false };
  const sensed = {
    link: 'up',
    present: true,
    media: 'connected',
    met: true,
    isStalled: false,
    remote: null,
  } as const;
  const connected = { ...unopened(quiet, 0), ...advance(unopened(quiet, 0), sensed, 5) };

  test('the time in the visit starts with the first picture and survives an interruption', () => {
    expect(connected).toMatchObject({ phase: 'connected', phaseSince: 5, connectedSince: 5 });
    const lost = { ...connected, ...advance(connected, { ...sensed, media: 'failed' }, 9) };
    expect(lost).toMatchObject({ phase: 'reconnecting', phaseSince: 9, connectedSince: 5 });
  });

  test('a picture that stands still is no connection, unless the other side sends nothing', () => {
    const stalled = { ...sensed, isStalled: true };
    const other = { role: 'patient', name: 'Jonas Weber' } as const;
    const talking = { ...connected, other: { ...other, media: { ...quiet, muted: false } } };
    expect(advance(talking, stalled, 9).phase).toBe('reconnecting');
    expect(advance({ ...connected, other: { ...other, media: quiet } }, stalled, 9).phase).toBe('connected');
  });
});

describe('refusals', () => {
  test('a code of the contract is read from the refusal, anything else is an unreachable server', () => {
    expect(refusalOf(Object.assign(new Error('x'), { data: { code: 'visit_over' } as const }))).toBe(
      'visit_over',
    );
    expect(refusalOf(new Error('xhr poll error'))).toBeNull();
  });

  test('an expired ticket is renewed, a restart is waited out, a takeover ends it', () => {
    expect(remedyOf('ticket_expired')).toBe('renew');
    expect(remedyOf('server_closing')).toBe('retry');
    expect(remedyOf('taken_over')).toBe('end');
  });

  test.each([
    [0, 'unreachable', null],
    [503, 'unavailable', null],
    [429, 'too_many', null],
    [404, 'unknown', null],
    [408, 'unknown', null],
    [401, 'unknown', 'signed_out'],
    [401, 'unauthorized', 'signed_out'],
    [403, 'otp_required', 'otp_required'],
    [404, 'not_found', 'not_participant'],
    [409, 'not_joinable', 'not_joinable'],
    [400, 'not_confirmed', 'not_joinable'],
  ])('a renewal answered with %i %s means %s', (status, code, failure) => {
    expect(failureOfRenewal(new ApiProblem(status, code, '', null))).toBe(failure);
  });
});

test('a description is known by the session of its o= line', () => {
  const sdp = 'v=0\r\no=- 4611731400430051336 2 IN IP4 127.0.0.1\r\ns=-\r\n';
  expect(sessionOf({ type: 'offer', sdp })).toBe('4611731400430051336');
  expect(sessionOf({ type: 'rollback' })).toBeNull();
});

test('silence is 0, a loud voice is 1', () => {
  expect(loudness(new Float32Array(1_024))).toBe(0);
  expect(loudness(new Float32Array(1_024).fill(0.5))).toBe(1);
});

test('a snapshot stays the same object and stays silent until something really changes', () => {
  const snapshot = new Snapshot({ muted: false });
  let heard = 0;
  const stop = snapshot.subscribe(() => {
    heard += 1;
  });
  const before = snapshot.getSnapshot();
  snapshot.set({ muted: false });
  expect(snapshot.getSnapshot()).toBe(before);
  snapshot.set({ muted: true });
  stop();
  snapshot.set({ muted: false });
  expect(heard).toBe(1);
});
