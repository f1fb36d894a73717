import { validate as isUuid } from 'uuid';

const IDENTITY = /^(.{36})-(doctor|patient)$/;

/** What the vendor knows a person in a room by: no name, and no address. */
export const twilioIdentity = (personId: string, role: 'doctor' | 'patient'): string => `${personId}-${role}`;

/** Who an identity is; null for one that is not of ours. */
export const personOfIdentity = (identity: string): string | null => {
  const personId = IDENTITY.exec(identity)?.[1]?.toLowerCase() ?? '';
  return isUuid(personId) ? personId : null;
};
