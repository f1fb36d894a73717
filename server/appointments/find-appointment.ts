import type { Database, Tx } from '../database/database.ts';
import { gather, onEach } from '../database/gather.ts';
import type { Appointment } from './appointment.ts';
import { lockByRef, selectByIds, selectByRef, selectByRoom } from './rows.ts';

/** The appointment with this UUID or number, or null. */
export const findAppointment = (on: Tx | Database, ref: string): Promise<Appointment | null> =>
  selectByRef(on, ref);

/**
 * As `findAppointment`, held against every other change until the transaction ends. Who also needs the
 * two people held takes them first (`lockPeople`), so that nobody waits in a circle.
 */
export const lockAppointment = (tx: Tx, ref: string): Promise<Appointment | null> => lockByRef(tx, ref);

/** The appointment whose room this is now; null for the room of an older version. */
export const findAppointmentByRoom = (on: Tx | Database, room: string): Promise<Appointment | null> =>
  selectByRoom(on, room);

/** Those of these appointments, by their UUIDs, that are there. */
export const findAppointments = (on: Tx | Database, ids: readonly string[]): Promise<Appointment[]> =>
  selectByIds(on, ids);

const findingOn = onEach((db) =>
  gather(async (ids: readonly string[]) => {
    const found = new Map((await selectByIds(db, ids)).map((appointment) => [appointment.id, appointment]));
    return (id: string) => found.get(id) ?? null;
  }),
);

/** The appointment with this UUID, for who looks for many at the same time. */
export const findAmongMany = (db: Database, id: string): Promise<Appointment | null> => findingOn(db)(id);
