import type { UpdateMe } from '../../contract/people.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { Deps } from '../deps.ts';
import { Problem } from '../problem.ts';
import type { Person } from './person.ts';
import { updateProfile } from './rows.ts';
import { isTimeZone } from './time-zone.ts';

/**
 * Changes what a person may change of themselves; what is left out stays.
 * @throws Problem `time_zone_unknown`
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
    });
    if (!updated) throw new Problem('unauthorized');
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
