import type { CallRole } from '../../../contract/signalling.ts';
import type { Member } from './member.ts';

/** One room with at most one connection for each side. */
export interface Room {
  readonly sides: Record<CallRole, Member | null>;
  readonly closing: NodeJS.Timeout;
}

const roleOf = (member: Member): CallRole => member.admission.claims.role;

/**
 * The rooms that have somebody in them, in this process. Both people of a visit must reach the same
 * process: several of them behind a proxy need it to send `/socket.io` to one.
 */
export class Rooms {
  readonly #rooms = new Map<string, Room>();
  readonly #close: (room: Room) => void;
  readonly #now: () => Date;

  /** `close` is called when a room's join window closes. */
  constructor(now: () => Date, close: (room: Room) => void) {
    this.#now = now;
    this.#close = close;
  }

  /** Gives the member its side of the room; whose it was until now. */
  enter(member: Member): Member | null {
    const room = this.#roomFor(member);
    const before = room.sides[roleOf(member)];
    room.sides[roleOf(member)] = member;
    return before;
  }

  /** False where another connection has the side already. */
  exit(member: Member): boolean {
    const room = this.#rooms.get(member.admission.claims.room);
    if (room?.sides[roleOf(member)] !== member) return false;
    room.sides[roleOf(member)] = null;
    if (!room.sides.doctor && !room.sides.patient) {
      clearTimeout(room.closing);
      this.#rooms.delete(member.admission.claims.room);
    }
    return true;
  }

  /** The other side, where it has been welcomed. */
  otherOf(member: Member): Member | null {
    const { doctor = null, patient = null } = this.#rooms.get(member.admission.claims.room)?.sides ?? {};
    const other = roleOf(member) === 'doctor' ? patient : doctor;
    return other?.told ? other : null;
  }

  /** Whether the member's side is taken, by it or by another connection. */
  isTaken(member: Member): boolean {
    return Boolean(this.#rooms.get(member.admission.claims.room)?.sides[roleOf(member)]);
  }

  members(): Member[] {
    return [...this.#rooms.values()].flatMap(({ sides }) =>
      [sides.doctor, sides.patient].filter((member) => member !== null),
    );
  }

  #roomFor(member: Member): Room {
    const { closesAt, claims } = member.admission;
    const known = this.#rooms.get(claims.room);
    if (known) return known;
    const wait = Math.max(0, closesAt.getTime() - this.#now().getTime());
    const room: Room = {
      sides: { doctor: null, patient: null },
      closing: setTimeout(() => this.#close(room), wait),
    };
    this.#rooms.set(claims.room, room);
    return room;
  }
}
