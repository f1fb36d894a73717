import { lockAppointment } from '../appointments/find-appointment.ts';
import type { Deps } from '../deps.ts';
import { selectUnplanned } from './visits-to-come-rows.ts';

/**
 * Plans the visits to come that have no plan: those from before there were plans, and those of the demo. One after
 * the other, until all are or it is `ended`.
 */
export const planMissing = async (
  { db, reminderPlans }: Pick<Deps, 'db' | 'reminderPlans'>,
  ended: AbortSignal,
): Promise<void> => {
  for (const id of await selectUnplanned(db)) {
    if (ended.aborted) return;
    await db.tx(async (tx) => {
      await lockAppointment(tx, id);
      await reminderPlans.followVisit(tx, id, null);
    });
  }
};
