import type { SetAvailability } from '../../contract/appointments.ts';
import type { Newcomer } from '../people/add-person.ts';

/** Everybody in the demo signs in with this. */
export const DEMO_PASSWORD = 'anteroom-demo';

export type DemoName = 'admin' | 'doctor' | 'doctor2' | 'patient' | 'patient2' | 'patient3';

export const demoEmail = (name: DemoName): string => `${name}@clinic.test`;

type DemoPerson = Pick<Newcomer, 'role' | 'phone' | 'firstName' | 'lastName' | 'timeZone' | 'locale'>;

/** The numbers are of the ranges set aside for fiction: 555-01xx in America, 0491 570 xxx in Australia (ACMA). */
export const DEMO_PEOPLE: Readonly<Record<DemoName, DemoPerson>> = {
  admin: {
    role: 'admin',
    phone: '+12025550110',
    firstName: 'Mei',
    lastName: 'Tanaka',
    timeZone: 'Europe/London',
    locale: 'en',
  },
  doctor: {
    role: 'doctor',
    phone: '+12125550121',
    firstName: 'Amara',
    lastName: 'Okafor',
    timeZone: 'Europe/London',
    locale: 'en',
  },
  doctor2: {
    role: 'doctor',
    phone: '+13125550132',
    firstName: 'Lukas',
    lastName: 'Brandt',
    timeZone: 'Europe/Berlin',
    locale: 'en',
  },
  patient: {
    role: 'patient',
    phone: '+14155550143',
    firstName: 'Priya',
    lastName: 'Raman',
    timeZone: 'Asia/Kolkata',
    locale: 'en',
  },
  patient2: {
    role: 'patient',
    phone: '+13055550154',
    firstName: 'Mateo',
    lastName: 'Fernández Ruiz',
    timeZone: 'America/New_York',
    locale: 'es',
  },
  patient3: {
    role: 'patient',
    phone: '+61491570156',
    firstName: 'Imran',
    lastName: 'Siddiqui',
    timeZone: 'Australia/Sydney',
    locale: 'ur',
  },
};

const onWeekdays = (weekdays: number[], ...ranges: [string, string][]): SetAvailability['weekly'] =>
  weekdays.flatMap((weekday) => ranges.map(([from, to]) => ({ weekday, from, to })));

export const DEMO_HOURS: Readonly<Record<'doctor' | 'doctor2', SetAvailability>> = {
  doctor: {
    weekly: [
      ...onWeekdays([1, 2, 3, 4, 5], ['09:00', '12:30'], ['13:30', '17:30']),
      ...onWeekdays([6], ['10:00', '13:00']),
    ],
    slot_minutes: 30,
  },
  doctor2: {
    weekly: [...onWeekdays([1, 3, 5], ['08:00', '14:00']), ...onWeekdays([2, 4], ['12:00', '20:00'])],
    slot_minutes: 20,
  },
};
