export type Kind = 'microphone' | 'camera';

/** Why a microphone or camera is not there. Closed set; the screen has words for each. */
export type MediaFailure = 'insecure' | 'unsupported' | 'refused' | 'missing' | 'busy' | 'unknown';

export interface Device {
  id: string;
  label: string;
}

export type Acquired = { track: MediaStreamTrack } | { failure: MediaFailure };

/** What cheap phones hold without heating up; a better camera may give up to 720p. */
const camera: MediaTrackConstraints = {
  width: { ideal: 640, max: 1_280 },
  height: { ideal: 480, max: 720 },
  frameRate: { ideal: 24, max: 30 },
  facingMode: 'user',
};

const microphone: MediaTrackConstraints = {
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
};

const constraintsOf = (kind: Kind, deviceId: string | null): MediaTrackConstraints => {
  const base = kind === 'camera' ? camera : microphone;
  if (deviceId === null) return base;
  const { facingMode: _chosenByDevice, ...rest } = base;
  return { ...rest, deviceId: { exact: deviceId } };
};

/** By the names of Media Capture and Streams §10.2 (and the older ones some phones still use). */
const byName: Record<string, MediaFailure> = {
  NotAllowedError: 'refused',
  SecurityError: 'refused',
  PermissionDeniedError: 'refused',
  NotFoundError: 'missing',
  OverconstrainedError: 'missing',
  DevicesNotFoundError: 'missing',
  NotReadableError: 'busy',
  AbortError: 'busy',
  TrackStartError: 'busy',
};

export const mediaFailureOf = (error: unknown): MediaFailure =>
  (error instanceof Error ? byName[error.name] : undefined) ?? 'unknown';

/** What stands in the way of asking at all; null when nothing does. */
const obstacle = (): MediaFailure | null => {
  if (!window.isSecureContext) return 'insecure';
  return navigator.mediaDevices ? null : 'unsupported';
};

export const acquire = async (kind: Kind, deviceId: string | null): Promise<Acquired> => {
  const blocked = obstacle();
  if (blocked) return { failure: blocked };
  const wanted = constraintsOf(kind, deviceId);
  try {
    const stream = await navigator.mediaDevices.getUserMedia(
      kind === 'camera' ? { video: wanted } : { audio: wanted },
    );
    const [track] = stream.getTracks();
    return track ? { track } : { failure: 'missing' };
  } catch (error) {
    // The chosen device was unplugged since; any other is better than none.
    if (deviceId !== null && mediaFailureOf(error) === 'missing') return acquire(kind, null);
    return { failure: mediaFailureOf(error) };
  }
};

const permission = async (name: Kind): Promise<PermissionState | 'unknown'> => {
  try {
    return (await navigator.permissions.query({ name })).state;
  } catch {
    return 'unknown';
  }
};

/** After a refusal of both: is it worth asking for this one alone, without nagging? */
const worthAsking = async (kind: Kind, other: Kind): Promise<boolean> => {
  const own = await permission(kind);
  return own === 'granted' || (own === 'prompt' && (await permission(other)) === 'denied');
};

const acquireAfterRefusal = async (kind: Kind, other: Kind): Promise<Acquired> =>
  (await worthAsking(kind, other)) ? acquire(kind, null) : { failure: 'refused' };

/** Both with one question to the person; where that fails, each alone, so that one can go without the other. */
export const acquireBoth = async (): Promise<{ microphone: Acquired; camera: Acquired }> => {
  const blocked = obstacle();
  if (blocked) return { microphone: { failure: blocked }, camera: { failure: blocked } };
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: microphone, video: camera });
    const [audio] = stream.getAudioTracks();
    const [video] = stream.getVideoTracks();
    return {
      microphone: audio ? { track: audio } : { failure: 'missing' },
      camera: video ? { track: video } : { failure: 'missing' },
    };
  } catch (error) {
    const each =
      mediaFailureOf(error) === 'refused' ? acquireAfterRefusal : (kind: Kind) => acquire(kind, null);
    return { microphone: await each('microphone', 'camera'), camera: await each('camera', 'microphone') };
  }
};

export const canShareScreen = (): boolean =>
  navigator.mediaDevices !== undefined && 'getDisplayMedia' in navigator.mediaDevices;

/** @returns null when the person closed the chooser */
export const acquireScreen = async (): Promise<MediaStreamTrack | null> => {
  try {
    const stream = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { max: 15 } } });
    const [track] = stream.getVideoTracks();
    if (!track) return null;
    // Text on a shared page must stay sharp; smoothness matters less.
    track.contentHint = 'detail';
    return track;
  } catch {
    return null;
  }
};

export const listDevices = async (kind: Kind): Promise<Device[]> => {
  if (!navigator.mediaDevices) return [];
  const wanted = kind === 'camera' ? 'videoinput' : 'audioinput';
  const word = kind === 'camera' ? 'Camera' : 'Microphone';
  const all = await navigator.mediaDevices.enumerateDevices();
  return all
    .filter((device) => device.kind === wanted && device.deviceId !== '')
    .map((device, index) => ({ id: device.deviceId, label: device.label || `${word} ${index + 1}` }));
};
