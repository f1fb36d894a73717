import { Text, Title } from '@mantine/core';
import type { Appointment } from '../../../contract/appointments.ts';
import type { Me } from '../../../contract/people.ts';
import type { LocalMedia } from '../../call/local-media.ts';
import { BusyButton } from '../../ui/busy-button.tsx';
import { useClinic } from '../../ui/clinic-context.ts';
import { useHeadingFocus } from '../../ui/use-heading-focus.ts';
import { useNow } from '../../ui/use-now.ts';
import { CameraPreview } from './camera-preview.tsx';
import { DeviceChoice } from './device-choice.tsx';
import { InAppNotice } from './in-app-notice.tsx';
import { LevelBar } from './level-bar.tsx';
import classes from './lobby.module.css';
import { MediaTrouble } from './media-trouble.tsx';
import { useWatched } from './use-watched.ts';
import { VisitLine } from './visit-line.tsx';

interface Props {
  appointment: Appointment;
  person: Me;
  media: LocalMedia;
  isJoining: boolean;
  onJoin: () => void;
}

/** A look in the mirror before the visit: camera, microphone, and the one button that goes in. */
export const Lobby = ({ appointment, person, media, isJoining, onJoin }: Props) => {
  const state = useWatched(media);
  const now = useNow(15_000);
  const heading = useHeadingFocus({ always: true });
  return (
    <main className={classes['page']}>
      <title>{`Ready to join? · ${useClinic().name}`}</title>
      <div className={classes['columns']}>
        <CameraPreview media={media} />
        <section className={classes['side']}>
          <Title order={1} size="h2" ref={heading} tabIndex={-1}>
            Ready to join?
          </Title>
          <VisitLine appointment={appointment} person={person} now={now} />
          <BusyButton className={classes['join']} size="lg" loading={isJoining} onClick={onJoin}>
            Join now
          </BusyButton>
          <InAppNotice state={state} />
          <MediaTrouble state={state} media={media} />
          <DeviceChoice kind="microphone" state={state} media={media} />
          {state.audio && !state.muted && <LevelBar track={state.audio} />}
          {state.muted && <Text c="dimmed">You join muted.</Text>}
          <DeviceChoice kind="camera" state={state} media={media} />
        </section>
      </div>
    </main>
  );
};
