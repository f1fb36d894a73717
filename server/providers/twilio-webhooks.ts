import twilio from 'twilio';
import { validate as isUuid } from 'uuid';
import type { TwilioConfig } from '../message-config.ts';
import type { Inbound, Receipt, Webhook, WebhookReader } from '../messages/receipts.ts';
import { receiptFault } from './twilio-faults.ts';
import { type Fields, headerOf, twilioSignedForm } from './twilio-signed-form.ts';

type Reached = Pick<Receipt, 'status' | 'fault'>;

const E164 = /^\+[1-9]\d{6,14}$/;
const WHATSAPP = 'whatsapp:';

const errorCode = (fields: Fields): number | null => {
  const code = fields.get('ErrorCode') ?? '';
  return /^\d{1,6}$/.test(code) ? Number(code) : null;
};

const failed = (fields: Fields): Reached => ({ status: 'failed', fault: receiptFault(errorCode(fields)) });

/** How far a message came; null for a state that says no more than the answer to its sending did. */
const messageReached = (fields: Fields): Reached | null => {
  switch (fields.get('MessageStatus') ?? fields.get('SmsStatus')) {
    case 'sent':
      return { status: 'sent', fault: null };
    case 'delivered':
      return { status: 'delivered', fault: null };
    case 'read':
      return { status: 'read', fault: null };
    case 'failed':
    case 'undelivered':
      return failed(fields);
    case 'canceled':
      return { status: 'failed', fault: 'interrupted' };
    default:
      return null;
  }
};

/** A call that was answered has said its code; one that nobody took has not. */
const callReached = (fields: Fields): Reached | null => {
  switch (fields.get('CallStatus')) {
    case 'initiated':
    case 'ringing':
      return { status: 'sent', fault: null };
    case 'in-progress':
    case 'answered':
    case 'completed':
      return { status: 'delivered', fault: null };
    case 'busy':
    case 'no-answer':
      return { status: 'failed', fault: 'unreachable' };
    case 'failed':
      return failed(fields);
    case 'canceled':
      return { status: 'failed', fault: 'interrupted' };
    default:
      return null;
  }
};

/** Calls say when, in the form of RFC 2822; messages do not. */
const timeOf = (fields: Fields): Date | null => {
  const at = new Date(fields.get('Timestamp') ?? '');
  return Number.isNaN(at.getTime()) ? null : at;
};

const receiptOf = (fields: Fields, url: URL): Receipt | null => {
  const callSid = fields.get('CallSid');
  const providerId = callSid ?? fields.get('MessageSid') ?? fields.get('SmsSid');
  const reached = callSid === undefined ? messageReached(fields) : callReached(fields);
  if (!providerId || !reached) return null;
  const delivery = url.searchParams.get('delivery') ?? '';
  return {
    provider: 'twilio',
    providerId,
    messageId: isUuid(delivery) ? delivery.toLowerCase() : null,
    ...reached,
    at: timeOf(fields),
  };
};

/** Something that was written to us: no status of ours, or `received`. */
const inboundOf = (fields: Fields): Inbound | null => {
  const text = fields.get('Body');
  if (text === undefined || fields.has('MessageStatus') || fields.has('CallSid')) return null;
  if (!['received', 'receiving', undefined].includes(fields.get('SmsStatus'))) return null;
  const sender = fields.get('From') ?? '';
  const channel = sender.startsWith(WHATSAPP) ? 'whatsapp' : 'sms';
  const from = channel === 'whatsapp' ? sender.slice(WHATSAPP.length) : sender;
  if (!E164.test(from)) return null;
  const providerId = fields.get('MessageSid') || fields.get('SmsSid') || null;
  // Words of the clinic's own that the vendor listens for are STOP, START and HELP here. When it was written it
  // does not say.
  const word = fields.get('OptOutType') || text;
  return { provider: 'twilio', providerId, channel, from, text: word, at: null };
};

const only = <T>(value: T | null): T[] => (value === null ? [] : [value]);

/** Reads what Twilio posts, by the SDK's own validator over the public address with its query. */
export const twilioWebhooks = ({ authToken }: Pick<TwilioConfig, 'authToken'>): WebhookReader => ({
  provider: 'twilio',
  read: (request): Webhook | null => {
    const { url } = request;
    if (headerOf(request, 'content-type').startsWith('application/json')) {
      // Signed by its digest in the query. None of our receipts comes in this form.
      const signature = headerOf(request, 'x-twilio-signature');
      const body = request.body.toString('utf8');
      const signed = twilio.validateRequestWithBody(authToken, signature, url.href, body);
      return signed ? { receipts: [], inbound: [] } : null;
    }
    const fields = twilioSignedForm(authToken, request);
    if (!fields) return null;
    return { receipts: only(receiptOf(fields, url)), inbound: only(inboundOf(fields)) };
  },
});
