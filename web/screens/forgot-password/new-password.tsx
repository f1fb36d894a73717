import { Button, Stack, Title } from '@mantine/core';
import { useState } from 'react';
import type { PasswordForgotten } from '../../../contract/accounts.ts';
import { type ApiProblem, request } from '../../api.ts';
import { NewPasswordField } from '../../ui/account-fields.tsx';
import { COMMON_PASSWORD, passwordFault } from '../../ui/account-rules.ts';
import { useClinic } from '../../ui/clinic-context.ts';
import { useErrorFocus } from '../../ui/use-error-focus.ts';
import { accountSendTrouble, accountVerifyTrouble } from '../one-time-code/account-code-words.ts';
import { CodeEntry } from '../one-time-code/code-entry.tsx';
import { channelInWords } from '../one-time-code/code-words.ts';
import { type Beginning, type CodeSent, useCodeStep } from '../one-time-code/use-code-step.ts';
import { toPhones } from '../one-time-code/ways.ts';
import { type Owner, resetDigits, sendResetCode } from './send-reset-code.ts';

interface Props {
  owner: Owner;
  beginning: Beginning;
  onBack: () => void;
  onChanged: () => void;
}

/** The same words whether or not there is such an account (ASVS 6.3.8). */
const sentInWords = ({ channel }: CodeSent): string =>
  `If there is an account with this e-mail address and number, a code is on its way ${channelInWords(channel)}.`;

const isOfPassword = ({ code, paths }: ApiProblem): boolean =>
  code === 'invalid_request' && paths.some((path) => path.endsWith('password'));

/** The code from the phone of the account, and the password that comes in place of the old one. */
export const NewPassword = ({ owner, beginning, onBack, onChanged }: Props) => {
  const [password, setPassword] = useState('');
  const [attempt, setAttempt] = useState(0);
  const [refused, setRefused] = useState<string | null>(null);
  const fault = passwordFault(password) ?? (password === refused ? COMMON_PASSWORD : null);
  const around = useErrorFocus<HTMLDivElement>(`${attempt} ${refused}`);
  const { channels, code_digits } = useClinic();
  const length = resetDigits(code_digits);
  const step = useCodeStep({
    beginning,
    send: (channel) => sendResetCode(owner, channel),
    verify: (code) =>
      request<PasswordForgotten>('POST', '/forgot-password-otp', {
        body: {
          email: owner.email.trim(),
          phone: owner.phone.trim(),
          otp_code: code,
          new_password: password,
        },
      }),
    sendTrouble: accountSendTrouble,
    verifyTrouble: (problem) => {
      if (!isOfPassword(problem)) return accountVerifyTrouble(problem);
      setRefused(password);
      return null;
    },
    onVerified: onChanged,
  });
  const change = (code: string): void => {
    setAttempt(attempt + 1);
    if (fault === null) step.verify(code);
  };
  return (
    <Stack gap="md">
      <Title order={2}>Choose a new password</Title>
      <CodeEntry
        step={step}
        length={length}
        channels={toPhones(channels)}
        sentInWords={sentInWords}
        submit="Change password"
        onCode={change}
      >
        <div ref={around}>
          <NewPasswordField
            label="New password"
            value={password}
            error={attempt > 0 ? fault : null}
            onChange={setPassword}
          />
        </div>
      </CodeEntry>
      <Button variant="default" onClick={onBack}>
        Change what I entered
      </Button>
    </Stack>
  );
};
