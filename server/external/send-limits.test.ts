import { afterEach, expect, it } from 'vitest';
import { describeOnBothDatabases } from '../../test/harness.ts';
import { type KeyHeaders, keyWith, numberInOwnBlock, REAL, sendExternal } from '../../test/other-system.ts';

describeOnBothDatabases(
  'codes for another system, at the same moment',
  (world) => {
    it('go once a minute to one number, whoever asks and whoever made the code', async () => {
      const to = numberInOwnBlock();
      const { headers } = await keyWith(world());
      const other = await keyWith(world());
      const answers = await Promise.all([
        ...Array.from({ length: 10 }, () => sendExternal(world(), headers, { to_phone: to })),
        ...Array.from({ length: 10 }, () =>
          sendExternal(world(), other.headers, { to_phone: to, otp: '1234' }),
        ),
      ]);
      expect(answers.filter(({ statusCode }) => statusCode === 200).length).toBe(1);
      const late = answers.filter(({ statusCode }) => statusCode === 429);
      expect(late.length).toBe(19);
      for (const { headers: said } of late) expect(Number(said['retry-after'])).toBeGreaterThan(50);
      expect(world().messenger.sent.length).toBe(1);
    });
  },
  REAL,
);

describeOnBothDatabases(
  'codes for another system, and what they may cost',
  (world) => {
    const ask = async (headers: KeyHeaders, to_phone: string) =>
      (await sendExternal(world(), headers, { to_phone })).statusCode;
    afterEach(() => world().db.query('DELETE FROM otp_sends'));

    it('are ten times as many for a key as for an address, and each key has its own', async () => {
      const [one, other] = [await keyWith(world()), await keyWith(world())];
      const statuses: number[] = [];
      for (let index = 0; index < 21; index += 1) statuses.push(await ask(one.headers, numberInOwnBlock()));
      expect(statuses.filter((status) => status === 200).length).toBe(20);
      expect(statuses.at(-1)).toBe(429);
      expect(await ask(other.headers, numberInOwnBlock())).toBe(200);
    });

    it('keep to what one prefix and a day may cost', async () => {
      const { headers } = await keyWith(world());
      const block = numberInOwnBlock().slice(0, -4);
      const statuses: number[] = [];
      for (let index = 0; index < 5; index += 1)
        statuses.push(await ask(headers, `${block}${String(index).padStart(4, '0')}`));
      expect(statuses).toEqual([200, 200, 200, 429, 429]);
      const blocked = await world().db.query('SELECT DISTINCT reason FROM otp_blocks ORDER BY reason');
      expect(blocked).toContainEqual({ reason: 'prefix_limit' });
    });

    it('go to the countries that are served alone', async () => {
      const { headers } = await keyWith(world());
      const refused = await sendExternal(world(), headers, { to_phone: '+12015550123' });
      expect(refused.json()).toMatchObject({ status: 403, code: 'country_refused' });
      const own = await sendExternal(world(), headers, { to_phone: '+12015550123', otp: '1234' });
      expect(own.json()).toMatchObject({ code: 'country_refused' });
    });
  },
  {
    ...REAL,
    OTP_COUNTRIES: 'IN',
    OTP_SENDS_PER_ADDRESS_HOUR: '2',
    OTP_SENDS_PER_PREFIX_HOUR: '3',
  },
);
