import type { Channel } from '../../../contract/primitives.ts';
import { Pick } from '../../ui/pick.tsx';

const WAYS: Record<Channel, string> = {
  sms: 'SMS',
  whatsapp: 'WhatsApp',
  email: 'E-mail',
  voice: 'Phone call',
};

interface Props {
  channels: readonly Channel[];
  value: Channel;
  onChange: (channel: Channel) => void;
}

/** Which way a code shall come. */
export const WayPick = ({ channels, value, onChange }: Props) => (
  <Pick
    legend="How should we send it?"
    name="way"
    value={value}
    options={channels.map((channel) => ({ value: channel, label: WAYS[channel] }))}
    onChange={(chosen) => {
      const channel = channels.find((way) => way === chosen);
      if (channel) onChange(channel);
    }}
  />
);
