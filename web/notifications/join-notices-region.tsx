import { VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Appointment } from '../../contract/appointments.ts';
import { nameOf } from '../names.ts';
import type { JoinNotice } from './join-notices.ts';
import { RoomsContext } from './rooms-context.ts';
import { useJoinNotices } from './use-join-notices.ts';

/** Inside the page names may be said; they tell one visit of the day from the next. */
const inWords = ({ kind, visitId, other }: JoinNotice, visits: readonly Appointment[]): string | null => {
  const visit = visits.find(({ id }) => id === visitId);
  if (!visit || kind === 'inside') return null;
  const name = nameOf(visit[other]);
  return kind === 'waiting' ? `${name} is waiting for you.` : `You can now join your visit with ${name}.`;
};

/** Tells whoever is inside when it is time to join: on the page, to those who listen to it, and elsewhere. */
export const JoinNoticesRegion = ({ children }: { children: ReactNode }) => {
  const { visits, rooms, notices } = useJoinNotices();
  return (
    <RoomsContext value={rooms}>
      <VisuallyHidden aria-live="polite" aria-atomic={false} component="div">
        {notices.map((notice) => (
          <p key={notice.key}>{inWords(notice, visits)}</p>
        ))}
      </VisuallyHidden>
      {children}
    </RoomsContext>
  );
};
