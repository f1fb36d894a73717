import { Button, Stack } from '@mantine/core';
import type { Channel } from '../../../contract/primitives.ts';
import { useClinic } from '../../ui/clinic-context.ts';
import { accountCodeSentInWords } from '../one-time-code/account-code.ts';
import { accountSendTrouble, accountVerifyTrouble } from '../one-time-code/account-code-words.ts';
import { CodeEntry } from '../one-time-code/code-entry.tsx';
import { type Beginning, type CodeSent, useCodeStep } from '../one-time-code/use-code-step.ts';
import { toPhones } from '../one-time-code/ways.ts';

interface Props {
  beginning: Beginning;
  send: (channel: Channel) => Promise<CodeSent>;
  confirm: (code: string) => Promise<void>;
  onCancel: () => void;
}

/** The code that shows that the new number is the person's own. */
export const PhoneCode = ({ beginning, send, confirm, onCancel }: Props) => {
  const { channels, code_digits } = useClinic();
  const step = useCodeStep({
    beginning,
    send,
    verify: confirm,
    sendTrouble: accountSendTrouble,
    verifyTrouble: accountVerifyTrouble,
  });
  return (
    <Stack gap="md">
      <CodeEntry
        step={step}
        length={code_digits}
        channels={toPhones(channels)}
        sentInWords={accountCodeSentInWords}
        submit="Change my number"
        onCode={step.verify}
      />
      <Button variant="default" onClick={onCancel}>
        Keep my number
      </Button>
    </Stack>
  );
};
