import { expect, it } from 'vitest';
import {
  arrive,
  arriveGranted,
  arriveWithCode,
  cookiesOf,
  enter,
  inMinutes,
  otherThan,
  post,
  sendCode,
  verify,
} from '../../test/at-the-door.ts';
import { codeIn, describeOnBothDatabases } from '../../test/harness.ts';

const INVALID = 'Invalid or expired OTP';

describeOnBothDatabases('the right code at the door', (world) => {
  it('opens it, and the answer says where the call is', async () => {
    const { patient, id, client, code } = await arriveWithCode(world());
    const [row] = await world().db.query<{ room: string }>('SELECT room FROM appointments WHERE id = $1', [
      id,
    ]);
    const answer = await verify(world(), id, client.headers, patient.phone, code);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({
      message: 'OTP verified successfully',
      video_call_link: `http://localhost:5002/video-session/${row?.room}`,
      appointment_id: id,
    });
    expect(answer.headers['set-cookie']).toBeUndefined();
    const [entry] = await world().db.query(
      `SELECT actor_id, details FROM audit_entries WHERE action = 'visit.grant' AND subject_id = $1`,
      [id],
    );
    expect(entry).toEqual({ actor_id: patient.id, details: { session: client.sessionId } });
  });

  it.each(['sms', 'whatsapp', 'voice', 'email'])('opens it whichever way it came: %s', async (channel) => {
    const { patient, id, client } = await arrive(world());
    await post(world(), `/appointments/${id}/send-video-otp`, client.headers, { channel });
    const code = codeIn(world().messenger.sent.at(-1));
    expect((await verify(world(), id, client.headers, patient.phone, code)).statusCode).toBe(200);
  });

  it.each(['number', 'id/', 'number/'])('opens it when it is named as %s', async (how) => {
    const { patient, id, client, code } = await arriveWithCode(world());
    const [row] = await world().db.query<{ number: number }>(
      'SELECT number FROM appointments WHERE id = $1',
      [id],
    );
    const ref = how.startsWith('number') ? String(row?.number) : id;
    const url = `/appointments/${ref}/verify-video-otp${how.endsWith('/') ? '/' : ''}`;
    const payload = { contact_number: patient.phone, otp_code: code };
    const answer = await post(world(), url, client.headers, payload);
    expect(answer.json()).toMatchObject({ message: 'OTP verified successfully', appointment_id: id });
  });

  it.each(['+1 415 555 0199', '+1 (415) 555-0199', '+1-415-555-0199', ' +14155550199 ', '+1.415.555.0199'])(
    'is taken with one’s own number written as “%s”',
    async (contact) => {
      await world().db.query(`UPDATE people SET phone_verified_at = NULL WHERE phone = '+14155550199'`);
      const { id, client, code } = await arriveWithCode(world(), { phone: '+14155550199' });
      expect((await verify(world(), id, client.headers, contact, code)).statusCode).toBe(200);
    },
  );

  it('gives a browser a new cookie and remembers the device', async () => {
    const { patient, id, client } = await arrive(world());
    const code = await sendCode(world(), id, client.browser);
    const answer = await verify(world(), id, client.browser, patient.phone, code);
    expect(answer.statusCode).toBe(200);
    const cookies = cookiesOf(answer.headers['set-cookie']);
    expect([...cookies.keys()].sort()).toEqual(['anteroom', 'anteroom-device']);
    for (const cookie of [answer.headers['set-cookie'] ?? []].flat())
      expect(cookie).toMatch(/HttpOnly; SameSite=Lax$/);
    const { origin } = client.browser;
    expect((await enter(world(), id, client.browser)).statusCode).toBe(401);
    const rotated = { origin, cookie: `anteroom=${cookies.get('anteroom')}` };
    expect((await enter(world(), id, rotated)).statusCode).toBe(200);
  });

  it('gives the device that gave it a lane of its own: a stranger’s wrong codes do not lock it out', async () => {
    const { patient, id, client } = await arrive(world());
    const first = await verify(
      world(),
      id,
      client.browser,
      patient.phone,
      await sendCode(world(), id, client.browser),
    );
    const cookies = cookiesOf(first.headers['set-cookie']);
    const device = `anteroom-device=${cookies.get('anteroom-device')}`;
    const owner = { origin: client.browser.origin, cookie: `anteroom=${cookies.get('anteroom')}; ${device}` };
    const stranger = await world().signIn(patient);
    for (let codes = 0; codes < 2; codes += 1) {
      const code = await sendCode(world(), id, stranger.headers);
      for (let tries = 0; tries < 5; tries += 1)
        await verify(world(), id, stranger.headers, patient.phone, otherThan(code));
    }
    expect((await verify(world(), id, stranger.headers, patient.phone, '123456')).statusCode).not.toBe(200);
    const code = await sendCode(world(), id, owner);
    const second = await verify(world(), id, owner, patient.phone, code);
    expect(second.statusCode).toBe(200);
    expect([...cookiesOf(second.headers['set-cookie']).keys()]).toEqual(['anteroom']);
  });
});

describeOnBothDatabases('a code that is not right', (world) => {
  it('gets one answer, byte for byte: wrong, expired, spent, exhausted, replaced, never sent', async () => {
    const wrong = await arriveWithCode(world());
    const never = await arrive(world());
    const expired = await arriveWithCode(world());
    await world().db.query(
      `UPDATE otp_challenges SET created_at = created_at - interval '10 minutes', expires_at = expires_at - interval '10 minutes'
       WHERE subject = $1`,
      [expired.patient.id],
    );
    const spent = await arriveGranted(world());
    const exhausted = await arriveWithCode(world());
    for (let tries = 0; tries < 5; tries += 1)
      await verify(
        world(),
        exhausted.id,
        exhausted.client.headers,
        exhausted.patient.phone,
        otherThan(exhausted.code),
      );
    const replaced = await arriveWithCode(world());
    let newer = await sendCode(world(), replaced.id, replaced.client.headers);
    if (newer === replaced.code) newer = await sendCode(world(), replaced.id, replaced.client.headers);

    const answers = await Promise.all(
      [
        { ...wrong, code: otherThan(wrong.code) },
        { ...wrong, code: 'letters' },
        { ...never, code: '123456' },
        expired,
        spent,
        exhausted,
        replaced,
      ].map(({ id, client, patient, code }) => verify(world(), id, client.headers, patient.phone, code)),
    );
    const [first] = answers;
    expect(first?.json()).toEqual({
      type: 'urn:anteroom:problem:otp_invalid',
      title: 'Invalid code',
      status: 400,
      detail: INVALID,
      code: 'otp_invalid',
      error: INVALID,
    });
    for (const answer of answers) {
      expect(answer.statusCode).toBe(400);
      expect(answer.body).toBe(first?.body);
      expect({ ...answer.headers, date: '' }).toEqual({ ...first?.headers, date: '' });
    }
    expect(
      (await verify(world(), replaced.id, replaced.client.headers, replaced.patient.phone, newer)).statusCode,
    ).toBe(200);
  });

  it('is one that another session asked for, or that was sent for another visit', async () => {
    const { doctor, patient, id, client, code } = await arriveWithCode(world());
    const other = await world().signIn(patient);
    expect((await verify(world(), id, other.headers, patient.phone, code)).json()).toMatchObject({
      code: 'otp_invalid',
    });
    const next = await world().newAppointment({ doctor, patient, startsAt: inMinutes(-40) });
    expect((await verify(world(), next, client.headers, patient.phone, code)).json()).toMatchObject({
      code: 'otp_invalid',
    });
    expect((await verify(world(), id, client.headers, patient.phone, code)).statusCode).toBe(200);
  });

  it('is one that went to a number which is no longer the person’s', async () => {
    const { patient, id, client, code } = await arriveWithCode(world());
    await world().db.query(
      `UPDATE people SET phone = '+13035550188', phone_changed_at = now() WHERE id = $1`,
      [patient.id],
    );
    const answer = await verify(world(), id, client.headers, '+13035550188', code);
    expect(answer.json()).toMatchObject({ code: 'otp_invalid' });
  });

  it('ten times in a row pauses codes, right ones too: 429 says how long', async () => {
    const { patient, id, client } = await arrive(world());
    for (let codes = 0; codes < 2; codes += 1) {
      const code = await sendCode(world(), id, client.headers);
      if (codes === 1) await sendCode(world(), id, client.headers);
      const wrong = otherThan(codeIn(world().messenger.sent.at(-1)) || code);
      for (let tries = 0; tries < 5; tries += 1)
        await verify(world(), id, client.headers, patient.phone, wrong);
    }
    const paused = await post(world(), `/appointments/${id}/send-video-otp`, client.headers);
    expect(paused.statusCode).toBe(429);
    expect(paused.json()).toMatchObject({ code: 'otp_locked' });
    expect(Number(paused.headers['retry-after'])).toBeGreaterThan(890);
    expect(Number(paused.headers['retry-after'])).toBeLessThanOrEqual(900);
  });

  it('is not looked at where the number is not one’s own: 400, and it costs no try', async () => {
    const { doctor, patient, id, client, code } = await arriveWithCode(world());
    for (const contact of [doctor.phone, '+14155550123', 'not a number', '123', `${patient.phone}0`]) {
      const answer = await verify(world(), id, client.headers, contact, code);
      expect(answer.statusCode).toBe(400);
      expect(answer.json()).toMatchObject({ code: 'contact_mismatch' });
    }
    const again = [0, 1, 2, 3].map(() => verify(world(), id, client.headers, doctor.phone, code));
    await Promise.all(again);
    expect((await verify(world(), id, client.headers, patient.phone, code)).statusCode).toBe(200);
  });
});

describeOnBothDatabases('who may not try a code', (world) => {
  it('is who is not signed in: 401 “Please log in”', async () => {
    const { patient, id, code } = await arriveWithCode(world());
    const answer = await verify(world(), id, {}, patient.phone, code);
    expect(answer.statusCode).toBe(401);
    expect(answer.json()).toMatchObject({ code: 'unauthorized', error: 'Please log in' });
  });

  it('is a page of another site', async () => {
    const { patient, id, client } = await arrive(world());
    const code = await sendCode(world(), id, client.browser);
    for (const headers of [
      { cookie: client.browser.cookie },
      { ...client.browser, origin: 'https://elsewhere.test' },
    ]) {
      expect((await verify(world(), id, headers, patient.phone, code)).json()).toMatchObject({
        code: 'origin_refused',
      });
    }
  });

  it('is a stranger, an admin included: 403', async () => {
    const { id, code } = await arriveWithCode(world());
    for (const role of ['patient', 'admin'] as const) {
      const stranger = await world().newPerson({ role });
      const answer = await verify(
        world(),
        id,
        (await world().signIn(stranger)).headers,
        stranger.phone,
        code,
      );
      expect(answer.statusCode).toBe(403);
      expect(answer.json()).toMatchObject({
        code: 'not_participant',
        error: 'Unauthorized access to appointment',
      });
    }
  });

  it('is who has no number: 400', async () => {
    const { id, client } = await arrive(world(), { phone: null });
    expect((await verify(world(), id, client.headers, '+14155550123', '123456')).json()).toMatchObject({
      code: 'phone_missing',
    });
  });

  it('is who names no appointment: 404', async () => {
    const { patient, client } = await arrive(world());
    for (const ref of ['019bfd1c-0000-7000-8000-000000000000', '999999999']) {
      const answer = await verify(world(), ref, client.headers, patient.phone, '123456');
      expect(answer.statusCode).toBe(404);
      expect(answer.json()).toMatchObject({ code: 'appointment_not_found' });
    }
  });

  it.each([60, -80])('is who comes %i minutes from the start: 409', async (minutes) => {
    const { patient, id, client, code } = await arriveWithCode(world());
    await world().db.query('UPDATE appointments SET starts_at = $2, ends_at = $3 WHERE id = $1', [
      id,
      inMinutes(minutes),
      inMinutes(minutes + 30),
    ]);
    const answer = await verify(world(), id, client.headers, patient.phone, code);
    expect(answer.statusCode).toBe(409);
    expect(answer.json()).toMatchObject({ code: 'not_joinable' });
  });
});
