import { describe, expect, test } from 'vitest';
import type { PlannedMessage } from '../../../contract/reminders.ts';
import { joinLines, receiverInWords, whereInWords, whyNotInWords } from './message-words.ts';

const patient = {
  id: '0193d2b0-0000-7000-8000-000000000001',
  first_name: 'Priya',
  last_name: 'Raman',
  role: 'patient',
  profile_image_url: null,
} as const;
const doctor = { ...patient, id: '0193d2b0-0000-7000-8000-000000000002', role: 'doctor' } as const;

const planned = (
  person: PlannedMessage['person'],
  line: PlannedMessage['line'],
  due_at: string,
): PlannedMessage => ({ kind: 'reminder_hour', person, line, due_at });

describe('the messages of a visit in words', () => {
  test('what goes to one person at one time is one line, whichever ways it takes', () => {
    const messages = [
      planned(patient, 'phone', '2026-11-28T09:00:00Z'),
      planned(patient, 'email', '2026-11-28T09:00:00Z'),
      planned(doctor, 'email', '2026-11-28T09:00:00Z'),
      planned(patient, 'phone', '2026-11-28T09:45:00Z'),
    ];
    expect(joinLines(messages).map((telling) => whereInWords(telling, doctor))).toEqual([
      'To Priya Raman’s phone and e-mail',
      'To your e-mail',
      'To Priya Raman’s phone',
    ]);
  });

  test('the reader is “you”, the other one has a name', () => {
    expect(receiverInWords(doctor, doctor)).toBe('you');
    expect(receiverInWords(patient, doctor)).toBe('Priya Raman');
  });

  test.each([
    ['opted_out', true, 'patient', 'You answered STOP, so nothing more is sent there.'],
    ['opted_out', false, 'doctor', 'They answered STOP, so nothing more is sent there.'],
    ['credentials_refused', true, 'patient', 'Sending this way did not work at the clinic.'],
    ['credentials_refused', false, 'doctor', 'Sending this way did not work at the clinic.'],
    ['credentials_refused', false, 'admin', 'The provider refused our keys. Check the settings.'],
    ['unreachable', true, 'patient', 'The phone or mailbox could not be reached.'],
  ] as const)('%s, own: %s, is told to a %s as “%s”', (fault, isOwn, role, words) => {
    expect(whyNotInWords(fault, isOwn, role)).toBe(words);
  });
});
