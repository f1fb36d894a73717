import type { Deps } from '../deps.ts';
import { closeRoom } from './close-room.ts';
import { type DueClosing, deleteClosing, takeDueClosings } from './closing-rows.ts';
import { followAppointment } from './follow-appointment.ts';
import { selectBehind } from './sweep-rows.ts';

/** Who must leave is out within five seconds, also where the notification of it was lost. */
const EVERY_MS = 1_000;
const BATCH = 20;
/** No ticket of any provider lives longer. */
const GIVE_UP_MS = 24 * 60 * 60_000;

/** Makes calls follow appointments that changed unheard, and closes rooms that could not be closed before. */
export const tendRooms = async (deps: Deps): Promise<void> => {
  const { db, log } = deps;
  const now = deps.now();
  const tryAgain = async (closing: DueClosing): Promise<void> => {
    if (now.getTime() - closing.askedAt.getTime() < GIVE_UP_MS) return closeRoom(deps, closing);
    log.error({ provider: closing.provider }, 'a room could not be closed for a day: its tickets are void');
    await deleteClosing(db, closing, now);
  };
  const behind = await selectBehind(db, BATCH);
  const due = await takeDueClosings(db, now, BATCH);
  // Whatever becomes of one must not hold up another: a provider that hangs holds its own alone.
  const ends = await Promise.allSettled([
    ...behind.map((id) => followAppointment(deps, id)),
    ...due.map(tryAgain),
  ]);
  const failures = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
  if (failures.length > 0) throw new AggregateError(failures, 'some rooms could not be tended');
};

/** Tends the rooms every second until it is stopped, which waits for the round that is under way. */
export const keepRooms = (deps: Deps): { stop: () => Promise<void> } => {
  let timer: NodeJS.Timeout;
  let round = Promise.resolve();
  let isStopped = false;
  const run = async (): Promise<void> => {
    try {
      await tendRooms(deps);
    } catch (error) {
      deps.log.warn({ err: error }, 'the rooms could not be tended');
    }
    if (!isStopped) plan();
  };
  const plan = (): void => {
    timer = setTimeout(() => {
      round = run();
    }, EVERY_MS);
  };
  plan();
  return {
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await round;
    },
  };
};
