import type { ExternalMessage } from '../../contract/external.ts';
import type { Deps } from '../deps.ts';
import { readNumber } from '../otp/code-address.ts';
import { TRIES_PER_CODE } from '../otp/policy.ts';
import { Problem } from '../problem.ts';
import { codeText } from './code-text.ts';
import { EXTERNAL_MINUTES, type ExternalChannel, type ExternalCodes } from './external-codes.ts';

/** Every code of mock mode, known to everybody. */
const CODE = '123456';
const MINUTE_MS = 60_000;

/** Numbers and messages that are remembered, each; the oldest go first. */
const KEPT = 1_000;

interface MockCode {
  until: number;
  tries: number;
}

interface MockMessage {
  channel: ExternalChannel;
  at: Date;
}

const keep = <T>(kept: Map<string, T>, key: string, value: T): void => {
  kept.delete(key);
  kept.set(key, value);
  const [oldest] = kept.keys();
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
};

const stateOf = (id: string, { channel, at }: MockMessage): ExternalMessage['data'] => {
  const instant = at.toISOString();
  const history = (['queued', 'sent', 'delivered'] as const).map((status) => ({
    status,
    at: instant,
    fault: null,
  }));
  return {
    message_id: id,
    channel,
    provider: 'mock',
    status: 'delivered',
    error: null,
    created_at: instant,
    history,
  };
};

/** Codes that leave this process by nothing but the answer: each is 123456, and delivered at once. */
export const mockCodes = ({ config, now }: Pick<Deps, 'config' | 'now'>): ExternalCodes => {
  const codes = new Map<string, MockCode>();
  const messages = new Map<string, MockMessage>();
  return {
    send: async (_keyId, { channel, toPhone }) => {
      const { e164 } = readNumber(toPhone);
      const at = now();
      const id = `mock_${e164}_${Math.floor(at.getTime() / 1_000)}`;
      keep(codes, e164, { until: at.getTime() + EXTERNAL_MINUTES * MINUTE_MS, tries: 0 });
      keep(messages, id, { channel, at });
      return {
        success: true,
        data: {
          provider: 'mock',
          message_id: id,
          status: 'sent',
          to: e164,
          otp_sent: CODE,
          message: codeText(config.appName, CODE),
          mock: true,
        },
        message: 'OTP sent successfully',
      };
    },
    verify: async (_keyId, { toPhone, otp }) => {
      const { e164 } = readNumber(toPhone);
      const sent = codes.get(e164);
      if (!sent || sent.until <= now().getTime() || sent.tries >= TRIES_PER_CODE)
        throw new Problem('otp_invalid');
      sent.tries += 1;
      if (otp !== CODE) throw new Problem('otp_invalid');
      codes.delete(e164);
      return e164;
    },
    message: async (id) => {
      const message = messages.get(id);
      if (!message) throw new Problem('not_found');
      return stateOf(id, message);
    },
  };
};
