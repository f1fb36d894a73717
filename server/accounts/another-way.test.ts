import { expect, it, vi } from 'vitest';
import { freeNumber } from '../../test/accounts.ts';
import { post } from '../../test/at-the-door.ts';
import { describeOnBothDatabases } from '../../test/harness.ts';
import { messageState } from '../messages/find-message.ts';

describeOnBothDatabases('where a code did not arrive', (world) => {
  const send = (to: string, channel: string) => post(world(), '/send-otp', {}, { to, channel });
  const sendInVain = async (to: string, channel: string) => {
    const answer = await send(to, channel);
    expect(answer.statusCode, answer.body).toBe(200);
    const id = String(answer.json()['delivery_id']);
    await vi.waitFor(async () => expect((await messageState(world().deps, id))?.status).toBe('sent'));
    await world().db.query(`UPDATE messages SET status = 'failed', fault = 'unreachable' WHERE id = $1`, [
      id,
    ]);
  };

  it('another way may be tried at once, and then it is 60 seconds again', async () => {
    const to = freeNumber();
    await sendInVain(to, 'sms');
    expect((await send(to, 'whatsapp')).statusCode).toBe(200);
    const third = await send(to, 'voice');
    expect(third.statusCode).toBe(429);
    expect(Number(third.headers['retry-after'])).toBeGreaterThan(50);
  });

  it('three in ten minutes are three, however many of them failed', async () => {
    const to = freeNumber();
    for (const channel of ['sms', 'whatsapp', 'voice']) await sendInVain(to, channel);
    const fourth = await send(to, 'sms');
    expect(fourth.statusCode).toBe(429);
    expect(Number(fourth.headers['retry-after'])).toBeGreaterThan(500);
  });

  it('one of the ways that it took is enough for it to have arrived', async () => {
    const to = freeNumber();
    await sendInVain(to, 'sms');
    await world().db.query(
      `INSERT INTO messages (id, kind, channel, address_key, to_masked, instead_of, status)
       SELECT gen_random_uuid(), kind, 'whatsapp', address_key, to_masked, id, 'sent' FROM messages
       ORDER BY created_at DESC LIMIT 1`,
    );
    expect((await send(to, 'voice')).statusCode).toBe(429);
  });

  it('nobody learns whose number it is from how soon a new password may be asked for again', async () => {
    const { email, phone } = await world().newPerson();
    const ask = () => post(world(), '/forgot-password-otp', {}, { email, phone: phone ?? '' });
    expect((await ask()).statusCode).toBe(200);
    await vi.waitFor(async () =>
      expect(
        await world().db.query(
          `UPDATE messages SET status = 'failed' WHERE kind = 'reset_code' RETURNING id`,
        ),
      ).toHaveLength(1),
    );
    expect((await ask()).statusCode).toBe(429);
  });
});
