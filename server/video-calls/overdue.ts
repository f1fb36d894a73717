import type { CallRole } from '../../contract/signalling.ts';
import type { Appointment } from '../appointments/appointment.ts';
import { type CallStep, emptied, type Verdict } from './transitions.ts';
import { type CallFacts, goneSince, isHere, newCall } from './video-call.ts';

/** Both sides gone for this long ends a visit. */
export const GONE_MS = 5 * 60_000;
interface Standing {
  /** Null where the call was never opened. */
  facts: CallFacts | null;
  appointment: Pick<Appointment, 'status' | 'sessionType'>;
  now: Date;
  /** End of the join window. */
  closesAt: Date;
}

const later = (one: Date | null, other: Date | null): Date | null =>
  one && other ? (one > other ? one : other) : (one ?? other);
const notBefore = (at: Date, floor: Date | null): Date => later(at, floor) ?? at;

/** When the last of the two went; null while somebody is in. */
const emptySince = ({ doctor, patient, startedAt }: CallFacts, now: Date): Date | null => {
  const [doctorGone, patientGone] = [goneSince(doctor, now), goneSince(patient, now)];
  if (isHere(doctor, now) || isHere(patient, now)) return null;
  return later(later(doctorGone, patientGone), startedAt);
};

/** Who never came; where both did and never met, who went before the other came. */
const missing = ({ doctor, patient }: CallFacts): CallRole | 'both' => {
  if (!doctor.joinedAt && !patient.joinedAt) return 'both';
  if (!doctor.joinedAt) return 'doctor';
  if (!patient.joinedAt) return 'patient';
  if (!doctor.leftAt || !patient.leftAt) return doctor.leftAt ? 'doctor' : 'patient';
  return doctor.leftAt < patient.leftAt ? 'doctor' : 'patient';
};

const noShow = (facts: CallFacts, now: Date): CallStep => ({
  to: { ...emptied(facts, now), status: 'NO_SHOW', missing: missing(facts) },
  appointment: { status: 'NO_SHOW' },
});

const neverConfirmed = (facts: CallFacts | null, now: Date): CallStep => ({
  to: { ...emptied(facts ?? newCall, now), status: 'CANCELLED' },
  appointment: { status: 'CANCELLED', cancelReason: 'The visit was not confirmed in time.' },
});

const completed = (facts: CallFacts, endedAt: Date, now: Date): CallStep => ({
  to: {
    ...emptied(facts, now),
    status: 'COMPLETED',
    endedAt: notBefore(endedAt, facts.startedAt),
    endedBy: 'sweep',
  },
  appointment: { status: 'COMPLETED', completionFinal: false },
});

/** A call that failed is not tried again; its visit took place as far as both had met. */
const failed = (facts: CallFacts): CallStep => ({
  to: facts,
  appointment: facts.startedAt
    ? { status: 'COMPLETED', completionFinal: true }
    : { status: 'CANCELLED', cancelReason: 'The video call failed.' },
});

/** What time itself does to a running call. */
const running = (facts: CallFacts, { now, closesAt }: Standing): Verdict => {
  const empty = emptySince(facts, now);
  if (now >= closesAt) return completed(facts, empty && empty < closesAt ? empty : closesAt, now);
  return empty && now.getTime() - empty.getTime() >= GONE_MS ? completed(facts, empty, now) : 'no_effect';
};

/** What time makes of a visit that nobody brings to its end. */
export const overdue = (standing: Standing): Verdict => {
  const { facts, appointment, now, closesAt } = standing;
  if (facts?.status === 'IN_PROGRESS') return running(facts, standing);
  if (now < closesAt) return 'no_effect';
  if (appointment.status === 'SCHEDULED') return neverConfirmed(facts, now);
  if (appointment.status !== 'CONFIRMED' && appointment.status !== 'IN_PROGRESS') return 'no_effect';
  if (appointment.sessionType !== 'telehealth') return 'no_effect';
  if (!facts || facts.status === 'SCHEDULED') return noShow(facts ?? newCall, now);
  return facts.status === 'FAILED' ? failed(facts) : { to: facts, appointment: { status: facts.status } };
};
