import type { WhatsappConfig } from '../message-config.ts';
import type { Message, Messenger, Sent } from '../messages/messenger.ts';
import { readWhatsappAnswer } from './whatsapp-answer.ts';
import { type WhatsappPayload, whatsappPayload } from './whatsapp-payload.ts';

const NOT_SENT: Sent = { outcome: 'unavailable', fault: 'unavailable', retryAfter: null };

/** Faults of a connection that was never there: nothing left. Any other may have come after the request. */
const BEFORE_THE_REQUEST =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT_.+|.*_CERT|.*SIGNED_CERT.*|UNABLE_TO_.+|ERR_TLS_.+|ERR_SSL_.+)$/;

/** fetch says only that it failed; why is in the cause, and with two addresses in the causes of that. */
const codeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return '';
  const code: unknown = Reflect.get(error, 'code');
  return typeof code === 'string' ? code : codeOf(error.cause);
};

const post = async (config: WhatsappConfig, payload: WhatsappPayload, signal: AbortSignal): Promise<Sent> => {
  const base = config.apiUrl.href.replace(/\/+$/, '');
  try {
    const answer = await fetch(`${base}/${config.phoneNumberId}/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${config.accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(payload),
      redirect: 'manual',
      signal,
    });
    const retryAfter = answer.headers.get('retry-after');
    return readWhatsappAnswer({ status: answer.status, retryAfter, text: await answer.text() }, Date.now());
  } catch (error) {
    return BEFORE_THE_REQUEST.test(codeOf(error)) ? NOT_SENT : { outcome: 'unknown' };
  }
};

/**
 * Messages over the WhatsApp Cloud API. Nothing is sent to another host than the configured one.
 *
 * `isWindowOpen` tells whether that number wrote to us within 24 hours, which is when words alone may be sent.
 */
export const whatsappCloud = (
  config: WhatsappConfig,
  { isWindowOpen }: { isWindowOpen: (to: string) => Promise<boolean> },
): Messenger => {
  const send = async (message: Message, signal: AbortSignal): Promise<Sent> => {
    if (message.channel !== 'whatsapp') return { outcome: 'refused', fault: 'not_configured' };
    const asked = message.body.kind === 'notice' ? isWindowOpen(message.to) : false;
    const windowOpen = await Promise.resolve(asked).catch(() => null);
    if (windowOpen === null || signal.aborted) return NOT_SENT;
    const payload = whatsappPayload(message, config.templates, windowOpen);
    return 'outcome' in payload ? payload : post(config, payload, signal);
  };
  return {
    name: 'whatsapp',
    channels: ['whatsapp'],
    send,
    // The API has no way to look a message up: only its webhooks tell.
    find: async () => ({ found: 'untold' }),
  };
};
