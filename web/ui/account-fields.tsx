import { PasswordInput, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';

interface Props {
  value: string;
  onChange: (value: string) => void;
  error: ReactNode;
}

export const EmailField = ({ value, onChange, error }: Props) => (
  <TextInput
    label="E-mail"
    type="email"
    name="email"
    autoComplete="email"
    maxLength={254}
    value={value}
    onChange={(event) => onChange(event.currentTarget.value)}
    error={error}
  />
);

export const PhoneField = ({
  value,
  onChange,
  error,
  label = 'Phone number',
}: Props & { label?: string }) => (
  <TextInput
    label={label}
    description="With the country code in front, like +44 7700 900123."
    type="tel"
    name="phone"
    autoComplete="tel"
    maxLength={32}
    value={value}
    onChange={(event) => onChange(event.currentTarget.value)}
    error={error}
  />
);

export const NewPasswordField = ({
  value,
  onChange,
  error,
  label = 'Password',
}: Props & { label?: string }) => (
  <PasswordInput
    label={label}
    description="At least 8 characters. A few words in a row are easy to keep and hard to guess."
    name="new-password"
    autoComplete="new-password"
    maxLength={128}
    value={value}
    onChange={(event) => onChange(event.currentTarget.value)}
    error={error}
    aria-invalid={Boolean(error)}
    visibilityToggleButtonProps={{ 'aria-label': 'Show what I type', tabIndex: 0 }}
  />
);
