import type { RawRequest } from '../../server/http/raw-bodies.ts';

export const JITSI_SECRET = 'a secret that only Prosody and we know';
/** When everything of these is told. */
export const TOLD_AT = new Date('2026-03-02T10:30:00Z');

/** As the README of event_sync has it: an address is the browser's connection, times are whole seconds. */
export interface JitsiOccupant {
  occupant_jid: string;
  joined_at: number;
  left_at?: number;
  /** Out of the token; left out for who came without one. */
  id?: string;
  name?: string;
  email?: string;
}

/** Ada's browser, in since ten. */
export const ADA = {
  occupant_jid: '14f01c40-5195-4a4d-8efb-f58b49d18741@meet.clinic.test/OWhl8jSh',
  joined_at: Date.parse('2026-03-02T10:00:00Z') / 1_000,
  id: '0199c0de-0000-7000-8000-00000000000b',
  name: 'Ada Okafor',
  email: 'ada@clinic.test',
} as const satisfies JitsiOccupant;

/** A body as it came, with what its header says. */
export const postedBy = (
  authorization: string | string[] | undefined,
  body: Buffer | string,
): RawRequest => ({
  headers: { 'content-type': 'application/json', authorization },
  body: Buffer.from(body),
  url: new URL('https://visits.clinic.test/webhooks/jitsi/events/occupant/joined'),
});

/** An event as the module posts it. */
export const posted = (event: unknown): RawRequest =>
  postedBy(`Bearer ${JITSI_SECRET}`, JSON.stringify(event) ?? '');

const roomOf = (room: string, breakout?: string) => ({
  room_name: room,
  room_jid: `${room}@conference.meet.clinic.test`,
  is_breakout: breakout !== undefined,
  ...(breakout === undefined ? {} : { breakout_room_id: breakout }),
});

export const roomCreated = (room: string, createdAt: number) => ({
  event_name: 'muc-room-created',
  ...roomOf(room),
  created_at: createdAt,
});

export const occupantJoined = (room: string, occupant: JitsiOccupant, breakout?: string) => ({
  event_name: 'muc-occupant-joined',
  ...roomOf(room, breakout),
  occupant,
  active_occupants_count: 1,
});

export const occupantLeft = (room: string, occupant: JitsiOccupant, breakout?: string) => ({
  event_name: 'muc-occupant-left',
  ...roomOf(room, breakout),
  occupant,
  active_occupants_count: 0,
});

/** Prosody's Lua writes a list with nothing in it as an object. */
export const roomDestroyed = (room: string, destroyedAt: number, occupants: readonly JitsiOccupant[]) => ({
  event_name: 'muc-room-destroyed',
  ...roomOf(room),
  created_at: destroyedAt - 60,
  destroyed_at: destroyedAt,
  all_occupants: occupants.length === 0 ? {} : occupants,
});
