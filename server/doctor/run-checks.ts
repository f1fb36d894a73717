import { type Check, type Finding, fault } from './check.ts';

export const LIMIT_MS = 10_000;
/** A check that was told to end may still say what it found. */
const LAST_WORDS_MS = 500;

export interface Checked {
  name: string;
  findings: Finding[];
}

export interface Watch {
  /** Called each time one is through, with the names of those that are not. */
  onProgress?: (waitingFor: readonly string[]) => void;
  /** Called for each, in the order of the checks. */
  onChecked?: (checked: Checked) => void;
}

const tooLate = (limitMs: number): Finding =>
  fault(
    `This was not through in ${limitMs / 1000} seconds.`,
    'Try again; if it stays so, look at this machine’s network and how busy it is.',
  );

const broken = (error: unknown): Finding =>
  fault(
    `This check itself failed (${error instanceof Error ? error.name : typeof error}).`,
    'Please report it; the other checks are not affected.',
  );

const runOne = async ({ name, run }: Check, limitMs: number): Promise<Checked> => {
  const ending = new AbortController();
  const late = Promise.withResolvers<Finding[]>();
  const end = setTimeout(() => ending.abort(), limitMs);
  const giveUp = setTimeout(() => late.resolve([tooLate(limitMs)]), limitMs + LAST_WORDS_MS);
  try {
    return { name, findings: await Promise.race([run(ending.signal), late.promise]) };
  } catch (error) {
    return { name, findings: [broken(error)] };
  } finally {
    clearTimeout(end);
    clearTimeout(giveUp);
    ending.abort();
  }
};

/** Runs all of them side by side, each for `limitMs` milliseconds at the longest. */
export const runChecks = async (
  checks: readonly Check[],
  { onProgress, onChecked }: Watch = {},
  limitMs = LIMIT_MS,
): Promise<Checked[]> => {
  const waiting = new Set(checks);
  const running = checks.map((check) =>
    runOne(check, limitMs).then((checked) => {
      waiting.delete(check);
      onProgress?.([...waiting].map(({ name }) => name));
      return checked;
    }),
  );
  onProgress?.(checks.map(({ name }) => name));
  const all: Checked[] = [];
  for (const one of running) {
    const checked = await one;
    onChecked?.(checked);
    all.push(checked);
  }
  return all;
};
