import { v7 as uuidv7 } from 'uuid';
import { afterEach, expect, it } from 'vitest';
import type { Spending } from '../../contract/spending.ts';
import { describeOnBothDatabases, type World } from '../../test/harness.ts';
import { forgetOldCodes } from './forget-old-codes.ts';

interface Send {
  at: Date;
  channel?: string;
  country?: string | null;
  /** In its challenge, as a right code leaves it. */
  used?: 'spent' | 'shown' | 'settled' | null;
}

const HOUR_MS = 3_600_000;
const KEY = new Uint8Array(32);

const addChallenge = async ({ db }: World, at: Date, used: Send['used']): Promise<string> => {
  const id = uuidv7();
  await db.query(
    `INSERT INTO otp_challenges (id, purpose, subject, binding, address_digest, channel, code_digest, pepper_id,
       created_at, expires_at, spent_at, shown_at)
     VALUES ($1::uuid, 'account', $1::text, '', $2, 'sms', $2, 'p', $3, $3, $4, $5)`,
    [id, KEY, at, used === 'spent' ? at : null, used === 'shown' ? at : null],
  );
  return id;
};

const addSend = async (world: World, { at, channel = 'sms', country = 'US', used = null }: Send) => {
  const challengeId = await addChallenge(world, at, used);
  await world.db.query(
    `INSERT INTO otp_sends (at, number_key, network_key, channel, country, challenge_id, used_at)
     VALUES ($1, $2, $2, $3, $4, $5, $6)`,
    [at, KEY, channel, country, challengeId, used === 'settled' ? at : null],
  );
};

const addBlock = ({ db }: World, at: Date, reason: string) =>
  db.query('INSERT INTO otp_blocks (at, reason) VALUES ($1, $2)', [at, reason]);

const ask = async (
  { app, newPerson, signIn }: World,
  query: string,
  role: 'admin' | 'doctor' | 'patient',
) => {
  const { headers } = await signIn(await newPerson({ role, timeZone: 'Asia/Kolkata' }));
  return app.inject({ url: `/api/admin/spending${query}`, headers });
};

const spendingOf = async (world: World, query: string): Promise<Spending> => {
  const answer = await ask(world, query, 'admin');
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json<Spending>();
};

describeOnBothDatabases(
  'what codes cost and what came back of them',
  (world) => {
    afterEach(async () => {
      for (const table of ['otp_sends', 'otp_challenges', 'otp_blocks'])
        await world().db.query(`DELETE FROM ${table}`);
    });

    it('says the same of what was held back once many refusals have become few rows', async () => {
      const lastQuarter = new Date('2026-02-01T18:29:59Z');
      for (let time = 0; time < 5; time += 1) await addBlock(world(), lastQuarter, 'number_limit');
      for (let time = 0; time < 3; time += 1)
        await addBlock(world(), new Date('2026-02-01T18:30:00Z'), 'number_limit');
      const before = await spendingOf(world(), '?from=2026-02-01&to=2026-02-02');
      await forgetOldCodes(world().db);
      await forgetOldCodes(world().db);
      expect(await spendingOf(world(), '?from=2026-02-01&to=2026-02-02')).toEqual(before);
      expect(before.by_day.map(({ blocked }) => blocked)).toEqual([5, 3]);
      expect(await world().db.query('SELECT count FROM otp_blocks ORDER BY at')).toEqual([
        { count: 5 },
        { count: 3 },
      ]);
    });

    it('is counted by the days of the admin, by channel and by country, with what it cost', async () => {
      const eve = new Date('2026-02-01T18:29:59Z');
      const midnightInKolkata = new Date('2026-02-01T18:30:00Z');
      await addSend(world(), { at: eve, used: 'spent' });
      await addSend(world(), { at: midnightInKolkata, used: 'shown', country: 'IN' });
      await addSend(world(), { at: midnightInKolkata, used: 'settled', country: 'IN' });
      await addSend(world(), { at: midnightInKolkata, channel: 'email', country: null });
      await addBlock(world(), midnightInKolkata, 'prefix_conversion');
      const { total, by_day, by_channel, by_country, blocked, ...rest } = await spendingOf(
        world(),
        '?from=2026-02-01&to=2026-02-03',
      );
      expect(rest).toMatchObject({
        from: '2026-02-01',
        to: '2026-02-03',
        time_zone: 'Asia/Kolkata',
        currency: 'INR',
      });
      expect(total).toEqual({ sent: 4, used: 3, cost: 0.24, blocked: 1 });
      expect(by_day).toEqual([
        { date: '2026-02-01', sent: 1, used: 1, cost: 0.04, blocked: 0 },
        { date: '2026-02-02', sent: 3, used: 2, cost: 0.2, blocked: 1 },
        { date: '2026-02-03', sent: 0, used: 0, cost: 0, blocked: 0 },
      ]);
      expect(by_channel).toEqual([
        { channel: 'sms', sent: 3, used: 3, cost: 0.24 },
        { channel: 'email', sent: 1, used: 0, cost: null },
      ]);
      expect(by_country).toHaveLength(3);
      expect(by_country[0]).toEqual({ country: 'IN', sent: 2, used: 2, cost: 0.2 });
      expect(by_country).toContainEqual({ country: null, sent: 1, used: 0, cost: null });
      expect(blocked).toEqual([{ reason: 'prefix_conversion', count: 1 }]);
    });

    it('has the last 30 days unless told, and the budget of the last 24 hours', async () => {
      const now = Date.now();
      await addSend(world(), { at: new Date(now - HOUR_MS) });
      await addSend(world(), { at: new Date(now - 25 * HOUR_MS) });
      await addSend(world(), { at: new Date(now - 40 * 24 * HOUR_MS) });
      const { total, by_day, budget } = await spendingOf(world(), '');
      expect(total.sent).toBe(2);
      expect(by_day).toHaveLength(30);
      expect(budget).toEqual({ used: 1, most: 77 });
    });

    it('outlives the codes: what came back is written down before they are forgotten', async () => {
      const at = new Date(Date.now() - 25 * HOUR_MS);
      await addSend(world(), { at, used: 'spent' });
      await addSend(world(), { at, used: 'shown' });
      await addSend(world(), { at });
      await forgetOldCodes(world().db);
      await forgetOldCodes(world().db);
      expect(await world().db.query('SELECT id FROM otp_challenges')).toEqual([]);
      expect((await spendingOf(world(), '')).total).toMatchObject({ sent: 3, used: 2 });
    });

    it.each(['doctor', 'patient'] as const)('is not for a %s', async (role) => {
      expect((await ask(world(), '', role)).statusCode).toBe(403);
    });

    it.each([
      ['?from=2026-02-30', 'invalid_request'],
      ['?from=2026-02-02&to=2026-02-01', 'range_invalid'],
      ['?from=2020-01-01&to=2026-02-01', 'range_invalid'],
      ['?doctor=1', 'invalid_request'],
    ])('refuses %s', async (query, code) => {
      const answer = await ask(world(), query, 'admin');
      expect(answer.statusCode).toBe(400);
      expect(answer.json()).toMatchObject({ code });
    });
  },
  { PRICES: 'sms:0.04,sms:IN:0.1', PRICES_CURRENCY: 'INR', OTP_SENDS_PER_DAY: '77' },
);
