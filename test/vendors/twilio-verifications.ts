import { randomInt } from 'node:crypto';
import { type Answer, newSid, refusal } from './twilio-answer.ts';

/** The vendor's own limits (twilio.com/docs/verify/api/rate-limits-and-timeouts). */
const LIFE_MS = 600_000;
const SENDS = 5;
const CHECKS = 5;

interface Verification {
  sid: string;
  service: string;
  to: string;
  channel: string;
  code: string;
  status: 'pending' | 'approved';
  sends: number;
  checks: number;
  at: number;
}

const LOCALES = new Set(['en', 'hi', 'es', 'ar', 'fr', 'de', 'pt']);

/** Codes that the vendor makes, sends and checks: one at a time for each address. */
export class TwilioVerifications {
  readonly #live = new Map<string, Verification>();
  readonly #accountSid: string;

  constructor(accountSid: string) {
    this.#accountSid = accountSid;
  }

  /** The code that the address was sent and that is still good; null where there is none. */
  codeFor(to: string): string | null {
    return this.#pending(to)?.code ?? null;
  }

  /** Lets ten minutes pass for that address. */
  expire(to: string): void {
    this.#live.delete(to);
  }

  create(service: string, form: ReadonlyMap<string, string>): Answer {
    const to = form.get('To') ?? '';
    const channel = form.get('Channel') ?? '';
    const locale = form.get('Locale');
    if (!['sms', 'call', 'email', 'whatsapp'].includes(channel)) return refusal(400, 60200);
    if (locale !== undefined && !LOCALES.has(locale)) return refusal(404, 20404);
    const live = this.#pending(to);
    if (live && live.sends >= SENDS) return refusal(429, 60203);
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    const fresh: Verification = {
      sid: newSid('VE'),
      service,
      to,
      channel,
      code,
      status: 'pending',
      sends: 0,
      checks: 0,
      at: Date.now(),
    };
    const verification = live ?? fresh;
    verification.sends += 1;
    verification.channel = channel;
    this.#live.set(to, verification);
    const attempt = { attempt_sid: newSid('VL'), channel, time: new Date().toISOString() };
    return {
      status: 201,
      body: {
        ...this.#resource(verification),
        lookup: {},
        send_code_attempts: [attempt],
        sna: null,
        url: `https://verify.twilio.com/v2/Services/${service}/Verifications/${verification.sid}`,
      },
    };
  }

  check(form: ReadonlyMap<string, string>): Answer {
    const verification = this.#pending(form.get('To') ?? '');
    if (!verification) return refusal(404, 20404);
    if (!/^\d{4,10}$/.test(form.get('Code') ?? '')) return refusal(400, 60200);
    if (verification.checks >= CHECKS) return refusal(429, 60202);
    verification.checks += 1;
    if (form.get('Code') === verification.code) verification.status = 'approved';
    return { status: 200, body: { ...this.#resource(verification), sna_attempts_error_codes: [] } };
  }

  #pending(to: string): Verification | null {
    const verification = this.#live.get(to);
    return verification?.status === 'pending' && Date.now() - verification.at < LIFE_MS ? verification : null;
  }

  #resource(verification: Verification) {
    const { sid, service, to, channel, status, at } = verification;
    return {
      sid,
      service_sid: service,
      account_sid: this.#accountSid,
      to,
      channel,
      status,
      valid: status === 'approved',
      amount: null,
      payee: null,
      date_created: new Date(at).toISOString(),
      date_updated: new Date().toISOString(),
    };
  }
}
