import { type Answer, newSid, refusal } from './twilio-answer.ts';
import { eventFields, roomResource, type TwilioParticipant, type TwilioRoom } from './twilio-room.ts';

/** What the vendor posts to the callback of a room. */
export interface TwilioRoomEvent {
  url: URL;
  fields: Record<string, string>;
}

/** A number of the form within its bounds; null where it lies outside. */
const numberIn = (value: string | undefined, usual: number, least: number, most: number): number | null => {
  const number = Number(value ?? usual);
  return Number.isInteger(number) && number >= least && number <= most ? number : null;
};

const LONGEST_NAME = 128;
const LONGEST_CALLBACK = 1_024;

/** The rooms of an account, with the rules that the vendor's file leaves out. */
export class TwilioRooms {
  readonly rooms: TwilioRoom[] = [];
  /** Of rooms that have a callback, oldest first. */
  readonly events: TwilioRoomEvent[] = [];
  readonly #accountSid: string;

  constructor(accountSid: string) {
    this.#accountSid = accountSid;
  }

  create(form: ReadonlyMap<string, string>): Answer {
    const sid = newSid('RM');
    const name = form.get('UniqueName') ?? sid;
    const callback = form.get('StatusCallback');
    const maxParticipants = numberIn(form.get('MaxParticipants'), 50, 1, 50);
    const unusedRoomTimeout = numberIn(form.get('UnusedRoomTimeout'), 5, 1, 60);
    const emptyRoomTimeout = numberIn(form.get('EmptyRoomTimeout'), 5, 1, 60);
    const maxParticipantDuration = numberIn(form.get('MaxParticipantDuration'), 14_400, 600, 86_400);
    if (name.length > LONGEST_NAME) return refusal(400, 53101);
    if (callback !== undefined && (!URL.canParse(callback) || callback.length > LONGEST_CALLBACK))
      return refusal(400, 53111);
    if (!maxParticipants) return refusal(400, 53107);
    if (!unusedRoomTimeout || !emptyRoomTimeout) return refusal(400, 53109);
    if (!maxParticipantDuration) return refusal(400, 53123);
    if (this.open(name)) return refusal(400, 53113);
    const room: TwilioRoom = {
      sid,
      name,
      status: 'in-progress',
      statusCallback: callback === undefined ? null : new URL(callback),
      // Where nothing is said of it, an account may keep what is said in its rooms.
      recorded: form.get('RecordParticipantsOnConnect') !== 'false',
      maxParticipants,
      maxParticipantDuration,
      unusedRoomTimeout,
      emptyRoomTimeout,
      participants: [],
      told: 0,
      at: new Date(),
    };
    this.rooms.push(room);
    this.#tell(room, 'room-created');
    return { status: 201, body: this.#room(room) };
  }

  fetch(nameOrSid: string): Answer {
    const room = this.#find(nameOrSid);
    return room ? { status: 200, body: this.#room(room) } : refusal(404, 20404);
  }

  update(nameOrSid: string, form: ReadonlyMap<string, string>): Answer {
    const room = this.#find(nameOrSid);
    if (!room) return refusal(404, 20404);
    if (form.get('Status') !== 'completed' || room.status !== 'in-progress') return refusal(400, 53112);
    room.status = 'completed';
    for (const participant of room.participants) this.#disconnect(room, participant);
    this.#tell(room, 'room-ended');
    return { status: 202, body: this.#room(room) };
  }

  /** The room of that name that people can come into. */
  open(name: string): TwilioRoom | undefined {
    return this.rooms.find((room) => room.name === name && room.status === 'in-progress');
  }

  /** Somebody connects. Of two with one identity the vendor keeps the later. @throws Error with its number */
  enter(name: string, identity: string): TwilioParticipant {
    const room = this.open(name);
    if (!room) throw new Error('53106');
    const inside = room.participants.filter(({ status }) => status === 'connected');
    for (const double of inside.filter((one) => one.identity === identity)) this.#disconnect(room, double);
    if (this.inside(name).length >= room.maxParticipants) throw new Error('53105');
    const participant: TwilioParticipant = {
      sid: newSid('PA'),
      identity,
      status: 'connected',
      at: new Date(),
    };
    room.participants.push(participant);
    this.#tell(room, 'participant-connected', participant);
    return participant;
  }

  /** Somebody is gone, whyever. */
  leave(sid: string): void {
    for (const room of this.rooms) {
      const participant = room.participants.find((one) => one.sid === sid);
      if (participant) this.#disconnect(room, participant);
    }
  }

  inside(name: string): readonly TwilioParticipant[] {
    return this.open(name)?.participants.filter(({ status }) => status === 'connected') ?? [];
  }

  /** By name only while people can come in; by its id for ever. */
  #find(nameOrSid: string): TwilioRoom | undefined {
    return this.open(nameOrSid) ?? this.rooms.find(({ sid }) => sid === nameOrSid);
  }

  #disconnect(room: TwilioRoom, participant: TwilioParticipant): void {
    if (participant.status === 'disconnected') return;
    participant.status = 'disconnected';
    this.#tell(room, 'participant-disconnected', participant);
  }

  #tell(room: TwilioRoom, event: string, participant?: TwilioParticipant): void {
    const { statusCallback: url } = room;
    if (!url) return;
    const fields = eventFields(this.#accountSid, room, { event, participant });
    room.told += 1;
    this.events.push({ url, fields });
  }

  #room(room: TwilioRoom): object {
    return roomResource(this.#accountSid, room);
  }
}
