import type { PasswordForgotten } from '../../../contract/accounts.ts';
import type { Channel } from '../../../contract/primitives.ts';
import { request } from '../../api.ts';
import type { CodeSent } from '../one-time-code/use-code-step.ts';

/** Who says that they forgot their password. */
export interface Owner {
  email: string;
  phone: string;
}

const LEAST_DIGITS = 8;

/** A reset is worth more than a sign-in, so its code has eight digits where others have fewer. */
export const resetDigits = (digits: number): number => Math.max(LEAST_DIGITS, digits);

const RESEND_SECONDS = 60;

/**
 * Asks for a code to the phone of the account, if there is one with this e-mail address and this number; the
 * answer does not tell, so nobody can ask what became of the message either. @throws ApiProblem
 */
export const sendResetCode = async ({ email, phone }: Owner, channel: Channel): Promise<CodeSent> => {
  const body = { email: email.trim(), phone: phone.trim(), channel };
  const { resend_in = RESEND_SECONDS } = await request<PasswordForgotten>('POST', '/forgot-password-otp', {
    body,
  });
  return { channel, to: body.phone, resend_in, delivery_id: null };
};
