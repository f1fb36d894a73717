import { createHmac, timingSafeEqual } from 'node:crypto';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { Id } from '../../contract/primitives.ts';
import type { RawRequest } from '../http/raw-bodies.ts';
import type { WhatsappConfig } from '../message-config.ts';
import type { Handshake, Inbound, Receipt, Webhook, WebhookReader } from '../messages/receipts.ts';
import { sameSecret } from './same-secret.ts';
import { whatsappFault } from './whatsapp-faults.ts';
import { numberOfWaId } from './whatsapp-number.ts';

/** Each part is checked by itself, so that one we do not know costs none of its neighbours. */
const List = Type.Array(Type.Unknown());
const Payload = Type.Object({ entry: List });
const Entry = Type.Object({ changes: List });
const Change = Type.Object({
  field: Type.Literal('messages'),
  value: Type.Object({ statuses: Type.Optional(List), messages: Type.Optional(List) }),
});
const Status = Type.Object({
  id: Type.String({ minLength: 1 }),
  status: Type.String(),
  timestamp: Type.Optional(Type.String()),
  biz_opaque_callback_data: Type.Optional(Type.String()),
  errors: Type.Optional(Type.Array(Type.Object({ code: Type.Integer() }))),
});
const Incoming = Type.Object({
  from: Type.String(),
  type: Type.String(),
  id: Type.Optional(Type.String({ minLength: 1 })),
  timestamp: Type.Optional(Type.String()),
});
const Written = Type.Object({ text: Type.Object({ body: Type.String() }) });
const Pressed = Type.Object({ button: Type.Object({ text: Type.String() }) });
const Chosen = Type.Object({
  interactive: Type.Object({ button_reply: Type.Object({ title: Type.String() }) }),
});

/** A voice message that was played was read. */
const STATUSES: ReadonlyMap<string, Receipt['status']> = new Map<string, Receipt['status']>([
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['read', 'read'],
  ['played', 'read'],
  ['failed', 'failed'],
]);

const parse = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
};

/** Seconds since 1970, as text. */
const readTime = (seconds: string | undefined): Date | null =>
  seconds !== undefined && /^\d{1,11}$/.test(seconds) ? new Date(Number(seconds) * 1_000) : null;

const readStatus = (item: unknown): Receipt[] => {
  if (!Value.Check(Status, item)) return [];
  const status = STATUSES.get(item.status);
  if (!status) return [];
  const ours = item.biz_opaque_callback_data;
  const fault = whatsappFault(item.errors?.[0]?.code ?? Number.NaN) ?? 'unavailable';
  return [
    {
      provider: 'whatsapp',
      providerId: item.id,
      messageId: Value.Check(Id, ours) ? ours : null,
      status,
      fault: status === 'failed' ? fault : null,
      at: readTime(item.timestamp),
    },
  ];
};

/** A button's label is what the person said by pressing it. */
const wordsOf = (item: unknown): string => {
  if (Value.Check(Written, item)) return item.text.body;
  if (Value.Check(Pressed, item)) return item.button.text;
  if (Value.Check(Chosen, item)) return item.interactive.button_reply.title;
  return '';
};

/** Whatever a person sends opens the 24 hours, words or not; what WhatsApp tells of itself does not. */
const readMessage = (item: unknown): Inbound[] => {
  if (!Value.Check(Incoming, item) || item.type === 'system') return [];
  const from = numberOfWaId(item.from);
  if (!from) return [];
  const told = { provider: 'whatsapp', providerId: item.id ?? null, at: readTime(item.timestamp) };
  return [{ ...told, channel: 'whatsapp', from, text: wordsOf(item) }];
};

const readPayload = (payload: unknown): Webhook => {
  const entries = Value.Check(Payload, payload) ? payload.entry : [];
  const changes = entries.flatMap((entry) => (Value.Check(Entry, entry) ? entry.changes : []));
  const values = changes.flatMap((change) => (Value.Check(Change, change) ? [change.value] : []));
  return {
    receipts: values.flatMap(({ statuses = [] }) => statuses.flatMap(readStatus)),
    inbound: values.flatMap(({ messages = [] }) => messages.flatMap(readMessage)),
  };
};

/** Over the bytes as they came: Meta signs its own spelling of the JSON, which is not to be had again. */
const isSigned = (secret: string, { headers, body }: RawRequest): boolean => {
  const header = headers['x-hub-signature-256'];
  const hex = typeof header === 'string' ? /^sha256=([0-9a-f]{64})$/.exec(header)?.[1] : undefined;
  if (hex === undefined) return false;
  return timingSafeEqual(Buffer.from(hex, 'hex'), createHmac('sha256', secret).update(body).digest());
};

/** Reads Meta's webhooks and answers its handshake. Without the secret or the token nothing is believed. */
export const whatsappWebhooks = ({
  webhookSecret,
  verifyToken,
}: Pick<WhatsappConfig, 'webhookSecret' | 'verifyToken'>): WebhookReader & { handshake: Handshake } => ({
  provider: 'whatsapp',
  read: (request) =>
    webhookSecret && isSigned(webhookSecret, request) ? readPayload(parse(request.body)) : null,
  handshake: (query) => {
    const token = query['hub.verify_token'];
    const challenge = query['hub.challenge'];
    if (!verifyToken || token === undefined || challenge === undefined) return null;
    if (query['hub.mode'] !== 'subscribe' || !sameSecret(token, verifyToken)) return null;
    // It is echoed, so it must not be able to be more than it is: a number in life.
    return /^[\w-]{1,128}$/.test(challenge) ? challenge : null;
  },
});
