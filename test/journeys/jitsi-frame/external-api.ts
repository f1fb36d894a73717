import type { Envelope, OpenWire, Wire } from './messages.ts';

interface Options {
  roomName: string;
  jwt: string;
  parentNode: HTMLElement;
  width: string;
  height: string;
  lang: string;
  userInfo: object;
  devices: object;
  configOverwrite: object;
  interfaceConfigOverwrite: object;
  onload: () => void;
}

/** Stands in for `external_api.js` of a Jitsi: the same class, the same frame, the same messages. */
export const defineExternalApi = (openWire: OpenWire): void => {
  /** As in Jitsi's own maps of names; whatever is not listed there is passed over. */
  const events: Record<string, string> = {
    'audio-mute-status-changed': 'audioMuteStatusChanged',
    'browser-support': 'browserSupport',
    'content-sharing-participants-changed': 'contentSharingParticipantsChanged',
    'display-name-change': 'displayNameChange',
    'dominant-speaker-changed': 'dominantSpeakerChanged',
    'error-occurred': 'errorOccurred',
    'knocking-participant': 'knockingParticipant',
    'participant-joined': 'participantJoined',
    'participant-kicked-out': 'participantKickedOut',
    'participant-left': 'participantLeft',
    'participant-muted': 'participantMuted',
    'participant-role-changed': 'participantRoleChanged',
    'screen-sharing-status-changed': 'screenSharingStatusChanged',
    'suspend-detected': 'suspendDetected',
    'video-conference-joined': 'videoConferenceJoined',
    'video-conference-left': 'videoConferenceLeft',
    'video-mute-status-changed': 'videoMuteStatusChanged',
    'video-ready-to-close': 'readyToClose',
  };
  const commands: Record<string, string> = {
    answerKnockingParticipant: 'answer-knocking-participant',
    hangup: 'video-hangup',
    toggleAudio: 'toggle-audio',
    toggleLobby: 'toggle-lobby',
    toggleShareScreen: 'toggle-share-screen',
    toggleVideo: 'toggle-video',
  };
  let count = 0;

  const addressOf = (domain: string, options: Options): string => {
    const hash = [`jitsi_meet_external_api_id=${count}`];
    const add = (prefix: string, values: object): void => {
      for (const [key, value] of Object.entries(values))
        hash.push(`${prefix}.${key}=${encodeURIComponent(JSON.stringify(value))}`);
    };
    add('config', options.configOverwrite);
    add('interfaceConfig', options.interfaceConfigOverwrite);
    add('userInfo', options.userInfo);
    add('devices', options.devices);
    const query = `jwt=${options.jwt}&lang=${options.lang}`;
    return `https://${domain}/${encodeURIComponent(options.roomName)}?${query}#${hash.join('&')}`;
  };

  class JitsiMeetExternalAPI {
    readonly #listeners = new Map<string, ((data: unknown) => void)[]>();
    readonly #answers = new Map<number, (result: unknown) => void>();
    readonly #frame = document.createElement('iframe');
    readonly #wire: Wire;

    constructor(domain: string, options: Options) {
      const scope = `jitsi_meet_external_api_${count}`;
      this.#frame.allow =
        'autoplay; camera; clipboard-write; compute-pressure; display-capture; hid; microphone; screen-wake-lock; speaker-selection';
      this.#frame.src = addressOf(domain, options);
      this.#frame.name = `jitsiConferenceFrame${count}`;
      this.#frame.id = this.#frame.name;
      this.#frame.style.width = options.width;
      this.#frame.style.height = options.height;
      this.#frame.style.border = '0';
      this.#frame.setAttribute('allowFullScreen', 'true');
      this.#frame.onload = options.onload;
      options.parentNode.append(this.#frame);
      this.#wire = openWire(
        () => this.#frame.contentWindow,
        scope,
        (envelope) => this.#take(envelope),
      );
      count += 1;
    }

    #take(envelope: Envelope): void {
      if (envelope.type === 'response') this.#answers.get(envelope.id)?.(envelope.result);
      if (envelope.type !== 'event') return;
      const { name, ...data } = envelope.data;
      for (const listener of this.#listeners.get(events[name] ?? '') ?? []) listener(data);
    }

    addListener(event: string, listener: (data: unknown) => void): this {
      this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
      return this;
    }

    executeCommand(command: string, ...data: unknown[]): void {
      const name = commands[command];
      if (name) this.#wire.send({ type: 'event', data: { name, data } });
    }

    #ask(name: string): Promise<unknown> {
      const id = this.#answers.size;
      return new Promise((resolve) => {
        this.#answers.set(id, resolve);
        this.#wire.send({ type: 'request', id, data: { name } });
      });
    }

    isAudioMuted = (): Promise<unknown> => this.#ask('is-audio-muted');
    isVideoMuted = (): Promise<unknown> => this.#ask('is-video-muted');
    getIFrame = (): HTMLIFrameElement => this.#frame;

    dispose(): void {
      this.#wire.stop();
      this.#listeners.clear();
      this.#frame.remove();
    }
  }
  Object.assign(window, { JitsiMeetExternalAPI });
};
