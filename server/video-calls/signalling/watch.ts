import type { Deps } from '../../deps.ts';
import { followAppointment } from '../follow-appointment.ts';
import type { Presence } from './presence.ts';
import { reviewSessions, reviewVisits } from './review.ts';
import type { Rooms } from './rooms.ts';

/** A notification can be lost with the connection that carries it: then everybody is looked at this often. */
const REVIEW_EVERY_MS = 4_000;
const RENEW_EVERY_MS = 30_000;

/**
 * Listens for everything that puts somebody out of a room, and keeps the record of who is in. The work is
 * tried again by the next round, so a failure is only told to the operator.
 */
export const watch = async (deps: Deps, rooms: Rooms, presence: Presence): Promise<() => Promise<void>> => {
  const attempt = (work: Promise<unknown>): void => {
    work.catch((error: unknown) => deps.log.warn({ err: error }, 'the rooms could not be looked after'));
  };
  const ofAppointment = (id: string) =>
    rooms.members().filter(({ admission }) => admission.claims.appointmentId === id);

  const unlisten = await Promise.all([
    deps.db.listen('session_ended', (id) => {
      for (const member of rooms.members()) {
        if (member.admission.claims.sessionId === id) member.bye('signed_out');
      }
    }),
    deps.db.listen('call_changed', (id) => attempt(reviewVisits(deps, ofAppointment(id)))),
    deps.db.listen('appointment_changed', (id) => {
      attempt(reviewVisits(deps, ofAppointment(id)).then(() => followAppointment(deps, id)));
    }),
  ]);
  const timers = [
    setInterval(() => {
      attempt(reviewVisits(deps, rooms.members()));
      attempt(reviewSessions(deps, rooms.members()));
    }, REVIEW_EVERY_MS),
    setInterval(() => {
      if (rooms.members().length > 0) attempt(presence.renew(rooms.members()));
    }, RENEW_EVERY_MS),
  ];
  return async () => {
    for (const timer of timers) clearInterval(timer);
    await Promise.all(unlisten.map((stop) => stop()));
  };
};
