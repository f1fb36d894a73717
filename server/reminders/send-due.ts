import { DatabaseUnavailable } from '../database/database.ts';
import type { Deps } from '../deps.ts';
import { atMost } from '../messages/at-most.ts';
import { type Deliver, deliverWith } from './deliver.ts';
import { planMissing } from './plan-missing.ts';
import { type Claim, claimDue, hasDue, releaseStrays } from './queue-rows.ts';
import { WorkerLease } from './worker-lease.ts';
import { removeAllWorkers, removeDeadWorkers } from './worker-rows.ts';

/** Milliseconds between two looks at what is due; what is due at once is told by NOTIFY. */
const LOOK_EVERY_MS = 500;
const RENEW_EVERY_MS = 1_000;
/** Milliseconds. A claim may be made without its answer ever coming: nobody in this process knows of it. */
const STRAYS_EVERY_MS = 5_000;
/** Messages under way in one process; some of them may wait for a provider that hangs. */
const AT_ONCE = 200;
/** Milliseconds; whoever stops the process waits so long for what is under way. */
const LAST_WORDS_MS = 3_000;

/** What one process has taken on, and looks for. */
class Worker {
  readonly #deps: Deps;
  readonly #lease: WorkerLease;
  readonly #deliver: Deliver;
  /** By the reminder's id. */
  readonly #inHand = new Map<string, Promise<void>>();
  readonly #free: () => void;
  /** By the monotonic clock; at once where something is known to have gone astray. */
  #straysAt = 0;

  /** `free` is called when half of the hands are. */
  constructor(deps: Deps, free: () => void) {
    this.#deps = deps;
    this.#lease = new WorkerLease(deps.db);
    this.#deliver = deliverWith(deps, this.#lease);
    this.#free = free;
  }

  isFree(): boolean {
    return this.#inHand.size <= AT_ONCE / 2;
  }

  /** What this process holds stays its own for a while longer. @throws DatabaseUnavailable */
  async renew(): Promise<void> {
    if (this.#inHand.size > 0) await this.#lease.renew();
  }

  /** Takes on what is due. True where more may be than there were hands for. @throws DatabaseUnavailable */
  async look(): Promise<boolean> {
    const { db } = this.#deps;
    if (db.kind === 'server') await removeDeadWorkers(db, this.#lease.id);
    if (performance.now() >= this.#straysAt) await this.#releaseStrays();
    const room = AT_ONCE - this.#inHand.size;
    if (!(await hasDue(db))) return false;
    if (room === 0) return true;
    await this.#lease.renew();
    const { term } = this.#lease;
    const claims = await db.tx((tx) => claimDue(tx, this.#lease.id, room));
    for (const claim of claims) this.#take(claim, term);
    return claims.length === room;
  }

  /** Waits for what is under way, a few seconds at most, and gives back the rest. */
  async close(): Promise<void> {
    const work = new Set(this.#inHand.values());
    for (const delivered of work) void delivered.then(() => work.delete(delivered));
    await atMost(LAST_WORDS_MS, work);
    await this.#lease.end().catch(() => {}); // then it ends by itself
  }

  async #releaseStrays(): Promise<void> {
    const next = performance.now() + STRAYS_EVERY_MS;
    this.#straysAt = next;
    try {
      await releaseStrays(this.#deps.db, this.#lease.id, [...this.#inHand.keys()]);
    } catch (error) {
      this.#straysAt = 0;
      throw error;
    }
  }

  #take(claim: Claim, term: number): void {
    const delivered = this.#deliver(claim, term)
      .catch((error: unknown) => {
        this.#straysAt = 0;
        this.report(error, 'a message about a visit could not be carried; it is tried again');
      })
      .then(() => {
        this.#inHand.delete(claim.id);
        if (this.isFree()) this.#free();
      });
    this.#inHand.set(claim.id, delivered);
  }

  /** While the database is away whoever asks it says so; what is due waits. */
  report(error: unknown, what: string): void {
    if (!(error instanceof DatabaseUnavailable)) this.#deps.log.error({ err: error }, what);
  }
}

/** Sends what is due of the plan, in one process, until it is stopped. */
export interface Sender {
  /** Takes nothing new, waits for what is under way, and gives back the rest. */
  stop: () => Promise<void>;
}

/**
 * Starts to send what is due. Any number of processes may: each takes on what nobody holds, under a lease that
 * ends soon after the process does.
 */
export const startSending = async (deps: Deps): Promise<Sender> => {
  const ended = new AbortController();
  let hasMore = false;
  let isCalled = false;
  let endRest = () => {};
  /** Also where nobody rests just now: then there is another look before the next rest. */
  const wake = (): void => {
    isCalled = true;
    endRest();
  };
  const worker = new Worker(deps, () => {
    if (hasMore) wake();
  });
  const rest = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, LOOK_EVERY_MS);
      endRest = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const run = async (): Promise<void> => {
    while (!ended.signal.aborted) {
      isCalled = false;
      hasMore = await worker.look().catch((error: unknown) => {
        worker.report(error, 'what is due could not be looked up');
        return false;
      });
      if (!ended.signal.aborted && !isCalled && !(hasMore && worker.isFree())) await rest();
    }
  };

  const unlisten = await deps.db.listen('reminder_due', wake);
  const renewing = setInterval(() => void worker.renew().catch(() => {}), RENEW_EVERY_MS);
  // Nobody else can be there, so nothing has to run out.
  if (deps.db.kind === 'embedded') await removeAllWorkers(deps.db);
  const running = run();
  const planning = planMissing(deps, ended.signal).catch((error: unknown) =>
    worker.report(error, 'visits without a plan could not be planned'),
  );
  return {
    stop: async () => {
      ended.abort();
      wake();
      await Promise.all([running, planning]);
      await unlisten();
      await worker.close();
      clearInterval(renewing);
    },
  };
};
