import type { ExternalOtpSent } from '../../contract/external.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { Deps } from '../deps.ts';
import type { Order } from '../messages/dispatcher.ts';
import { messageState } from '../messages/find-message.ts';
import { assertServed } from '../otp/assert-served.ts';
import { type CodeAddress, readPhone } from '../otp/code-address.ts';
import { issueCode } from '../otp/issue-code.ts';
import type { IssuedCode } from '../otp/issue-together.ts';
import { issuedOrProblem } from '../otp/issued-or-problem.ts';
import { NO_DEVICE } from '../otp/no-device.ts';
import { type SentCode, sendIssued } from '../otp/send-issued.ts';
import { Problem } from '../problem.ts';
import { blankedText, codeText } from './code-text.ts';
import { externalChallenge } from './external-challenge.ts';
import { type CodeToSend, EXTERNAL_MINUTES, type ExternalChannel } from './external-codes.ts';

/**
 * A system sends for all of its people from one place, and has said who it is: it counts as ten networks, by its
 * key and not by its address. What one number, one prefix and a day may cost stands as it is.
 */
const NETWORKS_PER_KEY = 10;

const NOT_CONFIGURED: Record<ExternalChannel, string> = {
  sms: 'Twilio not configured',
  whatsapp: 'WhatsApp not configured',
};

/** Counts the message, and makes the code where the other system brings none of its own. */
const issue = async (
  deps: Deps,
  keyId: string,
  { channel, otp }: CodeToSend,
  { address, country, key: numberKey }: CodeAddress,
): Promise<{ issued: IssuedCode; code: string }> => {
  const own = otp !== null;
  const { limits } = deps.config.otp;
  const issued = issuedOrProblem(
    await issueCode(deps, {
      ...externalChallenge({ keyId, numberKey, own }),
      channel,
      address,
      country,
      clientAddress: `service-key ${keyId}`,
      deviceHash: NO_DEVICE,
      limits: { ...limits, perNetworkHour: limits.perNetworkHour * NETWORKS_PER_KEY },
      digits: deps.config.otp.digits,
      minutes: EXTERNAL_MINUTES,
      checkedElsewhere: own,
    }),
  );
  return { issued, code: otp ?? issued.code };
};

/** Leaves a trail of which system had which message sent. */
const noteSender = ({ db }: Deps, keyId: string, id: string, channel: ExternalChannel): Promise<void> => {
  const deed = { actorId: null, action: 'external.send', subjectId: id };
  return db.tx((tx) => appendAudit(tx, { ...deed, details: { service_key: keyId, channel } }));
};

const orderOf = (
  { config }: Deps,
  { channel, to, code }: { channel: ExternalChannel; to: string; code: string },
): Omit<Order, 'id'> => ({
  kind: 'external_code',
  personId: null,
  language: 'en',
  routes: [{ channel, to }],
  words: () => ({ subject: null, text: codeText(config.appName, code) }),
  body: { kind: 'code', code, minutes: EXTERNAL_MINUTES },
  life: EXTERNAL_MINUTES * 60,
});

const statusOf = (outcome: SentCode['outcome']): string => {
  if (!outcome) return 'queued';
  return outcome.outcome === 'accepted' ? 'sent' : outcome.outcome;
};

/**
 * Sends another system's code, or one of ours for it, to a number. The code is in the message alone.
 * @throws Problem `phone_invalid`, `not_configured`, `country_refused`, `too_many_requests`, `otp_locked`,
 * `otp_off`, `send_failed`
 */
export const sendCode = async (deps: Deps, keyId: string, asked: CodeToSend): Promise<ExternalOtpSent> => {
  const { channel } = asked;
  const to = readPhone(deps, asked.toPhone);
  if (!deps.dispatcher.channels.includes(channel))
    throw new Problem('not_configured', { detail: NOT_CONFIGURED[channel] });
  await assertServed(deps, to.country);
  const { issued, code } = await issue(deps, keyId, asked, to);
  const id = issued.messageId;
  await noteSender(deps, keyId, id, channel);
  const order = orderOf(deps, { channel, to: to.address, code });
  const { dispatched, outcome } = await sendIssued(deps, issued, order);
  // The answer names the message, so it must be there to be asked after.
  await dispatched.recorded;
  const accepted = outcome?.outcome === 'accepted' ? outcome.provider : null;
  return {
    success: true,
    data: {
      provider: accepted ?? (await messageState(deps, id))?.provider ?? '',
      message_id: id,
      status: statusOf(outcome),
      to: to.address,
      message: blankedText(deps.config.appName, code),
      mock: false,
    },
    message: 'OTP sent successfully',
  };
};
