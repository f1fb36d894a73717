import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { Appointment } from '../../../contract/appointments.ts';
import { ApiProblem } from '../../api.ts';
import { usePerson } from '../../session.tsx';
import { Entrance } from './entrance.tsx';
import { NotJoinable } from './not-joinable.tsx';
import { Notice } from './notice.tsx';
import { accessKey, useAccess, useVisit } from './use-visit.ts';
import { VisitProblem } from './visit-problem.tsx';
import { type Start, VisitRound } from './visit-round.tsx';

interface Props {
  by: 'room' | 'appointment';
  value: string;
}

const firstStart: Start = { round: 0, isDirect: false, will: { muted: false, cameraOff: false } };

const OpenVisit = ({ appointment }: { appointment: Appointment }) => {
  const [start, setStart] = useState(firstStart);
  const [isInside, setInside] = useState(false);
  const [, navigate] = useLocation();
  const person = usePerson();
  const client = useQueryClient();
  // Who is in the call stays there until the server says otherwise, even past the join window.
  const access = useAccess(appointment.id, appointment.can_join || isInside);
  const again = (next: Start): void => {
    setInside(false);
    setStart(next);
    void client.resetQueries({ queryKey: accessKey(appointment.id) });
  };
  if (access.data && (appointment.can_join || isInside)) {
    return (
      <VisitRound
        key={start.round}
        appointment={appointment}
        person={person}
        access={access.data}
        start={start}
        onInside={() => setInside(true)}
        onAgain={again}
      />
    );
  }
  if (!appointment.can_join) return <NotJoinable appointment={appointment} person={person} />;
  if (access.error instanceof ApiProblem && access.error.code === 'otp_required') {
    return (
      <Entrance
        appointment={appointment}
        person={person}
        onVerified={() => void access.refetch()}
        onClose={() => navigate('/')}
      />
    );
  }
  if (access.error) return <VisitProblem problem={access.error} onRetry={() => void access.refetch()} />;
  return <Notice title="Opening your visit…" isBusy />;
};

/** The page of one visit: from the link, through the code and the lobby, into the call and out of it. */
export const VideoScreen = ({ by, value }: Props) => {
  const visit = useVisit(by, value);
  if (visit.appointment) return <OpenVisit key={visit.appointment.id} appointment={visit.appointment} />;
  if (visit.problem) return <VisitProblem problem={visit.problem} onRetry={visit.retry} />;
  return <Notice title="Opening your visit…" isBusy />;
};
