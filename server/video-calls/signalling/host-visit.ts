import { Compile } from 'typebox/compile';
import { MediaState, Signal, type SignallingCode } from '../../../contract/signalling.ts';
import { Problem } from '../../problem.ts';
import type { CallRecord } from '../video-call.ts';
import { type CallSocket, Member } from './member.ts';
import { MessageAllowance } from './message-allowance.ts';
import type { Presence } from './presence.ts';
import type { Rooms } from './rooms.ts';

const SignalMessage = Compile(Signal);
const MediaMessage = Compile(MediaState);

/** Why the record did not take a side in; `changeCall` says which problems there are. */
const codeOf = (error: unknown): SignallingCode => {
  if (!(error instanceof Problem)) return 'unavailable';
  if (error.code === 'illegal_transition') return 'visit_over';
  return error.code === 'not_joinable' ? 'visit_moved' : 'not_joinable';
};

/** Every message counts, whatever it is; answers to pings do not. */
const countMessages = (socket: CallSocket, member: Member): void => {
  const allowance = new MessageAllowance(performance.now());
  socket.conn.on('packet', ({ type }: { type: string }) => {
    if (type === 'message' && !allowance.take(performance.now())) member.bye('too_many_messages');
  });
};

/** Passes messages on to the other side of the same room, and to nobody else; what is malformed is dropped. */
const relay = (socket: CallSocket, member: Member, rooms: Rooms): void => {
  socket.on('signal', (message) => {
    if (!SignalMessage.Check(message)) return;
    const other = rooms.otherOf(member);
    if (!other || other.id !== message.to || !member.told) return;
    const from = member.id;
    if ('description' in message) other.tell('signal', { from, description: message.description });
    else other.tell('signal', { from, candidate: message.candidate });
  });
  socket.on('media', (media) => {
    if (!MediaMessage.Check(media)) return;
    member.media = media;
    if (member.told) rooms.otherOf(member)?.tell('peer-media', { id: member.id, media });
  });
};

const welcome = (member: Member, call: CallRecord, rooms: Rooms): void => {
  const { claims, closesAt } = member.admission;
  const other = rooms.otherOf(member);
  member.told = call.status;
  member.tell('welcome', {
    self: { id: member.id, role: claims.role },
    peers: other ? [other.peer] : [],
    polite: claims.role === 'patient',
    status: call.status,
    closesAt: closesAt.toISOString(),
  });
  other?.tell('peer-joined', member.peer);
};

const tellGone = (member: Member, rooms: Rooms, how: 'left' | 'gone'): void => {
  if (!member.told) return;
  rooms.otherOf(member)?.tell('peer-left', { id: member.id, role: member.admission.claims.role, how });
};

/** One connection's life in its room, from coming in to being gone. */
export const hostVisit = (socket: CallSocket, rooms: Rooms, presence: Presence): void => {
  const member = new Member(socket);
  const before = rooms.enter(member);
  if (before) {
    tellGone(before, rooms, 'gone');
    before.bye('taken_over');
  }
  countMessages(socket, member);
  relay(socket, member, rooms);

  const joined = presence.join(member).then(
    (call) => {
      if (member.isConnected) welcome(member, call, rooms);
    },
    (error: unknown) => member.bye(codeOf(error)),
  );

  socket.on('leave', async (acknowledge: unknown) => {
    if (member.hasLeft) return;
    member.hasLeft = true;
    tellGone(member, rooms, 'left');
    await joined;
    await presence.left(member).catch(() => presence.lost(member, () => rooms.isTaken(member)));
    if (typeof acknowledge === 'function') acknowledge();
    member.disconnect();
  });
  socket.on('disconnect', () => {
    if (!rooms.exit(member) || member.hasLeft) return;
    tellGone(member, rooms, 'gone');
    presence.lost(member, () => rooms.isTaken(member));
  });
};
