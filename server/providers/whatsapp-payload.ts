import type { WhatsappConfig } from '../message-config.ts';
import type { Message, Sent } from '../messages/messenger.ts';

interface TextParameter {
  type: 'text';
  text: string;
}

type Component =
  | { type: 'body'; parameters: TextParameter[] }
  | { type: 'button'; sub_type: 'url'; index: string; parameters: TextParameter[] };

type Content =
  | { type: 'text'; text: { body: string; preview_url: boolean } }
  | { type: 'template'; template: { name: string; language: { code: string }; components: Component[] } };

/** The body of `POST /{phone number id}/messages`. */
export type WhatsappPayload = Content & {
  messaging_product: 'whatsapp';
  recipient_type: 'individual';
  to: string;
  /** Handed back with every receipt. */
  biz_opaque_callback_data: string;
};

type Refused = Extract<Sent, { outcome: 'refused' }>;

/** An authentication template takes no longer code. */
const LONGEST_CODE = 15;
const LONGEST_TEXT = 4_096;

/** Line breaks, tabs and runs of spaces are refused in a parameter, and so is an empty one. */
const parameter = (text: string): TextParameter => ({
  type: 'text',
  text: text.replace(/\s+/g, ' ').trim() || '–',
});

const template = (name: string, { language }: Message, body: readonly string[], button: string): Content => ({
  type: 'template',
  template: {
    name,
    language: { code: language },
    components: [
      ...(body.length > 0 ? [{ type: 'body' as const, parameters: body.map(parameter) }] : []),
      { type: 'button', sub_type: 'url', index: '0', parameters: [parameter(button)] },
    ],
  },
});

/**
 * What the template's own address, PUBLIC_URL with a slash, is followed by. That may not be empty: the front page,
 * which has no more than the slash, takes no heed of a query.
 */
const suffixOf = ({ pathname, search }: URL): string => `${pathname}${search}`.slice(1) || '?visits';

const contentOf = (
  message: Message,
  templates: WhatsappConfig['templates'],
  windowOpen: boolean,
): Content | Refused => {
  const { body, text } = message;
  switch (body.kind) {
    case 'code':
      if (body.code.length > LONGEST_CODE) return { outcome: 'refused', fault: 'content_refused' };
      return template(templates.code, message, [body.code], body.code);
    case 'visit':
      return template(templates.visit[body.template], message, body.facts, suffixOf(body.url));
    case 'notice':
      if (!windowOpen) return { outcome: 'refused', fault: 'outside_window' };
      if (text.length > LONGEST_TEXT) return { outcome: 'refused', fault: 'content_refused' };
      return { type: 'text', text: { body: text, preview_url: false } };
  }
};

/**
 * What to send, or why it can't be. Codes and links go as templates, which may be sent at any time; words
 * alone only within 24 hours of what the person last wrote.
 */
export const whatsappPayload = (
  message: Message,
  templates: WhatsappConfig['templates'],
  windowOpen: boolean,
): WhatsappPayload | Refused => {
  const content = contentOf(message, templates, windowOpen);
  if ('outcome' in content) return content;
  return {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    to: message.to,
    biz_opaque_callback_data: message.id,
    ...content,
  };
};
