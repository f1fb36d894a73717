import { createSecretKey } from 'node:crypto';
import { type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { mintTicket, readTicket, type TicketClaims } from './ticket.ts';

const key = createSecretKey(new Uint8Array(48).fill(7));
const now = new Date('2026-03-02T10:00:00Z');
const expiresAt = new Date('2026-03-02T11:00:00Z');
const claims: TicketClaims = {
  room: 'appointment_1',
  appointmentId: 'a',
  appointmentVersion: 3,
  personId: 'p',
  role: 'patient',
  sessionId: 's',
};
const payload = { sid: 's', room: 'appointment_1', apt: 'a', ver: 3, role: 'patient', sub: 'p' };
const seconds = (at: Date): number => at.getTime() / 1000;
const whole = {
  ...payload,
  iss: 'anteroom',
  aud: 'anteroom-call',
  iat: seconds(now),
  exp: seconds(expiresAt),
};

const signed = (body: JWTPayload, header: { alg: string; typ?: string }): Promise<string> =>
  new SignJWT(body).setProtectedHeader(header).sign(key);

describe('a ticket', () => {
  test('says whom it lets in and where, until it expires', async () => {
    const ticket = await mintTicket(key, claims, { now, expiresAt });
    expect(await readTicket(key, ticket, new Date(expiresAt.getTime() - 1_000))).toEqual(claims);
    expect(await readTicket(key, ticket, expiresAt)).toBe('ticket_expired');
    expect(await readTicket(createSecretKey(new Uint8Array(48)), ticket, now)).toBe('ticket_invalid');
  });

  const header = { alg: 'HS256', typ: 'ticket+jwt' };

  test('is known by its algorithm, its type, its issuer and its audience', async () => {
    expect(await readTicket(key, await signed(whole, header), now)).toEqual(claims);
    for (const forged of [
      await signed(whole, { alg: 'HS256', typ: 'at+jwt' }),
      await signed(whole, { alg: 'HS256' }),
      await signed(whole, { alg: 'HS384', typ: 'ticket+jwt' }),
      new UnsecuredJWT(whole).encode(),
      await signed({ ...whole, aud: 'anteroom' }, header),
      await signed({ ...whole, iss: 'somebody' }, header),
    ]) {
      expect(await readTicket(key, forged, now)).toBe('ticket_invalid');
    }
  });

  test.each(['sub', 'sid', 'room', 'apt', 'ver', 'role', 'exp', 'iat'])(
    'is void without its %s',
    async (claim) => {
      const body = Object.fromEntries(Object.entries(whole).filter(([name]) => name !== claim));
      expect(await readTicket(key, await signed(body, header), now)).toBe('ticket_invalid');
    },
  );
});
