import { createHmac } from 'node:crypto';

export interface StatusChange {
  id: string;
  status: string;
  /** Without `+`. */
  recipient: string;
  at: Date;
  /** What the sender put on the message; left out where it put nothing. */
  ours?: string;
  error?: number;
}

/** The body of a webhook of the vendor's, with the changes of one number. */
export const webhookPayload = (field: string, value: object): object => ({
  object: 'whatsapp_business_account',
  entry: [{ id: '419561257915477', changes: [{ field, value }] }],
});

/** What the vendor tells of messages that it took: one `value` with any number of changes. */
export const statusValue = (phoneNumberId: string, changes: readonly StatusChange[]): object => ({
  messaging_product: 'whatsapp',
  metadata: { display_phone_number: '15550783881', phone_number_id: phoneNumberId },
  statuses: changes.map(({ id, status, recipient, at, ours, error }) => ({
    id,
    status,
    timestamp: String(Math.floor(at.getTime() / 1_000)),
    recipient_id: recipient,
    pricing: { billable: true, pricing_model: 'PMP', category: 'authentication' },
    ...(ours === undefined ? {} : { biz_opaque_callback_data: ours }),
    ...(error === undefined
      ? {}
      : { errors: [{ code: error, title: 'Refused', error_data: { details: 'Not delivered.' } }] }),
  })),
});

/** The vendor spells JSON its own way, `\u00ed` for `í` and `\/` for `/`, and signs that. */
export const spelled = (payload: object): Buffer =>
  Buffer.from(
    JSON.stringify(payload)
      .replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .replaceAll('/', '\\/'),
  );

export const signatureOf = (secret: string, body: Buffer): string =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

/** Delivers a webhook as the vendor does. @returns the status that was answered */
export const postWebhook = async (url: URL, secret: string, payload: object): Promise<number> => {
  const body = spelled(payload);
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-hub-signature-256': signatureOf(secret, body) },
    body: new Uint8Array(body),
  });
  await answer.arrayBuffer();
  return answer.status;
};
