import { randomUUID } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { afterAll, expect, it } from 'vitest';
import { enter, inMinutes, sendCode, verify } from '../../test/at-the-door.ts';
import { describeOnBothDatabases, type World } from '../../test/harness.ts';
import {
  claims,
  newOutsideKey,
  PROJECT_ID,
  secondsNow,
  signedBy,
  startKeyHost,
} from '../../test/outside-issuer.ts';

const key = newOutsideKey();
const host = await startKeyHost(key);
afterAll(() => host.close());

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const bearer = async (payload: JWTPayload) => ({ authorization: `Bearer ${await signedBy(key, payload)}` });

const me = ({ app }: World, headers: Record<string, string>) =>
  app.inject({ method: 'GET', url: '/api/me', headers });

const signOut = ({ app }: World, headers: Record<string, string>) =>
  app.inject({ method: 'DELETE', url: '/api/sessions/current', headers });

interface StoredSession {
  id: string;
  idle_seconds: number;
  expires_at: Date;
}

const sessionsOf = ({ db }: World, personId: string): Promise<StoredSession[]> =>
  db.query<StoredSession>(
    'SELECT id, idle_seconds, expires_at FROM sessions WHERE person_id = $1 ORDER BY id',
    [personId],
  );

/** A person whom tokens of these claims stand for. */
const linked = async (world: World, role: 'patient' | 'doctor' = 'patient') => {
  const person = await world.newPerson({ role });
  return { person, known: claims({ phone_number: person.phone }) };
};

describeOnBothDatabases(
  'a session on ID tokens',
  (world) => {
    it('is one for all tokens of a sign-in, and another for the next sign-in', async () => {
      const { person, known } = await linked(world());
      const now = secondsNow();
      for (const changes of [{}, { iat: now - 5 }, { auth_time: now - 30 }])
        expect((await me(world(), await bearer({ ...known, ...changes }))).json()).toMatchObject({
          id: person.id,
        });
      expect(await sessionsOf(world(), person.id)).toHaveLength(2);
    });

    it('is one for a hundred first requests at once, of one person and one identity', async () => {
      const email = `race-${randomUUID()}@clinic.test`;
      const headers = await bearer(claims({ email, email_verified: true, phone_number: '+14155550150' }));
      const answers = await Promise.all(Array.from({ length: 100 }, () => me(world(), headers)));
      expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
      const ids = new Set(answers.map((answer) => answer.json<{ id: string }>().id));
      expect(ids.size).toBe(1);
      const [id = ''] = ids;
      expect(await sessionsOf(world(), id)).toHaveLength(1);
      const actions = await world().db.query(
        'SELECT action FROM audit_entries WHERE actor_id = $1 OR subject_id = $1 ORDER BY id',
        [id],
      );
      expect(actions).toEqual([
        { action: 'person.add' },
        { action: 'person.link' },
        { action: 'session.open' },
      ]);
    });

    it('finds one person for several identities that meet for the first time at once', async () => {
      const email = `meet-${randomUUID()}@clinic.test`;
      const headers = await Promise.all(
        Array.from({ length: 6 }, () => bearer(claims({ email, email_verified: true }))),
      );
      const answers = await Promise.all(headers.map((each) => me(world(), each)));
      expect(new Set(answers.map((answer) => answer.json<{ id: string }>().id)).size).toBe(1);
    });

    it('links by no address that the issuer has not verified', async () => {
      const owner = await world().newPerson();
      for (const verified of [false, undefined, 'true', 1]) {
        const answer = await me(
          world(),
          await bearer(claims({ email: owner.email, email_verified: verified })),
        );
        expect(answer.statusCode).toBe(200);
        expect(answer.json<{ id: string }>().id).not.toBe(owner.id);
      }
    });

    it('ends at once with signing out, for every token of that sign-in and for no other', async () => {
      const { person, known } = await linked(world());
      const [first, later] = [await bearer(known), await bearer({ ...known, iat: secondsNow() - 1 })];
      const elsewhere = await bearer({ ...known, auth_time: secondsNow() - 30 });
      expect((await me(world(), elsewhere)).statusCode).toBe(200);
      expect((await signOut(world(), first)).statusCode).toBe(204);
      for (const headers of [first, later, first]) expect((await me(world(), headers)).statusCode).toBe(401);
      expect((await me(world(), elsewhere)).json()).toMatchObject({ id: person.id });
      const again = await bearer({ ...known, auth_time: secondsNow() });
      expect((await me(world(), again)).statusCode).toBe(200);
    });

    it('stays ended when its row is long forgotten', async () => {
      const { person, known } = await linked(world());
      const old = { ...known, auth_time: secondsNow() - 31 * DAY };
      expect((await me(world(), await bearer(old))).statusCode).toBe(401);
      expect(await sessionsOf(world(), person.id)).toHaveLength(0);
      const newcomer = claims({ phone_number: '+14155550152', auth_time: old.auth_time });
      expect((await me(world(), await bearer(newcomer))).statusCode).toBe(401);
      expect(await world().db.query(`SELECT id FROM people WHERE phone = '+14155550152'`)).toEqual([]);
    });

    it.each([
      ['patient', 7 * DAY, 30 * DAY],
      ['doctor', HOUR, DAY],
    ] as const)('of a %s has the limits of their role, from the sign-in on', async (role, idle, absolute) => {
      const { person, known } = await linked(world(), role);
      const signedInAt = secondsNow() - 20 * MINUTE;
      await me(world(), await bearer({ ...known, auth_time: signedInAt }));
      const [session] = await sessionsOf(world(), person.id);
      expect(session?.idle_seconds).toBe(idle);
      expect(session?.expires_at).toEqual(new Date((signedInAt + absolute) * 1000));
      const late = await bearer({ ...known, auth_time: secondsNow() - absolute });
      expect((await me(world(), late)).statusCode).toBe(401);
      expect(await sessionsOf(world(), person.id)).toHaveLength(1);
    });

    it('is over when nobody used it for its idle time, and no token opens it again', async () => {
      const { person, known } = await linked(world(), 'doctor');
      const headers = await bearer(known);
      expect((await me(world(), headers)).statusCode).toBe(200);
      await world().db.query(
        `UPDATE sessions SET seen_at = now() - interval '61 minutes' WHERE person_id = $1`,
        [person.id],
      );
      expect((await me(world(), headers)).statusCode).toBe(401);
      expect(await sessionsOf(world(), person.id)).toHaveLength(1);
    });

    it('is opened by no cookie and renewed by no refresh token', async () => {
      const { person, known } = await linked(world());
      await me(world(), await bearer(known));
      const [session] = await sessionsOf(world(), person.id);
      const tokens = await world().db.query('SELECT hash FROM refresh_tokens WHERE session_id = $1', [
        session?.id ?? '',
      ]);
      expect(tokens).toEqual([]);
    });

    it('passes the door with a code of its own, and no other sign-in with it', async () => {
      const { person, known } = await linked(world());
      const doctor = await world().newPerson({ role: 'doctor' });
      const id = await world().newAppointment({ doctor, patient: person, startsAt: inMinutes(5) });
      const headers = await bearer(known);
      expect((await enter(world(), id, headers)).json()).toMatchObject({ code: 'otp_required' });
      const code = await sendCode(world(), id, headers);
      expect((await verify(world(), id, headers, person.phone, code)).statusCode).toBe(200);
      expect((await enter(world(), id, await bearer({ ...known, iat: secondsNow() - 1 }))).statusCode).toBe(
        200,
      );
      const elsewhere = await bearer({ ...known, auth_time: secondsNow() - 30 });
      expect((await enter(world(), id, elsewhere)).json()).toMatchObject({ code: 'otp_required' });
      await signOut(world(), headers);
      expect((await enter(world(), id, headers)).statusCode).toBe(401);
    });

    it('shows no address that only stands in for one, to nobody', async () => {
      const headers = await bearer(claims({ phone_number: '+14155550153' }));
      const answer = await me(world(), headers);
      expect(answer.json()).toMatchObject({ email: '', phone: '+14155550153' });
      const patient = answer.json<{ id: string }>();
      const doctor = await world().newPerson({ role: 'doctor' });
      const id = await world().newAppointment({ doctor, patient, startsAt: inMinutes(5) });
      const { headers: asDoctor } = await world().signIn(doctor);
      const code = await sendCode(world(), id, asDoctor);
      expect((await verify(world(), id, asDoctor, doctor.phone, code)).statusCode).toBe(200);
      expect((await enter(world(), id, asDoctor)).statusCode).toBe(200);
      for (const path of [`/api/video-calls/${id}`, '/api/video-calls', `/api/appointments/${id}`]) {
        const seen = await world().app.inject({ method: 'GET', url: path, headers: asDoctor });
        expect(seen.statusCode).toBe(200);
        expect(seen.body).not.toContain('.invalid');
      }
    });

    it('sends no code to an address that only stands in for one', async () => {
      const known = claims({ phone_number: '+14155550151' });
      const headers = await bearer(known);
      const patient = (await me(world(), headers)).json<{ id: string }>();
      const doctor = await world().newPerson({ role: 'doctor' });
      const id = await world().newAppointment({ doctor, patient, startsAt: inMinutes(5) });
      const url = `/appointments/${id}/send-video-otp`;
      const sentBefore = world().messenger.sent.length;
      const answer = await world().app.inject({
        method: 'POST',
        url,
        headers,
        payload: { channel: 'email' },
      });
      expect(answer.json()).toMatchObject({ code: 'address_missing' });
      expect(world().messenger.sent).toHaveLength(sentBefore);
      expect((await world().app.inject({ method: 'POST', url, headers })).statusCode).toBe(200);
    });
  },
  { FIREBASE_PROJECT_ID: PROJECT_ID, FIREBASE_JWKS_URL: host.url.href },
);
