import { Alert } from '@mantine/core';
import { IconBellOff } from '@tabler/icons-react';

/** Says so where no message about a visit gets to a person; `chosen` is how many ways they picked. */
export const NothingReaches = ({ chosen }: { chosen: number }) => (
  <Alert color="now" icon={<IconBellOff aria-hidden />} title="Nothing reaches you" role="status">
    {chosen === 0
      ? 'No way is chosen. You get no reminders, and no word when a visit is booked, moved or cancelled: you see it here alone.'
      : 'Messages can’t be sent on any of the ways that are chosen. Choose another one, or answer START where you answered STOP.'}
  </Alert>
);
