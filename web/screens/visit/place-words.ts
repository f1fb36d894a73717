import type { Appointment, VisitPlace } from '../../../contract/appointments.ts';
import type { VideoProvider } from '../../../contract/primitives.ts';
import { canChange, canMove } from '../dashboard/visit-words.ts';

export const PROVIDER_NAMES: Record<VideoProvider, string> = {
  builtin: 'Anteroom',
  jitsi: 'Jitsi',
  twilio: 'Twilio',
};

/** Whether there is anything to choose, or a choice that can't be kept. */
export const hasChoice = (visit: Appointment, configured: readonly VideoProvider[]): boolean =>
  visit.session_type === 'telehealth' && (configured.length > 1 || isMissing(visit, configured));

/** Whether the visit is to be held where the clinic is not set up any more. */
export const isMissing = (
  { video_provider }: Pick<VisitPlace, 'video_provider'>,
  configured: readonly VideoProvider[],
): boolean => video_provider !== null && !configured.includes(video_provider);

/** A visit that has neither begun nor passed, and no room yet. */
export const canChoose = (visit: Appointment, { room_provider }: VisitPlace, now: number): boolean =>
  room_provider === null && canChange(visit) && now < Date.parse(visit.join_closes_at);

/** Where a visit stays that has its room; null where nothing is to be said. */
export const fixedInWords = (
  visit: Appointment,
  { room_provider }: VisitPlace,
  now: number,
): string | null => {
  if (room_provider === null) return null;
  const place = PROVIDER_NAMES[room_provider];
  if (visit.status === 'COMPLETED') return `It was held with ${place}.`;
  if (visit.status === 'IN_PROGRESS') return `It is held with ${place}.`;
  if (!canChange(visit)) return null;
  const stays = `It is held with ${place}: its room is made already, and stays there.`;
  return canMove(visit, now) ? `${stays} To hold it elsewhere, move it to another time first.` : stays;
};
