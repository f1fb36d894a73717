import { startTransition, useEffect, useState } from 'react';
import type { Appointment } from '../../../contract/appointments.ts';
import type { Me } from '../../../contract/people.ts';
import type { VideoCallAccess } from '../../../contract/video-calls.ts';
import type { Call } from '../../call/call.ts';
import type { LocalMedia } from '../../call/local-media.ts';
import { callAdapter } from '../../call/open-call.ts';
import { CallScreen } from './call-screen.tsx';
import { Lobby } from './lobby.tsx';
import { Notice } from './notice.tsx';
import { useLocalMedia } from './use-local-media.ts';
import { renewAccess, reportTo, standOf } from './use-visit.ts';
import { VisitProblem } from './visit-problem.tsx';

/** How a round of the visit begins: by the lobby, or straight in with what was chosen before. */
export interface Start {
  round: number;
  isDirect: boolean;
  will: { muted: boolean; cameraOff: boolean };
}

interface Props {
  appointment: Appointment;
  person: Me;
  access: VideoCallAccess;
  start: Start;
  onInside: () => void;
  onAgain: (start: Start) => void;
}

const useCall = (access: VideoCallAccess, onInside: () => void) => {
  const [call, setCall] = useState<Call | null>(null);
  const [problem, setProblem] = useState<Error | null>(null);
  useEffect(() => {
    // The person is still looking at the lobby: the call's own code arrives meanwhile.
    void callAdapter(access.provider).catch(() => {});
  }, [access.provider]);
  useEffect(() => () => void call?.leave(), [call]);
  const join = async (media: LocalMedia): Promise<void> => {
    try {
      const open = await callAdapter(access.provider);
      const { appointmentId } = access.videoCall;
      const opened = open({
        access,
        media,
        renew: () => renewAccess(appointmentId),
        stand: (signal) => standOf(appointmentId, signal),
        report: (action) => reportTo(appointmentId, action),
      });
      opened.join();
      // In slices: what the server answers meanwhile must not wait for the new screen.
      startTransition(() => {
        setCall(opened);
        onInside();
      });
    } catch (error) {
      setProblem(error instanceof Error ? error : new Error('The call did not open'));
    }
  };
  return { call, problem, join, forget: () => setProblem(null) };
};

/** One stay in the visit: the lobby, the call, and how it ended. Coming back is a new round. */
export const VisitRound = ({ appointment, person, access, start, onInside, onAgain }: Props) => {
  const media = useLocalMedia(start.will);
  const { call, problem, join, forget } = useCall(access, onInside);
  const [isJoining, setJoining] = useState(false);
  const enter = (ready: LocalMedia): void => {
    setJoining(true);
    void join(ready).finally(() => setJoining(false));
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, as soon as the devices are at hand
  useEffect(() => {
    if (media && start.isDirect) enter(media);
  }, [media]);
  if (problem) return <VisitProblem problem={problem} onRetry={forget} />;
  if (!media || (start.isDirect && !call)) return <Notice title="Opening your visit…" isBusy />;
  if (!call) {
    return (
      <Lobby
        appointment={appointment}
        person={person}
        media={media}
        isJoining={isJoining}
        onJoin={() => enter(media)}
      />
    );
  }
  return (
    <CallScreen
      appointment={appointment}
      person={person}
      call={call}
      media={media}
      onAgain={() => {
        // A frame holds the devices by itself: only it knows how they were last.
        const { muted, cameraOff } =
          call.view.kind === 'frame' ? call.getSnapshot().own : media.getSnapshot();
        onAgain({ round: start.round + 1, isDirect: true, will: { muted, cameraOff } });
      }}
    />
  );
};
