import { addressSubject } from '../otp/subject.ts';

/**
 * What a code of another system is bound to: its service key, and the number by its blind. Wrong codes are
 * counted for the same pair, so that one system's tries hold up no other.
 */
export const externalChallenge = ({
  keyId,
  numberKey,
  own,
}: {
  keyId: string;
  numberKey: string;
  /** Made by the other system: it is counted, and voids none of ours. */
  own: boolean;
}): { purpose: string; subject: string; binding: string } => ({
  purpose: own ? 'external_own' : 'external',
  subject: addressSubject(`${keyId}:${numberKey}`),
  binding: keyId,
});
