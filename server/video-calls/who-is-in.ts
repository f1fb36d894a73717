import type { VideoCallPresence } from '../../contract/video-calls.ts';
import type { Deps } from '../deps.ts';
import type { Person } from '../people/person.ts';
import { selectOpenCalls } from './presence-rows.ts';
import { isHere } from './video-call.ts';

const MINUTE_MS = 60_000;
/** No visit is longer; the contract of booking says so. */
const LONGEST_VISIT_MINUTES = 240;

/** Who is in the rooms of a person's own visits: of those alone whose join window can be open. */
export const whoIsIn = async (deps: Deps, person: Person): Promise<VideoCallPresence> => {
  const now = deps.now();
  const { joinEarlyMinutes, joinGraceMinutes } = deps.config.visits;
  const inMinutes = (minutes: number): Date => new Date(now.getTime() + minutes * MINUTE_MS);
  const calls = await selectOpenCalls(deps.db, {
    personId: person.id,
    startsFrom: inMinutes(-LONGEST_VISIT_MINUTES - joinGraceMinutes),
    startsUntil: inMinutes(joinEarlyMinutes),
  });
  const rooms = calls.map(({ appointmentId, doctor, patient }) => ({
    appointmentId,
    doctorIsIn: isHere(doctor, now),
    patientIsIn: isHere(patient, now),
  }));
  return {
    message: 'Presence retrieved successfully',
    rooms: rooms.filter(({ doctorIsIn, patientIsIn }) => doctorIsIn || patientIsIn),
  };
};
