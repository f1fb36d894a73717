import type { Room } from 'twilio-video';
import type { CallRole, MediaState } from '../../contract/signalling.ts';
import { isSilent } from './call-progress.ts';
import { remedyOfTwilio, twilioCodeOf } from './twilio-failures.ts';
import {
  isSpeaking,
  mediaOf,
  otherIn,
  type SeenParticipant,
  StreamKeeper,
  tracksOf,
} from './twilio-other.ts';
import { feelRoom, type Pulse, PulseCounter } from './twilio-pulse.ts';

export interface SeenNow {
  link: 'up' | 'down';
  media: RTCPeerConnectionState;
  role: CallRole;
  /** What the other side has switched off; null while nobody is there. */
  other: MediaState | null;
  /** They went without a goodbye. */
  hasGone: boolean;
  /** Picture or sound of who is there has come through. */
  met: boolean;
  isStalled: boolean;
  remote: MediaStream | null;
  speaking: 'other' | null;
}

/** After any of these the room is looked at anew: its own objects say how it stands. */
const CHANGES = [
  'participantConnected',
  'participantDisconnected',
  'participantReconnected',
  'participantReconnecting',
  'trackSubscribed',
  'trackUnsubscribed',
  'trackPublished',
  'trackUnpublished',
  'trackEnabled',
  'trackDisabled',
  'dominantSpeakerChanged',
  'reconnected',
] as const;

/** What one connection to one room shows of the other side. */
export class TwilioRoomView {
  readonly #room: Room;
  readonly #own: CallRole;
  readonly #ended = new AbortController();
  readonly #counter = new PulseCounter();
  readonly #keeper = new StreamKeeper();
  #pulse: Pulse = 'none';
  #broken: 'link' | 'media' | null = null;
  #sid: string | null = null;
  #met = false;
  /** As they were last seen: who goes while reconnecting did not mean to. How who never was here went, nobody knows. */
  #wasReconnecting = true;

  constructor(room: Room, own: CallRole, changed: () => void) {
    this.#room = room;
    this.#own = own;
    const { signal } = this.#ended;
    const look = (): void => {
      if (!signal.aborted) changed();
    };
    for (const change of CHANGES) room.addListener(change, look);
    room.on('reconnecting', (error) => {
      const remedy = remedyOfTwilio(twilioCodeOf(error));
      this.#broken = remedy.way === 'retry' && remedy.trouble === 'media' ? 'media' : 'link';
      look();
    });
    const felt = (pulse: Pulse): void => {
      if (pulse === this.#pulse) return;
      this.#pulse = pulse;
      look();
    };
    feelRoom(room, this.#counter, felt, signal);
    room.once('disconnected', () => this.close());
  }

  look(): SeenNow {
    if (this.#room.state === 'connected') this.#broken = null;
    const other = otherIn(this.#room, this.#own);
    this.#meet(other);
    const media = other && mediaOf(other);
    const hasGone = !other && this.#wasReconnecting;
    // Their signalling may be away while their picture goes on: only the pulse says that it stands still.
    if (other) this.#wasReconnecting = other.state === 'reconnecting';
    return {
      link: this.#broken === 'link' ? 'down' : 'up',
      media: this.#mediaOf(media),
      role: this.#own === 'doctor' ? 'patient' : 'doctor',
      other: media,
      hasGone,
      met: this.#met,
      isStalled: this.#pulse === 'stalled',
      remote: other ? this.#keeper.keep(tracksOf(other)) : null,
      speaking: other && isSpeaking(this.#room, other) ? 'other' : null,
    };
  }

  close(): void {
    this.#ended.abort();
  }

  #meet(other: SeenParticipant | null): void {
    const sid = other?.sid ?? null;
    if (sid === this.#sid) return;
    this.#sid = sid;
    this.#met = false;
    this.#pulse = 'none';
    this.#counter.reset();
  }

  #mediaOf(other: MediaState | null): RTCPeerConnectionState {
    if (this.#broken === 'media') return 'disconnected';
    if (!other) return 'new';
    if (this.#pulse !== 'none') this.#met = true;
    return this.#met || isSilent(other) ? 'connected' : 'new';
  }
}
