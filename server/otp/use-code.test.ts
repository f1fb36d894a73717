import { createSecretKey } from 'node:crypto';
import { expect, it } from 'vitest';
import { describeOnBothDatabases, type World } from '../../test/harness.ts';
import type { Deps } from '../deps.ts';
import { type CodeRequest, issueCode } from './issue-code.ts';
import type { IssuedCode } from './issue-together.ts';
import type { ElsewhereVerdict } from './judge-elsewhere.ts';
import { ensureLane } from './lane-rows.ts';
import { NO_DEVICE } from './no-device.ts';
import { useCode as judge } from './use-code.ts';

const ADDRESS = '+12125550100';
const KNOWN_DEVICE = new Uint8Array(32).fill(7);

let subjects = 0;
const newSubject = (): string => {
  subjects += 1;
  return `subject-${subjects}`;
};

const requestFor = (subject: string, more: Partial<CodeRequest> = {}): CodeRequest => ({
  purpose: 'video_visit',
  subject,
  binding: 'session:appointment:1',
  channel: 'sms',
  address: ADDRESS,
  country: 'US',
  clientAddress: '127.0.0.1',
  deviceHash: NO_DEVICE,
  digits: 6,
  minutes: 10,
  ...more,
});

/** The limits on sends have a test of their own; here the last one is always long ago. */
const forgetSends = async ({ db }: World): Promise<void> => {
  await db.query(`DELETE FROM otp_sends`);
};

const issue = async (world: World, subject: string, more: Partial<CodeRequest> = {}): Promise<IssuedCode> => {
  await forgetSends(world);
  const issued = await issueCode(world.deps, requestFor(subject, more));
  if (issued.verdict !== 'issued') throw new Error(`not issued: ${issued.verdict}`);
  return issued.issued;
};

interface Attempt {
  deviceHash?: Uint8Array;
  address?: string;
  binding?: string;
}

const spend = (
  { deps }: World,
  subject: string,
  code: string,
  attempt: Attempt = {},
): Promise<ElsewhereVerdict> =>
  judge(deps, {
    purpose: 'video_visit',
    subject,
    binding: attempt.binding ?? 'session:appointment:1',
    addressFor: () => attempt.address ?? ADDRESS,
    code,
    deviceHash: attempt.deviceHash ?? NO_DEVICE,
    newDeviceHash: NO_DEVICE,
  });

const wrongFor = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

const count = (verdicts: readonly ElsewhereVerdict[], verdict: ElsewhereVerdict['verdict']): number =>
  verdicts.filter((one) => one.verdict === verdict).length;

const compared = (verdicts: readonly ElsewhereVerdict[]): number =>
  verdicts.filter((one) => one.verdict === 'accepted' || (one.verdict === 'invalid' && one.compared)).length;

const endPause = ({ db }: World, subject: string) =>
  db.query(`UPDATE otp_lanes SET locked_until = '-infinity' WHERE subject = $1`, [subject]);

const pauseOf = async ({ db }: World, subject: string): Promise<number> => {
  const [row] = await db.query<{ minutes: number }>(
    `SELECT round(extract(epoch FROM locked_until - now()) / 60)::integer AS minutes FROM otp_lanes WHERE subject = $1`,
    [subject],
  );
  return row?.minutes ?? 0;
};

describeOnBothDatabases('spending a code', (world) => {
  it('accepts the right code once', async () => {
    const subject = newSubject();
    const { code } = await issue(world(), subject);
    expect(await spend(world(), subject, code)).toEqual({ verdict: 'accepted' });
    expect(await spend(world(), subject, code)).toEqual({ verdict: 'invalid', compared: false });
  });

  it('accepts exactly one of 1,000 simultaneous tries of the right code', async () => {
    const subject = newSubject();
    const { code } = await issue(world(), subject);
    const verdicts = await Promise.all(Array.from({ length: 1_000 }, () => spend(world(), subject, code)));
    expect(count(verdicts, 'accepted')).toBe(1);
    expect(count(verdicts, 'invalid')).toBe(999);
  });

  it('compares at most five of 1,000 simultaneous wrong codes, and then not even the right one', async () => {
    const subject = newSubject();
    const { code } = await issue(world(), subject);
    const verdicts = await Promise.all(
      Array.from({ length: 1_000 }, () => spend(world(), subject, wrongFor(code))),
    );
    expect(compared(verdicts)).toBe(5);
    expect(await spend(world(), subject, code)).toEqual({ verdict: 'invalid', compared: false });
    const [lane] = await world().db.query('SELECT failures FROM otp_lanes WHERE subject = $1', [subject]);
    expect(lane).toEqual({ failures: 5 });
  });

  it('compares at most ten of 10,000 wrong codes over resends, and accepts none', async () => {
    const subject = newSubject();
    const verdicts: ElsewhereVerdict[] = [];
    for (let resend = 0; resend < 10; resend += 1) {
      await forgetSends(world());
      const issued = await issueCode(world().deps, requestFor(subject));
      const code = issued.verdict === 'issued' ? issued.issued.code : '000000';
      verdicts.push(
        ...(await Promise.all(Array.from({ length: 1_000 }, () => spend(world(), subject, wrongFor(code))))),
      );
    }
    expect(verdicts).toHaveLength(10_000);
    expect(count(verdicts, 'accepted')).toBe(0);
    expect(compared(verdicts)).toBe(10);
  });

  it('pauses for a quarter of an hour after ten in a row, then for twice as long, to an hour; off at a hundred', async () => {
    const subject = newSubject();
    const pauses: number[] = [];
    for (let failures = 0; failures < 100; failures += 5) {
      await endPause(world(), subject);
      const { code } = await issue(world(), subject);
      for (let tries = 0; tries < 5; tries += 1) await spend(world(), subject, wrongFor(code));
      if ((failures + 5) % 10 === 0) pauses.push(await pauseOf(world(), subject));
    }
    expect(pauses).toEqual([15, 30, 60, 60, 60, 60, 60, 60, 60, 60]);
    await endPause(world(), subject);
    await forgetSends(world());
    expect(await issueCode(world().deps, requestFor(subject))).toEqual({ verdict: 'off' });
  });

  it('says how long a pause lasts and compares nothing meanwhile', async () => {
    const subject = newSubject();
    for (let round = 0; round < 2; round += 1) {
      const { code } = await issue(world(), subject);
      for (let tries = 0; tries < 5; tries += 1) await spend(world(), subject, wrongFor(code));
    }
    const verdict = await issueCode(world().deps, requestFor(subject));
    expect(verdict).toMatchObject({ verdict: 'paused' });
    expect(verdict.verdict === 'paused' && verdict.wait).toBeGreaterThan(880);
  });

  it('forgets the failures on a success, and only then', async () => {
    const subject = newSubject();
    const first = await issue(world(), subject);
    await spend(world(), subject, wrongFor(first.code));
    const second = await issue(world(), subject);
    await spend(world(), subject, wrongFor(second.code));
    const failures = async () =>
      (await world().db.query('SELECT failures FROM otp_lanes WHERE subject = $1', [subject]))[0];
    expect(await failures()).toEqual({ failures: 2 });
    await spend(world(), subject, second.code);
    expect(await failures()).toEqual({ failures: 0 });
  });

  it('keeps the owner’s known device out of a lockout that strangers caused', async () => {
    const subject = newSubject();
    await issue(world(), subject);
    await world().db.tx((tx) => ensureLane(tx, subject, KNOWN_DEVICE));
    for (let round = 0; round < 2; round += 1) {
      const { code } = await issue(world(), subject);
      for (let tries = 0; tries < 5; tries += 1) await spend(world(), subject, wrongFor(code));
    }
    expect((await issueCode(world().deps, requestFor(subject))).verdict).toBe('paused');
    const { code } = await issue(world(), subject, { deviceHash: KNOWN_DEVICE });
    expect((await spend(world(), subject, code)).verdict).toBe('paused');
    expect(await spend(world(), subject, code, { deviceHash: KNOWN_DEVICE })).toEqual({
      verdict: 'accepted',
    });
  });

  it('makes unknown devices wait while the breaker is open, and known ones not', async () => {
    const subject = newSubject();
    const { code } = await issue(world(), subject);
    await world().db.tx((tx) => ensureLane(tx, subject, KNOWN_DEVICE));
    world().pulse.wait = 60;
    const verdict = await spend(world(), subject, code);
    const known = await spend(world(), subject, code, { deviceHash: KNOWN_DEVICE });
    world().pulse.wait = 0;
    expect(verdict).toEqual({ verdict: 'paused', wait: 60 });
    expect(known).toEqual({ verdict: 'accepted' });
  });

  it('kills the code before it with every resend', async () => {
    const subject = newSubject();
    const first = await issue(world(), subject);
    const second = await issue(world(), subject);
    if (first.code !== second.code) {
      expect(await spend(world(), subject, first.code)).toEqual({ verdict: 'invalid', compared: true });
    }
    expect(await spend(world(), subject, second.code)).toEqual({ verdict: 'accepted' });
  });

  it('refuses a code after its life, which ends at ten minutes by the database’s clock', async () => {
    const subject = newSubject();
    const { code, expiresIn } = await issue(world(), subject);
    expect(expiresIn).toBe(600);
    await world().db.query(
      `UPDATE otp_challenges SET created_at = created_at - interval '9 minutes', expires_at = now() - interval '1 second' WHERE subject = $1`,
      [subject],
    );
    expect(await spend(world(), subject, code)).toEqual({ verdict: 'invalid', compared: false });
    await expect(issue(world(), newSubject(), { minutes: 11 })).rejects.toThrow();
  });

  it('refuses a code that went to an address which is no longer the account’s', async () => {
    const subject = newSubject();
    const { code } = await issue(world(), subject);
    expect(await spend(world(), subject, code, { address: '+12125550199' })).toEqual({
      verdict: 'invalid',
      compared: false,
    });
  });

  it('refuses a code in another session, or for another version of the appointment', async () => {
    const subject = newSubject();
    const { code } = await issue(world(), subject);
    for (const binding of ['other:appointment:1', 'session:appointment:2']) {
      expect(await spend(world(), subject, code, { binding })).toEqual({
        verdict: 'invalid',
        compared: false,
      });
    }
  });

  it('stores the code nowhere', async () => {
    const subject = newSubject();
    const { code } = await issue(world(), subject);
    const [dump] = await world().db.query<{ rows: string }>(
      `SELECT coalesce(string_agg(c::text, ''), '') AS rows FROM otp_challenges c WHERE subject = $1`,
      [subject],
    );
    expect(dump?.rows).toContain(subject);
    expect(dump?.rows.replaceAll(/[0-9a-f]{32,}|[\d-]+ [\d:.]+/g, '')).not.toContain(code);
  });

  it('still reads codes of the pepper before this one', async () => {
    const subject = newSubject();
    const { code } = await issue(world(), subject);
    const { deps } = world();
    const [current] = deps.keys.peppers;
    const rotated: Deps = {
      ...deps,
      keys: { ...deps.keys, peppers: [{ id: 'new', key: createSecretKey(new Uint8Array(32)) }, current] },
    };
    expect(await spend({ ...world(), deps: rotated }, subject, code)).toEqual({ verdict: 'accepted' });
  });
});
