import type { DeliveryFault, DeliveryStatus } from '../../contract/deliveries.ts';
import type { Database, Tx } from '../database/database.ts';
import { readForEach } from '../database/read-for-each.ts';
import { type About, insertMessages, type NewMessage } from './rows.ts';

/** The one message about a visit of its kind, to its person and on its channel: this one, or an earlier one. */
export interface Standing {
  id: string;
  status: DeliveryStatus;
  fault: DeliveryFault | null;
  isBound: boolean;
  /** Milliseconds since it was written down. */
  age: number;
  /** Its address wants no messages on this way. */
  optedOut: boolean;
}

const SELECT = `
  WITH asked AS MATERIALIZED (
    SELECT * FROM json_to_recordset($1::json) AS asked
      (nr integer, appointment_id uuid, version integer, kind text, person_id uuid, channel text)
  ) SELECT asked.nr, m.id, m.status, m.fault, m.provider_id IS NOT NULL AS "isBound",
    (extract(epoch FROM now() - m.created_at) * 1000)::float8 AS age
  FROM asked JOIN messages m ON m.appointment_id = asked.appointment_id AND m.appointment_version = asked.version
    AND m.kind = asked.kind AND m.person_id = asked.person_id AND m.channel = asked.channel
  WHERE m.appointment_id = ANY (ARRAY(SELECT appointment_id FROM asked))`;

/** Writes each message down unless it is there already, and says which one is. */
export const insertOnce = async (
  db: Database,
  messages: readonly NewMessage[],
): Promise<(message: NewMessage) => Standing | null> => {
  const isOptedOut = await insertMessages(db, messages);
  const standingOf = await readForEach(db, SELECT, messages, {
    columns: ({ about, kind, personId, channel }) => ({
      appointment_id: about?.appointmentId ?? null,
      version: about?.version ?? null,
      kind,
      person_id: personId,
      channel,
    }),
    answer: ({ nr, ...standing }: Omit<Standing, 'optedOut'> & { nr: number }) => standing,
  });
  return (message) => {
    const standing = standingOf(message);
    return standing && { ...standing, optedOut: isOptedOut(message) };
  };
};

/** Those that no provider is known to have; one that has it all the same says so later. */
const END_OLDER = `
  WITH ended AS (
    UPDATE messages SET status = 'failed', fault = 'expired', updated_at = now()
    WHERE appointment_id = $1 AND appointment_version < $2 AND status = 'queued' AND provider_id IS NULL
    RETURNING id
  ) INSERT INTO message_events (message_id, status, fault) SELECT id, 'failed', 'expired' FROM ended
    ON CONFLICT DO NOTHING`;

/** Ends what told of older versions of a visit and was still to be tried again. */
export const endOlder = async (tx: Tx, { appointmentId, version }: About): Promise<void> => {
  await tx.query(END_OLDER, [appointmentId, version]);
};
