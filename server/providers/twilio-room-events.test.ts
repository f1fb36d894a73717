import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { twilioSignature } from '../../test/vendors/twilio-signature.ts';
import { ACCOUNT } from '../../test/vendors/twilio-world.ts';
import type { Seen } from '../video-calls/attend.ts';
import { twilioRoomEvents } from './twilio-room-events.ts';

const OURS = new URL('https://visits.clinic.test/webhooks/twilio/video');
const NOW = new Date('2026-03-02T10:00:30Z');
const PERSON = '0199c0de-1111-7000-8000-000000000001';
const PA = `PA${'7e'.repeat(16)}`;
const FIELDS = {
  AccountSid: ACCOUNT.accountSid,
  RoomName: 'apt-17-abcdefgh23',
  RoomSid: `RM${'3d'.repeat(16)}`,
  RoomStatus: 'in-progress',
  RoomType: 'group',
  StatusCallbackEvent: 'participant-connected',
  Timestamp: '2026-03-02T10:00:07.123Z',
  SequenceNumber: '1',
  ParticipantSid: PA,
  ParticipantIdentity: `${PERSON}-patient`,
  ParticipantStatus: 'connected',
};
const reader = twilioRoomEvents(ACCOUNT);

type Fields = Record<string, string>;

const formOf = (fields: Fields): Buffer => Buffer.from(new URLSearchParams(fields).toString());
const requestOf = (fields: Fields) => ({
  headers: {
    'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
    'x-twilio-signature': twilioSignature(ACCOUNT.authToken, OURS, fields),
  },
  body: formOf(fields),
  url: OURS,
});
const read = (over: Fields = {}): readonly Seen[] | null =>
  reader.read(requestOf({ ...FIELDS, ...over }), NOW);

describe('what Twilio tells of a room', () => {
  const seen: Seen = {
    provider: 'twilio',
    providerRoom: 'apt-17-abcdefgh23',
    connectionId: PA,
    personId: PERSON,
    what: 'connected',
    at: new Date('2026-03-02T10:00:07.123Z'),
  };

  it('is who came in, where, by which connection, and when', () => {
    expect(read()).toEqual([seen]);
  });

  it('is who went, whatever role they have', () => {
    const over = {
      StatusCallbackEvent: 'participant-disconnected',
      ParticipantIdentity: `${PERSON}-doctor`,
      ParticipantDuration: '63',
    };
    expect(read(over)).toEqual([{ ...seen, what: 'disconnected' }]);
  });

  it('was just now where it does not say when', () => {
    for (const Timestamp of ['', 'soon', '99999999999999999999'])
      expect(read({ Timestamp })).toEqual([{ ...seen, at: NOW }]);
  });

  it.each([
    'room-created',
    'room-ended',
    'track-added',
    'track-removed',
    'track-enabled',
    'recording-started',
    'participant-danced',
    '',
  ])('is believed and moves nothing when it is “%s”', (StatusCallbackEvent) => {
    expect(read({ StatusCallbackEvent })).toEqual([]);
  });

  it.each([
    ['somebody of another app', { ParticipantIdentity: 'alice' }],
    ['somebody with our ending and no id', { ParticipantIdentity: `${'x'.repeat(36)}-doctor` }],
    ['somebody of another role', { ParticipantIdentity: `${PERSON}-admin` }],
    ['somebody with more behind their role', { ParticipantIdentity: `${PERSON}-doctor-2` }],
    ['nobody', { ParticipantIdentity: '' }],
    ['a connection without a name', { ParticipantSid: '' }],
    ['a connection with another kind of name', { ParticipantSid: `RM${'7e'.repeat(16)}` }],
    ['no room', { RoomName: '' }],
  ])('is believed and moves nothing when it is of %s', (_what, over) => {
    expect(read(over)).toEqual([]);
  });

  it('is believed whether or not the vendor signs what it keeps of the address for itself', () => {
    const fields = Object.entries(FIELDS).sort().flat().join('');
    const whole = createHmac('sha1', ACCOUNT.authToken).update(`${OURS.href}#rc=5&rp=5xx,ct,rt${fields}`);
    const good = requestOf(FIELDS);
    const headers = { ...good.headers, 'x-twilio-signature': whole.digest('base64') };
    expect(headers['x-twilio-signature']).not.toBe(good.headers['x-twilio-signature']);
    expect(reader.read({ ...good, headers }, NOW)).toEqual([seen]);
  });

  it('may have fields that were never announced', () => {
    expect(read({ constructor: 'z', 'N w': 'é & ü=', RoomDuration: '3' })).toEqual([seen]);
  });
});

describe('what somebody else tells of a room', () => {
  const good = requestOf(FIELDS);
  const signed = (signature: string) => ({ ...good.headers, 'x-twilio-signature': signature });

  it.each([
    ['has no signature', { headers: { 'content-type': good.headers['content-type'] } }],
    ['has an empty signature', { headers: signed('') }],
    ['has two signatures', { headers: { ...good.headers, 'x-twilio-signature': ['a', 'b'] } }],
    ['is signed with another key', { headers: signed(twilioSignature('another', OURS, FIELDS)) }],
    ['was sent to the address for messages', { url: new URL('/webhooks/twilio/messages', OURS) }],
    ['was sent to another host', { url: new URL(OURS.href.replace('visits', 'evil')) }],
    ['names another person', { body: formOf({ ...FIELDS, ParticipantIdentity: `${PERSON}-doctor` }) }],
    ['tells the opposite', { body: formOf({ ...FIELDS, StatusCallbackEvent: 'participant-disconnected' }) }],
    ['says where twice', { body: Buffer.from(`${formOf(FIELDS)}&RoomName=apt-18-abcdefgh23`) }],
    ['is empty', { body: Buffer.alloc(0) }],
    ['is no form', { body: Buffer.from('{"StatusCallbackEvent":"participant-connected"}') }],
  ])('is not believed when it %s', (_what, over) => {
    expect(reader.read(good, NOW)).not.toBeNull();
    expect(reader.read({ ...good, ...over }, NOW)).toBeNull();
  });
});
