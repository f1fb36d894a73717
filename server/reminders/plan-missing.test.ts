import { expect, it, onTestFinished, vi } from 'vitest';
import { describeOnBothDatabases } from '../../test/harness.ts';
import { bookVisit, HOUR, LIMIT, sentOf, toBoth } from '../../test/told-visit.ts';
import type { ReminderPlans } from './reminder-plans.ts';
import { startSending } from './send-due.ts';

describeOnBothDatabases('visits without a plan', (world, kind) => {
  const newVisit = async (inMs: number): Promise<string> => {
    const { newPerson, newAppointment } = world();
    const [doctor, patient] = [await newPerson({ role: 'doctor' }), await newPerson()];
    return newAppointment({ doctor, patient, startsAt: new Date(Date.now() + inMs) });
  };
  /** Plans that are begun one after the other, and go on when they are let. */
  const heldPlans = () => {
    const { reminderPlans } = world().deps;
    const begun: string[] = [];
    const { promise, resolve: letGo } = Promise.withResolvers<void>();
    const followVisit: ReminderPlans['followVisit'] = async (tx, id, news) => {
      begun.push(id);
      await promise;
      await reminderPlans.followVisit(tx, id, news);
    };
    return { begun, letGo, deps: { ...world().deps, reminderPlans: { ...reminderPlans, followVisit } } };
  };
  const isPlanned = async (id: string): Promise<boolean> =>
    (await world().db.query('SELECT FROM reminders WHERE appointment_id = $1 LIMIT 1', [id])).length > 0;

  it('are planned until the sender stops, the next one first', async () => {
    const later = await newVisit(5 * HOUR);
    const next = await newVisit(3 * HOUR);
    const { begun, letGo, deps } = heldPlans();
    const sender = await startSending(deps);
    await vi.waitUntil(() => begun.length > 0, LIMIT);
    const stopped = sender.stop();
    letGo();
    await stopped;
    expect(begun).toEqual([next]);
    expect([await isPlanned(next), await isPlanned(later)]).toEqual([true, false]);
  });

  // On the embedded database there is one transaction at a time.
  it.runIf(kind === 'server')('hold up nothing that is due', async () => {
    const waiting = await newVisit(3 * HOUR);
    const visit = await bookVisit(world(), 30 * HOUR);
    const { begun, letGo, deps } = heldPlans();
    const sender = await startSending(deps);
    onTestFinished(sender.stop);
    await vi.waitUntil(async () => (await sentOf(world(), visit)).length >= 4, LIMIT).finally(letGo);
    await vi.waitUntil(() => isPlanned(waiting), LIMIT);
    expect(await sentOf(world(), visit)).toEqual(toBoth('visit_confirmed'));
    expect(begun[0]).toBe(waiting);
  });
});
