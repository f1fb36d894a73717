import type { Envelope, OpenWire } from './messages.ts';

/** What a frame tells the room's server, and what that makes of it. */
export type FromFrame =
  | { type: 'enter'; jwt: string; room: string }
  | { type: 'leave' }
  | { type: 'lobby'; isOn: boolean }
  | { type: 'answer'; id: string; isLetIn: boolean }
  | { type: 'muted'; mediaType: 'audio' | 'video'; isMuted: boolean }
  | { type: 'sharing'; isOn: boolean };

/** From the room's server to a frame: an event for the page around it, and what to show. */
export interface ToFrame {
  events: { name: string; [key: string]: unknown }[];
  say?: string;
}

declare global {
  interface Window {
    /** Bound by the test: the room's server hears it. */
    toJitsi: (message: FromFrame) => Promise<void>;
    fromJitsi: (message: ToFrame) => void;
    jitsiMedia: MediaStream | null;
  }
}

/** Stands in for the page of a Jitsi that the IFrame API frames. */
export const runRoomPage = (openWire: OpenWire): void => {
  const settings = new Map(
    window.location.hash
      .slice(1)
      .split('&')
      .map((pair): [string, unknown] => {
        const [key = '', value = ''] = pair.split('=');
        return [key, JSON.parse(decodeURIComponent(value))];
      }),
  );
  const own = {
    audio: settings.get('config.startWithAudioMuted') === true,
    video: settings.get('config.startWithVideoMuted') === true,
    sharing: false,
  };
  const say = (words: string): void => {
    const place = document.querySelector('p');
    if (place) place.textContent = words;
  };

  const setMuted = (mediaType: 'audio' | 'video', isMuted: boolean): void => {
    own[mediaType] = isMuted;
    for (const track of window.jitsiMedia?.getTracks() ?? [])
      if (track.kind === mediaType) track.enabled = !isMuted;
    tell({ name: `${mediaType}-mute-status-changed`, muted: isMuted });
    void window.toJitsi({ type: 'muted', mediaType, isMuted });
  };
  const commands: Record<string, (...args: unknown[]) => void> = {
    'toggle-audio': () => setMuted('audio', !own.audio),
    'toggle-video': () => setMuted('video', !own.video),
    'toggle-share-screen': () => {
      own.sharing = !own.sharing;
      tell({ name: 'screen-sharing-status-changed', on: own.sharing, details: {} });
      void window.toJitsi({ type: 'sharing', isOn: own.sharing });
    },
    'toggle-lobby': (isOn) => void window.toJitsi({ type: 'lobby', isOn: isOn === true }),
    'answer-knocking-participant': (id, isLetIn) =>
      void window.toJitsi({ type: 'answer', id: String(id), isLetIn: isLetIn === true }),
    'video-hangup': () => {
      void window.toJitsi({ type: 'leave' });
      tell({ name: 'video-conference-left', roomName: window.location.pathname.slice(1) });
      tell({ name: 'video-ready-to-close' });
    },
  };

  const take = (envelope: Envelope): void => {
    if (envelope.type === 'event') {
      const { name, data } = envelope.data;
      commands[name]?.(...(Array.isArray(data) ? data : []));
    }
    if (envelope.type === 'request') {
      const result = envelope.data.name === 'is-audio-muted' ? own.audio : own.video;
      wire.send({ type: 'response', id: envelope.id, result });
    }
  };
  const wire = openWire(
    () => window.parent,
    `jitsi_meet_external_api_${settings.get('jitsi_meet_external_api_id')}`,
    take,
  );
  const tell = (data: { name: string; [key: string]: unknown }): void => wire.send({ type: 'event', data });

  window.fromJitsi = ({ events, say: words }) => {
    if (words !== undefined) say(words);
    for (const event of events) tell(event);
  };

  const enter = async (): Promise<void> => {
    const devices = await navigator.mediaDevices.enumerateDevices();
    const chosen = (kind: MediaDeviceKind, label: unknown): MediaTrackConstraints | true => {
      const found = devices.find((one) => one.kind === kind && one.label === label);
      return found ? { deviceId: { exact: found.deviceId } } : true;
    };
    window.jitsiMedia = await navigator.mediaDevices
      .getUserMedia({
        audio: chosen('audioinput', settings.get('devices.audioInput')),
        video: chosen('videoinput', settings.get('devices.videoInput')),
      })
      .catch((error: Error) => {
        tell({ name: 'camera-error', type: error.name, message: error.message });
        return null;
      });
    const jwt = new URLSearchParams(window.location.search).get('jwt') ?? '';
    await window.toJitsi({ type: 'enter', jwt, room: decodeURIComponent(window.location.pathname.slice(1)) });
  };
  void enter();
};
