import { Button } from '@mantine/core';
import type { Channel } from '../../../contract/primitives.ts';
import { Fold } from '../../ui/fold.tsx';
import classes from './code-entry.module.css';

const SEND_BY: Record<Channel, string> = {
  sms: 'Send by SMS',
  whatsapp: 'Send by WhatsApp',
  email: 'Send by e-mail',
  voice: 'Call me and say it',
};

interface Props {
  channels: readonly Channel[];
  isOpen: boolean;
  isBusy: boolean;
  onChoose: (channel: Channel) => void;
}

/** The other ways a code can take, folded away until they are needed. */
export const OtherWays = ({ channels, isOpen, isBusy, onChoose }: Props) => (
  <Fold summary="Other ways to get the code" isOpen={isOpen}>
    <div className={classes['choices']}>
      {channels.map((channel) => (
        <Button key={channel} variant="default" disabled={isBusy} onClick={() => onChoose(channel)}>
          {SEND_BY[channel]}
        </Button>
      ))}
    </div>
  </Fold>
);
