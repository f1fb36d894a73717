import { Button, Stack, Title } from '@mantine/core';
import { Link, useSearch } from 'wouter';
import type { SessionOpened } from '../../../contract/sessions.ts';
import { request } from '../../api.ts';
import { useClinic } from '../../ui/clinic-context.ts';
import { accountCodeSentInWords, sendAccountCode } from '../one-time-code/account-code.ts';
import { accountSendTrouble, accountVerifyTrouble } from '../one-time-code/account-code-words.ts';
import { CodeEntry } from '../one-time-code/code-entry.tsx';
import type { Trouble } from '../one-time-code/code-words.ts';
import { type Beginning, useCodeStep } from '../one-time-code/use-code-step.ts';
import { toPhones } from '../one-time-code/ways.ts';
import { isEmail, knownOf } from '../sign-in/known-address.ts';
import { withNext } from '../sign-in/next-page.ts';
import { useSessionOpened } from '../sign-in/use-session-opened.ts';

interface Props {
  address: string;
  beginning: Beginning;
  onBack: () => void;
}

/** The code that signs in. */
export const SignInCode = ({ address, beginning, onBack }: Props) => {
  const { channels, code_digits } = useClinic();
  const opened = useSessionOpened();
  const search = useSearch();
  const step = useCodeStep({
    beginning,
    send: (channel) => sendAccountCode(address, channel),
    verify: (code) =>
      request<SessionOpened>('POST', '/login-with-otp', { body: { to: address, otp_code: code } }),
    sendTrouble: accountSendTrouble,
    verifyTrouble: accountVerifyTrouble,
    onVerified: opened,
  });
  const known = { state: knownOf(address) };
  const wayOut = ({ way }: Trouble) =>
    way === 'register' && (
      <Button component={Link} href={withNext('/register', search)} {...known}>
        Register
      </Button>
    );
  return (
    <Stack gap="md">
      <Title order={2}>Enter your code</Title>
      <CodeEntry
        step={step}
        length={code_digits}
        channels={isEmail(address) ? ['email'] : toPhones(channels)}
        sentInWords={accountCodeSentInWords}
        wayOut={wayOut}
        submit="Sign in"
        onCode={step.verify}
      />
      <Button variant="default" onClick={onBack}>
        Use another number or address
      </Button>
    </Stack>
  );
};
