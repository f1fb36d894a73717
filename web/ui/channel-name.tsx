import { IconBrandWhatsapp, IconMail, IconMessage, IconPhone } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { Channel } from '../../contract/primitives.ts';
import { CHANNEL_WORDS } from './channel-words.ts';
import { Marked } from './marked.tsx';

const ICONS: Record<Channel, ComponentType<{ 'aria-hidden': boolean }>> = {
  sms: IconMessage,
  whatsapp: IconBrandWhatsapp,
  email: IconMail,
  voice: IconPhone,
};

/** The way a message travels, as icon and word. */
export const ChannelName = ({ channel }: { channel: Channel }) => (
  <Marked icon={ICONS[channel]}>{CHANNEL_WORDS[channel]}</Marked>
);
