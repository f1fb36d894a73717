import { expect, it } from 'vitest';
import { arriveGranted, enter, inMinutes, post, sendCode, verify } from '../../test/at-the-door.ts';
import { describeOnBothDatabases, type SignedInClient } from '../../test/harness.ts';

describeOnBothDatabases('what a right code is good for', (world) => {
  it('is this sign-in session alone', async () => {
    const { doctor, patient, id } = await arriveGranted(world());
    for (const person of [patient, doctor]) {
      const answer = await enter(world(), id, (await world().signIn(person)).headers);
      expect(answer.statusCode).toBe(403);
      expect(answer.json()).toMatchObject({ code: 'otp_required' });
    }
  });

  const required = async (id: string, client: SignedInClient) =>
    expect((await enter(world(), id, client.headers)).json()).toMatchObject({
      code: 'otp_required',
      status: 403,
    });

  it('ends when the visit is moved, and a code sent before counts no more', async () => {
    const { doctor, patient, id, client } = await arriveGranted(world());
    const code = await sendCode(world(), id, client.headers);
    const moved = await world().app.inject({
      method: 'PATCH',
      url: `/api/appointments/${id}`,
      headers: (await world().signIn(doctor)).headers,
      payload: { starts_at: inMinutes(10).toISOString() },
    });
    expect(moved.statusCode).toBe(200);
    await required(id, client);
    expect((await verify(world(), id, client.headers, patient.phone, code)).json()).toMatchObject({
      code: 'otp_invalid',
    });
    const fresh = await sendCode(world(), id, client.headers);
    expect((await verify(world(), id, client.headers, patient.phone, fresh)).statusCode).toBe(200);
    expect((await enter(world(), id, client.headers)).statusCode).toBe(200);
  });

  it('ends when the visit is cancelled', async () => {
    const { patient, id, client } = await arriveGranted(world());
    const code = await sendCode(world(), id, client.headers);
    expect((await post(world(), `/api/appointments/${id}/cancel`, client.headers)).statusCode).toBe(200);
    expect((await enter(world(), id, client.headers)).statusCode).toBeGreaterThanOrEqual(400);
    expect((await verify(world(), id, client.headers, patient.phone, code)).json()).toMatchObject({
      code: 'not_joinable',
    });
    await world().db.query(`UPDATE appointments SET status = 'CONFIRMED' WHERE id = $1`, [id]);
    await required(id, client);
  });

  it('ends at sign-out', async () => {
    const { patient, id, client } = await arriveGranted(world());
    await world().app.inject({ method: 'DELETE', url: '/api/sessions/current', headers: client.headers });
    expect((await enter(world(), id, client.headers)).statusCode).toBe(401);
    await required(id, await world().signIn(patient));
  });

  it('ends when the number on the account changes', async () => {
    const { patient, id, client } = await arriveGranted(world());
    await world().db.query('UPDATE people SET phone_changed_at = now() WHERE id = $1', [patient.id]);
    await required(id, client);
  });

  it('ends when the join window closes', async () => {
    const { id } = await arriveGranted(world());
    const [grant] = await world().db.query<{ right: boolean }>(
      `SELECT g.expires_at = a.ends_at + interval '30 minutes' AS right FROM visit_grants g JOIN appointments a ON a.id = g.appointment_id
       WHERE a.id = $1`,
      [id],
    );
    expect(grant).toEqual({ right: true });
  });
});
