import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { describeOnBothDatabases } from '../../test/harness.ts';
import { type Approved, acceptApproved, refundTry } from './approved-rows.ts';
import { NO_DEVICE } from './no-device.ts';

const LOOK_EVERY_MS = 20;

describeOnBothDatabases('a code that another engine has judged', (world, kind) => {
  const approved = async (subject: string): Promise<Approved> => {
    const { db } = world();
    await db.query(`INSERT INTO otp_lanes (subject, device_hash, failures) VALUES ($1, '', 1)`, [subject]);
    const [row] = await db.query<{ id: string }>(
      `INSERT INTO otp_challenges
         (id, purpose, subject, binding, address_digest, channel, code_digest, pepper_id, expires_at, tries)
       VALUES (gen_random_uuid(), 'p', $1, 'b', '', 'sms', '', 'p', now() + interval '9 minutes', 1)
       RETURNING id`,
      [subject],
    );
    return {
      challengeId: row?.id ?? '',
      subject,
      laneDevice: NO_DEVICE,
      codeDigest: new Uint8Array(32),
    };
  };

  const kept = async ({ challengeId, subject }: Approved) => {
    const { db } = world();
    const [code] = await db.query(
      'SELECT tries, spent_at IS NOT NULL AS spent FROM otp_challenges WHERE id = $1',
      [challengeId],
    );
    const [lane] = await db.query('SELECT failures FROM otp_lanes WHERE subject = $1', [subject]);
    return { ...code, ...lane };
  };

  it('is spent, once, and clears the failures', async () => {
    const given = await approved('spent');
    expect(await acceptApproved(world().db, given, [], 'spend')).toBe(true);
    expect(await acceptApproved(world().db, given, [], 'spend')).toBe(false);
    expect(await kept(given)).toEqual({ tries: 1, spent: true, failures: 0 });
  });

  it('gets its try back where nobody judged it', async () => {
    const given = await approved('refunded');
    await refundTry(world().db, given);
    expect(await kept(given)).toEqual({ tries: 0, spent: false, failures: 0 });
  });

  it.runIf(kind === 'server').each([
    ['accepting', (given: Approved) => acceptApproved(world().db, given, [], 'spend')],
    ['refunding', (given: Approved) => refundTry(world().db, given)],
  ])('is not held while %s waits for its lane', async (name, act) => {
    const given = await approved(name);
    const locked = Promise.withResolvers<void>();
    const holding = world().db.tx(async (tx) => {
      await tx.query('SELECT FROM otp_lanes WHERE subject = $1 FOR UPDATE', [given.subject]);
      locked.resolve();
      const waiting = 'SELECT FROM pg_locks WHERE NOT granted';
      while ((await tx.query(waiting)).length === 0) await pause(LOOK_EVERY_MS);
      await tx.query('SELECT FROM otp_challenges WHERE id = $1 FOR UPDATE NOWAIT', [given.challengeId]);
    });
    await locked.promise;
    await Promise.all([act(given), holding]);
    expect(await kept(given)).toMatchObject({ failures: 0 });
  });
});
