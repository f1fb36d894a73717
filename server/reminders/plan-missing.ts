import { lockAppointment } from '../appointments/find-appointment.ts';
import type { Deps } from '../deps.ts';
import { selectUnplanned } from './visits-to-come-rows.ts';

const BATCH = 100;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** Plans the visits to come that have no plan: those from before there were plans, and those of the demo. */
export const planMissing = async ({ db, reminderPlans }: Deps): Promise<void> => {
  for (let after: string | undefined = BEFORE_ALL; after !== undefined; ) {
    const ids: string[] = await selectUnplanned(db, after, BATCH);
    for (const id of ids) {
      await db.tx(async (tx) => {
        await lockAppointment(tx, id);
        await reminderPlans.followVisit(tx, id, null);
      });
    }
    after = ids.length === BATCH ? ids.at(-1) : undefined;
  }
};
