import { Type } from 'typebox';
import { closed } from './primitives.ts';
import type { VideoCallStatus } from './video-calls.ts';

/**
 * The built-in call's signalling, over Socket.IO at `SOCKET_PATH`.
 *
 * A client connects with `auth: { ticket }` (the token of a `BuiltinTicket`) and, outside a browser,
 * `auth: { ticket, accessToken }`; a browser's cookie says which session. The server puts the socket
 * into the ticket's room and stamps every message with who sent it. A refused connection gets a
 * `connect_error` whose `data` is a `SignallingRefusal`. Both people of a visit must reach the same process.
 */
export const SOCKET_PATH = '/socket.io';

/** The server pings this often; a side that hears nothing for `HEARTBEAT_TIMEOUT_MS` takes the link for lost. */
export const HEARTBEAT_INTERVAL_MS = 1_000;
export const HEARTBEAT_TIMEOUT_MS = 3_000;

/** Largest frame either side may send (SECURITY: 64 KB). */
export const MAX_FRAME_BYTES = 64 * 1024;

export const CallRole = Type.Union([Type.Literal('doctor'), Type.Literal('patient')]);
export type CallRole = Type.Static<typeof CallRole>;

/** What a side tells the other about its own media. */
export const MediaState = closed({
  muted: Type.Boolean(),
  cameraOff: Type.Boolean(),
  sharing: Type.Boolean(),
});
export type MediaState = Type.Static<typeof MediaState>;

/** `RTCSessionDescriptionInit`. */
export const Description = closed({
  type: Type.Union([
    Type.Literal('offer'),
    Type.Literal('answer'),
    Type.Literal('pranswer'),
    Type.Literal('rollback'),
  ]),
  sdp: Type.Optional(Type.String({ maxLength: 60_000 })),
});
export type Description = Type.Static<typeof Description>;

/** `RTCIceCandidateInit`; an empty `candidate` says that there are no more. */
export const Candidate = closed({
  candidate: Type.String({ maxLength: 2_000 }),
  sdpMid: Type.Optional(Type.Union([Type.String({ maxLength: 64 }), Type.Null()])),
  sdpMLineIndex: Type.Optional(Type.Union([Type.Integer({ minimum: 0, maximum: 255 }), Type.Null()])),
  usernameFragment: Type.Optional(Type.Union([Type.String({ maxLength: 256 }), Type.Null()])),
});
export type Candidate = Type.Static<typeof Candidate>;

/** From a client, for the peer `to`: exactly one of `description` and `candidate`. */
export const Signal = Type.Union([
  closed({ to: Type.String({ maxLength: 64 }), description: Description }),
  closed({ to: Type.String({ maxLength: 64 }), candidate: Candidate }),
]);
export type Signal = Type.Static<typeof Signal>;

/** The same at the other side; `from` is stamped by the server. */
export type RelayedSignal =
  | { from: string; description: Description }
  | { from: string; candidate: Candidate };

/** Somebody in the room. `id` is new for every connection. */
export interface Peer {
  id: string;
  role: CallRole;
  name: string;
  media: MediaState;
}

export interface Welcome {
  self: { id: string; role: CallRole };
  /** The other side where present: none or one. */
  peers: Peer[];
  /** The doctor yields never, the patient always: who is polite in perfect negotiation. */
  polite: boolean;
  status: VideoCallStatus;
  /** The instant after which the server closes the room. */
  closesAt: string;
}

/** Why a connection is refused, or ended by the server. Closed set; the page has words for each. */
export type SignallingCode =
  | 'unauthorized'
  | 'origin_refused'
  | 'ticket_invalid'
  | 'ticket_expired'
  | 'otp_required'
  | 'not_participant'
  | 'not_joinable'
  | 'visit_over'
  | 'taken_over'
  | 'visit_moved'
  | 'visit_cancelled'
  | 'signed_out'
  | 'too_many_messages'
  | 'too_slow'
  | 'server_closing'
  | 'unavailable';

export interface SignallingRefusal {
  code: SignallingCode;
  detail: string;
}

export interface ServerToClientEvents {
  welcome: (welcome: Welcome) => void;
  'peer-joined': (peer: Peer) => void;
  /** `gone` when the connection was lost, `left` when they pressed Leave. */
  'peer-left': (left: { id: string; role: CallRole; how: 'left' | 'gone' }) => void;
  signal: (signal: RelayedSignal) => void;
  'peer-media': (change: { id: string; media: MediaState }) => void;
  /** The call record changed; COMPLETED, CANCELLED and FAILED end the visit for both. */
  status: (change: { status: VideoCallStatus; by: 'doctor' | 'patient' | 'admin' | 'system' }) => void;
  /**
   * The server ends this connection. The client comes back by itself after `server_closing` and
   * `unavailable`, and for no other reason.
   */
  bye: (refusal: SignallingRefusal) => void;
}

export interface ClientToServerEvents {
  signal: (signal: Signal) => void;
  media: (media: MediaState) => void;
  /** The person pressed Leave; the server records it at once instead of waiting for the link to die. */
  leave: (acknowledge: () => void) => void;
}
