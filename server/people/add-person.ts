import { v7 as uuidv7 } from 'uuid';
import type { Role } from '../../contract/primitives.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { Tx } from '../database/database.ts';
import type { Person } from './person.ts';
import { insertPerson } from './rows.ts';

export interface Newcomer {
  email: string;
  role: Role;
  passwordHash: string | null;
  emailVerified: boolean;
  phone: string | null;
  phoneVerified: boolean;
  firstName: string;
  lastName: string;
  timeZone: string;
  locale: Person['locale'];
  actorId: string | null;
}

/** Adds a person. A unique violation says that the address or the verified number is somebody else's. */
export const addPerson = async (tx: Tx, { actorId, ...newcomer }: Newcomer): Promise<string> => {
  const id = uuidv7();
  await insertPerson(tx, {
    ...newcomer,
    id,
    email: newcomer.email.toLowerCase(),
    channels: ['whatsapp', 'sms', 'email'],
    profileImageUrl: null,
  });
  await appendAudit(tx, { actorId, action: 'person.add', subjectId: id, details: { role: newcomer.role } });
  return id;
};
