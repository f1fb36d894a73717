import postgres from 'postgres';
import { v7 as uuidv7 } from 'uuid';
import { hashPassword } from '../../server/sessions/passwords.ts';

/** Somebody who has an account here, or might as well have one. */
export interface Somebody {
  email: string;
  phone: string;
  known: boolean;
}

export interface Crowd {
  /** One known and one unknown each, in an order by chance. */
  pairs: readonly (readonly [Somebody, Somebody])[];
  /** Forgets what was sent, so that the next deed meets no limit, and tidies up behind the last one. */
  rest: () => Promise<void>;
  close: () => Promise<void>;
}

/** Known and unknown lie side by side, so that neither is told by its range; each has a prefix of its own. */
const somebody = (index: number, known: boolean): Somebody => ({
  known,
  email: `somebody-${String(index).padStart(5, '0')}@clinic.test`,
  phone: `+1${2_020_000_000 + index * 10_000}`,
});

const byChance = (): boolean => Math.random() < 0.5;

export const gatherCrowd = async (url: string, count: number): Promise<Crowd> => {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  const pairs = Array.from({ length: count }, (_, index) => {
    const first = byChance();
    return [somebody(index * 2, first), somebody(index * 2 + 1, !first)] as const;
  });
  const known = pairs.flat().filter((one) => one.known);
  const passwordHash = await hashPassword('a password that nobody gives');
  await sql`
    INSERT INTO people (id, email, email_verified_at, phone, phone_verified_at, role, first_name, last_name, password_hash)
    SELECT id, email, now(), phone, now(), 'patient', 'Ada', 'Okafor', ${passwordHash}
    FROM unnest(${known.map(() => uuidv7())}::uuid[], ${known.map(({ email }) => email)}::text[],
      ${known.map(({ phone }) => phone)}::text[]) AS given (id, email, phone)`;
  return {
    pairs,
    rest: async () => {
      await sql`TRUNCATE otp_sends, sign_in_failures`;
      // Thousands of wrong codes would make everybody wait, known or not; so many right ones make them few.
      await sql`
        INSERT INTO otp_pulse (minute, accepted) VALUES (date_trunc('minute', now()), 1000000)
        ON CONFLICT (minute) DO UPDATE SET accepted = excluded.accepted`;
      await sql.unsafe('VACUUM ANALYZE');
      await sql.unsafe('CHECKPOINT');
    },
    close: () => sql.end(),
  };
};
