import { describe, expect, test } from 'vitest';
import type { MediaFailure } from '../../call/media-devices.ts';
import { nameOf } from '../../names.ts';
import { failureWords } from './failure-words.ts';
import type { BrowserFamily } from './in-app-browser.ts';
import { mediaWords } from './media-words.ts';
import { LINK_DOWN, notJoinableWords, phaseWords } from './visit-words.ts';

const failures: MediaFailure[] = ['insecure', 'unsupported', 'refused', 'missing', 'busy', 'unknown'];
const families: BrowserFamily[] = ['ios', 'samsung', 'android', 'firefox', 'safari', 'chromium'];
const reader = { locale: 'en-GB', timeZone: 'Asia/Kolkata' };
const now = Date.parse('2026-11-21T05:00:00Z');
const visit = {
  status: 'CONFIRMED',
  session_type: 'telehealth',
  appointment_date: '2026-11-21T06:00:00Z',
  join_opens_at: '2026-11-21T05:45:00Z',
  join_closes_at: '2026-11-21T07:00:00Z',
  cancel_reason: null,
} as const;

describe('words of the call', () => {
  test('every refusal has a title, a text and no code name', () => {
    for (const [code, words] of Object.entries(failureWords)) {
      expect(words.title.length, code).toBeGreaterThan(5);
      expect(words.text.length, code).toBeGreaterThan(10);
      expect(`${words.title} ${words.text}`, code).not.toMatch(/_|ticket|token|socket/i);
    }
  });

  test.each(failures)('a device that is %s is explained for every browser', (failure) => {
    for (const family of families) {
      const words = mediaWords(failure, 'camera', family);
      expect(words.title).toMatch(/camera/);
      expect(words.text).not.toMatch(/Error|undefined/);
    }
  });

  test('who has no camera is told that sound alone is enough', () => {
    expect(mediaWords('missing', 'camera', 'android').text).toMatch(/sound only/);
    expect(mediaWords('refused', 'microphone', 'ios').text).toMatch(/see and hear/);
  });

  test('waiting is waiting for somebody, by role', () => {
    const doctor = nameOf({ first_name: 'Amara', last_name: 'Okafor', role: 'doctor' });
    expect(doctor).toBe('Dr Amara Okafor');
    expect(nameOf({ first_name: '', last_name: '', role: 'patient' })).toBe('the patient');
    const alone = { phase: 'waiting', link: 'up', attempts: 0, departed: null } as const;
    expect(phaseWords(alone, doctor)?.title).toBe('Waiting for Dr Amara Okafor');
    expect(phaseWords({ ...alone, departed: 'left' }, doctor)?.title).toBe('Dr Amara Okafor left');
    expect(phaseWords({ ...alone, phase: 'connected' }, doctor)).toBeNull();
  });

  test('what can’t be reached is nobody by name: it may be the clinic, or whoever holds its rooms', () => {
    const joining = { phase: 'joining', link: 'down', attempts: 2, departed: null } as const;
    expect(phaseWords(joining, 'Dr Amara Okafor')?.title).toBe('The visit can’t be reached just now');
    expect(LINK_DOWN).toMatch(/being restored.*goes on/);
    expect(LINK_DOWN).not.toMatch(/clinic/);
  });

  test('a room that was closed is not said to have been empty', () => {
    expect(failureWords.room_gone.text).not.toMatch(/nobody/i);
  });

  test('a meeting that does not come about says what may help', () => {
    const meeting = { phase: 'meeting', link: 'up', attempts: 0, departed: null } as const;
    expect(phaseWords(meeting, 'Dr Amara Okafor')?.title).toBe('Dr Amara Okafor is here');
    expect(phaseWords(meeting, 'Dr Amara Okafor', true)?.text).toMatch(/another network/);
  });
});

describe('a visit that cannot be joined', () => {
  test.each([
    [{}, /not open yet/, /today at 11:15/],
    [{ status: 'CANCELLED', cancel_reason: 'ill' }, /cancelled/, /ill/],
    [{ status: 'SCHEDULED' }, /not confirmed/, /doctor/],
    [{ status: 'COMPLETED' }, /over/, /past visits/],
    [{ status: 'NO_SHOW' }, /did not take place/, /book/],
    [{ session_type: 'in_person' }, /in person/, /today at 11:30/],
    [{ join_closes_at: '2026-11-21T04:00:00Z' }, /over/, /past visits/],
  ] as const)('%j says why and what comes next', (change, title, text) => {
    const words = notJoinableWords({ ...visit, ...change }, reader, now);
    expect(words.title).toMatch(title);
    expect(words.text).toMatch(text);
  });
});
