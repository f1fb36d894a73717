import type { Tx } from '../database/database.ts';
import { selectTaken } from './calendar-rows.ts';
import type { Span } from './working-hours.ts';

/** When any of these people has a visit between `start` and `end`, earliest first. */
export const takenTimes = (tx: Tx, people: readonly string[], span: Span): Promise<Span[]> =>
  selectTaken(tx, people, span);
