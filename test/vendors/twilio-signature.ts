import { createHmac } from 'node:crypto';

/**
 * `X-Twilio-Signature`, made apart from the SDK that checks it: the address without its fragment, then every
 * field's name and value by name, under HMAC-SHA1 (twilio.com/docs/usage/security).
 */
export const twilioSignature = (
  authToken: string,
  url: URL,
  fields: Readonly<Record<string, string>>,
): string => {
  const [address = ''] = url.href.split('#', 1);
  const signed = Object.keys(fields)
    .sort()
    .reduce((text, name) => `${text}${name}${fields[name] ?? ''}`, address);
  return createHmac('sha1', authToken).update(signed).digest('base64');
};
