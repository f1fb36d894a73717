import type { Tx } from '../database/database.ts';
import { Problem } from '../problem.ts';
import { selectBusy } from './calendar-rows.ts';

/**
 * Asked before writing, so that a refused booking uses up no number. The constraints of the table have the
 * last word.
 * @throws Problem `slot_taken`, `patient_busy`
 */
export const assertBothFree = async (tx: Tx, wanted: Parameters<typeof selectBusy>[1]): Promise<void> => {
  const busy = await selectBusy(tx, wanted);
  if (busy.doctor) throw new Problem('slot_taken');
  if (busy.patient) throw new Problem('patient_busy');
};
