import { Temporal } from 'temporal-polyfill';
import { DEMO_PEOPLE, type DemoName } from './demo-people.ts';

const MINUTE_MS = 60_000;

/** What became of a past visit; null for one still to come. */
export type Outcome =
  | { kind: 'completed'; minutes: number }
  | { kind: 'missed'; by: 'doctor' | 'patient' | 'both' }
  | { kind: 'cancelled'; reason: string }
  | null;

type Doctor = 'doctor' | 'doctor2';
type Patient = Exclude<DemoName, Doctor | 'admin'>;

export interface DemoVisit {
  doctor: Doctor;
  patient: Patient;
  start: number;
  end: number;
  reason: string;
  outcome: Outcome;
}

/** Days from today and a time of the doctor's day; `minutes` is the length. */
type Line = [
  day: number,
  time: string,
  doctor: Doctor,
  patient: Patient,
  minutes: number,
  reason: string,
  outcome?: Outcome,
];

const completed = (minutes: number): Outcome => ({ kind: 'completed', minutes });

const LINES: readonly Line[] = [
  [-9, '10:00', 'doctor', 'patient2', 30, 'First consultation', completed(27)],
  [-8, '09:30', 'doctor', 'patient', 30, 'Follow-up', completed(22)],
  [-8, '15:00', 'doctor', 'patient3', 30, 'Sleep', completed(31)],
  [-7, '11:00', 'doctor', 'patient2', 30, 'Results', completed(18)],
  [-6, '10:00', 'doctor2', 'patient', 20, 'Skin', completed(14)],
  [-5, '09:00', 'doctor', 'patient3', 30, 'Follow-up', { kind: 'missed', by: 'patient' }],
  [-5, '14:00', 'doctor', 'patient', 30, 'Medication', completed(25)],
  [-4, '16:00', 'doctor', 'patient2', 45, 'Long consultation', completed(44)],
  [-3, '10:30', 'doctor', 'patient', 30, 'Check-up', { kind: 'cancelled', reason: 'Travelling that day' }],
  [-3, '13:00', 'doctor2', 'patient3', 20, 'Skin', completed(11)],
  [-2, '11:30', 'doctor', 'patient3', 30, 'Sleep', completed(29)],
  [-2, '15:30', 'doctor', 'patient2', 30, 'Results', completed(16)],
  [-1, '09:30', 'doctor', 'patient', 30, 'Blood pressure', completed(21)],
  [-1, '16:30', 'doctor', 'patient3', 30, 'Follow-up', completed(33)],
  [1, '09:30', 'doctor', 'patient2', 30, 'Follow-up'],
  [1, '11:00', 'doctor', 'patient3', 30, 'Sleep'],
  [1, '15:00', 'doctor2', 'patient', 20, 'Skin'],
  [2, '10:00', 'doctor', 'patient', 30, 'Blood pressure'],
  [3, '14:30', 'doctor', 'patient2', 45, 'Long consultation'],
  [3, '12:20', 'doctor2', 'patient3', 20, 'Skin'],
  [4, '09:00', 'doctor', 'patient3', 30, 'Follow-up'],
  [6, '16:00', 'doctor', 'patient', 30, 'Results'],
];

const visitOf = (
  now: number,
  [day, time, doctor, patient, minutes, reason, outcome = null]: Line,
): DemoVisit => {
  const { timeZone } = DEMO_PEOPLE[doctor];
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone).toPlainDate();
  const start = today
    .add({ days: day })
    .toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) });
  const { epochMilliseconds } = start;
  return {
    doctor,
    patient,
    start: epochMilliseconds,
    end: epochMilliseconds + minutes * MINUTE_MS,
    reason,
    outcome,
  };
};

/** Later on the day itself: hours from now, so that there are some whatever the time of day. */
const laterToday = (now: number): DemoVisit[] => {
  const hour = Math.ceil(now / (60 * MINUTE_MS)) * 60 * MINUTE_MS;
  const at = (hours: number, patient: Patient, reason: string): DemoVisit => {
    const start = hour + hours * 60 * MINUTE_MS;
    return { doctor: 'doctor', patient, start, end: start + 30 * MINUTE_MS, reason, outcome: null };
  };
  return [at(2, 'patient2', 'Results'), at(3, 'patient3', 'Medication')];
};

/** No longer than a visit with its margins around now: what the one to join needs for itself. */
const KEPT_FREE_MS = 2 * 60 * MINUTE_MS;

const meet = (a: DemoVisit, b: DemoVisit): boolean =>
  (a.doctor === b.doctor || a.patient === b.patient) && a.start < b.end && b.start < a.end;

/**
 * The visits of the demo around `now` (milliseconds of UTC), all but the one that can be joined, for which
 * the time around now is kept free. No two of one person overlap, whatever the time of day and the zones.
 */
export const demoVisits = (now: number): DemoVisit[] => {
  const kept: DemoVisit[] = [];
  for (const visit of [...laterToday(now), ...LINES.map((line) => visitOf(now, line))]) {
    const nearNow = visit.start < now + KEPT_FREE_MS && visit.end > now - KEPT_FREE_MS;
    if (!nearNow && !kept.some((other) => meet(other, visit))) kept.push(visit);
  }
  return kept;
};
