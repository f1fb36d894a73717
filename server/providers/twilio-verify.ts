import type { Channel, Locale } from '../../contract/primitives.ts';
import type { TwilioConfig } from '../message-config.ts';
import type { VerifyCheck, VerifyEngine, VerifyStart } from '../otp/verify-engine.ts';
import { type AskTwilio, type Refusal, twilioClient } from './twilio-client.ts';
import { knownFault } from './twilio-faults.ts';

const SID = /^VE[0-9a-fA-F]{32}$/;
const CHANNELS: Record<Channel, string> = { sms: 'sms', voice: 'call', email: 'email', whatsapp: 'whatsapp' };

/** The engine's own numbers, besides those it shares with messages (twilio.com/docs/api/errors). */
const PARAMETER_INVALID = 60200;
const CHECKS_USED_UP = 60202;
const SENDS_USED_UP = 60203;
const LANDLINE = 60205;
/** Approved, expired and exhausted codes are there no more. */
const GONE = 20404;

const notStarted = ({ status, code, retryAfter }: Refusal): VerifyStart => {
  if (code === PARAMETER_INVALID || code === LANDLINE) return { outcome: 'address_invalid' };
  if (code === SENDS_USED_UP || status === 429) return { outcome: 'too_many', retryAfter };
  switch (knownFault(code)) {
    case 'address_invalid':
      return { outcome: 'address_invalid' };
    case 'blocked':
    case 'country_refused':
    case 'opted_out':
      return { outcome: 'blocked' };
    default:
      return { outcome: 'unavailable' };
  }
};

const notChecked = ({ code }: Refusal): VerifyCheck => {
  if (code === CHECKS_USED_UP) return { outcome: 'too_many' };
  // A code of another form is as wrong as any.
  if (code === GONE || code === PARAMETER_INVALID) return { outcome: 'refused' };
  return { outcome: 'unavailable' };
};

/** What became of the code, by `status` alone: `valid` is legacy in the vendor's own description. */
const verdictOf = (sid: string, status: string): VerifyCheck => {
  if (!SID.test(sid)) return { outcome: 'unavailable' };
  if (status === 'approved') return { outcome: 'approved' };
  return { outcome: status === 'max_attempts_reached' ? 'too_many' : 'refused' };
};

interface Start {
  to: string;
  channel: Channel;
  /** Null lets the vendor take the language from the number. */
  language: Locale | null;
}

const startOnce = (ask: AskTwilio, service: string, { to, channel, language }: Start, signal: AbortSignal) =>
  ask(
    async ({ verify }) =>
      SID.test(
        (
          await verify.v2.services(service).verifications.create({
            to,
            channel: CHANNELS[channel],
            ...(language ? { locale: language } : {}),
          })
        ).sid,
      ),
    signal,
  );

/**
 * Twilio Verify makes, sends and checks the codes.
 * @throws TypeError where no service is configured; the configuration refuses that before
 */
export const twilioVerify = (config: TwilioConfig): VerifyEngine => {
  const ask = twilioClient(config);
  const { verifyEngineSid: service } = config;
  if (!service) throw new TypeError('Twilio Verify needs the SID of a service');
  return {
    name: 'twilio-verify',
    start: async (to, channel, language, signal) => {
      // E-mail has templates of its own instead of languages.
      const start = { to, channel, language: channel === 'email' ? null : language };
      let asked = await startOnce(ask, service, start, signal);
      // A language that it lacks is a 404, and to be asked again without one (twilio.com/docs/verify/supported-languages).
      if (asked.asked === 'refused' && asked.refusal.status === 404 && start.language)
        asked = await startOnce(ask, service, { ...start, language: null }, signal);
      if (asked.asked === 'refused') return notStarted(asked.refusal);
      return asked.asked === 'answered' && asked.value ? { outcome: 'sent' } : { outcome: 'unavailable' };
    },
    check: async (to, code, signal) => {
      const asked = await ask(
        ({ verify }) => verify.v2.services(service).verificationChecks.create({ to, code }),
        signal,
      );
      if (asked.asked === 'refused') return notChecked(asked.refusal);
      return asked.asked === 'answered'
        ? verdictOf(asked.value.sid, asked.value.status)
        : { outcome: 'unavailable' };
    },
  };
};
