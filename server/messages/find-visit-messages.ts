import type { VisitMessageKind } from '../../contract/deliveries.ts';
import type { Deps } from '../deps.ts';
import { type MessageState, stateOf } from './find-message.ts';
import { selectOfVisit } from './ledger-rows.ts';

export interface VisitMessageState extends MessageState {
  kind: VisitMessageKind;
}

interface Wanted {
  appointmentId: string;
  /** Whose messages; null for those of both people. */
  personId: string | null;
}

/** What was sent or tried of a visit, newest first, for whoever may see it: who that is, is for the caller to judge. */
export const findVisitMessages = async (
  { db }: Pick<Deps, 'db'>,
  { appointmentId, personId }: Wanted,
): Promise<VisitMessageState[]> =>
  (await selectOfVisit(db, appointmentId, personId)).map((row) => ({ ...stateOf(row), kind: row.kind }));
