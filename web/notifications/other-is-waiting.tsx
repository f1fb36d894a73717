import { IconDoorEnter } from '@tabler/icons-react';
import type { Appointment } from '../../contract/appointments.ts';
import { usePerson } from '../session.tsx';
import { Marked } from '../ui/marked.tsx';
import { sideIn } from './join-notices.ts';
import { useRoom } from './rooms-context.ts';

/** Says on a visit's card that the other one is in its room, and the reader is not. */
export const OtherIsWaiting = ({ visit }: { visit: Appointment }) => {
  const side = sideIn(visit, usePerson().id);
  const room = useRoom(visit.id);
  if (!side || !room || !visit.can_join || room[`${side}IsIn`]) return null;
  return (
    <Marked icon={IconDoorEnter} tone="open">
      Your {side === 'doctor' ? 'patient' : 'doctor'} is waiting.
    </Marked>
  );
};
