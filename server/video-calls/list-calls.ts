import type { VideoCallList, VideoCallStatus } from '../../contract/video-calls.ts';
import type { Deps } from '../deps.ts';
import type { Person } from '../people/person.ts';
import { Problem } from '../problem.ts';
import { callAppointmentOf, callPersonOf } from './describe-call.ts';
import { type ListedCall, type Position, selectCalls } from './list-rows.ts';
import { videoCallOf } from './video-call.ts';

const writeCursor = ({ createdAt, id }: Position): string =>
  Buffer.from(`${createdAt.toISOString()} ${id}`).toString('base64url');

/** @throws Problem `invalid_request` for a cursor that this list did not give out */
const readCursor = (cursor: string): Position => {
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  const [, at = '', id] =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(text) ??
    [];
  const createdAt = new Date(at);
  if (!id || Number.isNaN(createdAt.getTime())) {
    const message = 'The cursor is not one of this list.';
    throw new Problem('invalid_request', { detail: message, fields: [{ path: '/cursor', message }] });
  }
  return { createdAt, id };
};

const listed = (
  { call, appointment, doctor, patient }: ListedCall,
  timeZone: string,
): VideoCallList['videoCalls'][number] => ({
  ...videoCallOf(call),
  appointment: {
    ...callAppointmentOf(appointment, timeZone),
    doctor: callPersonOf(doctor),
    patient: callPersonOf(patient),
  },
});

interface Wanted {
  person: Person;
  status: VideoCallStatus | undefined;
  cursor: string | undefined;
  /** Calls on a page. */
  limit: number;
}

/**
 * A person's own calls, or everybody's for an admin, newest first.
 * @throws Problem `invalid_request` for a cursor that this list did not give out
 */
export const listCalls = async (
  deps: Deps,
  { person, status, cursor, limit }: Wanted,
): Promise<VideoCallList> => {
  const found = await selectCalls(deps.db, {
    personId: person.role === 'admin' ? null : person.id,
    status: status ?? null,
    after: cursor === undefined ? null : readCursor(cursor),
    limit: limit + 1,
  });
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    message: 'Video calls retrieved successfully',
    count: page.length,
    videoCalls: page.map((call) => listed(call, person.timeZone)),
    nextCursor: found.length > limit && last ? writeCursor(last.call) : null,
  };
};
