import { type Database, DatabaseUnavailable } from './database.ts';

/** Asks the database for several at once, in one statement or one transaction, and says what each is told. */
type Work<Ask, Answer> = (asks: readonly Ask[]) => Promise<(ask: Ask) => Answer>;

export interface Gathering<Ask> {
  /** Asks in one batch at most; 64 unless told. */
  most?: number;
  /** Batches under way at once; two unless told. */
  atOnce?: number;
  /** What no two asks under way may have in common; the later one waits for its turn. */
  apart?: (ask: Ask) => readonly string[];
}

interface Waiting<Ask, Answer> {
  ask: Ask;
  keys: readonly string[];
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
}

/** Lets one at a time have a key, first come, first served: who waits costs nothing until its turn comes. */
class Turns<Holder extends { keys: readonly string[] }> {
  /** Who waits for each key that is held; each waits for one of its keys at a time. */
  readonly #waiting = new Map<string, Holder[]>();

  /** Takes all keys, or waits for the first that is held; true where it has them. */
  take(holder: Holder): boolean {
    for (const key of holder.keys) {
      const others = this.#waiting.get(key);
      if (others) {
        others.push(holder);
        return false;
      }
    }
    for (const key of holder.keys) this.#waiting.set(key, []);
    return true;
  }

  /** Gives its keys back; those whose turn has come have theirs now. */
  giveBack({ keys }: Holder): Holder[] {
    return keys.flatMap((key) => {
      const waiting = this.#waiting.get(key) ?? [];
      this.#waiting.delete(key);
      const index = waiting.findIndex((holder) => this.take(holder));
      const next = waiting[index];
      if (!next) return [];
      waiting.splice(0, index + 1);
      this.#waiting.set(key, waiting);
      return [next];
    });
  }
}

/**
 * Answers a batch. Where the database refuses it, all of it is undone, and each is asked again alone: nobody
 * fails for what another one asked. Never rejects.
 */
const answer = async <Ask, Answer>(
  work: Work<Ask, Answer>,
  batch: readonly Waiting<Ask, Answer>[],
): Promise<void> => {
  try {
    const tell = await work(batch.map(({ ask }) => ask));
    for (const { ask, resolve } of batch) resolve(tell(ask));
  } catch (error) {
    if (batch.length > 1 && !(error instanceof DatabaseUnavailable)) {
      for (const waiting of batch) await answer(work, [waiting]);
    } else {
      for (const { reject } of batch) reject(error);
    }
  }
};

/**
 * Asks once for all who ask at the same time: what comes while every batch is under way goes into the next one.
 * A statement for twenty costs little more than one for one, and so does their commit. Who asks alone waits for
 * nobody.
 */
export const gather = <Ask, Answer>(
  work: Work<Ask, Answer>,
  { most = 64, atOnce = 2, apart = () => [] }: Gathering<Ask> = {},
): ((ask: Ask) => Promise<Answer>) => {
  const turns = new Turns<Waiting<Ask, Answer>>();
  let ready: Waiting<Ask, Answer>[] = [];
  let underWay = 0;
  let isDue = false;

  const start = (): void => {
    isDue = false;
    while (underWay < atOnce && ready.length > 0) {
      const batch = ready.slice(0, most);
      ready = ready.slice(most);
      underWay += 1;
      void answer(work, batch).then(() => {
        underWay -= 1;
        ready.push(...batch.flatMap((ended) => turns.giveBack(ended)));
        start();
      });
    }
  };

  return (ask) =>
    new Promise((resolve, reject) => {
      const waiting = { ask, keys: [...new Set(apart(ask))], resolve, reject };
      if (!turns.take(waiting)) return;
      ready.push(waiting);
      if (isDue || underWay >= atOnce) return;
      isDue = true;
      // Whoever asks in this turn of the event loop goes along.
      setImmediate(start);
    });
};

/** One of each for every database. */
export const onEach = <T>(make: (db: Database) => T): ((db: Database) => T) => {
  const made = new WeakMap<Database, T>();
  return (db) => {
    const known = made.get(db) ?? make(db);
    made.set(db, known);
    return known;
  };
};
