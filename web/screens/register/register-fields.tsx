import { SimpleGrid, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { EmailField, NewPasswordField, PhoneField } from '../../ui/account-fields.tsx';

export interface RegisterDraft {
  firstName: string;
  lastName: string;
  email: string;
  phone: string;
  password: string;
}

export type RegisterFaults = Partial<Record<keyof RegisterDraft, ReactNode>>;

interface Props {
  draft: RegisterDraft;
  faults: RegisterFaults;
  onChange: (part: Partial<RegisterDraft>) => void;
}

const NAME_LENGTH = 80;

const NameFields = ({ draft, faults, onChange }: Props) => (
  <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="lg">
    <TextInput
      label="First name"
      name="given-name"
      autoComplete="given-name"
      maxLength={NAME_LENGTH}
      value={draft.firstName}
      onChange={(event) => onChange({ firstName: event.currentTarget.value })}
      error={faults.firstName}
    />
    <TextInput
      label="Last name"
      name="family-name"
      autoComplete="family-name"
      maxLength={NAME_LENGTH}
      value={draft.lastName}
      onChange={(event) => onChange({ lastName: event.currentTarget.value })}
      error={faults.lastName}
    />
  </SimpleGrid>
);

export const RegisterFields = (props: Props) => {
  const { draft, faults, onChange } = props;
  return (
    <>
      <NameFields {...props} />
      <EmailField value={draft.email} error={faults.email} onChange={(email) => onChange({ email })} />
      <PhoneField value={draft.phone} error={faults.phone} onChange={(phone) => onChange({ phone })} />
      <NewPasswordField
        value={draft.password}
        error={faults.password}
        onChange={(password) => onChange({ password })}
      />
    </>
  );
};
