import { randomBytes } from 'node:crypto';

export interface Answer {
  status: number;
  body: object;
  headers?: Record<string, string>;
}

/** An error as the vendor words one; it never has more than these four. */
export const refusal = (status: number, code: number, retryAfter?: number): Answer => ({
  status,
  body: {
    code,
    message: `The vendor's words for ${code}`,
    more_info: `https://www.twilio.com/docs/errors/${code}`,
    status,
  },
  ...(retryAfter === undefined ? {} : { headers: { 'retry-after': String(retryAfter) } }),
});

export const newSid = (prefix: string): string => `${prefix}${randomBytes(16).toString('hex')}`;

/** As the older of the vendor's APIs writes times. */
export const rfc2822 = (time: Date): string => time.toUTCString().replace('GMT', '+0000');
