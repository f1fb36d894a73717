import type { QuietHours, UpdateMe } from '../../contract/people.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { Deps } from '../deps.ts';
import { minuteOf, timeOf } from '../minutes.ts';
import { Problem } from '../problem.ts';
import type { Person } from './person.ts';
import { updateProfile } from './rows.ts';
import { isTimeZone } from './time-zone.ts';

/** What decides when and where somebody is told of their visits. */
const CHANGES_PLANS = ['time_zone', 'locale', 'channels', 'quiet_hours'] as const;

const MINUTES_OF_DAY = 24 * 60;

/** @throws Problem `invalid_request` where they would last no time or a whole day */
const readQuietHours = (hours: QuietHours | null): QuietHours | null => {
  if (!hours) return null;
  const midnightAsZero = (time: string): string => timeOf(minuteOf(time) % MINUTES_OF_DAY);
  const [from, to] = [midnightAsZero(hours.from), midnightAsZero(hours.to)];
  if (from !== to) return { from, to };
  const message = 'Quiet hours end at another time than they begin.';
  throw new Problem('invalid_request', { detail: message, fields: [{ path: 'body.quiet_hours', message }] });
};

/**
 * Changes what a person may change of themselves; what is left out stays.
 * @throws Problem `time_zone_unknown`, `invalid_request`
 */
export const updateMe = async (deps: Deps, person: Person, change: UpdateMe): Promise<Person> => {
  if (change.time_zone !== undefined && !isTimeZone(change.time_zone)) throw new Problem('time_zone_unknown');
  return deps.db.tx(async (tx) => {
    const updated = await updateProfile(tx, person.id, {
      firstName: change.first_name?.trim() ?? null,
      lastName: change.last_name?.trim() ?? null,
      timeZone: change.time_zone ?? null,
      locale: change.locale ?? null,
      channels: change.channels ?? null,
      quietHours: change.quiet_hours === undefined ? undefined : readQuietHours(change.quiet_hours),
    });
    if (!updated) throw new Problem('unauthorized');
    if (CHANGES_PLANS.some((field) => change[field] !== undefined))
      await deps.reminderPlans.followPerson(tx, person.id);
    const fields = Object.keys(change).sort().join(' ');
    await appendAudit(tx, {
      actorId: person.id,
      action: 'person.update',
      subjectId: person.id,
      details: { fields },
    });
    return updated;
  });
};
