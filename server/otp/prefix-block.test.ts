import { expect, it } from 'vitest';
import { describeOnBothDatabases, type World } from '../../test/harness.ts';
import { type CodeRequest, issueCode } from './issue-code.ts';

const AGED = "interval '11 minutes'";

const request = (address: string, more: Partial<CodeRequest> = {}): CodeRequest => ({
  purpose: 'account',
  subject: address,
  binding: 'b',
  channel: 'sms',
  address,
  country: 'BO',
  clientAddress: '10.0.0.1',
  deviceHash: new Uint8Array(0),
  digits: 6,
  minutes: 10,
  ...more,
});

let prefixes = 0;
/** Nobody else's numbers: seven digits, and four of the line. */
const newPrefix = (): ((line: number) => string) => {
  prefixes += 1;
  const prefix = `+591${700 + prefixes}`;
  return (line) => `${prefix}${String(line).padStart(4, '0')}`;
};

/** Codes to numbers of one prefix that have had their life; the first `used` of them came back. */
const sendTo = async (world: World, numbers: (line: number) => string, sent: number, used: number) => {
  for (let line = 0; line < sent; line += 1) {
    expect(await issueCode(world.deps, request(numbers(line)))).toMatchObject({ verdict: 'issued' });
  }
  const wanted = Array.from({ length: sent }, (_, line) => numbers(line));
  await world.db.query(
    `UPDATE otp_sends s SET at = at - ${AGED} FROM otp_challenges c
     WHERE c.id = s.challenge_id AND c.subject = ANY ($1::text[])`,
    [wanted],
  );
  await world.db.query('UPDATE otp_challenges SET spent_at = now() WHERE subject = ANY ($1::text[])', [
    wanted.slice(0, used),
  ]);
};

const blocksIn = async ({ db }: World): Promise<number> => {
  const [row] = await db.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM otp_blocks WHERE reason = 'prefix_conversion' AND country = 'BO'`,
  );
  return row?.count ?? 0;
};

describeOnBothDatabases('a prefix whose codes hardly ever come back', (world) => {
  it.each([
    { sent: 20, used: 1, blocked: true },
    { sent: 20, used: 2, blocked: false },
    { sent: 19, used: 0, blocked: false },
  ])('with $used of $sent used: blocked $blocked, and written down', async ({ sent, used, blocked }) => {
    const numbers = newPrefix();
    await sendTo(world(), numbers, sent, used);
    const before = await blocksIn(world());
    const verdict = await issueCode(world().deps, request(numbers(9_999)));
    expect(verdict).toMatchObject(
      blocked ? { verdict: 'too_many', limit: 'prefix_conversion', wait: 3_600 } : { verdict: 'issued' },
    );
    expect((await blocksIn(world())) - before).toBe(blocked ? 1 : 0);
  });

  it('blocks its own numbers alone, and no e-mail', async () => {
    const numbers = newPrefix();
    await sendTo(world(), numbers, 20, 0);
    expect(await issueCode(world().deps, request(newPrefix()(1)))).toMatchObject({ verdict: 'issued' });
    const mail = request('somebody@clinic.test', { channel: 'email', country: null });
    expect(await issueCode(world().deps, mail)).toMatchObject({ verdict: 'issued' });
  });

  it('does not count codes that may still come back, nor those of another day', async () => {
    const numbers = newPrefix();
    await sendTo(world(), numbers, 19, 0);
    const fresh = await issueCode(world().deps, request(numbers(100)));
    expect(fresh.verdict).toBe('issued');
    expect((await issueCode(world().deps, request(numbers(101)))).verdict).toBe('issued');
    await world().db.query(
      `UPDATE otp_sends SET at = at - interval '24 hours' WHERE at < now() - interval '1 minute'`,
    );
    await sendTo(world(), (line) => numbers(200 + line), 17, 0);
    expect((await issueCode(world().deps, request(numbers(300)))).verdict).toBe('issued');
  });

  it('takes a code that was shown right, or settled before its challenge went, for used', async () => {
    const numbers = newPrefix();
    await sendTo(world(), numbers, 20, 0);
    const [shown, settled] = [numbers(0), numbers(1)];
    await world().db.query('UPDATE otp_challenges SET shown_at = now() WHERE subject = $1', [shown]);
    await world().db.query(
      `UPDATE otp_sends s SET used_at = now() FROM otp_challenges c WHERE c.id = s.challenge_id AND c.subject = $1`,
      [settled],
    );
    await world().db.query('DELETE FROM otp_challenges WHERE subject = $1', [settled]);
    expect((await issueCode(world().deps, request(numbers(9_999)))).verdict).toBe('issued');
  });
});
