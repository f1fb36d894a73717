import fc from 'fast-check';
import type { Appointment, Side } from '../server/appointments/appointment.ts';
import { testConfig } from './harness.ts';

export const VISIT_ID = '019bfd1c-0000-7000-8000-000000000001';
export const LINK_OF_VISIT = `https://visits.test/appointments/${VISIT_ID}/video`;

export const MAIL_OF_CLINIC = {
  SMTP_URL: 'smtp://127.0.0.1:2525',
  MAIL_FROM: 'The Clinic <visits@clinic.test>',
};

export const clinicOfCalendar = (env: Record<string, string> = {}) =>
  testConfig({ PUBLIC_URL: 'https://visits.test', APP_NAME: 'Clinica Sol', ...env });

export const sideOfVisit = (id: string, role: Side['role'], firstName: string, lastName: string): Side => ({
  id,
  role,
  firstName,
  lastName,
  email: `${role}-private@home.test`,
  profileImageUrl: null,
  timeZone: 'Asia/Kolkata',
  locale: 'en',
});

/** A visit that nobody booked, with things planted in it that no calendar is to have. */
export const visitOfCalendar = (given: Partial<Appointment> = {}): Appointment => ({
  id: VISIT_ID,
  number: 1001,
  doctor: sideOfVisit('doctor-id', 'doctor', 'Anita', 'Rao'),
  patient: sideOfVisit('patient-id', 'patient', 'Priya', 'Raman'),
  startsAt: new Date('2027-03-28T00:30:00Z'),
  endsAt: new Date('2027-03-28T01:15:00Z'),
  sessionType: 'telehealth',
  status: 'CONFIRMED',
  reason: 'planted reason: migraine',
  cancelReason: 'planted reason: holiday',
  completionFinal: true,
  version: 1,
  room: 'apt-1001-abcdefgh23',
  videoProvider: null,
  createdAt: new Date('2027-02-01T07:00:00Z'),
  updatedAt: new Date('2027-02-02T07:00:00Z'),
  ...given,
});

const FRAGMENTS = [
  '\r\n',
  '\n',
  '\r',
  '\u0085',
  '\u2028',
  '\u2029',
  '\u0000',
  '\u000B',
  '\t',
  ' ',
  ',',
  ';',
  ':',
  '"',
  '\\',
  '^',
  "^'",
  '\\n',
  '=',
  '\uD83D',
  '\uDE00',
  '😀',
  'क़',
  '\u202E',
  '\u200D',
  'é',
  'BEGIN:VALARM',
  'END:VEVENT',
  'END:VCALENDAR',
  'ATTENDEE:mailto:a@b',
];
/** What people type who mean no good, and what programs leave behind. */
export const anythingTyped = fc.oneof(
  fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 40 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.string({ unit: 'grapheme', maxLength: 80 }),
);
