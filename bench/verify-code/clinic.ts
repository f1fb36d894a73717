import postgres from 'postgres';
import { v7 as uuidv7 } from 'uuid';
import type { Keys } from '../../server/keys.ts';
import { addressDigest, codeDigest } from '../../server/otp/digest.ts';
import { newCode } from '../../server/otp/policy.ts';
import { mintAccessToken } from '../../server/sessions/access-token.ts';

/** One visit with a code out for it. */
interface Door {
  personId: string;
  doctorId: string;
  sessionId: string;
  appointmentId: string;
  challengeId: string;
  phone: string;
  code: string;
}

export interface CodeRequest {
  appointmentId: string;
  phone: string;
  code: string;
  accessToken: string;
}

export interface Clinic {
  /** A new code for every visit, nothing granted, nothing left over from the round before. */
  rearm: () => Promise<CodeRequest[]>;
  close: () => Promise<void>;
}

const DIGITS = 6;

const newDoor = (index: number): Door => ({
  personId: uuidv7(),
  doctorId: uuidv7(),
  sessionId: uuidv7(),
  appointmentId: uuidv7(),
  challengeId: '',
  phone: `+1${2_020_000_000 + index}`,
  code: '',
});

const column = <K extends keyof Door>(doors: readonly Door[], key: K): Door[K][] =>
  doors.map((door) => door[key]);

const fill = async (sql: postgres.Sql, doors: readonly Door[]): Promise<void> => {
  const [people, doctors, sessions, appointments, phones] = [
    column(doors, 'personId'),
    column(doors, 'doctorId'),
    column(doors, 'sessionId'),
    column(doors, 'appointmentId'),
    column(doors, 'phone'),
  ];
  await sql`
    INSERT INTO people (id, email, email_verified_at, phone, phone_verified_at, role, first_name, last_name)
    SELECT id, 'patient-' || id || '@clinic.test', now(), phone, now(), 'patient', 'Ada', 'Okafor'
    FROM unnest(${people}::uuid[], ${phones}::text[]) AS given (id, phone)`;
  await sql`
    INSERT INTO people (id, email, email_verified_at, role, first_name, last_name)
    SELECT id, 'doctor-' || id || '@clinic.test', now(), 'doctor', 'Noor', 'Haddad'
    FROM unnest(${doctors}::uuid[]) AS given (id)`;
  await sql`
    INSERT INTO sessions (id, person_id, cookie_hash, idle_seconds, expires_at)
    SELECT id, person_id, sha256(id::text::bytea), 604800, now() + interval '30 days'
    FROM unnest(${sessions}::uuid[], ${people}::uuid[]) AS given (id, person_id)`;
  await sql`
    INSERT INTO appointments (id, doctor_id, patient_id, starts_at, ends_at, session_type, status, room_key)
    SELECT id, doctor_id, patient_id, now(), now() + interval '1 hour', 'telehealth', 'CONFIRMED', 'abcdefgh23'
    FROM unnest(${appointments}::uuid[], ${doctors}::uuid[], ${people}::uuid[]) AS given (id, doctor_id, patient_id)`;
  await sql`INSERT INTO otp_lanes (subject, device_hash) SELECT unnest(${people}::text[]), ''`;
};

/** As somebody who may empty the audit trail: nothing of one round is left for the next one's sealing. */
const forget = async (sql: postgres.Sql): Promise<void> => {
  await sql.begin(async (tx) => {
    await tx`SET LOCAL session_replication_role = replica`;
    await tx`TRUNCATE otp_challenges, visit_grants, audit_links, audit_entries`;
  });
};

/** What a code for the door is bound to, as `videoChallenge` has it; a wrong one is refused by the route. */
const PURPOSE = 'video_visit';
const bindingOf = ({ sessionId, appointmentId }: Door): string => `${sessionId}:${appointmentId}:1`;

const arm = async (sql: postgres.Sql, { peppers: [pepper] }: Keys, doors: readonly Door[]): Promise<void> => {
  for (const door of doors) {
    door.challengeId = uuidv7();
    door.code = newCode(DIGITS);
  }
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
  const digest = ({ challengeId, personId, code }: Door) =>
    codeDigest(pepper, { challengeId, purpose: PURPOSE, subject: personId, code });
  await sql`
    INSERT INTO otp_challenges
      (id, purpose, subject, binding, address_digest, channel, code_digest, pepper_id, expires_at)
    SELECT id, ${PURPOSE}, subject, binding, decode(address, 'hex'), 'sms', decode(code, 'hex'),
      ${pepper.id}, now() + interval '10 minutes'
    FROM unnest(
      ${column(doors, 'challengeId')}::uuid[],
      ${column(doors, 'personId')}::text[],
      ${doors.map(bindingOf)}::text[],
      ${doors.map(({ phone }) => hex(addressDigest(pepper, phone)))}::text[],
      ${doors.map((door) => hex(digest(door)))}::text[]
    ) AS given (id, subject, binding, address, code)`;
  await sql`UPDATE sessions SET seen_at = now()`;
};

const requests = (keys: Keys, doors: readonly Door[]): Promise<CodeRequest[]> =>
  Promise.all(
    doors.map(async ({ appointmentId, phone, code, sessionId, personId }) => ({
      appointmentId,
      phone,
      code,
      accessToken: await mintAccessToken(keys.jwt, sessionId, personId, new Date()),
    })),
  );

/** `visits` visits that can be joined now, each with people, a sign-in session and a code of its own. */
export const openClinic = async (url: string, keys: Keys, visits: number): Promise<Clinic> => {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  const doors = Array.from({ length: visits }, (_, index) => newDoor(index));
  await fill(sql, doors);
  return {
    rearm: async () => {
      await forget(sql);
      await arm(sql, keys, doors);
      // Every measurement starts from the same files: nothing dead in them, nothing left to write back.
      await sql.unsafe('VACUUM ANALYZE');
      await sql.unsafe('CHECKPOINT');
      return requests(keys, doors);
    },
    close: () => sql.end(),
  };
};
