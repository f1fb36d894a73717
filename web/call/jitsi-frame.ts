import type { JitsiTicket } from '../../contract/video-calls.ts';
import {
  type JitsiApi,
  type JitsiCommands,
  type JitsiEvents,
  type JitsiOptions,
  loadJitsiApi,
} from './jitsi-api.ts';
import { frameOptions } from './jitsi-options.ts';
import { afterEvent, emptyRoom, type JitsiRoom } from './jitsi-room.ts';

/** A second press within this time asks for what is already on its way. */
const TOGGLE_MS = 1_000;

const EVENTS = [
  'videoConferenceJoined',
  'videoConferenceLeft',
  'participantJoined',
  'participantLeft',
  'displayNameChange',
  'participantMuted',
  'contentSharingParticipantsChanged',
  'participantRoleChanged',
  'audioMuteStatusChanged',
  'videoMuteStatusChanged',
  'screenSharingStatusChanged',
  'dominantSpeakerChanged',
  'knockingParticipant',
  'participantKickedOut',
  'errorOccurred',
  'browserSupport',
  'suspendDetected',
  'readyToClose',
] as const satisfies readonly (keyof JitsiEvents)[];

export type Reactions = { [E in keyof JitsiEvents]?: (data: JitsiEvents[E]) => void };

interface Frame {
  own: JitsiRoom['own'];
  /** The room is another than it was. */
  changed: () => void;
  /** What else an event asks for, once the room is as it says. */
  on: Reactions;
}

/** Jitsi's page in ours: what it says becomes the room, what is wanted of it becomes a command. */
export class JitsiFrame {
  readonly #changed: () => void;
  readonly #on: Reactions;
  /** What was asked for and is not answered yet. */
  readonly #asked = new Set<'toggleAudio' | 'toggleVideo'>();
  #host: HTMLElement | null = null;
  #api: JitsiApi | null = null;
  #room: JitsiRoom;

  constructor({ own, changed, on }: Frame) {
    this.#room = emptyRoom(own);
    this.#changed = changed;
    this.#on = on;
  }

  get room(): JitsiRoom {
    return this.#room;
  }

  get isOpen(): boolean {
    return this.#api !== null;
  }

  /** Where it is shown; null takes it away. */
  place(host: HTMLElement | null): void {
    if (host === null) this.dispose();
    this.#host = host;
  }

  /** @returns false when Jitsi’s script can’t be had; whether its page comes is for the room to say */
  async open(ticket: JitsiTicket, devices: JitsiOptions['devices']): Promise<boolean> {
    const host = this.#host;
    try {
      const Api = await loadJitsiApi(ticket.domain);
      if (!host || host !== this.#host || this.#api) return true;
      const onload = (): void => this.change({ isShown: true });
      const { lang } = document.documentElement;
      const will = this.#room.own;
      const api = new Api(ticket.domain, frameOptions({ ticket, devices, will, host, lang, onload }));
      api.getIFrame().title = 'Video of the visit';
      this.#api = api;
      for (const event of EVENTS) this.#hear(api, event);
      return true;
    } catch {
      return false;
    }
  }

  command<C extends keyof JitsiCommands>(command: C, ...args: JitsiCommands[C]): void {
    this.#api?.executeCommand(command, ...args);
  }

  setMuted(muted: boolean): void {
    if (muted !== this.#room.own.muted) this.#toggle('toggleAudio', { muted });
  }

  setCameraOff(cameraOff: boolean): void {
    if (cameraOff !== this.#room.own.cameraOff) this.#toggle('toggleVideo', { cameraOff });
  }

  /** Asks what is switched off: a frame says nothing of what it started with. */
  async readOwn(): Promise<void> {
    const api = this.#api;
    if (!api) return;
    const read = await Promise.all([api.isAudioMuted(), api.isVideoMuted()]).catch(() => null);
    if (read === null || api !== this.#api) return;
    const [muted, cameraOff] = read;
    this.change({ own: { ...this.#room.own, muted, cameraOff } });
  }

  change(change: Partial<JitsiRoom>): void {
    this.#room = { ...this.#room, ...change };
    this.#changed();
  }

  dispose(): void {
    this.#api?.dispose();
    this.#api = null;
    this.#asked.clear();
  }

  #hear<E extends keyof JitsiEvents>(api: JitsiApi, event: E): void {
    api.addListener(event, (data) => {
      if (api !== this.#api) return;
      this.#room = afterEvent(this.#room, event, data);
      if (event === 'audioMuteStatusChanged') this.#asked.delete('toggleAudio');
      if (event === 'videoMuteStatusChanged') this.#asked.delete('toggleVideo');
      this.#changed();
      this.#on[event]?.(data);
    });
  }

  /** Before the frame is there, the will is what it starts with. */
  #toggle(command: 'toggleAudio' | 'toggleVideo', will: { muted: boolean } | { cameraOff: boolean }): void {
    if (!this.#api) {
      this.change({ own: { ...this.#room.own, ...will } });
    } else if (!this.#asked.has(command)) {
      this.#asked.add(command);
      this.#api.executeCommand(command);
      setTimeout(() => this.#asked.delete(command), TOGGLE_MS);
    }
  }
}
