import type { Appointment } from '../appointments/appointment.ts';
import { emptied } from './transitions.ts';
import { type CallFacts, newCall } from './video-call.ts';

/**
 * The call as its appointment has it: a cancelled appointment's open call is cancelled, and a move makes
 * a new call in a new room out of whatever the old one was. Null where the record is true as it is.
 */
export const followed = (
  call: CallFacts & { version: number },
  appointment: Pick<Appointment, 'status' | 'version'>,
  now: Date,
): { facts: CallFacts; isMoved: boolean } | null => {
  if (appointment.status === 'CANCELLED') {
    const open = call.status === 'SCHEDULED' || call.status === 'IN_PROGRESS';
    if (!open) return null;
    const endedAt = call.startedAt ? now : null;
    return { facts: { ...emptied(call, now), status: 'CANCELLED', endedAt }, isMoved: false };
  }
  const owed = appointment.status === 'SCHEDULED' || appointment.status === 'CONFIRMED';
  return owed && call.version !== appointment.version ? { facts: newCall, isMoved: true } : null;
};
