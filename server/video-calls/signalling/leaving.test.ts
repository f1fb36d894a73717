import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { describeSignalling, next } from '../../../test/signalling-world.ts';

const MINUTE_MS = 60_000;

describeSignalling('who may not stay in a call', (here) => {
  it('is put out within a second of signing out', async () => {
    const visit = await here().newVisit();
    const { doctor, patient } = await here().both(visit);
    const left = next(doctor.client, 'peer-left');
    const bye = next(patient.client, 'bye', 1_000);
    expect((await here().request(visit.asPatient, 'DELETE', '/api/sessions/current')).status).toBe(204);
    expect(await bye).toMatchObject({ code: 'signed_out' });
    expect(await left).toMatchObject({ id: patient.welcome.self.id, how: 'gone' });
    expect(doctor.client.connected).toBe(true);
  });

  it.each([
    { change: 'moved', code: 'visit_moved' },
    { change: 'cancelled', code: 'visit_cancelled' },
  ])(
    'is put out within a second when the visit is $change, and the old ticket stays out',
    async ({ change, code }) => {
      const visit = await here().newVisit(10);
      const ticket = await here().ticketFor(visit, visit.asPatient);
      const { client } = await here().enter(visit, visit.asPatient);
      const bye = next(client, 'bye', 1_000);
      const path = `/api/appointments/${visit.id}`;
      const startsAt = new Date(Math.ceil(Date.now() / MINUTE_MS + 8) * MINUTE_MS).toISOString();
      const changed =
        change === 'moved'
          ? await here().request(visit.asDoctor, 'PATCH', path, { starts_at: startsAt })
          : await here().request(visit.asDoctor, 'POST', `${path}/cancel`);
      expect(changed.status).toBe(200);
      expect(await bye).toMatchObject({ code });
      expect(await here().refusal({ ticket, accessToken: visit.asPatient.accessToken })).toBe(code);
    },
  );

  it('is both sides when one of them ends the visit', async () => {
    const visit = await here().newVisit();
    const { doctor, patient } = await here().both(visit);
    const told = [doctor, patient].map(({ client }) => {
      const ends: string[] = [];
      client.on('status', ({ status, by }) => void (status === 'COMPLETED' && ends.push(by)));
      return { ends, bye: next(client, 'bye', 1_000) };
    });
    const path = `/api/video-calls/${visit.id}/status`;
    expect((await here().request(visit.asDoctor, 'PATCH', path, { action: 'end' })).status).toBe(200);
    for (const { ends, bye } of told) {
      expect(await bye).toMatchObject({ code: 'visit_over' });
      expect(ends).toEqual(['doctor']);
    }
  });

  it('may come back after the patient ended it, and not after the doctor did', async () => {
    const visit = await here().newVisit();
    const path = `/api/video-calls/${visit.id}/status`;
    const ticket = await here().ticketFor(visit, visit.asPatient);
    const { accessToken } = visit.asPatient;
    const first = await here().both(visit);
    const bye = next(first.patient.client, 'bye');
    await here().request(visit.asPatient, 'PATCH', path, { action: 'end' });
    await bye;
    const back = here().connect({ ticket, accessToken });
    expect(await next(back, 'welcome')).toMatchObject({ status: 'IN_PROGRESS' });
    const byeAgain = next(back, 'bye');
    await here().request(visit.asDoctor, 'PATCH', path, { action: 'end' });
    await byeAgain;
    expect(await here().refusal({ ticket, accessToken })).toBe('visit_over');
  });

  it('is put out when the join window closes', async () => {
    const visit = await here().newVisit();
    const endsAt = new Date(Date.now() + 1_500 - 30 * MINUTE_MS);
    const startsAt = new Date(endsAt.getTime() - 30 * MINUTE_MS);
    const text = 'UPDATE appointments SET starts_at = $2, ends_at = $3 WHERE id = $1';
    await here().world.db.query(text, [visit.id, startsAt, endsAt]);
    const { client } = await here().enter(visit, visit.asPatient);
    expect(await next(client, 'bye')).toMatchObject({ code: 'visit_over' });
  });

  it('is found within five seconds where no notification came', async () => {
    const [moved, signedOut] = [await here().newVisit(), await here().newVisit()];
    const { doctor } = await here().both(moved);
    const { patient } = await here().both(signedOut);
    const byes = [next(doctor.client, 'bye', 5_000), next(patient.client, 'bye', 5_000)];
    const { db } = here().world;
    await db.query('UPDATE appointments SET version = version + 1 WHERE id = $1', [moved.id]);
    const text = `UPDATE sessions SET ended_at = now(), end_reason = 'test' WHERE id = $1`;
    await db.query(text, [signedOut.asPatient.sessionId]);
    expect((await Promise.all(byes)).map(({ code }) => code)).toEqual(['visit_moved', 'signed_out']);
  });
});

describeSignalling('the record of who is in a call', (here) => {
  it('says at once who pressed Leave, and so does the other side’s page', async () => {
    const visit = await here().newVisit();
    const { doctor, patient } = await here().both(visit);
    const left = next(doctor.client, 'peer-left');
    await new Promise<void>((acknowledge) => patient.client.emit('leave', acknowledge));
    expect((await here().record(visit))?.patient_left_at).toBeInstanceOf(Date);
    expect(await left).toEqual({ id: patient.welcome.self.id, role: 'patient', how: 'left' });
    expect(await here().record(visit)).toMatchObject({ status: 'IN_PROGRESS', doctor_left_at: null });
  });

  it('waits ten seconds for a side whose connection broke', async () => {
    const [lost, back] = [await here().newVisit(), await here().newVisit()];
    const [one, other] = [await here().both(lost), await here().both(back)];
    const gone = next(one.doctor.client, 'peer-left');
    one.patient.client.io.engine.close();
    other.patient.client.io.engine.close();
    expect(await gone).toMatchObject({ how: 'gone' });
    await pause(5_000);
    expect((await here().record(lost))?.patient_left_at).toBeNull();
    await here().enter(back, back.asPatient);
    const leftAt = async () => (await here().record(lost))?.patient_left_at;
    await expect.poll(leftAt, { timeout: 8_000 }).toBeInstanceOf(Date);
    await pause(500);
    expect((await here().record(back))?.patient_left_at).toBeNull();
  });

  it('has no departure of those whom a closing server sends away to come back', async () => {
    const visit = await here().newVisit();
    const { client } = await here().enter(visit, visit.asPatient);
    const bye = next(client, 'bye');
    const gone = new Promise((resolve) => client.on('disconnect', resolve));
    await here().closeSignalling();
    expect(await bye).toMatchObject({ code: 'server_closing' });
    await gone;
    expect((await here().record(visit))?.patient_left_at).toBeNull();
  });
});
