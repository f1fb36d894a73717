const STORED_AS = 'anteroom-join-told';
/** Longer than any visit's room is open. */
const KEPT_MS = 24 * 60 * 60_000;

/** Where the browser keeps nothing for us, a tab at least remembers for itself. */
const here = new Map<string, number>();

const read = (): Map<string, number> => {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORED_AS) ?? '{}');
    const entries = Object.entries(stored ?? {}).filter(([, at]) => typeof at === 'number');
    return new Map([...entries, ...here]);
  } catch {
    return new Map(here);
  }
};

const write = (told: ReadonlyMap<string, number>): void => {
  try {
    localStorage.setItem(STORED_AS, JSON.stringify(Object.fromEntries(told)));
  } catch {
    // Kept in `here` alone; the notifications' tags still keep two tabs from showing the same thing twice.
  }
};

/** One tab after the other, where the browser can do that. */
const alone = async <T>(work: () => T): Promise<T> =>
  'locks' in navigator ? navigator.locks.request(STORED_AS, async () => work()) : work();

interface Told {
  key: string;
  covers: readonly string[];
}

/** Those of the notices that nobody was told of before in this browser; from now on they were. */
export const claim = <Notice extends Told>(notices: readonly Notice[], now: number): Promise<Notice[]> =>
  alone(() => {
    const told = new Map([...read()].filter(([, at]) => Math.abs(now - at) < KEPT_MS));
    const fresh = notices.filter(({ key, covers }) => covers.includes(key) && !told.has(key));
    for (const key of notices.flatMap(({ covers }) => covers)) {
      if (told.has(key)) continue;
      told.set(key, now);
      here.set(key, now);
    }
    write(told);
    return fresh;
  });
