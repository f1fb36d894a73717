import { describe, expect, test } from 'vitest';
import type { Appointment, VisitPlace } from '../../../contract/appointments.ts';
import { canChoose, fixedInWords, hasChoice } from './place-words.ts';

const START = '2027-03-02T09:00:00Z';
const BEFORE = Date.parse('2027-03-02T08:50:00Z');
const SINCE = Date.parse('2027-03-02T09:05:00Z');
const CLOSED = Date.parse('2027-03-02T10:00:00Z');

const person = {
  id: '0190d9d4-0000-7000-8000-000000000000',
  first_name: 'Amara',
  last_name: 'Okafor',
  email: 'amara@clinic.test',
  role: 'doctor',
  profile_image_url: null,
} as const;

const visitThat = (is: Partial<Appointment>): Appointment => ({
  id: '0190d9d4-0000-7000-8000-000000000001',
  number: 1,
  appointment_date: START,
  ends_at: '2027-03-02T09:30:00Z',
  duration_minutes: 30,
  session_type: 'telehealth',
  status: 'CONFIRMED',
  reason: null,
  cancel_reason: null,
  video_room_id: 'apt-1-abcdefgh23',
  meeting_url: null,
  video_provider: null,
  can_join: false,
  join_opens_at: '2027-03-02T08:45:00Z',
  join_closes_at: '2027-03-02T10:00:00Z',
  psychologist: person,
  doctor: person,
  patient: person,
  created_at: START,
  updated_at: START,
  ...is,
});

const placeOf = (room_provider: VisitPlace['room_provider']): VisitPlace => ({
  video_provider: null,
  room_provider,
});

describe('where a visit is held', () => {
  test('is asked where there is a choice, or one that can’t be kept', () => {
    expect(hasChoice(visitThat({}), ['builtin', 'jitsi'])).toBe(true);
    expect(hasChoice(visitThat({}), ['builtin'])).toBe(false);
    expect(hasChoice(visitThat({ video_provider: 'builtin' }), ['builtin'])).toBe(false);
    expect(hasChoice(visitThat({ video_provider: 'jitsi' }), ['builtin'])).toBe(true);
    expect(hasChoice(visitThat({ session_type: 'in_person' }), ['builtin', 'jitsi'])).toBe(false);
  });

  test.each([
    ['it is asked for', visitThat({ status: 'SCHEDULED' }), null, BEFORE, true],
    ['it has just begun, with nobody there', visitThat({}), null, SINCE, true],
    ['its time has passed', visitThat({}), null, CLOSED, false],
    ['its room is made', visitThat({}), 'builtin', BEFORE, false],
    ['it goes on', visitThat({ status: 'IN_PROGRESS' }), null, SINCE, false],
    ['it is cancelled', visitThat({ status: 'CANCELLED' }), null, BEFORE, false],
  ] as const)('when %s', (_, visit, room, now, expected) => {
    expect(canChoose(visit, placeOf(room), now)).toBe(expected);
  });

  test.each([
    ['CONFIRMED', 'jitsi', BEFORE, /^It is held with Jitsi: .* To hold it elsewhere, move it/],
    ['CONFIRMED', 'twilio', SINCE, /^It is held with Twilio: its room is made already, and stays there\.$/],
    ['IN_PROGRESS', 'builtin', SINCE, /^It is held with Anteroom\.$/],
    ['COMPLETED', 'jitsi', CLOSED, /^It was held with Jitsi\.$/],
  ] as const)('a visit that is %s with a room at %s stays there', (status, room, now, words) => {
    expect(fixedInWords(visitThat({ status }), placeOf(room), now)).toMatch(words);
  });

  test.each(['CANCELLED', 'NO_SHOW'] as const)('nothing is said of a visit that is %s', (status) => {
    expect(fixedInWords(visitThat({ status }), placeOf('jitsi'), CLOSED)).toBeNull();
    expect(fixedInWords(visitThat({}), placeOf(null), BEFORE)).toBeNull();
  });
});
