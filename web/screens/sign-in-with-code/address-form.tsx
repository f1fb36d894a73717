import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Channel } from '../../../contract/primitives.ts';
import { useClinic } from '../../ui/clinic-context.ts';
import { sendAccountCode } from '../one-time-code/account-code.ts';
import { FirstCodeForm } from '../one-time-code/first-code-form.tsx';
import type { Beginning } from '../one-time-code/use-code-step.ts';
import { useFirstCode } from '../one-time-code/use-first-code.ts';
import { WayPick } from '../one-time-code/way-pick.tsx';
import { inOrder } from '../one-time-code/ways.ts';
import { addressFault, wayFor } from './address-rules.ts';

interface Props {
  address: string;
  onChange: (address: string) => void;
  onBegun: (beginning: Beginning) => void;
  /** Whether somebody came back here from the code. */
  isReturn: boolean;
}

/** Who signs in, and how their code shall come. */
export const AddressForm = ({ address, onChange, onBegun, isReturn }: Props) => {
  const channels = inOrder(useClinic().channels);
  const [chosen, setChosen] = useState<Channel | null>(null);
  const channel = wayFor(address, chosen, channels);
  const fault = addressFault(address, channel);
  const first = useFirstCode({
    channels,
    isFilledIn: fault === null,
    send: () => sendAccountCode(address.trim(), channel),
    onBegun,
  });
  return (
    <FirstCodeForm first={first} submit="Send me a code" takesFocus={isReturn}>
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
        error={(first.isChecked ? fault : null) ?? first.phoneFault}
      />
      {channels.length > 1 && <WayPick channels={channels} value={channel} onChange={setChosen} />}
    </FirstCodeForm>
  );
};
