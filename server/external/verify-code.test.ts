import { expect, it } from 'vitest';
import { describeOnBothDatabases } from '../../test/harness.ts';
import {
  headersOfNewKey,
  keyWith,
  lastCode,
  numberInOwnBlock,
  REAL,
  sendExternal,
  verifyExternal,
} from '../../test/other-system.ts';

const wrong = (code: string): string => (code === '000000' ? '000001' : '000000');

describeOnBothDatabases(
  'codes for another system, given back',
  (world) => {
    const headers = headersOfNewKey(world);

    it('are right once, for the same key and number', async () => {
      const to = numberInOwnBlock();
      await sendExternal(world(), headers, { to_phone: to });
      const code = lastCode(world());
      const other = await keyWith(world());
      for (const refused of [
        await verifyExternal(world(), other.headers, to, code),
        await verifyExternal(world(), headers, numberInOwnBlock(), code),
        await verifyExternal(world(), headers, to, wrong(code)),
      ])
        expect(refused.json()).toMatchObject({
          status: 400,
          code: 'otp_invalid',
          error: 'Invalid or expired OTP',
        });
      const accepted = await verifyExternal(world(), headers, `${to.slice(0, 3)} ${to.slice(3)}`, code);
      expect(accepted.json()).toEqual({
        success: true,
        data: { valid: true, to },
        message: 'OTP verified successfully',
      });
      expect((await verifyExternal(world(), headers, to, code)).statusCode).toBe(400);
    });

    it('are kept apart for two keys that send to one number', async () => {
      const to = numberInOwnBlock();
      const other = await keyWith(world());
      await sendExternal(world(), headers, { to_phone: to });
      const first = lastCode(world());
      await world().db.query('DELETE FROM otp_sends');
      await sendExternal(world(), other.headers, { to_phone: to });
      const second = lastCode(world());
      expect((await verifyExternal(world(), headers, to, first)).statusCode).toBe(200);
      expect((await verifyExternal(world(), other.headers, to, second)).statusCode).toBe(200);
    });

    it('are worth five tries, at once or one by one', async () => {
      const to = numberInOwnBlock();
      await sendExternal(world(), headers, { to_phone: to });
      const code = lastCode(world());
      await Promise.all(Array.from({ length: 5 }, () => verifyExternal(world(), headers, to, wrong(code))));
      expect((await verifyExternal(world(), headers, to, code)).json()).toMatchObject({
        code: 'otp_invalid',
      });
    });

    it('live five minutes, whatever the clinic’s own do', async () => {
      const to = numberInOwnBlock();
      const seconds = async () =>
        (
          await world().db.query<{ seconds: number }>(
            `SELECT extract(epoch FROM expires_at - created_at)::integer AS seconds
             FROM otp_challenges ORDER BY id DESC LIMIT 1`,
          )
        )[0]?.seconds;
      await sendExternal(world(), headers, { to_phone: to });
      expect(await seconds()).toBe(300);
      await world().db.query(
        `UPDATE otp_challenges SET created_at = created_at - interval '5 minutes', expires_at = now()`,
      );
      expect((await verifyExternal(world(), headers, to, lastCode(world()))).statusCode).toBe(400);
    });
  },
  REAL,
);
