import { expect, it } from 'vitest';
import { describeOnBothDatabases } from '../../test/harness.ts';
import { type CodeRequest, issueCode } from './issue-code.ts';
import type { IssuedCode } from './issue-together.ts';
import type { ElsewhereVerdict } from './judge-elsewhere.ts';
import { NO_DEVICE } from './no-device.ts';
import { useCode } from './use-code.ts';

const PEOPLE = 60;
const MANY = 50_000;

/** Everybody has a number in a prefix of their own and comes from a network of their own. */
const requestOf = (person: number): CodeRequest => ({
  purpose: 'video_visit',
  subject: `person-${person}`,
  binding: 'b',
  channel: 'sms',
  address: `+1${2_120_000_000 + person * 10_000}`,
  country: 'US',
  clientAddress: `10.${person >> 8}.${person & 255}.1`,
  deviceHash: NO_DEVICE,
  digits: 6,
  minutes: 10,
});
const people = Array.from({ length: PEOPLE }, (_, index) => index);
const wrong = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

describeOnBothDatabases('codes of many people at the same moment', (world, kind) => {
  const issue = async (person: number): Promise<IssuedCode> => {
    const issued = await issueCode(world().deps, requestOf(person));
    if (issued.verdict !== 'issued') throw new Error(`no code for ${person}: ${issued.verdict}`);
    return issued.issued;
  };
  const give = (person: number, code: string): Promise<ElsewhereVerdict> => {
    const { purpose, subject, binding, address } = requestOf(person);
    return useCode(world().deps, {
      purpose,
      subject,
      binding,
      addressFor: () => address,
      code,
      deviceHash: NO_DEVICE,
      newDeviceHash: NO_DEVICE,
    });
  };
  const lanes = async () =>
    new Map(
      (await world().db.query<{ subject: string; failures: number }>('SELECT * FROM otp_lanes')).map(
        ({ subject, failures }) => [subject, failures],
      ),
    );

  it('are made for each, judged for each, and counted for each', async () => {
    const issued = await Promise.all(people.map(issue));
    expect(new Set(issued.map(({ sendId }) => sendId)).size).toBe(PEOPLE);
    const isRight = (person: number) => person % 3 === 0;
    const given = (person: number, code = issued[person]?.code ?? '') =>
      give(person, isRight(person) ? code : wrong(code));
    const verdicts = await Promise.all(people.map((person) => given(person)));
    for (const person of people) {
      const expected = isRight(person) ? { verdict: 'accepted' } : { verdict: 'invalid', compared: true };
      expect(verdicts[person], `person ${person}`).toEqual(expected);
      expect((await lanes()).get(`person-${person}`), `person ${person}`).toBe(isRight(person) ? 0 : 1);
    }
    const again = await Promise.all(people.map((person) => give(person, issued[person]?.code ?? '')));
    for (const person of people) {
      const expected = isRight(person) ? { verdict: 'invalid', compared: false } : { verdict: 'accepted' };
      expect(again[person], `person ${person}`).toEqual(expected);
    }
    expect(await world().db.query('SELECT 1 FROM otp_sends')).toHaveLength(PEOPLE);
  });

  it('kill the ones before, each its own', async () => {
    await world().db.query('DELETE FROM otp_sends');
    const before = await Promise.all(people.map(issue));
    await world().db.query('DELETE FROM otp_sends');
    const after = await Promise.all(people.map(issue));
    const old = await Promise.all(people.map((person) => give(person, before[person]?.code ?? '')));
    const hits = people.filter((person) => before[person]?.code === after[person]?.code);
    expect(old.filter(({ verdict }) => verdict === 'accepted')).toHaveLength(hits.length);
    const [count] = await world().db.query<{ count: number }>(
      'SELECT count(*) FROM otp_challenges WHERE superseded_at IS NULL',
    );
    expect(count?.count).toBe(PEOPLE);
  });

  it('of one person over two ways at once are one after the other, and the last one counts', async () => {
    await world().db.query('DELETE FROM otp_sends');
    const byMail = { channel: 'email', address: 'somebody@clinic.test', country: null } as const;
    const verdicts = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        issueCode(world().deps, {
          ...requestOf(index),
          ...(index % 2 === 0 ? {} : { ...byMail, address: `${index}@clinic.test` }),
          subject: 'person-0',
        }),
      ),
    );
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(Array.from({ length: 8 }, () => 'issued'));
  });

  it.runIf(kind === 'server')('cost the same, however many were made since the first ones', async () => {
    const { db } = world();
    const tables = ['otp_challenges', 'otp_lanes'];
    /** What every connection did so far: each tells it after a second at the latest. */
    const rowsRead = async (): Promise<number> => {
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      const [row] = await db.query<{ read: number }>(
        `SELECT (SELECT sum(idx_tup_read) FROM pg_stat_user_indexes WHERE relname = ANY ($1::text[]))
              + (SELECT sum(seq_tup_read) FROM pg_stat_user_tables WHERE relname = ANY ($1::text[])) AS read`,
        [tables],
      );
      return Number(row?.read);
    };
    /** In many small batches, so that every connection has made its plans for good: after five each. */
    const cycle = async () => {
      await db.query('DELETE FROM otp_sends');
      for (let first = 0; first < PEOPLE; first += 3) {
        const few = people.slice(first, first + 3);
        const issued = await Promise.all(few.map(issue));
        await Promise.all(few.map((person, index) => give(person, issued[index]?.code ?? '')));
      }
    };
    for (const table of tables) await db.query(`DELETE FROM ${table}`);
    // Plans are made now, for tables with next to nothing in them.
    for (let rounds = 0; rounds < 10; rounds += 1) await cycle();
    await db.query(
      `INSERT INTO otp_lanes (subject, device_hash) SELECT 'x' || i, '' FROM generate_series(1, $1::integer) AS i`,
      [MANY],
    );
    await db.query(
      `INSERT INTO otp_challenges
         (id, purpose, subject, binding, address_digest, channel, code_digest, pepper_id, expires_at)
       SELECT gen_random_uuid(), 'video_visit', 'x' || i, 'b', '', 'sms', '', 'p', now() + interval '9 minutes'
       FROM generate_series(1, $1::integer) AS i`,
      [MANY],
    );
    const before = await rowsRead();
    await cycle();
    expect((await rowsRead()) - before, 'rows of both tables that were read').toBeLessThan(MANY);
  });
});
