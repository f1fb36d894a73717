import { Alert, Button, Stack, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import type { Channel } from '../../../contract/primitives.ts';
import { useClinic } from '../../ui/clinic-context.ts';
import { useErrorFocus } from '../../ui/use-error-focus.ts';
import { sendAccountCode } from '../one-time-code/account-code.ts';
import type { Beginning } from '../one-time-code/use-code-step.ts';
import { useFirstCode } from '../one-time-code/use-first-code.ts';
import { WayPick } from '../one-time-code/way-pick.tsx';
import { inOrder } from '../one-time-code/ways.ts';
import { addressFault, wayFor } from './address-rules.ts';

interface Props {
  address: string;
  onChange: (address: string) => void;
  onBegun: (beginning: Beginning) => void;
}

/** Who signs in, and how their code shall come. */
export const AddressForm = ({ address, onChange, onBegun }: Props) => {
  const channels = inOrder(useClinic().channels);
  const [chosen, setChosen] = useState<Channel | null>(null);
  const [attempt, setAttempt] = useState(0);
  const channel = wayFor(address, chosen, channels);
  const first = useFirstCode({ channels, send: () => sendAccountCode(address.trim(), channel), onBegun });
  const form = useErrorFocus<HTMLFormElement>(`${attempt} ${first.phoneFault}`);
  const own = addressFault(address, channel);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setAttempt(attempt + 1);
    if (own === null) first.ask();
  };
  return (
    <form ref={form} onSubmit={submit} noValidate>
      <Stack gap="lg">
        {first.fault && (
          <Alert color="red" role="alert">
            {first.fault}
          </Alert>
        )}
        <TextInput
          label="Phone number or e-mail"
          description="A number with the country code in front, like +44 7700 900123."
          name="address"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={254}
          value={address}
          onChange={(event) => {
            first.reset();
            onChange(event.currentTarget.value);
          }}
          error={(attempt > 0 ? own : null) ?? first.phoneFault}
        />
        {channels.length > 1 && <WayPick channels={channels} value={channel} onChange={setChosen} />}
        <Button type="submit" fullWidth loading={first.isAsking}>
          Send me a code
        </Button>
      </Stack>
    </form>
  );
};
