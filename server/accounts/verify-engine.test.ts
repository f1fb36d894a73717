import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Channel } from '../../contract/primitives.ts';
import { freeNumber, newcomer, PASSWORD } from '../../test/accounts.ts';
import { otherThan, post } from '../../test/at-the-door.ts';
import { openWorld, type World } from '../../test/harness.ts';
import { createApp } from '../app.ts';
import type { App } from '../app-type.ts';
import type { VerifyCheck, VerifyEngine, VerifyStart } from '../otp/verify-engine.ts';

const RIGHT = '246810';

/** An engine that keeps what it was asked; each code of it is right once. */
class RecordingEngine implements VerifyEngine {
  readonly name = 'twilio-verify';
  readonly started: { to: string; channel: Channel }[] = [];
  readonly open = new Set<string>();
  checks = 0;
  start_: VerifyStart = { outcome: 'sent' };
  away = false;

  readonly start: VerifyEngine['start'] = async (to, channel) => {
    this.started.push({ to, channel });
    if (this.start_.outcome === 'sent') this.open.add(to);
    return this.start_;
  };

  readonly check: VerifyEngine['check'] = async (to, code): Promise<VerifyCheck> => {
    this.checks += 1;
    // Whoever asks at the same time sees the same: the real one is as far away.
    const isRight = code === RIGHT && this.open.has(to);
    await new Promise((resolve) => setTimeout(resolve, 20));
    if (this.away) return { outcome: 'unavailable' };
    if (isRight) this.open.delete(to);
    return { outcome: isRight ? 'approved' : 'refused' };
  };
}

describe.each(['embedded', 'server'] as const)('codes that an engine elsewhere makes (%s)', (kind) => {
  let world: World & { close: () => Promise<void> };
  let app: App;
  const engine = new RecordingEngine();

  beforeAll(async () => {
    world = await openWorld(kind, {
      OTP_ENGINE: 'twilio-verify',
      TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
      TWILIO_AUTH_TOKEN: 'token',
      TWILIO_VERIFY_SERVICE_SID: `VA${'0'.repeat(32)}`,
    });
    app = await createApp({ ...world.deps, verifyEngine: engine }, null);
  });
  afterAll(async () => {
    await app.close();
    await world.close();
  });

  const ask = (url: string, body: object) => post({ ...world, app }, url, {}, body);
  const start = async (to: string, channel = 'sms') => {
    await world.db.query('DELETE FROM otp_sends');
    const before = engine.started.length;
    const answer = await ask('/send-otp', { to, channel });
    await expect.poll(() => engine.started.length).toBe(before + 1);
    return answer;
  };

  it('are asked for, checked and used once more to register', async () => {
    const to = freeNumber();
    const answer = await start(to, 'whatsapp');
    expect(answer.json()).toMatchObject({ status: 'pending', channel: 'whatsapp' });
    expect(engine.started.at(-1)).toEqual({ to, channel: 'whatsapp' });
    expect((await ask('/verify-otp', { to, code: RIGHT })).statusCode).toBe(200);
    expect((await ask('/verify-otp', { to, code: RIGHT })).statusCode).toBe(400);
    expect((await ask('/register-with-otp', newcomer(to, otherThan(RIGHT)))).statusCode).toBe(400);
    expect((await ask('/register-with-otp', newcomer(to, RIGHT))).statusCode).toBe(201);
  });

  it('are counted before it is asked: five times it is, and not once more', async () => {
    const to = freeNumber();
    await start(to);
    const before = engine.checks;
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => ask('/verify-otp', { to, code: otherThan(RIGHT) })),
    );
    expect(answers.every(({ statusCode }) => statusCode === 400)).toBe(true);
    expect(engine.checks - before).toBe(5);
    expect((await ask('/verify-otp', { to, code: RIGHT })).statusCode).toBe(400);
  });

  it('that it approves several times at once open once', async () => {
    const person = await world.newPerson();
    await start(person.phone ?? '');
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => ask('/login-with-otp', { to: person.phone, otp_code: RIGHT })),
    );
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
  });

  it('cost no try while it is away', async () => {
    const to = freeNumber();
    await start(to);
    engine.away = true;
    for (let tries = 0; tries < 6; tries += 1) {
      expect((await ask('/verify-otp', { to, code: RIGHT })).statusCode).toBe(502);
    }
    engine.away = false;
    expect((await ask('/verify-otp', { to, code: RIGHT })).statusCode).toBe(200);
  });

  it('that it would not send are failed in the ledger, with the reason', async () => {
    const to = freeNumber();
    engine.start_ = { outcome: 'blocked' };
    const id: unknown = (await start(to)).json()['delivery_id'];
    engine.start_ = { outcome: 'sent' };
    await expect
      .poll(
        async () =>
          (await world.db.query('SELECT status, fault, kind FROM messages WHERE id = $1', [String(id)]))[0],
      )
      .toEqual({ status: 'failed', fault: 'blocked', kind: 'account_code' });
  });

  it('open an account’s password, and for nobody’s account even an approved one opens nothing', async () => {
    const person = await world.newPerson();
    const given = { email: person.email, phone: person.phone };
    await world.db.query('DELETE FROM otp_sends');
    expect((await ask('/forgot-password-otp', given)).statusCode).toBe(200);
    await expect.poll(() => engine.open.has(person.phone ?? '')).toBe(true);
    const reset = { ...given, otp_code: RIGHT, new_password: PASSWORD };
    expect((await ask('/forgot-password-otp', reset)).statusCode).toBe(200);
    const to = freeNumber();
    await start(to);
    await world.db.query('DELETE FROM otp_sends');
    const stranger = { email: person.email, phone: to };
    await ask('/forgot-password-otp', stranger);
    const answer = await ask('/forgot-password-otp', {
      ...stranger,
      otp_code: RIGHT,
      new_password: PASSWORD,
    });
    expect(answer.json()).toMatchObject({ code: 'otp_invalid' });
  });
});
