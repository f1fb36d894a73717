import { EmailField, PhoneField } from '../../ui/account-fields.tsx';
import { emailFault, phoneFault } from '../../ui/account-rules.ts';
import { useClinic } from '../../ui/clinic-context.ts';
import { FirstCodeForm } from '../one-time-code/first-code-form.tsx';
import type { Beginning } from '../one-time-code/use-code-step.ts';
import { useFirstCode } from '../one-time-code/use-first-code.ts';
import { toPhones } from '../one-time-code/ways.ts';
import { type Owner, sendResetCode } from './send-reset-code.ts';

interface Props {
  owner: Owner;
  onChange: (part: Partial<Owner>) => void;
  onBegun: (beginning: Beginning) => void;
  /** Whether somebody came back here from the code. */
  isReturn: boolean;
}

/** Whose password it is: both have to fit one account, and whether they do is not said. */
export const OwnerForm = ({ owner, onChange, onBegun, isReturn }: Props) => {
  const channels = toPhones(useClinic().channels);
  const faults = { email: emailFault(owner.email), phone: phoneFault(owner.phone) };
  const first = useFirstCode({
    channels,
    isFilledIn: !faults.email && !faults.phone,
    send: () => sendResetCode(owner, channels[0] ?? 'sms'),
    onBegun,
  });
  return (
    <FirstCodeForm first={first} submit="Send me a code" takesFocus={isReturn}>
      <EmailField
        value={owner.email}
        error={first.isChecked ? faults.email : null}
        onChange={(email) => onChange({ email })}
      />
      <PhoneField
        value={owner.phone}
        error={(first.isChecked ? faults.phone : null) ?? first.phoneFault}
        onChange={(phone) => {
          first.reset();
          onChange({ phone });
        }}
      />
    </FirstCodeForm>
  );
};
