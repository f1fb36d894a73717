import type { Availability, SetAvailability } from '../../contract/appointments.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { Tx } from '../database/database.ts';
import { assertCalendarDate } from '../day-range.ts';
import type { Deps } from '../deps.ts';
import { minuteOf, timeOf } from '../minutes.ts';
import { lockPeople } from '../people/lock-people.ts';
import type { Person } from '../people/person.ts';
import { Problem } from '../problem.ts';
import { assertApart } from './assert-apart.ts';
import { replaceHours, type Schedule, selectSchedule, upsertSlotMinutes } from './availability-rows.ts';
import type { WorkingHours } from './working-hours.ts';

const presentAvailability = ({ hours, slotMinutes }: Schedule): Availability => ({
  weekly: hours.weekly.map(({ weekday, from, to }) => ({ weekday, from: timeOf(from), to: timeOf(to) })),
  exceptions: hours.exceptions.map(({ date, hours: range }) =>
    range ? { date, from: timeOf(range.from), to: timeOf(range.to) } : { date, closed: true as const },
  ),
  slot_minutes: slotMinutes,
});

/** @throws Problem `hours_overlap`, or `invalid_request` for a day that does not exist */
const readHours = ({
  weekly,
  exceptions = [],
}: SetAvailability): Pick<WorkingHours, 'weekly' | 'exceptions'> => {
  for (const [index, { date }] of exceptions.entries())
    assertCalendarDate(date, `body.exceptions.${index}.date`);
  const hours = {
    weekly: weekly.map(({ weekday, from, to }) => ({ weekday, from: minuteOf(from), to: minuteOf(to) })),
    exceptions: exceptions.map((exception) => ({
      date: exception.date,
      hours: 'closed' in exception ? null : { from: minuteOf(exception.from), to: minuteOf(exception.to) },
    })),
  };
  assertApart(hours.weekly.map((range) => ({ day: String(range.weekday), ...range })));
  assertApart(hours.exceptions.map(({ date, hours: range }) => ({ day: date, ...(range ?? WHOLE_DAY) })));
  return hours;
};

const WHOLE_DAY = { from: 0, to: 1440 };

/**
 * Replaces a doctor's working hours in the caller's transaction.
 * @throws Problem `hours_overlap`, or `invalid_request` for a day that does not exist
 */
export const giveHours = async (tx: Tx, doctorId: string, wanted: SetAvailability): Promise<void> => {
  await replaceHours(tx, doctorId, readHours(wanted));
  if (wanted.slot_minutes !== undefined) await upsertSlotMinutes(tx, doctorId, wanted.slot_minutes);
};

/**
 * The signed-in doctor's working hours.
 * @throws Problem `forbidden` for anybody but a doctor
 */
export const readAvailability = async (deps: Deps, person: Person): Promise<Availability> => {
  const schedule = await selectSchedule(deps.db, person.id);
  if (!schedule) throw new Problem('forbidden');
  return presentAvailability(schedule);
};

/**
 * Replaces the signed-in doctor's working hours; visits already booked stay as they are.
 * @throws Problem `forbidden` for anybody but a doctor; `hours_overlap`
 */
export const setAvailability = async (
  deps: Deps,
  person: Person,
  wanted: SetAvailability,
): Promise<Availability> => {
  if (person.role !== 'doctor') throw new Problem('forbidden');
  return deps.db.tx(async (tx) => {
    await lockPeople(tx, [person.id]);
    await giveHours(tx, person.id, wanted);
    await appendAudit(tx, { actorId: person.id, action: 'availability.set', subjectId: person.id });
    const schedule = await selectSchedule(tx, person.id);
    if (!schedule) throw new Problem('forbidden');
    return presentAvailability(schedule);
  });
};
