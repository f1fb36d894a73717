import { describe, expect, test } from 'vitest';
import {
  ADA,
  JITSI_SECRET,
  occupantJoined,
  occupantLeft,
  posted,
  roomCreated,
  roomDestroyed,
  TOLD_AT,
} from '../../test/vendors/jitsi-event.ts';
import type { Seen } from '../video-calls/attend.ts';
import { jitsiEvents } from './jitsi-events.ts';

const at = (time: string): Date => new Date(`2026-03-02T${time}Z`);
const secondsOf = (time: string): number => at(time).getTime() / 1_000;
const ROOM = 'appointment_0199c0de-0000-7000-8000-00000000000a';
const JID = ADA.occupant_jid;

const reader = jitsiEvents({ webhookSecret: JITSI_SECRET });
const read = (event: unknown): readonly Seen[] | null | undefined => reader?.read(posted(event), TOLD_AT);

const seen = (over: Partial<Seen> = {}): Seen => ({
  provider: 'jitsi',
  providerRoom: ROOM,
  connectionId: `${JID} ${secondsOf('10:00:00')}`,
  personId: ADA.id,
  what: 'connected',
  at: at('10:00:00'),
  ...over,
});
const gone = (time: string, over: Partial<Seen> = {}): Seen =>
  seen({ what: 'disconnected', at: at(time), ...over });

describe('what Prosody tells of a room', () => {
  test('who comes in, at Prosody’s own time', () => {
    expect(read(occupantJoined(ROOM, ADA))).toEqual([seen()]);
  });

  test('who goes, by the same name as when they came', () => {
    const left = { ...ADA, left_at: secondsOf('10:20:00') };
    expect(read(occupantLeft(ROOM, left))).toEqual([gone('10:20:00')]);
  });

  test('a room that comes about has nobody in it yet', () => {
    expect(read(roomCreated(ROOM, secondsOf('10:00:00')))).toEqual([]);
  });

  test('a room that is gone has nobody left in it, also whose going was never told', () => {
    const grace = { ...ADA, occupant_jid: 'b@meet.clinic.test/x', id: 'grace' };
    const left = { ...ADA, left_at: secondsOf('10:20:00') };
    const connectionId = `b@meet.clinic.test/x ${secondsOf('10:00:00')}`;
    expect(read(roomDestroyed(ROOM, secondsOf('10:25:00'), [left, grace]))).toEqual([
      gone('10:20:00'),
      gone('10:25:00', { connectionId, personId: 'grace' }),
    ]);
    expect(read(roomDestroyed(ROOM, secondsOf('10:25:00'), []))).toEqual([]);
  });

  test('nothing of who came without a token of ours, beside whom the others are seen', () => {
    const { id: _id, ...recorder } = ADA;
    expect(read(occupantJoined(ROOM, recorder))).toEqual([]);
    expect(read(occupantJoined(ROOM, { ...ADA, id: '' }))).toEqual([]);
    const left = { ...ADA, left_at: secondsOf('10:20:00') };
    expect(read(roomDestroyed(ROOM, secondsOf('10:25:00'), [recorder, left]))).toEqual([gone('10:20:00')]);
  });

  test('each stay by a name of its own, also of a browser that comes back from a breakout room', () => {
    const [apart, back] = [
      { ...ADA, joined_at: secondsOf('10:10:00') },
      { ...ADA, joined_at: secondsOf('10:15:00') },
    ];
    const told = [
      occupantJoined(ROOM, ADA),
      occupantLeft(ROOM, { ...ADA, left_at: secondsOf('10:10:00') }),
      occupantJoined(ROOM, apart, 'b8d1'),
      occupantLeft(ROOM, { ...apart, left_at: secondsOf('10:15:00') }, 'b8d1'),
      occupantJoined(ROOM, back),
    ].flatMap((payload) => read(payload) ?? []);
    expect(told.every(({ providerRoom }) => providerRoom === ROOM)).toBe(true);
    const came = told.filter(({ what }) => what === 'connected').map(({ connectionId }) => connectionId);
    const went = told.filter(({ what }) => what === 'disconnected').map(({ connectionId }) => connectionId);
    expect(new Set(came).size).toBe(3);
    expect(went).toEqual(came.slice(0, 2));
  });

  test('two tabs of one person as two, where their names differ in capitals alone', () => {
    const other = { ...ADA, occupant_jid: JID.replace('OWhl8jSh', 'owhl8jsh') };
    const names = [ADA, other].map((one) => read(occupantJoined(ROOM, one))?.[0]?.connectionId);
    expect(new Set(names).size).toBe(2);
  });

  test('the room by its name, or else by its address, in small letters', () => {
    const { room_name: _name, ...addressed } = occupantJoined(ROOM, ADA);
    expect(read(addressed)).toEqual([seen()]);
    expect(read(occupantJoined(ROOM.toUpperCase(), ADA))).toEqual([seen()]);
    const { room_jid: _address, ...named } = occupantJoined(ROOM, ADA);
    expect(read(named)).toEqual([seen()]);
    const { room_jid: _jid, ...nowhere } = addressed;
    expect(read(nowhere)).toEqual([]);
  });

  test.each([
    ['in milliseconds', at('10:00:00').getTime(), at('10:00:00')],
    ['of a clock that is ahead', secondsOf('11:00:00'), TOLD_AT],
    ['that is none', 'ten', TOLD_AT],
    ['that is null', null, TOLD_AT],
    ['that is not told', undefined, TOLD_AT],
    ['before there were any', -1, TOLD_AT],
    ['that no date has', 1e300, TOLD_AT],
  ])('a time %s', (_what, joined, expected) => {
    const payload = { ...occupantJoined(ROOM, ADA), occupant: { ...ADA, joined_at: joined } };
    expect(read(payload)).toMatchObject([{ personId: ADA.id, at: expected }]);
  });

  test('all that the operator lets the module tell besides, to no effect', () => {
    const chatty = { ...ADA, moderator: true, affiliation: 'owner', total_dominant_speaker_time: 3 };
    expect(read({ ...occupantJoined(ROOM, chatty), another: 'field' })).toEqual([seen()]);
  });
});
