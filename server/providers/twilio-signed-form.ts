import twilio from 'twilio';
import type { RawRequest } from '../http/raw-bodies.ts';

export type Fields = ReadonlyMap<string, string>;

export const headerOf = ({ headers }: Pick<RawRequest, 'headers'>, name: string): string => {
  const header = headers[name];
  return typeof header === 'string' ? header : '';
};

/** Repeated fields are signed as a list of all. */
const signedFields = (form: URLSearchParams): Record<string, string | string[]> =>
  Object.fromEntries(
    [...new Set(form.keys())].map((name): [string, string | string[]] => {
      const [value = '', ...more] = form.getAll(name);
      return [name, more.length > 0 ? [value, ...more] : value];
    }),
  );

/**
 * The fields of a form that the vendor posted, by the SDK's own validator over the public address with its
 * query; null where the signature is not the vendor's.
 */
export const twilioSignedForm = (authToken: string, request: RawRequest): Fields | null => {
  const form = new URLSearchParams(request.body.toString('utf8'));
  const signature = headerOf(request, 'x-twilio-signature');
  const isSigned = twilio.validateRequest(authToken, signature, request.url.href, signedFields(form));
  return isSigned ? new Map(form) : null;
};
