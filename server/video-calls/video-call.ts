import type { CallRole } from '../../contract/signalling.ts';
import type { VideoCall, VideoCallStatus, VideoProvider } from '../../contract/video-calls.ts';

/** Who ended a call, or took a side in changing it. */
export type Actor = CallRole | 'admin';

/** One side of a call. */
export interface Attendance {
  /** The first time that this side came in; kept. */
  joinedAt: Date | null;
  /** Null while this side is in. */
  leftAt: Date | null;
  /** Renewed while a connection of ours stands; null where no connection is watched. */
  seenAt: Date | null;
}

/** What the rules of a call know and change. */
export interface CallFacts {
  status: VideoCallStatus;
  startedAt: Date | null;
  endedAt: Date | null;
  endedBy: Actor | 'sweep' | null;
  doctor: Attendance;
  patient: Attendance;
  /** Only with NO_SHOW. */
  missing: CallRole | 'both' | null;
}

/** Where a call is held. It is chosen when the room is made, so a setting that changes strands nobody. */
export interface Room {
  provider: VideoProvider;
  roomName: string;
  /** What the provider knows the room by. */
  providerRoom: string;
  /** The version of the appointment that the room was made for. */
  version: number;
}

/** The record of an appointment's call. */
export interface CallRecord extends CallFacts, Room {
  id: string;
  appointmentId: string;
  createdAt: Date;
  updatedAt: Date;
}

const nobody: Attendance = { joinedAt: null, leftAt: null, seenAt: null };

/** A call that nobody has come to yet. */
export const newCall: CallFacts = {
  status: 'SCHEDULED',
  startedAt: null,
  endedAt: null,
  endedBy: null,
  doctor: nobody,
  patient: nobody,
  missing: null,
};

export const isIn = ({ joinedAt, leftAt }: Attendance): boolean => joinedAt !== null && leftAt === null;

/** A side whose connection was not seen for this long is gone: its server died without saying so. */
export const UNSEEN_MS = 2 * 60_000;

/** Since when a side is gone; null while it is in, and where it never came. */
export const goneSince = (side: Attendance, now: Date): Date | null => {
  if (side.leftAt) return side.leftAt;
  const unseen = side.seenAt !== null && now.getTime() - side.seenAt.getTime() > UNSEEN_MS;
  return unseen ? side.seenAt : null;
};

/** Whether a side is in its room, as far as anybody can tell. */
export const isHere = (side: Attendance, now: Date): boolean => isIn(side) && !goneSince(side, now);

/** Whole seconds from start to end; null while there are not both. */
export const durationOf = ({
  startedAt,
  endedAt,
}: Pick<CallFacts, 'startedAt' | 'endedAt'>): number | null =>
  startedAt && endedAt ? Math.floor((endedAt.getTime() - startedAt.getTime()) / 1000) : null;

const instant = (at: Date | null): string | null => at?.toISOString() ?? null;

/** The record as clients read it. */
export const videoCallOf = (call: CallRecord): VideoCall => ({
  id: call.id,
  appointmentId: call.appointmentId,
  roomName: call.roomName,
  status: call.status,
  startedAt: instant(call.startedAt),
  endedAt: instant(call.endedAt),
  duration: durationOf(call),
  doctorJoinedAt: instant(call.doctor.joinedAt),
  patientJoinedAt: instant(call.patient.joinedAt),
  missing: call.missing,
  createdAt: call.createdAt.toISOString(),
  updatedAt: call.updatedAt.toISOString(),
});
