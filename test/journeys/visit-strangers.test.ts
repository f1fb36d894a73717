import type { Browser } from 'playwright-core';
import { io } from 'socket.io-client';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SOCKET_PATH } from '../../contract/signalling.ts';
import { VideoCallAccess } from '../../contract/video-calls.ts';
import type { DemoName } from '../../server/seed/demo-people.ts';
import { textAt } from '../processes/api-client.ts';
import { openBrowser } from './browser.ts';
import { type Clinic, startClinic, type Visit } from './clinic.ts';
import { fillSignIn, linkTo, newPage } from './person.ts';

const KNOCK_LIMIT_MS = 10_000;

describe('a visit of two other people', () => {
  let clinic: Clinic;
  let browser: Browser;
  let visit: Visit;

  beforeAll(async () => {
    clinic = await startClinic();
    browser = await openBrowser();
    visit = await clinic.book('doctor', 'patient');
  });
  afterAll(async () => {
    await browser?.close();
    await clinic?.stop();
  });

  /** What the socket answers to this ticket from a browser of theirs: the code of its refusal, or `welcome`. */
  const knock = async (name: DemoName, ticket: string): Promise<string> => {
    const { token: accessToken } = await clinic.as(name);
    const socket = io(clinic.origin, {
      path: SOCKET_PATH,
      transports: ['websocket'],
      reconnection: false,
      auth: { ticket, accessToken },
    });
    try {
      return await new Promise((resolve, reject) => {
        setTimeout(() => reject(new Error('the socket answered nothing')), KNOCK_LIMIT_MS).unref();
        socket.on('welcome', () => resolve('welcome'));
        socket.on('connect_error', (error: Error & { data?: { code?: string } }) =>
          resolve(error.data?.code ?? error.message),
        );
      });
    } finally {
      socket.disconnect();
    }
  };

  /** Their ticket for the visit, after the code that it takes. */
  const ticketOf = async (name: DemoName): Promise<string> => {
    const client = await clinic.as(name);
    const { body: me } = await client.mustGet('/api/me');
    const send = await client.request('POST', `/appointments/${visit.id}/send-video-otp`, {});
    expect(send?.status).toBe(200);
    const verified = await client.request('POST', `/appointments/${visit.id}/verify-video-otp`, {
      contact_number: textAt(me, 'phone'),
      otp_code: await clinic.codeFor(name),
    });
    expect(verified?.status).toBe(200);
    const answer = await client.request('POST', '/api/video-calls/initiate', { appointmentId: visit.id });
    const { ticket } = Value.Parse(VideoCallAccess, answer?.body);
    if (!ticket) throw new Error('no ticket of our own');
    return ticket.token;
  };

  test('does not open for a stranger with the link, who is told why', async () => {
    const page = await newPage(browser);
    await page.goto(linkTo(clinic, visit));
    await fillSignIn(page, 'patient2');
    const refusal = page.getByRole('alert').filter({ hasText: 'This link opens no visit of yours' });
    await refusal.waitFor();
    expect(await refusal.textContent()).toContain('booked with another account');
    await page.getByRole('link', { name: 'Back to dashboard' }).click();
    await page.getByRole('heading', { name: 'Upcoming' }).waitFor();
    expect(await page.getByRole('button', { name: 'Join now' }).count()).toBe(0);
    await page.context().close();
  });

  const doors: { name: string; method: string; path: (id: string) => string; isPost?: true }[] = [
    { name: 'the start of a call', method: 'POST', path: () => '/api/video-calls/initiate', isPost: true },
    { name: 'the token of a call', method: 'GET', path: (id) => `/api/video-calls/token/${id}` },
    { name: 'the token by appointment', method: 'GET', path: (id) => `/api/appointments/video-token/${id}/` },
  ];
  test.each(doors)('gives its own patient nothing without the code: $name', async (door) => {
    const client = await clinic.as('patient');
    const answer = await client.request(
      door.method,
      door.path(visit.id),
      door.isPost && { appointmentId: visit.id },
    );
    expect(answer?.status).toBe(403);
    expect(answer?.body).toMatchObject({ code: 'otp_required' });
    expect(JSON.stringify(answer?.body)).not.toMatch(/eyJ/);
  });

  test('gives a stranger nothing at all', async () => {
    const answer = await (await clinic.as('patient2')).request('POST', '/api/video-calls/initiate', {
      appointmentId: visit.id,
    });
    expect(answer?.status).toBe(403);
    expect(answer?.body).toMatchObject({ code: 'not_participant' });
  });

  test('refuses a ticket that is forged, or another person’s, at the socket', async () => {
    const ticket = await ticketOf('patient');
    const [head, body, signature] = ticket.split('.');
    const claims: object = JSON.parse(Buffer.from(body ?? '', 'base64url').toString());
    const asDoctor = Buffer.from(JSON.stringify({ ...claims, role: 'doctor' })).toString('base64url');
    const unsigned = Buffer.from('{"alg":"none","typ":"ticket+jwt"}').toString('base64url');
    expect(await knock('patient', `${head}.${asDoctor}.${signature}`)).toBe('ticket_invalid');
    expect(await knock('patient', `${unsigned}.${body}.`)).toBe('ticket_invalid');
    expect(await knock('patient', (await clinic.as('patient')).token)).toBe('ticket_invalid');
    expect(await knock('patient2', ticket)).toBe('not_participant');
    expect(await knock('doctor', ticket)).toBe('not_participant');
    expect(await knock('patient', ticket)).toBe('welcome');
  });
});
