import { IconBrandWhatsapp, IconMail, IconMessage, IconPhone } from '@tabler/icons-react';
import type { ComponentType, ReactNode } from 'react';
import type { Channel } from '../../contract/primitives.ts';
import { CHANNEL_WORDS } from './channel-words.ts';
import { Marked } from './marked.tsx';

const ICONS: Record<Channel, ComponentType<{ 'aria-hidden': boolean }>> = {
  sms: IconMessage,
  whatsapp: IconBrandWhatsapp,
  email: IconMail,
  voice: IconPhone,
};

interface Props {
  channel: Channel;
  /** What is said of it in the same line. */
  children?: ReactNode;
}

/** The way a message travels, as icon and word. */
export const ChannelName = ({ channel, children }: Props) => (
  <Marked icon={ICONS[channel]}>
    {CHANNEL_WORDS[channel]}
    {children}
  </Marked>
);
