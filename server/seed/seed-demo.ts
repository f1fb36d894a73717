import { giveHours } from '../appointments/availability.ts';
import { createAppointment } from '../appointments/create-appointment.ts';
import { isJoinable } from '../appointments/join-window.ts';
import { takenTimes } from '../appointments/taken-times.ts';
import type { Tx } from '../database/database.ts';
import type { Deps } from '../deps.ts';
import { addPerson } from '../people/add-person.ts';
import { lockPeople } from '../people/lock-people.ts';
import { hashPassword } from '../sessions/passwords.ts';
import { addDemoVisit } from './add-demo-visit.ts';
import { DEMO_HOURS, DEMO_PASSWORD, DEMO_PEOPLE, type DemoName, demoEmail } from './demo-people.ts';
import { demoVisits } from './demo-visits.ts';
import { joinableTime } from './joinable-time.ts';
import { holdSeed, isEmpty, selectDemoPerson, selectVideoVisits } from './rows.ts';

const DAY_MS = 86_400_000;

const addDemoPerson = (tx: Tx, name: DemoName, passwordHash: string): Promise<string> =>
  addPerson(tx, {
    ...DEMO_PEOPLE[name],
    email: demoEmail(name),
    emailVerified: true,
    phoneVerified: true,
    passwordHash,
    actorId: null,
  });

/** Written one after the other: a transaction is one connection. */
const addDemoPeople = async (tx: Tx, passwordHash: string): Promise<Record<DemoName, string>> => ({
  admin: await addDemoPerson(tx, 'admin', passwordHash),
  doctor: await addDemoPerson(tx, 'doctor', passwordHash),
  doctor2: await addDemoPerson(tx, 'doctor2', passwordHash),
  patient: await addDemoPerson(tx, 'patient', passwordHash),
  patient2: await addDemoPerson(tx, 'patient2', passwordHash),
  patient3: await addDemoPerson(tx, 'patient3', passwordHash),
});

/** One visit between these two that can be joined now, where both have the time. */
const addJoinableVisit = async (tx: Tx, deps: Deps, doctorId: string, patientId: string): Promise<void> => {
  await lockPeople(tx, [doctorId, patientId]);
  const now = deps.now().getTime();
  const around = { start: now - DAY_MS, end: now + DAY_MS };
  const time = joinableTime(now, await takenTimes(tx, [doctorId, patientId], around), deps.config.visits);
  if (!time) return;
  await createAppointment(tx, {
    doctorId,
    patientId,
    startsAt: new Date(time.start),
    endsAt: new Date(time.end),
    sessionType: 'telehealth',
    status: 'CONFIRMED',
    reason: 'Check-up',
    createdBy: null,
  });
};

const seedEmpty = async (tx: Tx, deps: Deps, passwordHash: string): Promise<void> => {
  const people = await addDemoPeople(tx, passwordHash);
  await giveHours(tx, people.doctor, DEMO_HOURS.doctor);
  await giveHours(tx, people.doctor2, DEMO_HOURS.doctor2);
  await addJoinableVisit(tx, deps, people.doctor, people.patient);
  for (const visit of demoVisits(deps.now().getTime())) await addDemoVisit(tx, people, visit);
};

/** Whether these two have a visit that can be joined now. */
const hasJoinableVisit = async (
  tx: Tx,
  { config, now }: Deps,
  doctorId: string,
  patientId: string,
): Promise<boolean> =>
  (await selectVideoVisits(tx, doctorId, patientId)).some((visit) => isJoinable(visit, now(), config.visits));

/**
 * Fills an empty database with a clinic to try out. On one that was filled so before, sees to it that the
 * demo's patient can join a visit with the demo's doctor now. Elsewhere and in production: no effect.
 * @returns whether this is the demo's clinic, so that its accounts can be named to whoever starts it
 */
export const seedDemo = async (deps: Deps): Promise<boolean> => {
  if (deps.config.production) return false;
  const passwordHash = (await deps.db.tx(isEmpty)) ? await hashPassword(DEMO_PASSWORD) : null;
  return deps.db.tx(async (tx) => {
    await holdSeed(tx);
    if (passwordHash !== null && (await isEmpty(tx))) {
      await seedEmpty(tx, deps, passwordHash);
      return true;
    }
    const doctor = await selectDemoPerson(tx, 'doctor');
    const patient = await selectDemoPerson(tx, 'patient');
    if (!doctor || !patient) return false;
    if (!(await hasJoinableVisit(tx, deps, doctor, patient))) {
      await addJoinableVisit(tx, deps, doctor, patient);
    }
    return true;
  });
};
