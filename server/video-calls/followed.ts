import type { Appointment } from '../appointments/appointment.ts';
import { emptied } from './transitions.ts';
import { type CallFacts, newCall } from './video-call.ts';

/**
 * The call as its appointment has it: a cancelled appointment's open call is cancelled, and a move makes
 * a new call in a new room out of whatever the old one was. Null where the record is true as it is.
 */
export const followed = (
  call: CallFacts & { roomName: string },
  appointment: Pick<Appointment, 'status'>,
  roomNow: string,
  now: Date,
): { facts: CallFacts; roomName: string } | null => {
  if (appointment.status === 'CANCELLED') {
    const open = call.status === 'SCHEDULED' || call.status === 'IN_PROGRESS';
    if (!open) return null;
    const endedAt = call.startedAt ? now : null;
    return { facts: { ...emptied(call, now), status: 'CANCELLED', endedAt }, roomName: call.roomName };
  }
  const owed = appointment.status === 'SCHEDULED' || appointment.status === 'CONFIRMED';
  return owed && call.roomName !== roomNow ? { facts: newCall, roomName: roomNow } : null;
};
