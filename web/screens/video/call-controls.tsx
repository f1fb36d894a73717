import {
  IconDoorExit,
  IconMicrophone,
  IconMicrophoneOff,
  IconPhoneOff,
  IconScreenShare,
  IconScreenShareOff,
  IconVideo,
  IconVideoOff,
} from '@tabler/icons-react';
import { useState } from 'react';
import type { Call } from '../../call/call.ts';
import type { LocalMedia } from '../../call/local-media.ts';
import { canShareScreen } from '../../call/media-devices.ts';
import classes from './call-screen.module.css';
import { ControlButton } from './control-button.tsx';
import { useEndVisit } from './use-end-visit.ts';
import { useWatched } from './use-watched.ts';

interface Props {
  call: Call;
  media: LocalMedia;
  appointmentId: string;
}

const OwnControls = ({ call, media }: Pick<Props, 'call' | 'media'>) => {
  const { muted, cameraOff, screen } = useWatched(media);
  return (
    <>
      <ControlButton
        icon={muted ? IconMicrophoneOff : IconMicrophone}
        label={muted ? 'Unmute' : 'Mute'}
        isOff={muted}
        onClick={() => call.setMuted(!muted)}
      />
      <ControlButton
        icon={cameraOff ? IconVideoOff : IconVideo}
        label={cameraOff ? 'Camera on' : 'Camera off'}
        isOff={cameraOff}
        onClick={() => void call.setCameraOff(!cameraOff)}
      />
      {canShareScreen() && (
        <ControlButton
          icon={screen ? IconScreenShareOff : IconScreenShare}
          label={screen ? 'Stop sharing' : 'Share screen'}
          tone={screen ? 'on' : 'plain'}
          onClick={() => (screen ? call.stopSharing() : void call.shareScreen())}
        />
      )}
    </>
  );
};

/** The one bar of the call. Its buttons keep their places whatever happens above. */
export const CallControls = ({ call, media, appointmentId }: Props) => {
  const [isLeaving, setLeaving] = useState(false);
  const ending = useEndVisit(call, appointmentId);
  return (
    <footer className={classes['footer']}>
      <p role="alert" className={classes['trouble']} data-empty={ending.trouble === null}>
        {ending.trouble}
      </p>
      <div className={classes['bar']} role="toolbar" aria-label="Controls of the call">
        {call.view.kind === 'streams' && <OwnControls call={call} media={media} />}
        <ControlButton
          icon={IconDoorExit}
          label="Leave"
          tone={call.role === 'doctor' ? 'plain' : 'leave'}
          disabled={isLeaving}
          onClick={() => {
            setLeaving(true);
            void call.leave();
          }}
        />
        {call.role === 'doctor' && (
          <ControlButton
            icon={IconPhoneOff}
            label="End visit"
            tone="leave"
            disabled={ending.isPending}
            onClick={ending.end}
          />
        )}
      </div>
    </footer>
  );
};
