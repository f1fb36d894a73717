import {
  IconAlertTriangle,
  IconChecks,
  IconClockHour4,
  IconEye,
  IconHelpCircle,
  IconSend,
} from '@tabler/icons-react';
import type { ComponentProps } from 'react';
import type { DeliveryStatus as Status } from '../../contract/deliveries.ts';
import { STATUS_WORDS } from './delivery-words.ts';
import { Marked } from './marked.tsx';

const LOOKS: Record<Status, Pick<ComponentProps<typeof Marked>, 'icon' | 'tone'>> = {
  queued: { icon: IconClockHour4, tone: 'quiet' },
  sent: { icon: IconSend, tone: 'plain' },
  delivered: { icon: IconChecks, tone: 'good' },
  read: { icon: IconEye, tone: 'good' },
  failed: { icon: IconAlertTriangle, tone: 'bad' },
  unknown: { icon: IconHelpCircle, tone: 'open' },
};

/** How far a message came, as icon and word. */
export const DeliveryStatus = ({ status }: { status: Status }) => (
  <Marked {...LOOKS[status]}>{STATUS_WORDS[status]}</Marked>
);
