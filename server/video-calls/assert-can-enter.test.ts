import { expect, it } from 'vitest';
import { describeOnBothDatabases } from '../../test/harness.ts';
import { act, call, initiate, newVisit } from '../../test/video-visit.ts';

describeOnBothDatabases('a video call behind a code', (world) => {
  it('hands out no token or link without a grant, to doctor and patient alike', async () => {
    const { id, startsAt, doctor, patient } = await newVisit(world());
    world().setNow(startsAt);
    for (const who of [doctor, patient]) {
      for (const answer of [
        await initiate(world(), who, id),
        await call(world(), who, 'GET', `/api/video-calls/token/${id}`),
        await call(world(), who, 'GET', `/api/appointments/video-token/${id}`),
        await call(world(), who, 'POST', `/api/appointments/video-room/${id}`),
      ]) {
        expect([answer.status, answer.body.code]).toEqual([403, 'otp_required']);
      }
    }
  });

  it('takes a side in with a grant only, and lets it out without', async () => {
    const { id, startsAt, patient } = await newVisit(world());
    world().setNow(startsAt);
    const { headers, sessionId } = await world().signIn(patient);
    await world().db.query(
      `INSERT INTO visit_grants (session_id, appointment_id, appointment_version, expires_at)
       VALUES ($1, $2, 1, now() + interval '30 days')`,
      [sessionId, id],
    );
    const opened = await world().app.inject({
      method: 'POST',
      url: '/api/video-calls/initiate',
      headers,
      payload: { appointmentId: id },
    });
    expect(opened.statusCode).toBe(200);
    const other = await act(world(), patient, id, 'join');
    expect([other.status, other.body.code]).toEqual([403, 'otp_required']);
    const url = `/api/video-calls/${id}/status`;
    const joined = await world().app.inject({ method: 'PATCH', url, headers, payload: { action: 'join' } });
    expect(joined.statusCode).toBe(200);
    expect((await act(world(), patient, id, 'leave')).status).toBe(200);
  });
});
