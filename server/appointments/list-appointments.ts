import type { Deps } from '../deps.ts';
import type { Person } from '../people/person.ts';
import { Problem } from '../problem.ts';
import type { Appointment } from './appointment.ts';
import { type Position, type Scope, selectOwn } from './list-rows.ts';
import { readInstant } from './read-time.ts';

const MINUTE_MS = 60_000;

const writeCursor = (scope: Scope, { startsAt, id }: Position): string =>
  Buffer.from(`${scope} ${startsAt.toISOString()} ${id}`).toString('base64url');

/** @throws Problem `invalid_request` for a cursor that this list did not give out */
const readCursor = (scope: Scope, cursor: string): Position => {
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  const [, of, startsAt, id] =
    /^(upcoming|past) (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(
      text,
    ) ?? [];
  if (of !== scope || !startsAt || !id) {
    const message = 'The cursor is not one of this list.';
    throw new Problem('invalid_request', {
      detail: message,
      fields: [{ path: 'querystring.cursor', message }],
    });
  }
  return { startsAt: readInstant(startsAt, 'querystring.cursor'), id };
};

interface Wanted {
  person: Person;
  scope: Scope;
  cursor: string | undefined;
  /** Appointments on a page. */
  limit: number;
}

/**
 * A person's own appointments. Upcoming: not over (the join window has not closed) and neither cancelled,
 * completed nor missed, soonest first. Past: all others, newest first.
 * @throws Problem `invalid_request` for a cursor that this list did not give out
 */
export const listAppointments = async (
  deps: Deps,
  { person, scope, cursor, limit }: Wanted,
): Promise<{ appointments: Appointment[]; nextCursor: string | null }> => {
  const found = await selectOwn(deps.db, {
    personId: person.id,
    scope,
    overBefore: new Date(deps.now().getTime() - deps.config.visits.joinGraceMinutes * MINUTE_MS),
    after: cursor === undefined ? null : readCursor(scope, cursor),
    limit: limit + 1,
  });
  const appointments = found.slice(0, limit);
  const last = appointments.at(-1);
  return { appointments, nextCursor: found.length > limit && last ? writeCursor(scope, last) : null };
};
