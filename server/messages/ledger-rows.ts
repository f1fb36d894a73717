import type {
  DeliveryFault,
  DeliveryStatus,
  MessageKind,
  VisitMessageKind,
} from '../../contract/deliveries.ts';
import type { Channel } from '../../contract/primitives.ts';
import type { Database } from '../database/database.ts';
import { ORDER } from './rows.ts';

export interface LedgerEvent {
  status: DeliveryStatus;
  /** As PostgreSQL writes an instant into JSON, with its offset. */
  at: string;
  fault: DeliveryFault | null;
}

/** One message, as the ledger has it. */
export interface LedgerRow {
  id: string;
  personId: string | null;
  kind: MessageKind;
  channel: Channel;
  /** Masked. */
  to: string;
  provider: string | null;
  status: DeliveryStatus;
  fault: DeliveryFault | null;
  /** The message that this one took the place of, over another channel. */
  insteadOf: string | null;
  createdAt: Date;
  history: LedgerEvent[];
}

/** In the order in which a message goes through them; what a provider says of the time is not always in it. */
export const HISTORY = `
  coalesce((
    SELECT jsonb_agg(jsonb_build_object('status', e.status, 'at', e.at, 'fault', e.fault)
      ORDER BY array_position(${ORDER}, e.status))
    FROM message_events e WHERE e.message_id = m.id
  ), '[]') AS history`;

/** A message under the name `m`. */
export const MESSAGE = `
  m.id, m.person_id AS "personId", m.kind, m.channel, m.to_masked AS "to", m.provider, m.status, m.fault,
  m.instead_of AS "insteadOf", m.created_at AS "createdAt"`;

/** @returns null where there is no such message */
export const selectMessage = async (db: Database, id: string): Promise<LedgerRow | null> =>
  (await db.read<LedgerRow>(`SELECT ${MESSAGE}, ${HISTORY} FROM messages m WHERE m.id = $1`, [id]))[0] ??
  null;

/** A message that tells of a visit, to one of its two people. */
export interface VisitLedgerRow extends LedgerRow {
  kind: VisitMessageKind;
}

/** Every move tells both people anew: without an end, a visit moved for sport would make an answer without one. */
const MOST_OF_VISIT = 200;

/** What told of a visit, newest first; where a person is given, what told them. */
export const selectOfVisit = (
  db: Database,
  appointmentId: string,
  personId: string | null,
): Promise<VisitLedgerRow[]> =>
  db.read<VisitLedgerRow>(
    `SELECT ${MESSAGE}, ${HISTORY} FROM (
       SELECT m.* FROM messages m WHERE m.appointment_id = $1 AND ($2::uuid IS NULL OR m.person_id = $2)
       ORDER BY m.created_at DESC, m.id DESC LIMIT ${MOST_OF_VISIT}
     ) AS m ORDER BY m.created_at DESC, m.id DESC`,
    [appointmentId, personId],
  );
