/**
 * The room's name in answers that older clients read: `appointment_<id>`, and after a move
 * `appointment_<id>_<version>`, so that a ticket for the old time opens nothing.
 */
export const roomName = ({ id, version }: { id: string; version: number }): string =>
  version === 1 ? `appointment_${id}` : `appointment_${id}_${version}`;
