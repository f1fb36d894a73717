import { Checkbox, Stack, Text, Title } from '@mantine/core';
import { IconHandStop, IconInfoCircle } from '@tabler/icons-react';
import { useId } from 'react';
import type { Me } from '../../../contract/people.ts';
import { Marked } from '../../ui/marked.tsx';
import { type Obstacle, WAYS, type Way } from './reminder-ways.ts';
import classes from './way-fields.module.css';

const LABELS: Record<Way, string> = {
  whatsapp: 'WhatsApp',
  sms: 'Text message (SMS)',
  email: 'E-mail',
};

const stoppedInWords = (way: Way): string =>
  way === 'email'
    ? 'You answered STOP to an e-mail. None is sent until you answer START.'
    : 'You answered STOP from this number. Nothing about visits is sent to it until you answer START.';

const obstacleInWords = (way: Way, obstacle: Obstacle): string => {
  switch (obstacle) {
    case 'stopped':
      return stoppedInWords(way);
    case 'no_address':
      return `There is no ${way === 'email' ? 'e-mail address' : 'phone number'} of yours to send to.`;
    case 'unchecked':
      return 'Your phone number is not checked yet, so nothing is sent to it.';
    case 'not_here':
      return 'This clinic does not send this way just now.';
  }
};

/** Where it goes, and what it is good for. */
const purposeInWords = (way: Way, { phone, email }: Me, chosen: readonly Way[]): string => {
  if (way === 'email') return `To ${email}. A booking comes with an invitation for your calendar.`;
  if (way === 'whatsapp') return `To ${phone}.`;
  return chosen.includes('whatsapp')
    ? 'In place of WhatsApp, where a message can’t be sent there.'
    : `To ${phone}.`;
};

interface RowProps {
  way: Way;
  person: Me;
  chosen: readonly Way[];
  obstacle: Obstacle | null;
}

const WayRow = ({ way, person, chosen, obstacle }: RowProps) => {
  const id = useId();
  return (
    <div>
      <Checkbox value={way} label={LABELS[way]} aria-describedby={id} />
      <div id={id} className={classes['about']}>
        {obstacle === null || obstacle === 'stopped' ? (
          <Text c="dimmed">{purposeInWords(way, person, chosen)}</Text>
        ) : null}
        {obstacle && (
          <Marked icon={obstacle === 'stopped' ? IconHandStop : IconInfoCircle} tone="open">
            {obstacleInWords(way, obstacle)}
          </Marked>
        )}
      </div>
    </div>
  );
};

interface Props {
  person: Me;
  chosen: readonly Way[];
  obstacleOn: (way: Way) => Obstacle | null;
  onChange: (ways: Way[]) => void;
}

/** Which ways messages about visits take, each with where it leads and what stands in its way. */
export const WayFields = ({ person, chosen, obstacleOn, onChange }: Props) => (
  <Checkbox.Group
    label={
      <Title order={2} size="h3">
        How we tell you
      </Title>
    }
    value={[...chosen]}
    onChange={(values) => onChange(WAYS.filter((way) => values.includes(way)))}
  >
    <Stack gap="sm">
      {WAYS.map((way) => (
        <WayRow key={way} way={way} person={person} chosen={chosen} obstacle={obstacleOn(way)} />
      ))}
      <Text c="dimmed">This is not about codes: how one comes, you pick when you ask for it.</Text>
    </Stack>
  </Checkbox.Group>
);
