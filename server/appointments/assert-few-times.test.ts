import { expect, test } from 'vitest';
import { describeOnBothDatabases } from '../../test/harness.ts';
import { callAppointment, newVisit } from '../../test/planned-visit.ts';

describeOnBothDatabases('a patient who books and moves without end', (world) => {
  test('is stopped after thirty times a day, may cancel all the same, and goes on the day after', async () => {
    const visit = await newVisit(world());
    const { db } = world();
    const taken = (hoursAgo: number, count: number) =>
      db.query(
        `INSERT INTO audit_entries (at, actor_id, action)
         SELECT $1::timestamptz - $2::integer * interval '1 hour', $3, 'appointment.' || (ARRAY['book', 'move'])[1 + n % 2]
         FROM generate_series(1, $4::integer) n`,
        [world().deps.now(), hoursAgo, visit.patient.id, count],
      );
    const move = (who: typeof visit.patient, startsAt: string) =>
      callAppointment(world(), who, 'PATCH', visit.id, { starts_at: startsAt });
    await taken(25, 40);
    await taken(23, 29);
    expect((await move(visit.patient, '2027-03-02T10:00:00Z')).status).toBe(200);
    await taken(22, 1);
    const refused = await move(visit.patient, '2027-03-02T11:00:00Z');
    expect([refused.status, refused.body.code]).toEqual([429, 'too_many_requests']);
    expect(await move(visit.patient, '2027-03-02T10:00:00Z')).toMatchObject({ status: 200 });
    expect((await move(visit.doctor, '2027-03-02T11:00:00Z')).status).toBe(200);
    expect((await callAppointment(world(), visit.patient, 'POST', `${visit.id}/cancel`)).status).toBe(200);
  });
});
