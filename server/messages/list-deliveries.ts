import type { Delivery, DeliveryList, ListDeliveries } from '../../contract/deliveries.ts';
import { dateIn, dayRange } from '../day-range.ts';
import type { Deps } from '../deps.ts';
import type { Person } from '../people/person.ts';
import { Problem } from '../problem.ts';
import { type DeliveryRow, type Page, type Position, selectDeliveries } from './delivery-rows.ts';
import { stateOf } from './find-message.ts';

const PAGE = 50;
/** Where only the last day is given, everything up to it. */
const DAYS_BACK = 36_525;

const writeCursor = ({ due, id }: Position): string => Buffer.from(`${due} ${id}`).toString('base64url');

const CURSOR = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** `2026-02-30` is read as 2 March here, and refused by PostgreSQL, as is the year 0. */
const isOnCalendar = (instant: string): boolean => {
  const read = new Date(instant);
  const [day] = instant.split('T', 1);
  return (
    !Number.isNaN(read.getTime()) && read.toISOString().split('T', 1)[0] === day && !day?.startsWith('0000')
  );
};

const readCursor = (cursor: string): Position => {
  const [, due, id] = CURSOR.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? [];
  if (due && id && isOnCalendar(due)) return { due, id };
  const message = 'The cursor is not one of this list.';
  throw new Problem('invalid_request', {
    detail: message,
    fields: [{ path: 'querystring.cursor', message }],
  });
};

const daysOf = (deps: Deps, { timeZone }: Person, { from, to }: ListDeliveries): Page['days'] => {
  if (from === undefined && to === undefined) return null;
  const today = dateIn(timeZone, deps.now());
  const most = Number.POSITIVE_INFINITY;
  return { timeZone, ...dayRange({ from, to }, { today, usual: DAYS_BACK, most }) };
};

const deliveryOf = (row: DeliveryRow): Delivery => {
  const { id, kind, channel, to, personId, provider, status, fault, insteadOf, createdAt, history } =
    stateOf(row);
  const person = personId && {
    id: personId,
    first_name: row.firstName ?? '',
    last_name: row.lastName ?? '',
  };
  return {
    id,
    kind,
    channel,
    to,
    person: person || null,
    provider,
    status,
    fault,
    instead_of: insteadOf,
    created_at: createdAt.toISOString(),
    history,
  };
};

/**
 * The delivery log, newest first; days are the asking admin's own.
 * @throws Problem `forbidden`, `invalid_request`, `range_invalid`
 */
export const listDeliveries = async (
  deps: Deps,
  person: Person,
  asked: ListDeliveries,
): Promise<DeliveryList> => {
  if (person.role !== 'admin') throw new Problem('forbidden');
  const found = await selectDeliveries(deps.db, {
    filters: asked,
    days: daysOf(deps, person, asked),
    after: asked.cursor === undefined ? null : readCursor(asked.cursor),
    limit: PAGE + 1,
  });
  const page = found.slice(0, PAGE);
  const last = page.at(-1);
  return {
    deliveries: page.map(deliveryOf),
    next_cursor: found.length > PAGE && last ? writeCursor(last) : null,
  };
};
