import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { describeOnBothDatabases, type World } from '../../test/harness.ts';
import { addPerson } from './add-person.ts';
import { findPerson } from './find-person.ts';
import { isStandIn } from './outside-address.ts';
import { type OutsideIdentity, personOfIdentity } from './outside-person.ts';
import type { Person } from './person.ts';

const identity = (known: Partial<OutsideIdentity> = {}): OutsideIdentity => ({
  issuer: 'https://issuer.test',
  subject: randomUUID(),
  verifiedPhone: null,
  verifiedEmail: null,
  name: '',
  ...known,
});

const meet = ({ db }: World, known: Partial<OutsideIdentity>): Promise<Person> =>
  db.tx((tx) => personOfIdentity(tx, identity(known)));

/** Somebody who typed this address and never showed that it is theirs. */
const signUp = async ({ db }: World, role: Person['role'] = 'patient'): Promise<Person> => {
  const id = await db.tx((tx) =>
    addPerson(tx, {
      actorId: null,
      email: `typed-${randomUUID()}@clinic.test`,
      emailVerified: false,
      role,
      passwordHash: null,
      phone: null,
      phoneVerified: false,
      firstName: 'Some',
      lastName: 'Body',
      timeZone: 'UTC',
      locale: 'en',
    }),
  );
  const person = await findPerson(db, id);
  if (!person) throw new Error('the person just added is not there');
  return person;
};

const actionsOn = async ({ db }: World, id: string): Promise<object[]> =>
  db.query('SELECT action, details FROM audit_entries WHERE subject_id = $1 ORDER BY id', [id]);

const emailInTable = async ({ db }: World, id: string): Promise<string> =>
  (await db.query<{ email: string }>('SELECT email FROM people WHERE id = $1', [id]))[0]?.email ?? '';

describeOnBothDatabases('an outside identity stands for', (world) => {
  it('the person with the same verified phone', async () => {
    const owner = await world().newPerson();
    expect((await meet(world(), { verifiedPhone: owner.phone })).id).toBe(owner.id);
    expect((await actionsOn(world(), owner.id)).at(-1)).toEqual({
      action: 'person.link',
      details: { by: 'phone' },
    });
  });

  it('the person with the same verified e-mail address, in any case', async () => {
    const owner = await world().newPerson({ role: 'doctor' });
    const met = await meet(world(), { verifiedEmail: owner.email.toUpperCase() });
    expect(met).toMatchObject({ id: owner.id, role: 'doctor' });
    expect((await actionsOn(world(), owner.id)).at(-1)).toMatchObject({ details: { by: 'email' } });
  });

  it('the owner of the phone, where phone and e-mail belong to two', async () => {
    const [byPhone, byEmail] = [await world().newPerson(), await world().newPerson()];
    const met = await meet(world(), { verifiedPhone: byPhone.phone, verifiedEmail: byEmail.email });
    expect(met.id).toBe(byPhone.id);
  });

  it('the owner of the e-mail address, where the phone is nobody’s', async () => {
    const owner = await world().newPerson();
    const met = await meet(world(), { verifiedPhone: '+14155550101', verifiedEmail: owner.email });
    expect(met).toMatchObject({ id: owner.id, phone: owner.phone });
  });

  it('nobody who only typed the number', async () => {
    const typed = await world().newPerson({ phone: '+14155550102', phoneVerified: false });
    const met = await meet(world(), { verifiedPhone: '+14155550102' });
    expect(met.id).not.toBe(typed.id);
    expect(met).toMatchObject({ phone: '+14155550102', phoneVerified: true });
  });

  it('nobody who only typed the address, who makes way for its owner', async () => {
    const typed = await signUp(world());
    const met = await meet(world(), { verifiedEmail: typed.email });
    expect(met.id).not.toBe(typed.id);
    expect(met).toMatchObject({ email: typed.email, emailVerified: true, role: 'patient' });
    expect(isStandIn(await emailInTable(world(), typed.id))).toBe(true);
    expect((await actionsOn(world(), typed.id)).at(-1)).toMatchObject({ action: 'person.email_release' });
  });

  it('no member of staff whose address is not verified, and takes nothing from them', async () => {
    const doctor = await signUp(world(), 'doctor');
    const met = await meet(world(), { verifiedEmail: doctor.email });
    expect(met).toMatchObject({ role: 'patient', emailVerified: false });
    expect(met.id).not.toBe(doctor.id);
    expect(await emailInTable(world(), doctor.id)).toBe(doctor.email);
  });

  it('a new patient, with what is verified', async () => {
    const email = `new-${randomUUID()}@clinic.test`;
    const met = await meet(world(), {
      verifiedPhone: '+14155550103',
      verifiedEmail: email,
      name: 'Noor El Haddad',
    });
    expect(met).toMatchObject({
      email,
      emailVerified: true,
      phone: '+14155550103',
      phoneVerified: true,
      role: 'patient',
      firstName: 'Noor',
      lastName: 'El Haddad',
    });
    expect(await actionsOn(world(), met.id)).toEqual([
      { action: 'person.add', details: { role: 'patient' } },
      { action: 'person.link', details: { by: 'new' } },
    ]);
  });

  it('a new patient without an address, where only a phone or nothing is verified', async () => {
    for (const known of [{ verifiedPhone: '+14155550104' }, {}]) {
      const met = await meet(world(), known);
      expect(met.emailVerified).toBe(false);
      expect(isStandIn(await emailInTable(world(), met.id))).toBe(true);
    }
  });

  it.each([
    ['an address with a line break', { verifiedEmail: 'a@b.test\r\nBcc: c@d.test' }],
    ['an address that is too long', { verifiedEmail: `${'a'.repeat(250)}@b.test` }],
    ['a number that is none', { verifiedPhone: '12345' }],
    ['a name with control characters', { name: 'A\r\nB' }],
    ['a name that is too long', { name: 'x'.repeat(81) }],
  ])('a new patient without it, where the issuer has %s', async (_name, known) => {
    expect(await meet(world(), known)).toMatchObject({
      emailVerified: false,
      phone: null,
      firstName: '',
      lastName: '',
    });
  });

  it('the same person for ever, whatever is verified later', async () => {
    const [first, other] = [await world().newPerson(), await world().newPerson()];
    const same = identity({ verifiedPhone: first.phone });
    const meetAgain = (known: Partial<OutsideIdentity>) =>
      world().db.tx((tx) => personOfIdentity(tx, { ...same, ...known }));
    expect((await meetAgain({})).id).toBe(first.id);
    expect((await meetAgain({ verifiedPhone: other.phone, verifiedEmail: other.email })).id).toBe(first.id);
    expect((await meetAgain({ verifiedPhone: null })).id).toBe(first.id);
  });

  it('one person each, where two issuers use one subject', async () => {
    const one = identity();
    const two = { ...one, issuer: 'https://another.test' };
    const ids = [];
    for (const met of [one, two]) ids.push((await world().db.tx((tx) => personOfIdentity(tx, met))).id);
    expect(new Set(ids).size).toBe(2);
  });
});
