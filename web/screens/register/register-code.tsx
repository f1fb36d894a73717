import { Button, Stack, Title } from '@mantine/core';
import type { Registered, RegisterWithOtp } from '../../../contract/accounts.ts';
import { ApiProblem, request } from '../../api.ts';
import { useClinic } from '../../ui/clinic-context.ts';
import { oneLine } from '../../ui/one-line.ts';
import { accountCodeSentInWords, sendAccountCode } from '../one-time-code/account-code.ts';
import { accountSendTrouble, accountVerifyTrouble } from '../one-time-code/account-code-words.ts';
import { CodeEntry } from '../one-time-code/code-entry.tsx';
import { isJustSent, waitForNext } from '../one-time-code/code-words.ts';
import { type Beginning, useCodeStep } from '../one-time-code/use-code-step.ts';
import { toPhones } from '../one-time-code/ways.ts';
import { useSessionOpened } from '../sign-in/use-session-opened.ts';
import { browserReader } from './browser-reader.ts';
import type { RegisterDraft } from './register-fields.tsx';

/** What of the entered things the account can't be made with. */
export type Refusal = 'email_taken' | 'email_invalid' | 'phone_taken' | 'phone_invalid' | 'password_common';

interface Props {
  draft: RegisterDraft;
  beginning: Beginning;
  onBack: () => void;
  /** The last code was used up by a refusal, so it is no use to look for it. */
  isSpent: boolean;
  onRefused: (why: Refusal) => void;
}

const refusalOf = (error: unknown): Refusal | null => {
  if (!(error instanceof ApiProblem)) return null;
  const { code, paths } = error;
  if (code === 'email_taken' || code === 'phone_taken' || code === 'phone_invalid') return code;
  if (code !== 'invalid_request') return null;
  if (paths.includes('body.password')) return 'password_common';
  return paths.includes('body.email') ? 'email_invalid' : null;
};

const bodyOf = (draft: RegisterDraft, code: string): RegisterWithOtp => ({
  email: draft.email.trim(),
  password: draft.password,
  phone: draft.phone.trim(),
  otp_code: code,
  first_name: oneLine(draft.firstName),
  last_name: oneLine(draft.lastName),
  ...browserReader(),
});

/** The code that shows whose number it is, and with it the account. */
export const RegisterCode = ({ draft, beginning, isSpent, onBack, onRefused }: Props) => {
  const { channels, code_digits } = useClinic();
  const opened = useSessionOpened();
  const step = useCodeStep({
    beginning,
    send: (channel) => sendAccountCode(draft.phone.trim(), channel),
    verify: async (code) => {
      try {
        await request<Registered>('POST', '/register-with-otp', { body: bodyOf(draft, code) });
      } catch (error) {
        const refusal = refusalOf(error);
        if (refusal) onRefused(refusal);
        throw error;
      }
    },
    sendTrouble: (problem) =>
      isSpent && isJustSent(problem) ? waitForNext(problem) : accountSendTrouble(problem),
    verifyTrouble: accountVerifyTrouble,
    onVerified: opened,
  });
  return (
    <Stack gap="md">
      <Title order={2}>Check that the number is yours</Title>
      <CodeEntry
        step={step}
        length={code_digits}
        channels={toPhones(channels)}
        sentInWords={accountCodeSentInWords}
        submit="Register"
        onCode={step.verify}
      />
      <Button variant="default" onClick={onBack}>
        Change what I entered
      </Button>
    </Stack>
  );
};
