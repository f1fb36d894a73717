import { Type } from 'typebox';
import { Value } from 'typebox/value';
import type { RawRequest } from '../http/raw-bodies.ts';
import type { Seen } from '../video-calls/attend.ts';
import type { RoomEventsReader } from '../video-calls/room-events.ts';
import type { JitsiConfig } from '../video-config.ts';
import { sameSecret } from './same-secret.ts';

/** Text that a database takes, and no longer than such a name is in life. */
const Name = (maxLength: number) =>
  Type.String({ minLength: 1, maxLength, pattern: '^[^\\u0000-\\u001f]+$' });

/** Each part is checked by itself, so that an occupant we can't read costs none of the others. */
const RoomEvent = Type.Object({
  event_name: Type.String(),
  room_name: Type.Optional(Name(256)),
  room_jid: Type.Optional(Name(512)),
  occupant: Type.Optional(Type.Unknown()),
  all_occupants: Type.Optional(Type.Unknown()),
  destroyed_at: Type.Optional(Type.Unknown()),
});
type RoomEvent = Type.Static<typeof RoomEvent>;

/** Who has no `id` came without a token of ours: a recorder, a phone bridge, a guest. */
const Occupant = Type.Object({
  occupant_jid: Name(400),
  id: Name(128),
  joined_at: Type.Optional(Type.Unknown()),
  left_at: Type.Optional(Type.Unknown()),
});
type Occupant = Type.Static<typeof Occupant>;

const JOINED = 'muc-occupant-joined';
const LEFT = 'muc-occupant-left';
const DESTROYED = 'muc-room-destroyed';

const SECOND_MS = 1_000;
/** As seconds it is the year 5138; as milliseconds 1973. Prosody counts in seconds, some forks do not. */
const MOST_SECONDS = 100_000_000_000;

const parse = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
};

/** A time since 1970; now where it is none, and where that clock is ahead of ours. */
const timeOf = (value: unknown, now: Date): Date => {
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0) return now;
  const ms = value > MOST_SECONDS ? value : value * SECOND_MS;
  return new Date(Math.min(ms, now.getTime()));
};

/** Prosody's rooms are lower-case, whatever an address says; a breakout room tells the name of its main one. */
const roomOf = ({ room_name: name, room_jid: jid }: RoomEvent): string | null => {
  const room = name ?? jid?.split('@')[0];
  return room ? room.toLowerCase() : null;
};

/**
 * One stay in a room. A browser keeps its address when it goes to a breakout room and comes back, so the
 * address is not enough to tell a stay from the next. Its last part tells capitals apart (RFC 7622 §3.4).
 */
const stayOf = ({ occupant_jid: jid, joined_at: at }: Occupant): string =>
  typeof at === 'number' ? `${jid} ${at}` : jid;

const readOccupant = (
  item: unknown,
  seen: Pick<Seen, 'providerRoom' | 'what'>,
  timeIn: (occupant: Occupant) => Date,
): Seen[] => {
  if (!Value.Check(Occupant, item)) return [];
  return [{ ...seen, provider: 'jitsi', connectionId: stayOf(item), personId: item.id, at: timeIn(item) }];
};

const readEvent = (event: RoomEvent, now: Date): Seen[] => {
  const providerRoom = roomOf(event);
  if (!providerRoom) return [];
  const gone = { providerRoom, what: 'disconnected' } as const;
  switch (event.event_name) {
    case JOINED:
      return readOccupant(event.occupant, { providerRoom, what: 'connected' }, (it) =>
        timeOf(it.joined_at, now),
      );
    case LEFT:
      return readOccupant(event.occupant, gone, (it) => timeOf(it.left_at, now));
    case DESTROYED: {
      // Lua writes an empty list as an empty object.
      const all: unknown[] = Array.isArray(event.all_occupants) ? event.all_occupants : [];
      return all.flatMap((item) =>
        readOccupant(item, gone, (it) => timeOf(it.left_at ?? event.destroyed_at, now)),
      );
    }
    default:
      return [];
  }
};

const isBrought = (secret: string, { headers: { authorization } }: RawRequest): boolean => {
  const brought =
    typeof authorization === 'string' ? /^Bearer +(\S.*)$/i.exec(authorization)?.[1] : undefined;
  return brought !== undefined && sameSecret(brought.trimEnd(), secret);
};

/**
 * Reads what jitsi-contrib's Prosody module `event_sync` posts, with the secret as a bearer token in its
 * `api_headers`. Null where no secret is configured: then nobody is believed.
 */
export const jitsiEvents = ({
  webhookSecret,
}: Pick<JitsiConfig, 'webhookSecret'>): RoomEventsReader | null =>
  webhookSecret === null
    ? null
    : {
        read: (request, now) => {
          if (!isBrought(webhookSecret, request)) return null;
          const event = parse(request.body);
          return Value.Check(RoomEvent, event) ? readEvent(event, now) : [];
        },
      };
