import type { Config } from '../config.ts';
import { Problem } from '../problem.ts';
import type { Appointment } from './appointment.ts';

type Timed = Pick<Appointment, 'startsAt' | 'endsAt' | 'status' | 'sessionType' | 'completionFinal'>;
type Margins = Pick<Config['visits'], 'joinEarlyMinutes' | 'joinGraceMinutes'>;

const MINUTE_MS = 60_000;

/** When a visit can be joined: from a little before its start until a little after its end. */
export const joinWindow = (
  { startsAt, endsAt }: Pick<Timed, 'startsAt' | 'endsAt'>,
  margins: Margins,
): { opensAt: Date; closesAt: Date } => ({
  opensAt: new Date(startsAt.getTime() - margins.joinEarlyMinutes * MINUTE_MS),
  closesAt: new Date(endsAt.getTime() + margins.joinGraceMinutes * MINUTE_MS),
});

const isOpen = ({ status, completionFinal }: Timed): boolean =>
  status === 'CONFIRMED' || status === 'IN_PROGRESS' || (status === 'COMPLETED' && !completionFinal);

/** A video visit that is confirmed or going on, now inside its join window. */
export const isJoinable = (appointment: Timed, now: Date, margins: Margins): boolean => {
  const { opensAt, closesAt } = joinWindow(appointment, margins);
  return appointment.sessionType === 'telehealth' && isOpen(appointment) && opensAt <= now && now < closesAt;
};

const reason = (appointment: Timed, now: Date, margins: Margins): string => {
  const { opensAt, closesAt } = joinWindow(appointment, margins);
  if (appointment.sessionType !== 'telehealth')
    return 'This visit is in person, so there is no video call to join.';
  if (appointment.status === 'CANCELLED') return 'This visit was cancelled.';
  if (appointment.status === 'SCHEDULED') return 'This visit is not confirmed yet.';
  if (now >= closesAt || !isOpen(appointment)) return 'This visit is over.';
  return `This visit can’t be joined before ${opensAt.toISOString()}.`;
};

/** @throws Problem `not_joinable`, with the reason and, before the window, the instant at which it opens */
export const assertJoinable = (appointment: Timed, now: Date, margins: Margins): void => {
  if (!isJoinable(appointment, now, margins)) {
    throw new Problem('not_joinable', { detail: reason(appointment, now, margins) });
  }
};
