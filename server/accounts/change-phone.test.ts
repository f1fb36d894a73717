import { expect, it } from 'vitest';
import { codeFor, freeNumber, newestTo } from '../../test/accounts.ts';
import { arriveGranted, enter, type Headers, otherThan, post } from '../../test/at-the-door.ts';
import { codeIn, describeOnBothDatabases } from '../../test/harness.ts';

describeOnBothDatabases('another phone number', (world) => {
  const ask = async (headers: Headers, phone: string): Promise<string> => {
    await world().db.query('DELETE FROM otp_sends');
    const before = world().messenger.sent.length;
    const answer = await post(world(), '/api/me/phone', headers, { phone });
    expect(answer.statusCode, answer.body).toBe(200);
    return codeIn(await newestTo(world(), phone, before));
  };
  const confirm = (headers: Headers, phone: string, code: string) =>
    post(world(), '/api/me/phone/confirm', headers, { phone, otp_code: code });

  it('is bound with the code that went to it; the old one and the e-mail address are told', async () => {
    const person = await world().newPerson();
    const [client, elsewhere] = [await world().signIn(person), await world().signIn(person)];
    const phone = freeNumber();
    const code = await ask(client.headers, phone);
    const before = world().messenger.sent.length;
    expect((await confirm(client.headers, phone, otherThan(code))).statusCode).toBe(400);
    const answer = await confirm(client.headers, phone, code);
    expect(answer.statusCode, answer.body).toBe(200);
    expect(answer.json()).toMatchObject({ phone, phone_verified: true });
    expect(await newestTo(world(), person.phone ?? '', before)).toMatchObject({ body: { kind: 'notice' } });
    expect(await newestTo(world(), person.email, before)).toMatchObject({ channel: 'email' });
    const me = (headers: Headers) => world().app.inject({ url: '/api/me', headers });
    expect((await me(client.headers)).statusCode).toBe(200);
    expect((await me(elsewhere.headers)).statusCode).toBe(401);
    expect((await confirm(client.headers, phone, code)).statusCode).toBe(400);
  });

  it('ends the grant for a visit, and puts the session out of a running call', async () => {
    const { patient, id, client } = await arriveGranted(world());
    const ended: string[] = [];
    const unlisten = await world().db.listen('session_ended', (session) => ended.push(session));
    const phone = freeNumber();
    expect((await confirm(client.headers, phone, await ask(client.headers, phone))).statusCode).toBe(200);
    expect((await enter(world(), id, client.headers)).json()).toMatchObject({ code: 'otp_required' });
    await expect.poll(() => ended).toContain(client.sessionId);
    await unlisten();
    expect(patient.phone).not.toBe(phone);
  });

  it('needs a sign-in of the last ten minutes', async () => {
    const client = await world().signIn(await world().newPerson());
    await world().db.query(`UPDATE sessions SET created_at = now() - interval '11 minutes' WHERE id = $1`, [
      client.sessionId,
    ]);
    const phone = freeNumber();
    const answer = await post(world(), '/api/me/phone', client.headers, { phone });
    expect(answer.json()).toMatchObject({ status: 403, code: 'sign_in_again' });
    expect((await confirm(client.headers, phone, '123456')).statusCode).toBe(403);
  });

  it('takes no code of another session, and none that was sent for something else', async () => {
    const person = await world().newPerson();
    const [client, other] = [await world().signIn(person), await world().signIn(person)];
    const phone = freeNumber();
    const code = await ask(client.headers, phone);
    expect((await confirm(other.headers, phone, code)).statusCode).toBe(400);
    const account = await codeFor(world(), phone);
    expect((await confirm(client.headers, phone, account)).statusCode).toBe(account === code ? 200 : 400);
  });

  it('that is somebody else’s is told only with the right code', async () => {
    const { phone } = await world().newPerson();
    const client = await world().signIn(await world().newPerson());
    const code = await ask(client.headers, phone ?? '');
    expect((await confirm(client.headers, phone ?? '', otherThan(code))).json()).toMatchObject({
      code: 'otp_invalid',
    });
    const answer = await confirm(client.headers, phone ?? '', code);
    expect(answer.json()).toMatchObject({ status: 409, code: 'phone_taken' });
  });

  it('switches codes on again that a hundred wrong ones switched off', async () => {
    const person = await world().newPerson();
    const client = await world().signIn(person);
    await codeFor(world(), person.phone ?? '');
    await world().db.query('UPDATE otp_lanes SET failures = 100 WHERE subject = $1', [person.id]);
    await world().db.query('DELETE FROM otp_sends');
    const off = await post(world(), '/send-otp', {}, { to: person.phone });
    expect(off.json()).toMatchObject({ code: 'otp_off' });
    const phone = freeNumber();
    expect((await confirm(client.headers, phone, await ask(client.headers, phone))).statusCode).toBe(200);
    const code = await codeFor(world(), phone);
    expect((await post(world(), '/login-with-otp', {}, { to: phone, otp_code: code })).statusCode).toBe(200);
  });

  it('gives a browser a new cookie', async () => {
    const client = await world().signIn(await world().newPerson());
    const phone = freeNumber();
    const answer = await confirm(client.browser, phone, await ask(client.browser, phone));
    expect(answer.statusCode).toBe(200);
    expect(String(answer.headers['set-cookie'])).toContain('anteroom=');
    expect((await world().app.inject({ url: '/api/me', headers: client.browser })).statusCode).toBe(401);
  });
});
