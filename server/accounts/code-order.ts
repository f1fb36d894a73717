import type { Channel, Locale } from '../../contract/primitives.ts';
import type { Order } from '../messages/dispatcher.ts';
import { codeWords } from '../messages/wording.ts';
import type { CodeAddress } from '../otp/code-address.ts';
import type { IssuedCode } from '../otp/issue-together.ts';
import type { Person } from '../people/person.ts';
import { Problem } from '../problem.ts';
import type { AccountDeps } from './account-deps.ts';

interface CodeMessage {
  issued: IssuedCode;
  to: CodeAddress;
  channel: Channel;
  language: Locale;
  owner: Person | null;
}

/** The order for a message with a code of accounts. */
export const codeOrder = (
  { config }: Pick<AccountDeps, 'config'>,
  use: 'account' | 'reset' | 'phone',
  { issued: { code, expiresIn }, to, channel, language, owner }: CodeMessage,
): Order => {
  const { minutes } = config.otp;
  const { appName } = config;
  return {
    kind: `${use}_code`,
    personId: owner?.id ?? null,
    language,
    routes: [{ channel, to: to.address }],
    words: (way) => codeWords(language, use, way, { appName, code, minutes }),
    body: { kind: 'code', code, minutes },
    life: expiresIn,
  };
};

/** @throws Problem `not_configured` */
export const assertCarried = ({ codes }: Pick<AccountDeps, 'codes'>, channel: Channel): void => {
  if (!codes.channels.includes(channel)) throw new Problem('not_configured');
};
