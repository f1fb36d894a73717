import { LocalAudioTrack, type LocalParticipant, LocalVideoTrack } from 'twilio-video';
import type { LocalMediaState } from './local-media-state.ts';
import { type Slot, slots, wantedTracks } from './twilio-wanted.ts';

/** What Twilio refused a moment ago it may take now. */
const AGAIN_MS = 2_000;

interface Published {
  /** The track of `LocalMedia` that this stands for. */
  source: MediaStreamTrack;
  track: LocalAudioTrack | LocalVideoTrack;
}

/**
 * What this person sends into one room. The SDK gets copies: it passes a mute on only where it switched the
 * track itself, and on iPhones it opens a camera again that somebody else has closed.
 */
export class TwilioOwnTracks {
  readonly #sent: Record<Slot, Published | null> = { microphone: null, camera: null, screen: null };
  /** Those that the room is opened with. */
  readonly initial: (LocalAudioTrack | LocalVideoTrack)[];
  readonly #unsent: (slot: Slot) => void;
  /** Of devices that were refused once. */
  readonly #refused = new WeakSet<MediaStreamTrack>();
  #media: LocalMediaState;
  #participant: LocalParticipant | null = null;
  #count = 0;

  /** @param unsent told of what was refused twice, and does not reach the other side */
  constructor(media: LocalMediaState, unsent: (slot: Slot) => void) {
    this.#unsent = unsent;
    this.#media = media;
    this.follow(media);
    this.initial = slots.flatMap((slot) => this.#sent[slot]?.track ?? []);
  }

  /** The room is open: from now on changes go into it, and those of meanwhile. */
  attach(participant: LocalParticipant): void {
    this.#participant = participant;
    const current = slots.flatMap((slot) => this.#sent[slot]?.track ?? []);
    for (const track of this.initial) if (!current.includes(track)) participant.unpublishTrack(track);
    for (const slot of slots) this.#publish(slot);
  }

  follow(media: LocalMediaState): void {
    this.#media = media;
    const wanted = wantedTracks(media);
    for (const slot of slots) {
      const had = this.#sent[slot];
      const source = wanted[slot];
      if (had?.source === source || (!had && !source)) continue;
      this.#sent[slot] = source && { source, track: this.#wrap(slot, source) };
      // The new one first: a microphone that is changed is not heard to fall silent.
      this.#publish(slot);
      this.#retire(had);
    }
    this.#sent.microphone?.track.enable(!media.muted);
  }

  /** Lets go of every copy. */
  close(): void {
    this.#participant = null;
    for (const slot of slots) {
      this.#retire(this.#sent[slot]);
      this.#sent[slot] = null;
    }
  }

  #wrap(slot: Slot, source: MediaStreamTrack): Published['track'] {
    this.#count += 1;
    // Two tracks with one name are refused (53304), also while the older is on its way out.
    const name = `${slot}-${this.#count}`;
    const copy = source.clone();
    const options = { name, logLevel: 'off' } as const;
    return slot === 'microphone' ? new LocalAudioTrack(copy, options) : new LocalVideoTrack(copy, options);
  }

  #publish(slot: Slot): void {
    const sent = this.#sent[slot];
    if (!sent || !this.#participant) return;
    this.#participant.publishTrack(sent.track).catch(() => {
      // Refused, or only unpublished meanwhile.
      if (this.#sent[slot] !== sent) return;
      this.#retire(sent);
      this.#sent[slot] = null;
      this.#tryAgain(slot, sent.source);
    });
  }

  #tryAgain(slot: Slot, source: MediaStreamTrack): void {
    if (this.#refused.has(source)) {
      this.#unsent(slot);
      return;
    }
    this.#refused.add(source);
    setTimeout(() => {
      if (this.#participant) this.follow(this.#media);
    }, AGAIN_MS);
  }

  #retire(sent: Published | null): void {
    if (!sent) return;
    this.#participant?.unpublishTrack(sent.track);
    sent.track.stop();
  }
}
