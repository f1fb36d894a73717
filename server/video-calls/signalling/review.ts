import type { SignallingCode } from '../../../contract/signalling.ts';
import type { Deps } from '../../deps.ts';
import { liveSessionIds } from '../../sessions/resolve-session.ts';
import type { Member } from './member.ts';
import { type Standing, selectStandings } from './standing-rows.ts';

/** Why a side may not stay; null where it may. */
const reasonToGo = (member: Member, standing: Standing | undefined): SignallingCode | null => {
  if (!standing) return 'visit_over';
  if (standing.appointmentStatus === 'CANCELLED' || standing.status === 'CANCELLED') return 'visit_cancelled';
  if (standing.appointmentVersion !== member.admission.claims.appointmentVersion) return 'visit_moved';
  return standing.status === 'SCHEDULED' || standing.status === 'IN_PROGRESS' ? null : 'visit_over';
};

const tellStatus = (member: Member, { status, endedBy }: Standing): void => {
  if (member.told === status) return;
  member.told = status;
  member.tell('status', { status, by: endedBy === null || endedBy === 'sweep' ? 'system' : endedBy });
};

/**
 * Tells these members what has become of their visit, and puts out those who may not stay. They are those
 * who were in before it asked: who comes in meanwhile is judged at the door, with newer facts.
 */
export const reviewVisits = async (deps: Deps, members: readonly Member[]): Promise<void> => {
  const welcomed = members.filter(({ told }) => told !== null);
  if (welcomed.length === 0) return;
  const ids = [...new Set(welcomed.map(({ admission }) => admission.claims.appointmentId))];
  const standings = new Map((await selectStandings(deps.db, ids)).map((it) => [it.appointmentId, it]));
  for (const member of welcomed) {
    const standing = standings.get(member.admission.claims.appointmentId);
    const reason = reasonToGo(member, standing);
    if (standing && reason !== 'visit_moved') tellStatus(member, standing);
    if (reason) member.bye(reason);
  }
};

/** Puts out whose session has ended without a word of it reaching this process. */
export const reviewSessions = async (deps: Deps, members: readonly Member[]): Promise<void> => {
  if (members.length === 0) return;
  const ids = [...new Set(members.map(({ admission }) => admission.claims.sessionId))];
  const live = await liveSessionIds(deps, ids);
  for (const member of members) {
    if (!live.has(member.admission.claims.sessionId)) member.bye('signed_out');
  }
};
