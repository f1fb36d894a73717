import type { TwilioSent } from './twilio-messaging.ts';
import { twilioSignature } from './twilio-signature.ts';

/** Posts fields as the vendor would; `via` replaces the origin they are sent to, and not what is signed. */
export const postSigned = (authToken: string) => (url: URL, fields: Record<string, string>, via?: URL) =>
  fetch(via ? new URL(`${url.pathname}${url.search}`, via) : url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'x-twilio-signature': twilioSignature(authToken, url, fields),
    },
    body: new URLSearchParams(fields).toString(),
  });

/** The fields that every callback of the vendor has, besides those that say what it is about. */
export const callbackFields = (accountSid: string, sent: TwilioSent): Record<string, string> => ({
  AccountSid: accountSid,
  ApiVersion: '2010-04-01',
  To: sent.to,
  ...(sent.from ? { From: sent.from } : {}),
  ...(sent.messagingServiceSid ? { MessagingServiceSid: sent.messagingServiceSid } : {}),
  ...(sent.kind === 'call' ? { CallSid: sent.sid } : { MessageSid: sent.sid, SmsSid: sent.sid }),
});
