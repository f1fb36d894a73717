import type { CallRole, MediaState } from '../../contract/signalling.ts';
import type { CallState, Knock } from './call.ts';
import { advance } from './call-progress.ts';
import type { JitsiEvents } from './jitsi-api.ts';
import { remedyOf } from './jitsi-errors.ts';

interface Somebody {
  id: string;
  name: string;
  media: MediaState;
}

/** What the frame has told of the room so far. */
export interface JitsiRoom {
  /** The frame's page is there. */
  isShown: boolean;
  /** This person's id in the room; null while not in it. */
  ownId: string | null;
  wasIn: boolean;
  own: MediaState;
  others: readonly Somebody[];
  /** The last of them was seen to go. */
  haveLeft: boolean;
  speaker: string | null;
  knocking: readonly Knock[];
  /** This person waits to be let in. */
  isKnocking: boolean;
}

export const emptyRoom = (own: MediaState): JitsiRoom => ({
  isShown: false,
  ownId: null,
  wasIn: false,
  own,
  others: [],
  haveLeft: false,
  speaker: null,
  knocking: [],
  isKnocking: false,
});

const heard: MediaState = { muted: false, cameraOff: false, sharing: false };

const changed = (
  room: JitsiRoom,
  isMeant: (id: string) => boolean,
  change: (one: Somebody) => Partial<Somebody>,
): Partial<JitsiRoom> => ({
  others: room.others.map((one) => (isMeant(one.id) ? { ...one, ...change(one) } : one)),
});

/** Who is in knocks no more. A page that was reloaded has a new id, but the same name. */
const without = (knocking: readonly Knock[], { id, name }: Knock): Knock[] =>
  knocking.filter((knock) => knock.id !== id && (name === '' || knock.name !== name));

type Folds = { [E in keyof JitsiEvents]?: (room: JitsiRoom, data: JitsiEvents[E]) => Partial<JitsiRoom> };

const folds: Folds = {
  videoConferenceJoined: (_room, { id }) => ({ isShown: true, ownId: id, wasIn: true, isKnocking: false }),
  videoConferenceLeft: ({ own }) => ({
    ownId: null,
    others: [],
    haveLeft: false,
    speaker: null,
    knocking: [],
    own: { ...own, sharing: false },
  }),
  participantJoined: ({ others, knocking }, { id, displayName = '' }) => ({
    others: [...others.filter((one) => one.id !== id), { id, name: displayName, media: heard }],
    haveLeft: false,
    knocking: without(knocking, { id, name: displayName }),
  }),
  participantLeft: ({ others, speaker }, { id }) => ({
    others: others.filter((one) => one.id !== id),
    haveLeft: true,
    speaker: speaker === id ? null : speaker,
  }),
  displayNameChange: (room, { id, displayname = '' }) =>
    changed(
      room,
      (one) => one === id,
      () => ({ name: displayname }),
    ),
  participantMuted: (room, { id, participantId, isMuted, mediaType }) =>
    changed(
      room,
      (one) => one === (id ?? participantId),
      ({ media }) => ({
        media: { ...media, ...(mediaType === 'audio' ? { muted: isMuted } : { cameraOff: isMuted }) },
      }),
    ),
  contentSharingParticipantsChanged: (room, { data = [] }) =>
    changed(
      room,
      () => true,
      ({ id, media }) => ({ media: { ...media, sharing: data.includes(id) } }),
    ),
  audioMuteStatusChanged: ({ own }, { muted }) => ({ own: { ...own, muted } }),
  videoMuteStatusChanged: ({ own }, { muted }) => ({ own: { ...own, cameraOff: muted } }),
  screenSharingStatusChanged: ({ own }, { on }) => ({ own: { ...own, sharing: on } }),
  dominantSpeakerChanged: (_room, { id }) => ({ speaker: id }),
  knockingParticipant: ({ knocking }, { participant: { id, name = '' } }) => ({
    knocking: [...without(knocking, { id, name }), { id, name }],
  }),
  errorOccurred: (room, data) => ({ isKnocking: room.isKnocking || remedyOf(data).kind === 'knock' }),
};

/** Pure: the room after the frame said this. */
export const afterEvent = <E extends keyof JitsiEvents>(
  room: JitsiRoom,
  event: E,
  data: JitsiEvents[E],
): JitsiRoom => {
  const fold: Folds[E] = folds[event];
  return fold ? { ...room, ...fold(room, data) } : room;
};

export const answered = (room: JitsiRoom, id: string): JitsiRoom => ({
  ...room,
  knocking: room.knocking.filter((knock) => knock.id !== id),
});

const speakingIn = ({ speaker, ownId }: JitsiRoom): CallState['speaking'] => {
  if (speaker === null) return null;
  return speaker === ownId ? 'own' : 'other';
};

/** A doctor sees who knocks; a patient, that they themselves do. */
const knockingIn = ({ knocking, isKnocking }: JitsiRoom, role: CallRole): readonly Knock[] => {
  if (role === 'doctor') return knocking;
  return isKnocking ? [{ id: 'own', name: '' }] : [];
};

/** Pure: what the call shows of the room. Jitsi does not tell a lost connection from a departure. */
export const stateIn = (
  room: JitsiRoom,
  before: CallState,
  role: CallRole,
  now: number,
): Partial<CallState> => {
  const isIn = room.ownId !== null;
  const present = isIn && room.others.length > 0;
  const link = isIn ? 'up' : room.wasIn ? 'down' : 'never';
  const last = room.others.at(-1);
  const sensed = { link, present, media: present ? 'connected' : null, met: false } as const;
  const progress = advance(before, { ...sensed, isStalled: false, remote: null }, now);
  const isOpening = !room.isShown && before.end === null;
  return {
    ...progress,
    ...(isOpening ? { phase: before.phase, phaseSince: before.phaseSince } : {}),
    own: room.own,
    speaking: speakingIn(room),
    knocking: knockingIn(room, role),
    other:
      present && last
        ? { role: role === 'doctor' ? 'patient' : 'doctor', name: last.name, media: last.media }
        : before.other,
    departed: isIn && !present && room.haveLeft ? 'left' : null,
  };
};
