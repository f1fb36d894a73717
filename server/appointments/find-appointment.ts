import type { Database, Tx } from '../database/database.ts';
import type { Appointment } from './appointment.ts';
import { lockByRef, selectByRef, selectByRoom } from './rows.ts';

/** The appointment with this UUID or number, or null. */
export const findAppointment = (db: Database, ref: string): Promise<Appointment | null> =>
  selectByRef(db, ref);

/** As `findAppointment`, inside a transaction and without holding the appointment. */
export const readAppointment = (tx: Tx, ref: string): Promise<Appointment | null> => selectByRef(tx, ref);

/**
 * As `findAppointment`, held against every other change until the transaction ends. Who also needs the
 * two people held takes them first (`lockPeople`), so that nobody waits in a circle.
 */
export const lockAppointment = (tx: Tx, ref: string): Promise<Appointment | null> => lockByRef(tx, ref);

/** The appointment whose room this is now; null for the room of an older version. */
export const findAppointmentByRoom = (db: Database, room: string): Promise<Appointment | null> =>
  selectByRoom(db, room);
