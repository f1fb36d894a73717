import type { VideoProvider } from '../../contract/video-calls.ts';

/**
 * The room's name in answers that older clients read: `appointment_<id>`, and after a move
 * `appointment_<id>_<version>`, so that a ticket for the old time opens nothing.
 */
export const roomName = ({ id, version }: { id: string; version: number }): string =>
  version === 1 ? `appointment_${id}` : `appointment_${id}_${version}`;

/**
 * What the provider knows the room by. Older clients of Twilio Video connect to the name that stands in the
 * address of the page; Jitsi's have the other one in their links.
 */
export const providerRoomName = (
  provider: VideoProvider,
  appointment: { id: string; version: number; room: string },
): string => (provider === 'twilio' ? appointment.room : roomName(appointment));

const OF_ID = /^appointment_([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})(_\d+)?$/;
const OF_NUMBER = /^apt-([1-9]\d{0,8})-[a-z2-7]{10}$/;

/** The id or number of the appointment that a room was made for, by either of its names; null for others' rooms. */
export const refOfRoom = (name: string): string | null =>
  OF_ID.exec(name)?.[1] ?? OF_NUMBER.exec(name)?.[1] ?? null;
