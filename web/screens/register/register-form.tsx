import { Alert, Button, Stack, Text } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { emailFault, passwordFault, phoneFault } from '../../ui/account-rules.ts';
import { useClinic } from '../../ui/clinic-context.ts';
import { useErrorFocus } from '../../ui/use-error-focus.ts';
import { sendAccountCode } from '../one-time-code/account-code.ts';
import type { Beginning } from '../one-time-code/use-code-step.ts';
import { useFirstCode } from '../one-time-code/use-first-code.ts';
import { toPhones } from '../one-time-code/ways.ts';
import { type RegisterDraft, type RegisterFaults, RegisterFields } from './register-fields.tsx';

interface Props {
  draft: RegisterDraft;
  onChange: (part: Partial<RegisterDraft>) => void;
  /** What the server said of the fields when the account was to be made. */
  refused: RegisterFaults;
  onBegun: (beginning: Beginning) => void;
}

const faultsOf = ({ firstName, email, phone, password }: RegisterDraft): RegisterFaults => ({
  firstName: firstName.trim() ? null : 'Enter your name',
  email: emailFault(email),
  phone: phoneFault(phone),
  password: passwordFault(password),
});

const isFine = (faults: RegisterFaults): boolean => Object.values(faults).every((fault) => fault === null);

/** Who wants an account; a code to their phone comes next. */
export const RegisterForm = ({ draft, onChange, refused, onBegun }: Props) => {
  const [attempt, setAttempt] = useState(0);
  const channels = toPhones(useClinic().channels);
  const first = useFirstCode({
    channels,
    send: () => sendAccountCode(draft.phone.trim(), channels[0] ?? 'sms'),
    onBegun,
  });
  const form = useErrorFocus<HTMLFormElement>(`${attempt} ${first.phoneFault}`);
  const own: RegisterFaults = attempt > 0 ? faultsOf(draft) : {};
  const faults = {
    ...own,
    email: own.email ?? refused.email,
    phone: own.phone ?? refused.phone ?? first.phoneFault,
    password: own.password ?? refused.password,
  };
  const change = (part: Partial<RegisterDraft>): void => {
    if ('phone' in part) first.reset();
    onChange(part);
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setAttempt(attempt + 1);
    if (isFine(faultsOf(draft)) && isFine(refused)) first.ask();
  };
  return (
    <form ref={form} onSubmit={submit} noValidate>
      <Stack gap="lg">
        {first.fault && (
          <Alert color="red" role="alert">
            {first.fault}
          </Alert>
        )}
        <RegisterFields draft={draft} faults={faults} onChange={change} />
        <Text c="dimmed">We send a code to your phone next, to see that the number is yours.</Text>
        <Button type="submit" fullWidth loading={first.isAsking}>
          Continue
        </Button>
      </Stack>
    </form>
  );
};
