import { Type } from 'typebox';

/**
 * The room signalling protocol, as far as the SDK speaks it here: written down from twilio-video 2.36
 * (`lib/twilioconnection.js`, `lib/signaling/v2`). What is passed on unread stays open.
 */
const PeerConnectionState = Type.Object({
  id: Type.String(),
  description: Type.Optional(Type.Object({ type: Type.String(), revision: Type.Integer() })),
  ice: Type.Optional(Type.Object({ revision: Type.Integer() })),
});
export type PeerConnectionState = Type.Static<typeof PeerConnectionState>;

const OwnTrack = Type.Object({
  id: Type.String(),
  kind: Type.String(),
  name: Type.String(),
  enabled: Type.Boolean(),
  priority: Type.String(),
});
export type OwnTrack = Type.Static<typeof OwnTrack>;

const OwnState = Type.Object({ revision: Type.Integer(), tracks: Type.Array(OwnTrack) });

const Ice = Type.Object({ type: Type.Literal('ice'), token: Type.String() });
export const Connect = Type.Object({
  type: Type.Literal('connect'),
  token: Type.String(),
  name: Type.String(),
  participant: OwnState,
  peer_connections: Type.Array(PeerConnectionState),
  media_signaling: Type.Object({ active_speaker: Type.Optional(Type.Unknown()) }),
});
export type Connect = Type.Static<typeof Connect>;
const Sync = Type.Object({
  type: Type.Literal('sync'),
  session: Type.String(),
  participant: OwnState,
  peer_connections: Type.Array(PeerConnectionState),
});
const Update = Type.Object({
  type: Type.Literal('update'),
  session: Type.String(),
  participant: Type.Optional(OwnState),
  peer_connections: Type.Optional(Type.Array(PeerConnectionState)),
});
export type Update = Type.Static<typeof Update>;
/** Without a session from who was let in to none. */
const Disconnect = Type.Object({
  type: Type.Literal('disconnect'),
  session: Type.Union([Type.String(), Type.Null()]),
});

export const Body = Type.Union([Ice, Connect, Sync, Update, Disconnect]);
export type Body = Type.Static<typeof Body>;

/** The frames around them. */
export const Frame = Type.Union([
  Type.Object({ type: Type.Literal('hello'), timeout: Type.Integer(), body: Type.Optional(Type.Unknown()) }),
  Type.Object({ type: Type.Literal('msg'), body: Type.Unknown() }),
  Type.Object({ type: Type.Literal('heartbeat') }),
  Type.Object({ type: Type.Literal('bye') }),
]);
