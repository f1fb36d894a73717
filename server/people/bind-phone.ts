import { appendAudit } from '../audit/append-audit.ts';
import type { Tx } from '../database/database.ts';
import type { Person } from './person.ts';
import { updatePhone } from './rows.ts';

/**
 * Makes a number, which the person has just shown to be theirs, the one of their account. What was granted on
 * the old one ends with it. A unique violation says that it is somebody else's.
 * @param phone E.164
 */
export const bindPhone = async (tx: Tx, personId: string, phone: string): Promise<Person> => {
  const person = await updatePhone(tx, personId, phone);
  if (!person) throw new Error('the person whose number changes is not there');
  await appendAudit(tx, { actorId: personId, action: 'person.phone_change', subjectId: personId });
  return person;
};
