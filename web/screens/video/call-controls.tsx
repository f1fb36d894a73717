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
import { useEffect, useState } from 'react';
import type { MediaState } from '../../../contract/signalling.ts';
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

interface OwnProps {
  call: Call;
  own: MediaState;
  /** A share that was asked for did not come about. */
  onUnshared: () => void;
}

const OwnControls = ({ call, own, onUnshared }: OwnProps) => {
  const { muted, cameraOff, sharing } = own;
  const share = async (): Promise<void> => {
    if (!(await call.shareScreen())) onUnshared();
  };
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
          icon={sharing ? IconScreenShareOff : IconScreenShare}
          label={sharing ? 'Stop sharing' : 'Share screen'}
          tone={sharing ? 'on' : 'plain'}
          onClick={() => (sharing ? call.stopSharing() : void share())}
        />
      )}
    </>
  );
};

/** Our own devices are as this page holds them. */
const StreamControls = ({ call, media }: Pick<Props, 'call' | 'media'>) => {
  const { muted, cameraOff, screen } = useWatched(media);
  return (
    <OwnControls call={call} own={{ muted, cameraOff, sharing: screen !== null }} onUnshared={() => {}} />
  );
};

const UNSHARED =
  'Nothing is shared. If your browser did not ask which screen, press the screen button in the picture.';

const UNSHARED_SAID_MS = 15_000;

/** The devices are the frame's, so the buttons show what it says of them. */
const FrameControls = ({ call, onUnshared }: Pick<OwnProps, 'call' | 'onUnshared'>) => (
  <OwnControls call={call} own={useWatched(call).own} onUnshared={onUnshared} />
);

/** Whether to say that a share did not come about; one that does after all takes the words back. */
const useUnshared = (isSharing: boolean): { isUnshared: boolean; sayUnshared: () => void } => {
  const [saidAt, setSaidAt] = useState<number | null>(null);
  useEffect(() => {
    if (saidAt === null) return;
    const timer = setTimeout(() => setSaidAt(null), isSharing ? 0 : UNSHARED_SAID_MS);
    return () => clearTimeout(timer);
  }, [saidAt, isSharing]);
  return { isUnshared: saidAt !== null && !isSharing, sayUnshared: () => setSaidAt(Date.now()) };
};

/** The one bar of the call. Its buttons keep their places whatever happens above. */
export const CallControls = ({ call, media, appointmentId }: Props) => {
  const [isLeaving, setLeaving] = useState(false);
  const { isUnshared, sayUnshared } = useUnshared(useWatched(call).own.sharing);
  const ending = useEndVisit(call, appointmentId);
  const trouble = ending.trouble ?? (isUnshared ? UNSHARED : null);
  return (
    <footer className={classes['footer']}>
      <p role="alert" className={classes['trouble']} data-empty={trouble === null}>
        {trouble}
      </p>
      <div className={classes['bar']} role="toolbar" aria-label="Controls of the call">
        {call.view.kind === 'streams' ? (
          <StreamControls call={call} media={media} />
        ) : (
          <FrameControls call={call} onUnshared={sayUnshared} />
        )}
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
