import type { Appointment } from '../../contract/appointments.ts';
import type { VideoCallPresence } from '../../contract/video-calls.ts';
import { type Reader, timeOfDay } from '../when.ts';

/** What a person can know of a visit: that its room is open, that the other one waits in it, that they are in it. */
export type NoticeKind = 'open' | 'waiting' | 'inside';

type Visit = Pick<
  Appointment,
  'id' | 'can_join' | 'status' | 'session_type' | 'join_opens_at' | 'appointment_date'
> & { doctor: { id: string }; patient: { id: string } };

export interface JoinNotice {
  kind: NoticeKind;
  visitId: string;
  /** ISO 8601. */
  startsAt: string;
  /** Who is at the other side. */
  other: 'doctor' | 'patient';
  /** Names the notice in the browser's record of what was told; another time of the visit is another one. */
  key: string;
  /** The keys of all that is old news with this one. */
  covers: readonly string[];
}

export type Room = VideoCallPresence['rooms'][number];

/** Those of whom each visit has two; null for everybody else. */
export const sideIn = ({ doctor, patient }: Visit, personId: string): 'doctor' | 'patient' | null => {
  if (doctor.id === personId) return 'doctor';
  return patient.id === personId ? 'patient' : null;
};

/** Whether the room's door is a thing to tell of: of a visit in which both have met, nothing is news. */
const isOpenAndAhead = ({ can_join, status, session_type }: Visit): boolean =>
  can_join && status === 'CONFIRMED' && session_type === 'telehealth';

const kindOf = (side: 'doctor' | 'patient', room: Room | undefined): NoticeKind => {
  const [own, other] =
    side === 'doctor' ? (['doctorIsIn', 'patientIsIn'] as const) : (['patientIsIn', 'doctorIsIn'] as const);
  if (room?.[own]) return 'inside';
  return room?.[other] ? 'waiting' : 'open';
};

const notice = (visit: Visit, side: 'doctor' | 'patient', kind: NoticeKind): JoinNotice => {
  const keyFor = (of: NoticeKind): string => `${visit.id} ${of} ${visit.join_opens_at}`;
  const old: readonly NoticeKind[] = kind === 'waiting' ? ['waiting', 'open'] : ['open'];
  return {
    kind,
    visitId: visit.id,
    startsAt: visit.appointment_date,
    other: side === 'doctor' ? 'patient' : 'doctor',
    key: keyFor(kind),
    covers: old.map(keyFor),
  };
};

const noticeOf = (visit: Visit, personId: string, rooms: readonly Room[]): JoinNotice[] => {
  const side = sideIn(visit, personId);
  if (!side || !isOpenAndAhead(visit)) return [];
  const room = rooms.find(({ appointmentId }) => appointmentId === visit.id);
  return [notice(visit, side, kindOf(side, room))];
};

/** What there is to tell a person now of their visits, by the server's word alone: this browser's clock may be wrong. */
export const joinNotices = (
  visits: readonly Visit[],
  personId: string,
  rooms: readonly Room[],
): JoinNotice[] => visits.flatMap((visit) => noticeOf(visit, personId, rooms));

export type AheadVisit = Visit & Pick<Appointment, 'join_closes_at'>;

export interface ExpectedNotice {
  notice: JoinNotice;
  /** When the visit's room opens and closes, in milliseconds since the epoch. */
  opensAt: number;
  closesAt: number;
}

/** What there should be to tell of visits as they are known, by this browser's clock; for when the server can't be asked. */
export const expectedNotices = (visits: readonly AheadVisit[], personId: string): ExpectedNotice[] =>
  visits.flatMap((visit) => {
    const side = sideIn(visit, personId);
    if (!side || visit.status !== 'CONFIRMED' || visit.session_type !== 'telehealth') return [];
    const [opensAt, closesAt] = [Date.parse(visit.join_opens_at), Date.parse(visit.join_closes_at)];
    return [{ notice: notice(visit, side, 'open'), opensAt, closesAt }];
  });

const TITLES = {
  open: () => 'You can join your visit now',
  waiting: (other: 'doctor' | 'patient') => `Your ${other} is waiting`,
};

export interface NoticeSetting {
  clinic: string;
  reader: Reader;
  now: number;
  /** The visit may be cancelled or moved by now, and nobody here would know. */
  isSignedOut?: boolean;
}

/** For a screen that others may see, so without names: it can be locked, or shown to a room. */
export const noticeInWords = (
  { kind, other, startsAt }: Pick<JoinNotice, 'other' | 'startsAt'> & { kind: 'open' | 'waiting' },
  { clinic, reader, now, isSignedOut = false }: NoticeSetting,
): { title: string; body: string } => {
  const when = `${Date.parse(startsAt) > now ? 'starts' : 'began'} at ${timeOfDay(startsAt, reader)}`;
  if (!isSignedOut)
    return { title: TITLES[kind](other), body: `Your visit at ${clinic} ${when}. Press here to join.` };
  return {
    title: 'It should be time to join your visit',
    body: `You have been signed out. As last known, your visit at ${clinic} ${when}. Press here to sign in.`,
  };
};
