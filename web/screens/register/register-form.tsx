import { Text } from '@mantine/core';
import { emailFault, passwordFault, phoneFault } from '../../ui/account-rules.ts';
import { useClinic } from '../../ui/clinic-context.ts';
import { sendAccountCode } from '../one-time-code/account-code.ts';
import { FirstCodeForm } from '../one-time-code/first-code-form.tsx';
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
  /** Whether somebody came back here from the code. */
  isReturn: boolean;
}

const faultsOf = ({ firstName, email, phone, password }: RegisterDraft): RegisterFaults => ({
  firstName: firstName.trim() ? null : 'Enter your name',
  email: emailFault(email),
  phone: phoneFault(phone),
  password: passwordFault(password),
});

const isFine = (faults: RegisterFaults): boolean => Object.values(faults).every((fault) => fault === null);

/** Who wants an account; a code to their phone comes next. */
export const RegisterForm = ({ draft, onChange, refused, onBegun, isReturn }: Props) => {
  const channels = toPhones(useClinic().channels);
  const missing = faultsOf(draft);
  const first = useFirstCode({
    channels,
    isFilledIn: isFine(missing) && isFine(refused),
    send: () => sendAccountCode(draft.phone.trim(), channels[0] ?? 'sms'),
    onBegun,
  });
  const own: RegisterFaults = first.isChecked ? missing : {};
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
  return (
    <FirstCodeForm first={first} submit="Continue" takesFocus={isReturn}>
      <RegisterFields draft={draft} faults={faults} onChange={change} />
      <Text c="dimmed">We send a code to your phone next, to see that the number is yours.</Text>
    </FirstCodeForm>
  );
};
