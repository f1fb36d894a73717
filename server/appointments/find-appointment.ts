import type { Database, Tx } from '../database/database.ts';
import type { Appointment } from './appointment.ts';
import { lockByRef, selectByRef, selectByRoom } from './rows.ts';

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
