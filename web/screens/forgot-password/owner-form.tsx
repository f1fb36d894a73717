import { Alert, Button, Stack } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { EmailField, PhoneField } from '../../ui/account-fields.tsx';
import { emailFault, phoneFault } from '../../ui/account-rules.ts';
import { useClinic } from '../../ui/clinic-context.ts';
import { useErrorFocus } from '../../ui/use-error-focus.ts';
import type { Beginning } from '../one-time-code/use-code-step.ts';
import { useFirstCode } from '../one-time-code/use-first-code.ts';
import { toPhones } from '../one-time-code/ways.ts';
import { type Owner, sendResetCode } from './send-reset-code.ts';

interface Props {
  owner: Owner;
  onChange: (part: Partial<Owner>) => void;
  onBegun: (beginning: Beginning) => void;
}

/** Whose password it is: both have to fit one account, and whether they do is not said. */
export const OwnerForm = ({ owner, onChange, onBegun }: Props) => {
  const [attempt, setAttempt] = useState(0);
  const channels = toPhones(useClinic().channels);
  const first = useFirstCode({ channels, send: () => sendResetCode(owner, channels[0] ?? 'sms'), onBegun });
  const form = useErrorFocus<HTMLFormElement>(`${attempt} ${first.phoneFault}`);
  const faults = { email: emailFault(owner.email), phone: phoneFault(owner.phone) };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setAttempt(attempt + 1);
    if (!faults.email && !faults.phone) first.ask();
  };
  return (
    <form ref={form} onSubmit={submit} noValidate>
      <Stack gap="lg">
        {first.fault && (
          <Alert color="red" role="alert">
            {first.fault}
          </Alert>
        )}
        <EmailField
          value={owner.email}
          error={attempt > 0 ? faults.email : null}
          onChange={(email) => onChange({ email })}
        />
        <PhoneField
          value={owner.phone}
          error={(attempt > 0 ? faults.phone : null) ?? first.phoneFault}
          onChange={(phone) => {
            first.reset();
            onChange({ phone });
          }}
        />
        <Button type="submit" fullWidth loading={first.isAsking}>
          Send me a code
        </Button>
      </Stack>
    </form>
  );
};
