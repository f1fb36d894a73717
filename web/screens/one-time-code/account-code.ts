import type { OtpSent } from '../../../contract/accounts.ts';
import type { Channel } from '../../../contract/primitives.ts';
import { request } from '../../api.ts';
import { channelInWords, unbroken } from './code-words.ts';
import type { CodeSent } from './use-code-step.ts';

/** Sends a code to an address that somebody says is theirs. @throws ApiProblem */
export const sendAccountCode = (to: string, channel: Channel): Promise<CodeSent> =>
  request<OtpSent>('POST', '/send-otp', { body: { to, channel } });

export const accountCodeSentInWords = ({ channel, to }: CodeSent): string =>
  `We sent a code ${channelInWords(channel)} to ${unbroken(to)}. Enter it here.`;
