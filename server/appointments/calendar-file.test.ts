import { expect, it } from 'vitest';
import { CALENDAR_READERS } from '../../test/calendar-readers.ts';
import type { World } from '../../test/harness.ts';
import { describeOnBothDatabases } from '../../test/harness.ts';
import { callAppointment, inRole, moveVisit, newVisit, VISIT_START } from '../../test/planned-visit.ts';
import type { Person } from '../people/person.ts';

const NOWHERE = '019bfd1c-0000-7000-8000-00000000dead';

const fileFor = async (world: World, person: Person, ref: string) => {
  const { headers } = await world.signIn(person);
  return world.app.inject({ url: `/api/appointments/${ref}/calendar.ics`, headers });
};

describeOnBothDatabases('the file of a visit', (world) => {
  it.each(['doctor', 'patient', 'admin'] as const)('is for its %s', async (role) => {
    const visit = await newVisit(world());
    const answer = await fileFor(world(), await inRole(world(), visit, role), visit.id);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/calendar; charset=utf-8; method=PUBLISH',
      'content-disposition': 'attachment; filename="visit.ics"',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    expect(answer.headers['etag']).toBeUndefined();
    expect(CALENDAR_READERS[0].read(answer.body).entries).toEqual([
      expect.objectContaining({ uid: `${visit.id}@localhost:5002`, start: '2027-03-02T09:00:00Z' }),
    ]);
  });

  it('comes by the cookie and by the visit’s number, too', async () => {
    const { patient, id } = await newVisit(world());
    const { browser } = await world().signIn(patient);
    const [row] = await world().db.query<{ number: number }>(
      'SELECT number FROM appointments WHERE id = $1',
      [id],
    );
    const url = `/api/appointments/${row?.number}/calendar.ics`;
    const answer = await world().app.inject({ url, headers: { cookie: browser.cookie } });
    expect(answer.body).toContain(id);
    expect((await world().app.inject({ url })).statusCode).toBe(401);
  });

  it('of somebody else’s visit answers as one that is not there, and as the visit itself', async () => {
    const { id } = await newVisit(world());
    const stranger = await world().newPerson({ role: 'doctor' });
    const [foreign, absent] = [
      await fileFor(world(), stranger, id),
      await fileFor(world(), stranger, NOWHERE),
    ];
    const sibling = await callAppointment(world(), stranger, 'GET', id);
    expect(foreign.statusCode).toBe(404);
    expect(foreign.json()).toEqual(sibling.body);
    expect(absent.json()).toEqual(sibling.body);
    expect((await fileFor(world(), stranger, 'x')).statusCode).toBe(400);
  });

  it('has one UID and a sequence that rises with a move and a cancellation', async () => {
    const { doctor, patient, id } = await newVisit(world());
    const entries = async () => {
      const { body } = await fileFor(world(), patient, id);
      return CALENDAR_READERS.map(({ read }) => read(body).entries[0]);
    };
    const told = { uid: `${id}@localhost:5002`, start: '2027-03-02T09:00:00Z', end: '2027-03-02T09:30:00Z' };
    for (const entry of await entries())
      expect(entry).toMatchObject({ ...told, sequence: 0, status: 'CONFIRMED' });

    const later = new Date(VISIT_START.getTime() + 3_600_000).toISOString();
    expect((await moveVisit(world(), doctor, id, later)).status).toBe(200);
    const moved = { ...told, start: '2027-03-02T10:00:00Z', end: '2027-03-02T10:30:00Z' };
    for (const entry of await entries())
      expect(entry).toMatchObject({ ...moved, sequence: 1, status: 'CONFIRMED' });

    const reason = 'planted reason';
    expect((await callAppointment(world(), patient, 'POST', `${id}/cancel`, { reason })).status).toBe(200);
    for (const entry of await entries())
      expect(entry).toMatchObject({ ...moved, sequence: 2, status: 'CANCELLED' });
    expect((await fileFor(world(), patient, id)).body).not.toContain(reason);
  });
});
