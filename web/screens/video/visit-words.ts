import type { Appointment } from '../../../contract/appointments.ts';
import type { Participant } from '../../../contract/people.ts';
import type { CallPhase, CallState } from '../../call/call.ts';
import { dayAndTime, type Reader } from '../../when.ts';

/** "AO"; nothing where there is no name. */
export const initialsOf = (person: Pick<Participant, 'first_name' | 'last_name'>): string =>
  `${person.first_name.charAt(0)}${person.last_name.charAt(0)}`.toUpperCase();

export interface Words {
  title: string;
  text: string;
}

type Visit = Pick<
  Appointment,
  'status' | 'session_type' | 'appointment_date' | 'join_opens_at' | 'join_closes_at' | 'cancel_reason'
>;

/** Why a visit cannot be joined at this moment, and what comes next. */
export const notJoinableWords = (visit: Visit, reader: Reader, now: number): Words => {
  if (visit.status === 'CANCELLED') {
    const reason = visit.cancel_reason ? ` The reason given: ${visit.cancel_reason}` : '';
    return { title: 'This visit was cancelled', text: `Nobody will be waiting here.${reason}` };
  }
  if (visit.session_type === 'in_person') {
    const at = dayAndTime(visit.appointment_date, reader, now);
    return {
      title: 'This visit is in person',
      text: `There is no video for it. You are expected at the clinic ${at}.`,
    };
  }
  if (visit.status === 'SCHEDULED') {
    return {
      title: 'This visit is not confirmed yet',
      text: 'The doctor still has to confirm the time. As soon as that happens, it can be joined here.',
    };
  }
  if (visit.status === 'NO_SHOW') {
    return {
      title: 'This visit did not take place',
      text: 'Not everybody was here in time. You can book another.',
    };
  }
  if (visit.status === 'COMPLETED' || now >= Date.parse(visit.join_closes_at)) {
    return { title: 'This visit is over', text: 'You can find it among your past visits.' };
  }
  const opens = dayAndTime(visit.join_opens_at, reader, now);
  return {
    title: 'This visit is not open yet',
    text: `You can join ${opens}. This page opens it by itself.`,
  };
};

/** While the picture stands: what is away may be the clinic, or whoever holds its rooms. */
export const LINK_DOWN = 'The connection is being restored. Your call goes on.';

/** A first meeting takes a second, over a relay too, and a few on a slow line; after this, waiting alone rarely helps. */
export const MEETING_TAKES_LONG_MS = 12_000;

/**
 * What is going on in the call, for everybody to see and for screen readers to hear; null when all is well.
 * @param isLong whether a first meeting has lasted `MEETING_TAKES_LONG_MS`
 */
export const phaseWords = (
  state: Pick<CallState, 'link' | 'attempts' | 'departed'> & { phase: CallPhase },
  other: string,
  isLong = false,
): Words | null => {
  switch (state.phase) {
    case 'idle':
    case 'joining':
      return state.attempts > 1
        ? {
            title: 'The visit can’t be reached just now',
            text: 'We keep trying. Check that you are online.',
          }
        : { title: 'Connecting…', text: 'Opening the room.' };
    case 'waiting':
      if (state.departed === 'left') {
        return {
          title: `${other} left`,
          text: 'If they come back, you are connected again at once. You can also leave.',
        };
      }
      return state.departed === 'gone'
        ? { title: `${other} lost the connection`, text: 'Waiting for them to come back. Please stay here.' }
        : {
            title: `Waiting for ${other}`,
            text: 'You are connected as soon as they open the visit. Keep this page open.',
          };
    case 'meeting':
      return isLong
        ? {
            title: 'No way through for picture and sound',
            text: `${other} is here, but something between you blocks the call, often the firewall of a company or a school. Try another network, such as your phone’s. We keep trying.`,
          }
        : { title: `${other} is here`, text: 'Connecting picture and sound…' };
    case 'reconnecting':
      return state.link === 'down'
        ? { title: 'Connection lost', text: 'Reconnecting. Please stay on this page.' }
        : {
            title: 'The picture stopped',
            text: `Nothing arrives from ${other} just now. We keep trying; please stay on this page.`,
          };
    case 'connected':
    case 'ended':
      return null;
  }
};
