import { Button, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { PhoneCodeSent } from '../../../contract/accounts.ts';
import type { Me } from '../../../contract/people.ts';
import type { Channel } from '../../../contract/primitives.ts';
import { ApiProblem, request } from '../../api.ts';
import { PhoneField } from '../../ui/account-fields.tsx';
import { phoneFault } from '../../ui/account-rules.ts';
import { useClinic } from '../../ui/clinic-context.ts';
import { FirstCodeForm } from '../one-time-code/first-code-form.tsx';
import type { Beginning, CodeSent } from '../one-time-code/use-code-step.ts';
import { useFirstCode } from '../one-time-code/use-first-code.ts';
import { useTwoSteps } from '../one-time-code/use-two-steps.ts';
import { toPhones } from '../one-time-code/ways.ts';
import { PhoneCode } from './phone-code.tsx';

interface Props {
  /** The number that stands until the new one is checked. */
  current: string | null;
  onDone: (me: Me) => void;
  onCancel: () => void;
  /** The server wants to see this person sign in anew before it binds another number. */
  onStale: () => void;
}

type Refusal = 'sign_in_again' | 'phone_taken';

/** Sends the code to the new number. @throws ApiProblem */
const sendPhoneCode = (phone: string, channel: Channel): Promise<CodeSent> =>
  request<PhoneCodeSent>('POST', '/api/me/phone', { body: { phone, channel } });

const isRefusal = (error: unknown, code: Refusal): boolean =>
  error instanceof ApiProblem && error.code === code;

const TAKEN = 'This number belongs to another account already.';

interface FormProps extends Props {
  phone: string;
  onPhone: (phone: string) => void;
  taken: boolean;
  send: (channel: Channel) => Promise<CodeSent>;
  onBegun: (beginning: Beginning) => void;
}

const PhoneForm = ({ current, phone, onPhone, taken, send, onBegun, onCancel }: FormProps) => {
  const channels = toPhones(useClinic().channels);
  const missing = phoneFault(phone);
  const first = useFirstCode({
    channels,
    isFilledIn: missing === null,
    send: () => send(channels[0] ?? 'sms'),
    onBegun,
  });
  return (
    <Stack gap="md">
      <FirstCodeForm first={first} submit="Send the code" takesFocus>
        <PhoneField
          label="New phone number"
          value={phone}
          error={(first.isChecked ? missing : null) ?? (taken ? TAKEN : first.phoneFault)}
          onChange={(typed) => {
            first.reset();
            onPhone(typed);
          }}
        />
        <Text c="dimmed">
          We send a code to the new number. {current && `Until you enter it, ${current} stays.`} Visits you
          have opened already ask for a new code afterwards.
        </Text>
      </FirstCodeForm>
      <Button variant="default" onClick={onCancel}>
        Keep my number
      </Button>
    </Stack>
  );
};

/** A new number, then the code that came to it; the old one stands until both are right. */
export const PhoneChange = (props: Props) => {
  const [phone, setPhone] = useState('');
  const [taken, setTaken] = useState(false);
  const { beginning, begin, goBack } = useTwoSteps();
  const refuse = (error: unknown): void => {
    if (isRefusal(error, 'sign_in_again')) props.onStale();
    if (!isRefusal(error, 'phone_taken')) return;
    setTaken(true);
    goBack();
  };
  const watched = async <T,>(answer: Promise<T>): Promise<T> => {
    try {
      return await answer;
    } catch (error) {
      refuse(error);
      throw error;
    }
  };
  const send = (channel: Channel): Promise<CodeSent> => watched(sendPhoneCode(phone.trim(), channel));
  const confirm = (code: string): Promise<void> =>
    watched(
      request<Me>('POST', '/api/me/phone/confirm', { body: { phone: phone.trim(), otp_code: code } }),
    ).then(props.onDone);
  if (beginning)
    return <PhoneCode beginning={beginning} send={send} confirm={confirm} onCancel={props.onCancel} />;
  return (
    <PhoneForm
      {...props}
      phone={phone}
      taken={taken}
      send={send}
      onBegun={begin}
      onPhone={(typed) => {
        setTaken(false);
        setPhone(typed);
      }}
    />
  );
};
