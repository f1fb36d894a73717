import type { SignedIn } from '../signed-in.ts';
import type { Appointment } from './appointment.ts';

export const VIDEO_PURPOSE = 'video_visit';

/**
 * What a code for the door is bound to: the person, this sign-in session and this version of the
 * appointment (ASVS 6.6.2).
 */
export const videoChallenge = (
  { person, sessionId }: Pick<SignedIn, 'person' | 'sessionId'>,
  { id, version }: Pick<Appointment, 'id' | 'version'>,
): { purpose: string; subject: string; binding: string } => ({
  purpose: VIDEO_PURPOSE,
  subject: person.id,
  binding: `${sessionId}:${id}:${version}`,
});
