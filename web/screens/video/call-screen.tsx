import { useEffect } from 'react';
import type { Appointment } from '../../../contract/appointments.ts';
import type { Me } from '../../../contract/people.ts';
import type { Call } from '../../call/call.ts';
import type { LocalMedia } from '../../call/local-media.ts';
import { nameOf } from '../../names.ts';
import { useClinic } from '../../ui/clinic-context.ts';
import { CallControls } from './call-controls.tsx';
import { CallEnded } from './call-ended.tsx';
import { CallHeader } from './call-header.tsx';
import classes from './call-screen.module.css';
import { CallState } from './call-state.tsx';
import { FrameStage } from './frame-stage.tsx';
import { OwnVideo } from './own-video.tsx';
import { RemoteVideo } from './remote-video.tsx';
import { useWatched } from './use-watched.ts';
import { otherOf } from './visit-line.tsx';

interface Props {
  appointment: Appointment;
  person: Me;
  call: Call;
  media: LocalMedia;
  onAgain: () => void;
}

/** The call on the whole screen: the other person large, oneself small, one bar of controls. */
export const CallScreen = ({ appointment, person, call, media, onAgain }: Props) => {
  const state = useWatched(call);
  const other = otherOf(appointment, person);
  const name = nameOf(other);
  const clinic = useClinic();
  const isOver = state.end !== null;
  useEffect(() => {
    if (isOver) media.close();
  }, [isOver, media]);
  if (state.end) {
    return <CallEnded end={state.end} connectedSince={state.connectedSince} other={name} onAgain={onAgain} />;
  }
  return (
    <main className={classes['stage']}>
      <title>{`Visit with ${name} · ${clinic.name}`}</title>
      <CallHeader state={state} name={name} />
      <div className={classes['room']}>
        {call.view.kind === 'frame' ? (
          <FrameStage mount={call.view.mount} call={call} state={state} name={name} />
        ) : (
          <>
            <RemoteVideo state={state} />
            <CallState state={state} other={other} name={name} />
            <OwnVideo media={media} />
          </>
        )}
      </div>
      <CallControls call={call} media={media} appointmentId={appointment.id} />
    </main>
  );
};
