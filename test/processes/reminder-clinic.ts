import { setTimeout as pause } from 'node:timers/promises';
import { type Database, DatabaseUnavailable } from '../../server/database/database.ts';
import type { ReminderProvider } from './reminder-provider.ts';

/** Every visit has a doctor and a patient of its own, and each is told by SMS and by e-mail. */
const REMINDERS_PER_VISIT = 4;

const PEOPLE = `
  INSERT INTO people (id, email, email_verified_at, phone, phone_verified_at, role, first_name, last_name, channels)
  SELECT gen_random_uuid(), role || n || '@clinic.test', now(),
    CASE role WHEN 'doctor' THEN '+1212' ELSE '+1312' END || (2000000 + n), now(), role, 'Ada', n::text,
    '{sms,email}'
  FROM generate_series(1, $1::integer) AS n, unnest(ARRAY['doctor', 'patient']) AS role`;

const VISITS = `
  INSERT INTO appointments (id, doctor_id, patient_id, starts_at, ends_at, session_type, status, room_key)
  SELECT gen_random_uuid(), doctor.id, patient.id, now() + interval '50 minutes', now() + interval '80 minutes',
    'telehealth', 'CONFIRMED', 'abcdefgh23'
  FROM people doctor JOIN people patient ON patient.last_name = doctor.last_name AND patient.role = 'patient'
  WHERE doctor.role = 'doctor'`;

const REMINDERS = `
  INSERT INTO reminders (id, appointment_id, appointment_version, kind, person_id, line, due_at, next_at, useful_until)
  SELECT gen_random_uuid(), visit.id, visit.version, 'reminder_hour', person_id, line, due_at, due_at, starts_at
  FROM (
    SELECT a.*, person_id, line, date_trunc('milliseconds', now()
      + ($1 + $2 * row_number() OVER (ORDER BY random()) / count(*) OVER ()) * interval '1 millisecond') AS due_at
    FROM appointments a, unnest(ARRAY[a.doctor_id, a.patient_id]) AS person_id, unnest(ARRAY['phone', 'email']) AS line
  ) visit`;

/** Reminders that become due one after the other, from `inMs` from now on and for `spanMs`. */
export const planReminders = async (
  db: Database,
  { count, inMs, spanMs }: { count: number; inMs: number; spanMs: number },
): Promise<void> => {
  await db.query(PEOPLE, [count / REMINDERS_PER_VISIT]);
  await db.query(VISITS);
  await db.query(REMINDERS, [inMs, spanMs]);
};

/** Asks until the database is there to answer. */
export const insist = async <T>(ask: () => Promise<T>): Promise<T> => {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable)) throw error;
      await pause(100);
    }
  }
};

export const countLeft = async (db: Database): Promise<number> =>
  (await db.query<{ left: number }>('SELECT count(*) AS "left" FROM reminders WHERE ended_at IS NULL'))[0]
    ?.left ?? 0;

/** Resolves when nothing is left to be sent, or `limitMs` are over; how many are left then. */
export const untilAllEnded = async (db: Database, limitMs: number): Promise<number> => {
  const end = performance.now() + limitMs;
  for (;;) {
    const left = await insist(() => countLeft(db));
    if (left === 0 || performance.now() > end) return left;
    await pause(200);
  }
};

interface Row {
  dueAt: Date;
  outcome: string | null;
  messageId: string | null;
  status: string | null;
}

const ROWS = `
  SELECT r.due_at AS "dueAt", r.outcome, m.id AS "messageId", m.status
  FROM reminders r LEFT JOIN messages m ON m.appointment_id = r.appointment_id
    AND m.appointment_version = r.appointment_version AND m.kind = r.kind AND m.person_id = r.person_id
    AND m.channel = CASE r.line WHEN 'phone' THEN 'sms' ELSE 'email' END`;

/** How what was planned stands beside what the provider has. */
export interface Reckoning {
  /** Never taken by the provider. */
  lost: number;
  /** Taken before they were due. */
  early: number;
  /** Times that the provider took what it had taken already: by what it is about and to whom. */
  twice: number;
  /** Neither ended as sent nor given up, as below. */
  notSent: number;
  /** Given up, in the ledger as well, after so many tries without an answer: nobody knows whether it was taken. */
  givenUp: number;
  /** Told in the ledger otherwise than the provider has it. */
  untrue: number;
  /** Messages in the ledger beyond one for each. */
  tooMany: number;
  /** Milliseconds from due to taken, sorted. */
  lateness: number[];
}

export const reckon = async (db: Database, provider: ReminderProvider): Promise<Reckoning> => {
  const rows = await insist(() => db.query<Row>(ROWS));
  const [ledger] = await insist(() => db.query<{ n: number }>('SELECT count(*) AS n FROM messages'));
  const takenAt = new Map<string, number>();
  for (const { id, at } of provider.accepted) if (!takenAt.has(id)) takenAt.set(id, at);
  const timed = rows.map((row) => ({ ...row, at: takenAt.get(row.messageId ?? '') ?? null }));
  const known = timed.filter(({ outcome, status }) => outcome !== 'unknown' || status !== 'unknown');
  const lateness = timed.flatMap(({ at, dueAt }) => (at === null ? [] : [at - dueAt.getTime()]));
  return {
    lost: timed.filter(({ at }) => at === null).length,
    early: lateness.filter((ms) => ms < 0).length,
    twice: provider.accepted.length - new Set(provider.accepted.map(({ key }) => key)).size,
    notSent: known.filter(({ outcome }) => outcome !== 'sent').length,
    givenUp: timed.length - known.length,
    untrue: known.filter(({ at, status }) => (at !== null) !== (status === 'sent')).length,
    tooMany: (ledger?.n ?? 0) - new Set(rows.map(({ messageId }) => messageId)).size,
    lateness: lateness.toSorted((a, b) => a - b),
  };
};

/** Nothing was lost, early, doubled or untrue. */
export const ALL_WELL = { lost: 0, early: 0, twice: 0, notSent: 0, untrue: 0, tooMany: 0 } as const;

/** The figure below which that share of sorted ones lies. */
export const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
