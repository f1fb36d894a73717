import { EXCLUSION_VIOLATION, sqlState } from '../database/database.ts';
import { Problem } from '../problem.ts';

const constraintOf = (error: unknown): unknown =>
  error instanceof Error && 'constraint' in error ? error.constraint : null;

/**
 * Runs a statement that puts a visit into two calendars.
 * @throws Problem `slot_taken` where the doctor has another visit then, `patient_busy` where the patient has
 */
export const refusedOverlap = async <T>(statement: Promise<T>): Promise<T> => {
  try {
    return await statement;
  } catch (error) {
    if (sqlState(error) !== EXCLUSION_VIOLATION) throw error;
    if (constraintOf(error) === 'doctor_is_free') throw new Problem('slot_taken');
    if (constraintOf(error) === 'patient_is_free') throw new Problem('patient_busy');
    throw error;
  }
};
