import { createHash } from 'node:crypto';
import type { CodeAddress } from '../otp/code-address.ts';
import { addressSubject } from '../otp/subject.ts';
import type { Person } from '../people/person.ts';

/** What a code is for, for whom, and for which address or deed. A code for one never opens another. */
interface Challenge {
  purpose: string;
  subject: string;
  binding: string;
}

/**
 * The code of `/send-otp`: it shows that the address is one's own. Failures are counted for the person whose
 * address it is, over all ways and purposes, or for the address where it is nobody's.
 */
export const addressChallenge = (to: CodeAddress, owner: Pick<Person, 'id'> | null): Challenge => ({
  purpose: 'account_address',
  subject: owner?.id ?? addressSubject(to.key),
  binding: to.key,
});

/** The code for a new password; without an owner it is one that nothing fits. */
export const resetChallenge = (
  email: string,
  to: CodeAddress,
  owner: Pick<Person, 'id'> | null,
): Challenge => {
  const pair = createHash('sha256').update(`${to.key} ${email.toLowerCase()}`).digest('hex');
  return { purpose: 'password_reset', subject: owner?.id ?? addressSubject(pair), binding: to.key };
};

/**
 * The code that shows a new number to be one's own, in this session alone. Its failures are counted apart: it
 * is what lets somebody go on whose codes are off, and the number it guards is the one just typed.
 */
export const phoneChallenge = (
  { id }: Pick<Person, 'id'>,
  sessionId: string,
  to: CodeAddress,
): Challenge => ({
  purpose: 'phone_change',
  subject: `rebind:${id}`,
  binding: `${sessionId}:${to.key}`,
});
