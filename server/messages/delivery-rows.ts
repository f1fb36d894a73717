import type {
  DeliveryFault,
  DeliveryStatus,
  ListDeliveries,
  MessageKind,
} from '../../contract/deliveries.ts';
import type { Channel } from '../../contract/primitives.ts';
import type { Database, Tx, Value } from '../database/database.ts';
import type { DayRange } from '../day-range.ts';
import { HISTORY, type LedgerRow, MESSAGE } from './ledger-rows.ts';

/** One way that an order took. */
export interface OrderLeg {
  id: string;
  personId: string | null;
  kind: MessageKind;
  channel: Channel;
  status: DeliveryStatus;
  fault: DeliveryFault | null;
  addressKey: Uint8Array;
  /** Seconds since it was due. */
  age: number;
}

const LEGS = `
  WITH RECURSIVE before AS (
    SELECT id, instead_of, 0 AS place FROM messages WHERE id = $1
    UNION ALL
    SELECT m.id, m.instead_of, b.place + 1 FROM messages m JOIN before b ON m.id = b.instead_of WHERE b.place < 8
  ), legs AS (
    SELECT id, 0 AS place FROM before WHERE place = (SELECT max(place) FROM before)
    UNION ALL
    SELECT m.id, l.place + 1 FROM messages m JOIN legs l ON m.instead_of = l.id WHERE l.place < 8
  ) SELECT m.id, m.person_id AS "personId", m.kind, m.channel, m.status, m.fault, m.address_key AS "addressKey",
      extract(epoch FROM now() - m.created_at)::float8 AS age
    FROM legs JOIN messages m USING (id) ORDER BY legs.place, m.id`;

/** All the ways that an order took, from any one of them; in their order, empty where there is none. */
export const selectLegs = (on: Database | Tx, id: string): Promise<OrderLeg[]> =>
  on.read<OrderLeg>(LEGS, [id]);

/** The ways on which these addresses want no messages. */
export const selectOptOuts = async (
  db: Database,
  [first, second]: readonly [Uint8Array, Uint8Array],
): Promise<Channel[]> =>
  (
    await db.read<{ channel: Channel }>(
      'SELECT channel FROM message_opt_outs WHERE address_key IN ($1, $2)',
      [first, second],
    )
  ).map(({ channel }) => channel);

export interface DeliveryRow extends LedgerRow {
  firstName: string | null;
  lastName: string | null;
  /** When it was due, to the microsecond, as a cursor has it. */
  due: string;
}

/** Where a page ended. */
export interface Position {
  due: string;
  id: string;
}

export interface Page {
  filters: Pick<ListDeliveries, 'channel' | 'status' | 'kind' | 'person_id'>;
  days: (DayRange & { timeZone: string }) | null;
  after: Position | null;
  limit: number;
}

/** Only what was asked for is in the statement, so that each combination has the index that fits it. */
const conditions = ({ filters, days, after }: Page): { where: string; values: Value[] } => {
  const values: Value[] = [];
  const value = (given: Value): string => `$${values.push(given)}`;
  const all = Object.entries({
    channel: filters.channel,
    status: filters.status,
    kind: filters.kind,
    person_id: filters.person_id,
  }).flatMap(([column, given]) => (given === undefined ? [] : [`m.${column} = ${value(given)}`]));
  if (days) {
    const zone = value(days.timeZone);
    all.push(
      `m.created_at >= (${value(days.from)}::date)::timestamp AT TIME ZONE ${zone}::text`,
      `m.created_at < (${value(days.to)}::date + 1)::timestamp AT TIME ZONE ${zone}::text`,
    );
  }
  if (after)
    all.push(`(m.created_at, m.id) < (${value(after.due)}::text::timestamptz, ${value(after.id)}::uuid)`);
  return { where: all.length === 0 ? 'true' : all.join(' AND '), values };
};

/** One page of the ledger, newest first, with the names of those whom we know. */
export const selectDeliveries = (db: Database, page: Page): Promise<DeliveryRow[]> => {
  const { where, values } = conditions(page);
  return db.read<DeliveryRow>(
    `SELECT ${MESSAGE}, ${HISTORY}, p.first_name AS "firstName", p.last_name AS "lastName",
       to_char(m.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS due
     FROM (
       SELECT m.* FROM messages m WHERE ${where} ORDER BY m.created_at DESC, m.id DESC LIMIT $${values.length + 1}
     ) AS m LEFT JOIN people p ON p.id = m.person_id
     ORDER BY m.created_at DESC, m.id DESC`,
    [...values, page.limit],
  );
};
