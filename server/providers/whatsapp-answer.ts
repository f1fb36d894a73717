import { Type } from 'typebox';
import { Value } from 'typebox/value';
import type { DeliveryFault } from '../../contract/deliveries.ts';
import type { Sent } from '../messages/messenger.ts';
import { whatsappFault } from './whatsapp-faults.ts';

const Taken = Type.Object({
  messages: Type.Array(Type.Object({ id: Type.String({ minLength: 1 }) }), { minItems: 1 }),
});

const Failed = Type.Object({ error: Type.Object({ code: Type.Integer() }) });

const LONGEST_WAIT_S = 86_400;

/** Seconds, or null; the header has either those or a date (RFC 9110 §10.2.3). */
export const readRetryAfter = (header: string | null, now: number): number | null => {
  if (header === null) return null;
  const value = header.trim();
  const seconds = /^\d{1,9}$/.test(value) ? Number(value) : Math.ceil((Date.parse(value) - now) / 1_000);
  return Number.isNaN(seconds) ? null : Math.min(LONGEST_WAIT_S, Math.max(0, seconds));
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

const said = (fault: DeliveryFault, retryAfter: number | null): Sent =>
  fault === 'rate_limited' || fault === 'unavailable'
    ? { outcome: 'unavailable', fault, retryAfter }
    : { outcome: 'refused', fault };

/** For answers that the API itself did not write: of a proxy before it, or of a wrong address. */
const byStatus = (status: number, retryAfter: number | null): Sent => {
  // A redirect is never followed: the message and the token are for one host.
  if (status >= 300 && status < 400) return said('unavailable', null);
  if (status === 401 || status === 403) return said('credentials_refused', null);
  if (status === 404) return said('not_configured', null);
  if (status === 429) return said('rate_limited', retryAfter);
  // A gateway that gave up waiting does not know what became of the request behind it.
  if (status >= 500 && status !== 504) return said('unavailable', retryAfter);
  return { outcome: 'unknown' };
};

/** What an answer of the API means. `now` is in milliseconds since 1970. */
export const readWhatsappAnswer = (
  answer: { status: number; retryAfter: string | null; text: string },
  now: number,
): Sent => {
  const { status, text } = answer;
  const body = parse(text);
  const retryAfter = readRetryAfter(answer.retryAfter, now);
  if (Value.Check(Failed, body)) {
    const fault = whatsappFault(body.error.code);
    if (fault) return said(fault, retryAfter);
    if (status >= 400 && status < 500 && status !== 401 && status !== 403 && status !== 429)
      return said('content_refused', null);
    return byStatus(status, retryAfter);
  }
  const [taken] = Value.Check(Taken, body) ? body.messages : [];
  if (status >= 200 && status < 300 && taken)
    return { outcome: 'accepted', providerId: taken.id, status: 'queued' };
  return byStatus(status, retryAfter);
};
