import { type LocalMediaState, nothing } from './local-media-state.ts';
import {
  type Acquired,
  acquire,
  acquireBoth,
  acquireScreen,
  type Kind,
  listDevices,
} from './media-devices.ts';
import { Snapshot, type Watched } from './snapshot.ts';

const slot = { microphone: 'audio', camera: 'video' } as const;
const listOf = { microphone: 'microphones', camera: 'cameras' } as const;

/**
 * This person's microphone, camera and screen, from the lobby through the call. Muting keeps the
 * microphone open (un-muting must be instant); turning the camera off closes it, so that its light goes out.
 */
export class LocalMedia implements Watched<LocalMediaState> {
  readonly #state: Snapshot<LocalMediaState>;
  readonly #ended = new AbortController();
  readonly #chosen: Record<Kind, string | null> = { microphone: null, camera: null };
  /** Counts requests for each source, so that a late answer to an old request is thrown away. */
  readonly #turn: Record<Kind, number> = { microphone: 0, camera: 0 };
  readonly subscribe: Watched<LocalMediaState>['subscribe'];
  readonly getSnapshot: Watched<LocalMediaState>['getSnapshot'];

  /** @param will what the person had chosen before, when rejoining */
  constructor(will: Pick<LocalMediaState, 'muted' | 'cameraOff'> = nothing) {
    this.#state = new Snapshot({ ...nothing, muted: will.muted, cameraOff: will.cameraOff });
    this.subscribe = this.#state.subscribe;
    this.getSnapshot = this.#state.getSnapshot;
    navigator.mediaDevices?.addEventListener('devicechange', () => void this.#devicesChanged(), {
      signal: this.#ended.signal,
    });
  }

  /** Asks for the microphone and, unless it is to stay off, the camera. */
  async start(): Promise<void> {
    if (this.getSnapshot().cameraOff) {
      await this.#reopen('microphone');
    } else {
      const turns = { microphone: this.#begin('microphone'), camera: this.#begin('camera') };
      const got = await acquireBoth();
      this.#settle('microphone', turns.microphone, got.microphone);
      this.#settle('camera', turns.camera, got.camera);
    }
    await this.#refreshLists();
  }

  setMuted(muted: boolean): void {
    const { audio } = this.getSnapshot();
    if (audio) audio.enabled = !muted;
    this.#state.set({ muted });
    if (!muted && !audio) void this.#reopen('microphone');
  }

  async setCameraOff(off: boolean): Promise<void> {
    this.#state.set({ cameraOff: off });
    if (!off) return this.#reopen('camera');
    this.#begin('camera');
    this.getSnapshot().video?.stop();
    this.#state.set({ video: null, camera: 'off' });
  }

  async choose(kind: Kind, deviceId: string): Promise<void> {
    this.#chosen[kind] = deviceId;
    if (kind === 'camera' && this.getSnapshot().cameraOff) return;
    await this.#reopen(kind);
  }

  /** @returns false when the person chose nothing */
  async shareScreen(): Promise<boolean> {
    const screen = await acquireScreen();
    if (!screen) return false;
    if (this.#ended.signal.aborted) {
      screen.stop();
      return false;
    }
    screen.addEventListener('ended', () => this.stopSharing(), { signal: this.#ended.signal });
    this.getSnapshot().screen?.stop();
    this.#state.set({ screen });
    return true;
  }

  stopSharing(): void {
    this.getSnapshot().screen?.stop();
    this.#state.set({ screen: null });
  }

  /** Lets go of every device, for good. */
  close(): void {
    this.#ended.abort();
    const { audio, video, screen } = this.getSnapshot();
    for (const track of [audio, video, screen]) track?.stop();
    this.#state.set({ audio: null, video: null, screen: null, microphone: 'off', camera: 'off' });
  }

  #begin(kind: Kind): number {
    this.#turn[kind] += 1;
    this.#state.set({ [kind]: 'starting' });
    return this.#turn[kind];
  }

  async #reopen(kind: Kind): Promise<void> {
    const turn = this.#begin(kind);
    // Many phones cannot open a second camera while the first is held.
    if (kind === 'camera') this.getSnapshot().video?.stop();
    this.#settle(kind, turn, await acquire(kind, this.#chosen[kind]));
    await this.#refreshLists();
  }

  #settle(kind: Kind, turn: number, got: Acquired): void {
    const track = 'track' in got ? got.track : null;
    if (turn !== this.#turn[kind] || this.#ended.signal.aborted) {
      track?.stop();
      return;
    }
    const previous = this.getSnapshot()[slot[kind]];
    if (track) this.#watch(kind, turn, track);
    if (track && kind === 'microphone') track.enabled = !this.getSnapshot().muted;
    this.#state.set({ [slot[kind]]: track, [kind]: 'track' in got ? 'on' : got.failure });
    previous?.stop();
  }

  /** A device that was pulled out is replaced by another of its kind, once. */
  #watch(kind: Kind, turn: number, track: MediaStreamTrack): void {
    const lost = (): void => {
      if (turn !== this.#turn[kind]) return;
      this.#chosen[kind] = null;
      this.#state.set({ [slot[kind]]: null });
      void this.#reopen(kind);
    };
    track.addEventListener('ended', lost, { signal: this.#ended.signal });
  }

  /** What was missing may just have been plugged in. */
  async #devicesChanged(): Promise<void> {
    await this.#refreshLists();
    for (const kind of ['microphone', 'camera'] as const) {
      if (this.getSnapshot()[kind] === 'missing') await this.#reopen(kind);
    }
  }

  async #refreshLists(): Promise<void> {
    for (const kind of ['microphone', 'camera'] as const) {
      const devices = await listDevices(kind);
      if (!this.#ended.signal.aborted) this.#state.set({ [listOf[kind]]: devices });
    }
  }
}
