import { expect, it } from 'vitest';
import type { Spending } from '../../contract/spending.ts';
import { codeIn, describeOnBothDatabases, type NewPerson, type World } from '../../test/harness.ts';
import type { Sent } from '../messages/messenger.ts';

const MINUTE_MS = 60_000;
const inMinutes = (minutes: number): Date => new Date(Date.now() + minutes * MINUTE_MS);

interface Arrival {
  person?: NewPerson;
  startsAt?: Date;
  status?: string;
  sessionType?: 'telehealth' | 'in_person';
}

/** A signed-in patient at the door of a visit of half an hour with a doctor of their own. */
const arrive = async (world: World, { person = {}, startsAt = inMinutes(5), ...visit }: Arrival = {}) => {
  const doctor = await world.newPerson({ role: 'doctor' });
  const patient = await world.newPerson(person);
  const id = await world.newAppointment({ doctor, patient, startsAt, ...visit });
  return { doctor, patient, id, client: await world.signIn(patient) };
};

const send = ({ app }: World, ref: string, headers: Record<string, string>, payload?: object) =>
  app.inject({
    method: 'POST',
    url: `/appointments/${ref}/send-video-otp`,
    headers,
    ...(payload === undefined ? {} : { payload }),
  });

const lastDigits = (phone: string | null): string => (phone ?? '').slice(-2);

describeOnBothDatabases('a code for the door of a visit', (world) => {
  it.each(['sms', 'whatsapp', 'voice'] as const)(
    'goes by %s to the number on the account',
    async (channel) => {
      const { patient, id, client } = await arrive(world());
      const answer = await send(world(), id, client.headers, { channel });
      expect(answer.statusCode).toBe(200);
      expect(answer.json()).toEqual({
        message: 'OTP sent successfully for video call access',
        appointment_id: id,
        channel,
        to: `+1 ••••••••${lastDigits(patient.phone)}`,
        expires_in: 600,
        resend_in: 60,
        delivery_id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
      });
      const message = world().messenger.sent.at(-1);
      expect(message).toEqual({
        id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
        channel,
        to: patient.phone,
        subject: null,
        text: expect.stringContaining(channel === 'voice' ? 'Your code is' : '10 minutes'),
        language: 'en',
        body: { kind: 'code', code: expect.stringMatching(/^\d{6}$/), minutes: 10 },
      });
      if (channel !== 'voice') expect(message?.text).toContain(codeIn(message));
      expect(answer.body).not.toContain(codeIn(message));
    },
  );

  it('goes by e-mail to the address on the account', async () => {
    const { patient, id, client } = await arrive(world());
    const answer = await send(world(), id, client.headers, { channel: 'email' });
    expect(answer.json()).toMatchObject({ channel: 'email', to: 'p•••@clinic.test' });
    const message = world().messenger.sent.at(-1);
    expect(message).toMatchObject({ channel: 'email', to: patient.email });
    expect(message?.subject).toContain(codeIn(message));
  });

  it('goes to the doctor as it goes to the patient', async () => {
    const { doctor, id } = await arrive(world());
    const answer = await send(world(), id, (await world().signIn(doctor)).headers);
    expect(answer.statusCode).toBe(200);
    expect(world().messenger.sent.at(-1)?.to).toBe(doctor.phone);
  });

  it.each(['by UUID', 'by UUID in capitals', 'by number', 'by UUID and slash', 'by number and slash'])(
    'is asked for %s',
    async (how) => {
      const { id, client } = await arrive(world());
      const [row] = await world().db.query<{ number: number }>(
        'SELECT number FROM appointments WHERE id = $1',
        [id],
      );
      const base = how.includes('number')
        ? String(row?.number)
        : how.includes('capitals')
          ? id.toUpperCase()
          : id;
      const url = `/appointments/${base}/send-video-otp${how.includes('slash') ? '/' : ''}`;
      const answer = await world().app.inject({ method: 'POST', url, headers: client.headers });
      expect(answer.statusCode).toBe(200);
      expect(answer.json()).toMatchObject({ appointment_id: id });
    },
  );

  it('is for the signed-in: 401 “Please log in”', async () => {
    const { id } = await arrive(world());
    const answer = await send(world(), id, {});
    expect(answer.statusCode).toBe(401);
    expect(answer.json()).toMatchObject({
      code: 'unauthorized',
      error: 'Please log in',
      detail: 'Please log in',
    });
  });

  it.each([
    { what: 'no number', person: { phone: null } },
    { what: 'a number that was never confirmed', person: { phoneVerified: false } },
  ])('needs a number: 400 phone_missing for $what', async ({ person }) => {
    const { id, client } = await arrive(world(), { person });
    for (const channel of ['sms', 'whatsapp', 'voice']) {
      const answer = await send(world(), id, client.headers, { channel });
      expect(answer.statusCode).toBe(400);
      expect(answer.json()).toMatchObject({ code: 'phone_missing', error: 'Phone number not found' });
    }
  });

  it('is nobody else’s: 403 for a stranger and for an admin, whatever the time of the visit', async () => {
    const visits = [await arrive(world()), await arrive(world(), { startsAt: inMinutes(600) })];
    for (const role of ['patient', 'doctor', 'admin'] as const) {
      const { headers } = await world().signIn(await world().newPerson({ role }));
      for (const { id } of visits) {
        const answer = await send(world(), id, headers);
        expect(answer.statusCode).toBe(403);
        expect(answer.json()).toMatchObject({
          code: 'not_participant',
          error: 'Unauthorized access to appointment',
        });
      }
    }
  });

  it('needs an appointment: 404', async () => {
    const { client } = await arrive(world());
    for (const ref of ['019bfd1c-0000-7000-8000-000000000000', '999999999']) {
      const answer = await send(world(), ref, client.headers);
      expect(answer.statusCode).toBe(404);
      expect(answer.json()).toMatchObject({ code: 'appointment_not_found' });
    }
  });

  it.each<Arrival & { what: string }>([
    { what: 'more than 15 minutes before the start', startsAt: inMinutes(16) },
    { what: 'more than 30 minutes after the end', startsAt: inMinutes(-61) },
    { what: 'once cancelled', status: 'CANCELLED' },
    { what: 'before it is confirmed', status: 'SCHEDULED' },
    { what: 'once the doctor has ended it', status: 'COMPLETED' },
    { what: 'for a visit in person', sessionType: 'in_person' },
  ])('is not sent $what: 409', async ({ what: _, ...arrival }) => {
    const { id, client } = await arrive(world(), arrival);
    const before = world().messenger.sent.length;
    const answer = await send(world(), id, client.headers);
    expect(answer.statusCode).toBe(409);
    expect(answer.json()).toMatchObject({ code: 'not_joinable', status: 409 });
    expect(world().messenger.sent.length).toBe(before);
  });

  it.each([14, -59])('is sent for a visit that starts %i minutes from now', async (minutes) => {
    const { id, client } = await arrive(world(), { startsAt: inMinutes(minutes) });
    expect((await send(world(), id, client.headers)).statusCode).toBe(200);
  });

  it('is sent once a minute: 429 says how long to wait', async () => {
    const { id, client } = await arrive(world());
    expect((await send(world(), id, client.headers)).statusCode).toBe(200);
    const before = world().messenger.sent.length;
    const answer = await send(world(), id, client.headers);
    expect(answer.statusCode).toBe(429);
    expect(answer.json()).toMatchObject({ code: 'too_many_requests' });
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(50);
    expect(Number(answer.headers['retry-after'])).toBeLessThanOrEqual(60);
    expect(world().messenger.sent.length).toBe(before);
  });

  it.each<Sent>([
    { outcome: 'refused', fault: 'unreachable' },
    { outcome: 'unavailable', fault: 'rate_limited', retryAfter: 3_600 },
  ])(
    'that could not be sent ($outcome) is a 502, is void, and another try is possible at once',
    async (word) => {
      const { patient, id, client } = await arrive(world());
      const { messenger, app } = world();
      messenger.answer = word;
      const answer = await send(world(), id, client.headers);
      messenger.answer = null;
      expect(answer.statusCode).toBe(502);
      expect(answer.json()).toMatchObject({ code: 'send_failed', error: 'Failed to send OTP' });
      const lost = codeIn(messenger.sent.at(-1));
      const tried = await app.inject({
        method: 'POST',
        url: `/appointments/${id}/verify-video-otp`,
        headers: client.headers,
        payload: { contact_number: patient.phone, otp_code: lost },
      });
      expect(tried.json()).toMatchObject({ code: 'otp_invalid' });
      expect((await send(world(), id, client.headers)).statusCode).toBe(200);
    },
  );

  it('is sent once where a hundred are asked for at the same moment', async () => {
    const { patient, id, client } = await arrive(world());
    const answers = await Promise.all(Array.from({ length: 100 }, () => send(world(), id, client.headers)));
    const statuses = answers.map(({ statusCode }) => statusCode).sort();
    expect(statuses).toEqual([200, ...Array.from({ length: 99 }, () => 429)]);
    expect(world().messenger.sent.filter(({ to }) => to === patient.phone)).toHaveLength(1);
  });
});

describeOnBothDatabases(
  'a code where only some countries are served',
  (world) => {
    it('goes to a number there and to no other: 403', async () => {
      const here = await arrive(world(), { person: { phone: '+919876543210' } });
      expect((await send(world(), here.id, here.client.headers)).statusCode).toBe(200);
      const abroad = await arrive(world());
      const answer = await send(world(), abroad.id, abroad.client.headers);
      expect(answer.statusCode).toBe(403);
      expect(answer.json()).toMatchObject({ code: 'country_refused' });
    });

    it('and a refusal is on the admin’s page of what was held back', async () => {
      const blocked = async () => {
        const { headers } = await world().signIn(await world().newPerson({ role: 'admin' }));
        const answer = await world().app.inject({ url: '/api/admin/spending', headers });
        const { blocked: reasons } = answer.json<Spending>();
        return reasons.find(({ reason }) => reason === 'country')?.count ?? 0;
      };
      const before = await blocked();
      const abroad = await arrive(world());
      for (const channel of ['sms', 'whatsapp'])
        expect((await send(world(), abroad.id, abroad.client.headers, { channel })).statusCode).toBe(403);
      expect(await blocked()).toBe(before + 2);
    });

    it('goes by e-mail wherever the number is, and nothing is held back', async () => {
      const abroad = await arrive(world());
      const rows = () => world().db.query('SELECT 1 FROM otp_blocks');
      const before = (await rows()).length;
      const answer = await send(world(), abroad.id, abroad.client.headers, { channel: 'email' });
      expect(answer.statusCode).toBe(200);
      expect((await rows()).length).toBe(before);
    });

    it('takes no other way to a number abroad where e-mail fails', async () => {
      const abroad = await arrive(world());
      world().messenger.answer = { outcome: 'refused', fault: 'unreachable' };
      const before = world().messenger.sent.length;
      const answer = await send(world(), abroad.id, abroad.client.headers, { channel: 'email' });
      world().messenger.answer = null;
      expect(answer.json()).toMatchObject({ code: 'send_failed' });
      expect(
        world()
          .messenger.sent.slice(before)
          .map(({ channel }) => channel),
      ).toEqual(['email']);
    });
  },
  { OTP_COUNTRIES: 'IN' },
);
