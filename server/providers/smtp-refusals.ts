import type { DeliveryFault } from '../../contract/deliveries.ts';
import type { Sent } from '../messages/messenger.ts';

/** What went wrong with an e-mail, as far as it matters what to do now. */
export interface SmtpFailure {
  /** Of nodemailer: `EAUTH`, `EENVELOPE`, `ECONNECTION`… */
  code: string;
  /** The command that the server answered: `MAIL FROM`, `RCPT TO`, `DATA`, `CONN`… */
  command: string;
  /** The server's answer, or empty where it gave none. */
  response: string;
  /** Whether any of the message itself had left. */
  begun: boolean;
}

interface Reply {
  code: number;
  /** Enhanced status without its class: `1.1` of 5.1.1 (RFC 3463); empty where there is none. */
  enhanced: string;
  command: string;
}

const readReply = ({ response, command }: SmtpFailure): Reply | null => {
  const match = /^([2-5]\d\d)[ -](?:[245]\.(\d{1,3}\.\d{1,3})\b)?/.exec(response);
  return match?.[1] ? { code: Number(match[1]), enhanced: match[2] ?? '', command } : null;
};

/** Sign-in refused, needed, or not allowed as it is configured (RFC 4954 §6). */
const CREDENTIALS: ReadonlySet<number> = new Set([530, 534, 535, 538]);

/** By enhanced status, the longest first: the server's own reason is better than its number. */
const REASONS: readonly (readonly [prefix: string, fault: DeliveryFault])[] = [
  // Our own address is what is refused.
  ['1.7', 'blocked'],
  ['1.8', 'blocked'],
  ['1.', 'address_invalid'],
  ['2.3', 'content_refused'],
  ['2.', 'unreachable'],
  ['3.4', 'content_refused'],
  ['3.', 'unreachable'],
  ['4.', 'unreachable'],
  ['6.', 'content_refused'],
  ['7.8', 'credentials_refused'],
  ['7.9', 'credentials_refused'],
  ['7.', 'blocked'],
];

/** For servers that give a number alone; it depends on what was being said. */
const byNumber = ({ code, command }: Reply): DeliveryFault => {
  const atRecipient = command === 'RCPT TO';
  const ofContent = command === 'DATA';
  if (code === 552) return ofContent ? 'content_refused' : 'unreachable';
  if (atRecipient && (code === 501 || (code >= 550 && code <= 553))) return 'address_invalid';
  if (code === 521 || code === 556) return 'unreachable';
  return ofContent ? 'content_refused' : 'blocked';
};

/** For good (5yz). */
const refused = (reply: Reply): DeliveryFault => {
  if (CREDENTIALS.has(reply.code)) return 'credentials_refused';
  const reason = REASONS.find(([prefix]) =>
    prefix.endsWith('.') ? reply.enhanced.startsWith(prefix) : reply.enhanced === prefix,
  );
  return reason?.[1] ?? byNumber(reply);
};

/** For now (4yz): too much of it is said with 452, or with a reason of policy. */
const passing = ({ code, enhanced }: Reply): 'rate_limited' | 'unavailable' => {
  if (enhanced.startsWith('7.')) return 'rate_limited';
  return code === 452 && !enhanced.startsWith('2.') ? 'rate_limited' : 'unavailable';
};

const said = (fault: DeliveryFault): Sent =>
  fault === 'rate_limited' || fault === 'unavailable'
    ? { outcome: 'unavailable', fault, retryAfter: null }
    : { outcome: 'refused', fault };

/**
 * A failure in our words. An answer of the server is believed. Without one, nothing was sent as long as none
 * of the message had left; once it had, the server may have taken it (RFC 5321 §4.2.5 and §6.1).
 */
export const readSmtpFailure = (failure: SmtpFailure): Sent => {
  const reply = readReply(failure);
  // A certificate or STARTTLS that is not to be had: the number belongs to that, and not to the message.
  if (failure.code === 'ETLS') return said('unavailable');
  const signingIn = failure.code === 'EAUTH';
  // 503 is of a conversation out of step, and another one may go well.
  if (reply?.code === 503) return said('unavailable');
  if (reply && reply.code >= 500) return said(signingIn ? 'credentials_refused' : refused(reply));
  if (reply && reply.code >= 400) return said(signingIn ? 'unavailable' : passing(reply));
  if (failure.begun) return { outcome: 'unknown' };
  if (signingIn) return said('credentials_refused');
  if (failure.code === 'EENVELOPE') return said('address_invalid');
  if (failure.code === 'EMESSAGE') return said('content_refused');
  return said('unavailable');
};
