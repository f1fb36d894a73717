import { createSecretKey } from 'node:crypto';
import { expect, it } from 'vitest';
import { SOCKET_PATH } from '../../../contract/signalling.ts';
import { describeSignalling, next } from '../../../test/signalling-world.ts';
import { mintTicket } from './ticket.ts';

const HOUR_MS = 3_600_000;

describeSignalling('the door of a call', (here) => {
  it('opens to the very session and person of the ticket, and to nobody else', async () => {
    const visit = await here().newVisit();
    const ticket = await here().ticketFor(visit, visit.asPatient);
    const { accessToken } = visit.asPatient;
    const stranger = await here().world.signIn(await here().world.newPerson());
    const secondSession = await here().world.signIn(visit.patient);
    const refusal = (given: string, token: string) => here().refusal({ ticket: given, accessToken: token });
    expect(await refusal(ticket, stranger.accessToken)).toBe('not_participant');
    expect(await refusal(ticket, visit.asDoctor.accessToken)).toBe('not_participant');
    expect(await refusal(ticket, secondSession.accessToken)).toBe('ticket_invalid');
    expect(await refusal(ticket, 'nonsense')).toBe('unauthorized');
    expect(await refusal(ticket.slice(0, -3), accessToken)).toBe('ticket_invalid');
    expect(await refusal(accessToken, accessToken)).toBe('ticket_invalid');
    expect(await refusal('', accessToken)).toBe('ticket_invalid');
    expect(await here().refusal({ ticket: accessToken, accessToken: ticket })).toBe('unauthorized');
  });

  it('stays shut to a ticket that has expired or names another role', async () => {
    const visit = await here().newVisit();
    const { jwt } = here().world.deps.keys;
    const { accessToken, sessionId } = visit.asPatient;
    const claims = {
      room: `appointment_${visit.id}`,
      appointmentId: visit.id,
      appointmentVersion: 1,
      personId: visit.patient.id,
      role: 'patient' as const,
      sessionId,
    };
    const now = Date.now();
    const past = { now: new Date(now - 2 * HOUR_MS), expiresAt: new Date(now - HOUR_MS) };
    const expired = await mintTicket(jwt, claims, past);
    expect(await here().refusal({ ticket: expired, accessToken })).toBe('ticket_expired');
    const soon = { now: new Date(now), expiresAt: new Date(now + HOUR_MS) };
    const asDoctor = await mintTicket(jwt, { ...claims, role: 'doctor' }, soon);
    expect(await here().refusal({ ticket: asDoctor, accessToken })).toBe('not_participant');
    const otherKey = await mintTicket(createSecretKey(new Uint8Array(48)), claims, soon);
    expect(await here().refusal({ ticket: otherKey, accessToken })).toBe('ticket_invalid');
  });

  it('takes a cookie from the clinic’s own pages only, and a missing origin only with a token', async () => {
    const visit = await here().newVisit();
    const ticket = await here().ticketFor(visit, visit.asPatient);
    const { cookie } = visit.asPatient.browser;
    const { accessToken } = visit.asPatient;
    const evil = 'https://evil.example';
    expect(await here().refusal({ ticket, headers: { cookie, origin: evil } })).toBe('origin_refused');
    expect(await here().refusal({ ticket, headers: { cookie, origin: 'null' } })).toBe('origin_refused');
    expect(await here().refusal({ ticket, headers: { cookie } })).toBe('origin_refused');
    expect(await here().refusal({ ticket, accessToken, headers: { origin: evil } })).toBe('origin_refused');
    expect(await here().refusal({ ticket, headers: { origin: here().origin } })).toBe('unauthorized');
    for (const origin of [here().origin, here().world.deps.config.publicUrl.origin]) {
      const client = here().connect({ ticket, headers: { cookie, origin } });
      expect(await next(client, 'welcome')).toMatchObject({ self: { role: 'patient' } });
    }
  });

  it('opens to a browser without WebSocket, which states its origin with the first message alone', async () => {
    const visit = await here().newVisit();
    const ticket = await here().ticketFor(visit, visit.asPatient);
    const { cookie } = visit.asPatient.browser;
    const url = `${here().origin}${SOCKET_PATH}/?EIO=4&transport=polling`;
    const answerTo = async (origin: string): Promise<string> => {
      const opened = await (await fetch(url, { headers: { cookie } })).text();
      const sid = /"sid":"([^"]+)"/.exec(opened)?.[1];
      const own = `${url}&sid=${sid}`;
      await fetch(own, {
        method: 'POST',
        headers: { cookie, origin },
        body: `40${JSON.stringify({ ticket })}`,
      });
      return (await fetch(own, { headers: { cookie } })).text();
    };
    expect(await answerTo('https://evil.example')).toMatch(/^44.*origin_refused/);
    expect(await answerTo(here().origin)).toMatch(/^40/);
  });

  it('opens without WebSocket too', async () => {
    const visit = await here().newVisit();
    const ticket = await here().ticketFor(visit, visit.asPatient);
    const { accessToken } = visit.asPatient;
    const client = here().connect({ ticket, accessToken, transports: ['polling'] });
    expect(await next(client, 'welcome')).toMatchObject({ self: { role: 'patient' } });
  });
});

describeSignalling(
  'the door of a call behind a code',
  (here) => {
    it('asks for the code again once the grant is gone', async () => {
      const { world } = here();
      const [doctor, patient] = [await world.newPerson({ role: 'doctor' }), await world.newPerson()];
      const id = await world.newAppointment({ doctor, patient, startsAt: new Date() });
      const client = await world.signIn(patient);
      await world.db.query(
        `INSERT INTO visit_grants (session_id, appointment_id, appointment_version, expires_at)
         VALUES ($1, $2, 1, now() + interval '1 hour')`,
        [client.sessionId, id],
      );
      const ticket = await here().ticketFor({ id }, client);
      await world.db.query('DELETE FROM visit_grants WHERE session_id = $1', [client.sessionId]);
      expect(await here().refusal({ ticket, accessToken: client.accessToken })).toBe('otp_required');
    });
  },
  { VIDEO_OTP: 'required' },
);
