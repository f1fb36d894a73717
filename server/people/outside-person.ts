import { Value } from 'typebox/value';
import { EmailAddress, PersonName } from '../../contract/primitives.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { Tx } from '../database/database.ts';
import { addPerson } from './add-person.ts';
import { findPerson } from './find-person.ts';
import {
  insertIdentity,
  lockByEmail,
  lockIdentity,
  replaceUnverifiedEmail,
  selectByIdentity,
  selectByVerifiedPhone,
} from './identity-rows.ts';
import { standInAddress } from './outside-address.ts';
import type { Person } from './person.ts';
import { readPhoneNumber } from './phone-number.ts';

/** Somebody as an outside issuer knows them. What the issuer has not verified is left out. */
export interface OutsideIdentity {
  issuer: string;
  subject: string;
  verifiedPhone: string | null;
  verifiedEmail: string | null;
  /** As typed there; empty where nothing was. */
  name: string;
}

const phoneOf = ({ verifiedPhone }: OutsideIdentity): string | null =>
  verifiedPhone === null ? null : (readPhoneNumber(verifiedPhone)?.e164 ?? null);

const emailOf = ({ verifiedEmail }: OutsideIdentity): string | null =>
  Value.Check(EmailAddress, verifiedEmail) ? verifiedEmail.toLowerCase() : null;

const namesOf = ({ name }: OutsideIdentity): { firstName: string; lastName: string } => {
  const [firstName = '', ...rest] = name.trim().split(/ +/);
  const lastName = rest.join(' ');
  const areNames = Value.Check(PersonName, firstName) && Value.Check(PersonName, lastName);
  return areNames ? { firstName, lastName } : { firstName: '', lastName: '' };
};

/**
 * The address for a newcomer. Whoever signed up with it and never showed that it is theirs makes way: a
 * stranger could have typed it to keep the owner out. Staff are entered by the clinic, so they keep theirs.
 */
const addressFor = async (tx: Tx, email: string, holder: Person | null): Promise<string> => {
  if (holder === null) return email;
  if (holder.role !== 'patient') return standInAddress();
  await replaceUnverifiedEmail(tx, holder.id, standInAddress());
  await appendAudit(tx, { actorId: null, action: 'person.email_release', subjectId: holder.id });
  return email;
};

const addOutsidePatient = async (
  tx: Tx,
  identity: OutsideIdentity,
  emailHolder: Person | null,
): Promise<string> => {
  const [phone, email] = [phoneOf(identity), emailOf(identity)];
  const address = email === null ? standInAddress() : await addressFor(tx, email, emailHolder);
  return addPerson(tx, {
    actorId: null,
    role: 'patient',
    email: address,
    emailVerified: address === email,
    phone,
    phoneVerified: phone !== null,
    passwordHash: null,
    ...namesOf(identity),
    timeZone: 'UTC',
    locale: 'en',
  });
};

/**
 * The person whom an outside identity stands for, for ever the same one: at first sight the one with the same
 * verified phone or e-mail address, else a new patient. Both sides must have verified it, or an account that
 * was made with somebody else's address would be handed to them, with its maker still inside.
 *
 * Where phone and e-mail belong to two people the phone decides: codes at the door go to it, so who holds it
 * is let through as its owner anyhow, while the other account gives away nothing.
 *
 * Two identities may claim one address at the same moment: then this throws a unique violation, and finds
 * the person when run again.
 */
export const personOfIdentity = async (tx: Tx, identity: OutsideIdentity): Promise<Person> => {
  const { issuer, subject } = identity;
  await lockIdentity(tx, issuer, subject);
  const known = await selectByIdentity(tx, issuer, subject);
  if (known) return known;
  const [phone, email] = [phoneOf(identity), emailOf(identity)];
  const byPhone = phone === null ? null : await selectByVerifiedPhone(tx, phone);
  const byEmail = email === null || byPhone ? null : await lockByEmail(tx, email);
  const owner = byPhone ?? (byEmail?.emailVerified ? byEmail : null);
  const personId = owner?.id ?? (await addOutsidePatient(tx, identity, byEmail));
  await insertIdentity(tx, issuer, subject, personId);
  const by = owner === null ? 'new' : byPhone ? 'phone' : 'email';
  await appendAudit(tx, { actorId: personId, action: 'person.link', subjectId: personId, details: { by } });
  const person = owner ?? (await findPerson(tx, personId));
  if (!person) throw new Error('the person just added is not there');
  return person;
};
