import type { CallRole, MediaState, Peer, SignallingCode } from '../../contract/signalling.ts';
import type { VideoCallAccess, VideoCallStanding, VideoCallStatus } from '../../contract/video-calls.ts';
import type { LocalMedia } from './local-media.ts';
import type { Watched } from './snapshot.ts';

/**
 * `joining` until the server has let us in; `waiting` alone in the room; `meeting` while the first
 * picture is being set up; `reconnecting` when a call that stood has lost its media or its link.
 */
export type CallPhase = 'idle' | 'joining' | 'waiting' | 'meeting' | 'connected' | 'reconnecting' | 'ended';

/** Why a call could not begin or go on. Closed set; the screen has words for each. */
export type CallFailure =
  | SignallingCode
  | 'unsupported'
  | 'not_admitted'
  | 'room_full'
  | 'room_gone'
  | 'media_blocked'
  | 'connection_lost'
  | 'provider_unreachable';

/** Somebody who asks the doctor to be let in. */
export interface Knock {
  id: string;
  name: string;
}

export type CallEnd =
  | { how: 'left' }
  | { how: 'over'; status: VideoCallStatus; by: 'doctor' | 'patient' | 'admin' | 'system' }
  | { how: 'failed'; failure: CallFailure };

export interface CallState {
  phase: CallPhase;
  /** When the phase began, in milliseconds since the epoch. */
  phaseSince: number;
  /** When the first picture of this call arrived; kept through interruptions. */
  connectedSince: number | null;
  /** Whether the clinic's server can be reached; a picture can go on for a while without it. */
  link: 'up' | 'down';
  /** Failed tries to reach the server since it was last reached. */
  attempts: number;
  other: Pick<Peer, 'role' | 'name' | 'media'> | null;
  /** How the other side went, while it is away after having been here. */
  departed: 'left' | 'gone' | null;
  /** Picture and sound of the other side; one object for as long as its tracks are the same. */
  remote: MediaStream | null;
  own: MediaState;
  /** Who is heard just now, where the provider says so. */
  speaking: 'own' | 'other' | null;
  /** Who waits to be let in, as a doctor sees them; for a patient who waits, one entry: their own. */
  knocking: readonly Knock[];
  end: CallEnd | null;
}

/** `streams`: the screen shows the pictures and the controls. `frame`: the vendor's own page does. */
export type CallView = { kind: 'streams' } | { kind: 'frame'; mount: (host: HTMLElement) => () => void };

/**
 * One visit, joined from this page. Once ended it stays ended: to rejoin, open another.
 * No method throws for what a network does: the state says it.
 */
export interface Call extends Watched<CallState> {
  readonly role: CallRole;
  readonly view: CallView;
  join(): void;
  /** The person leaves; settles when the server has recorded it, or after a second without an answer. */
  leave(): Promise<void>;
  /** The visit was ended through the api; do not wait for the server to say so here. */
  finish(by: 'doctor' | 'patient'): void;
  setMuted(muted: boolean): void;
  setCameraOff(off: boolean): Promise<void>;
  /** @returns false when the person chose nothing to share */
  shareScreen(): Promise<boolean>;
  stopSharing(): void;
  /** Lets somebody in who knocks, or sends them away. */
  answerKnock(id: string, isLetIn: boolean): void;
  /** Ends everything the call holds, without saying goodbye. */
  close(): void;
}

export interface CallOptions {
  access: VideoCallAccess;
  media: LocalMedia;
  /** Asks for a fresh ticket when the one at hand has expired. @throws ApiProblem */
  renew: () => Promise<VideoCallAccess>;
  /** Says that this side is still here, and asks how the visit stands. @throws ApiProblem */
  stand: (signal?: AbortSignal) => Promise<VideoCallStanding>;
  /** Tells the server who came and went, where nobody else does. @throws ApiProblem */
  report: (action: 'join' | 'leave') => Promise<unknown>;
}

export type OpenCall = (options: CallOptions) => Call;
