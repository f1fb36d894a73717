import { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import { Value } from 'typebox/value';
import { EmailAddress } from '../../contract/primitives.ts';
import type { SmtpConfig } from '../message-config.ts';
import type { Message, Messenger, Sent } from '../messages/messenger.ts';
import { emailHtml, type Letterhead } from './email-html.ts';
import { smtpConnection } from './smtp-connection.ts';
import { readSmtpFailure } from './smtp-refusals.ts';

export interface SmtpOptions extends Letterhead {
  /** The authorities, in PEM, that the server's certificate may come from; left out, the well-known ones. */
  ca?: string;
}

/** `Clinic <visits@example.org>`, in its parts: a comma in the name must not make two addresses of it. */
const readFrom = (from: string): { name: string; address: string } => {
  const match = /^(.*)<([^<>]+)>$/.exec(from.trim());
  if (!match) return { name: '', address: from.trim() };
  return { name: (match[1] ?? '').trim().replace(/^"(.*)"$/, '$1'), address: (match[2] ?? '').trim() };
};

/**
 * A part of its own that calendars read, and the same as a file. What the part's type says of the method must be
 * what stands in it (RFC 6047 §2.4).
 */
const inviteOf = ({ body }: Message) =>
  body.kind === 'visit' && body.invite
    ? { icalEvent: { method: body.invite.method, content: body.invite.ics, filename: 'invite.ics' } }
    : {};

/** Tells when the first of it is read, which is when the server has said that it will take it. */
const noticed = (input: Readable, begins: () => void): Readable =>
  Readable.from(
    (async function* () {
      begins();
      yield* input;
    })(),
    { objectMode: false },
  );

const textOf = (error: Error, name: string): string => {
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' ? value : '';
};

/** Messages by e-mail over any SMTP server, in text and HTML. `close` lets idle connections go. */
export const smtpMessenger = (
  config: SmtpConfig,
  { ca, ...letterhead }: SmtpOptions,
): Messenger & { close: () => void } => {
  const transport = createTransport(smtpConnection(config.url, ca));
  const from = readFrom(config.from);
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1);
  const begun = new Set<string>();
  transport.use('stream', ({ message, data }, done) => {
    message.processFunc((input) => noticed(input, () => begun.add(String(data.messageId))));
    done();
  });

  const deliver = async (message: Message, messageId: string, signal: AbortSignal): Promise<Sent> => {
    try {
      await transport.sendMail({
        messageId,
        from,
        // An address as an object is one address, whatever is in it.
        to: { name: '', address: message.to },
        subject: message.subject ?? letterhead.appName,
        text: message.text,
        html: emailHtml(message, letterhead),
        ...inviteOf(message),
        // No holiday notices in return (RFC 3834 §5).
        headers: { 'Auto-Submitted': 'auto-generated' },
        disableFileAccess: true,
        disableUrlAccess: true,
        signal,
      });
      return { outcome: 'accepted', providerId: messageId.slice(1, -1), status: 'sent' };
    } catch (error) {
      const [code = '', command = '', response = ''] =
        error instanceof Error ? ['code', 'command', 'response'].map((name) => textOf(error, name)) : [];
      return readSmtpFailure({ code, command, response, begun: begun.has(messageId) });
    } finally {
      begun.delete(messageId);
    }
  };

  return {
    name: 'smtp',
    channels: ['email'],
    send: async (message, signal) => {
      if (message.channel !== 'email') return { outcome: 'refused', fault: 'not_configured' };
      if (!Value.Check(EmailAddress, message.to)) return { outcome: 'refused', fault: 'address_invalid' };
      return deliver(message, `<${message.id}@${domain}>`, signal);
    },
    // SMTP ends with the server's yes; there is nobody to ask afterwards.
    find: async () => ({ found: 'untold' }),
    close: () => transport.close(),
  };
};
