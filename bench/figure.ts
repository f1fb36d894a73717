/** What was measured of one thing, in one run with everything it is held against. */
export interface Measured {
  what: string;
  unit: 'per s' | 'ms' | 'KB';
  samples: readonly number[];
  /** Beside its peer or limit; the one that the others are held against has none. */
  ratio?: { value: number; to: string };
  promise?: { words: string; kept: boolean };
}

/** One file of this folder. `say` prints progress. */
export interface Figure {
  name: string;
  title: string;
  measure: (say: (line: string) => void) => Promise<Measured[]>;
}

/** @throws when there is nothing to take the middle of */
export const median = (samples: readonly number[]): number => {
  const sorted = [...samples].sort((a, b) => a - b);
  const upper = sorted[sorted.length >> 1];
  const lower = sorted[(sorted.length - 1) >> 1];
  if (upper === undefined || lower === undefined) throw new Error('nothing was measured');
  return (lower + upper) / 2;
};

/**
 * The middle of the rounds' own ratios. What slows the machine for a moment slows both sides of a round, so
 * this drifts less than the ratio of two medians.
 */
export const medianRatio = (samples: readonly number[], beside: readonly number[]): number =>
  median(
    samples.map((sample, round) => {
      const other = beside[round];
      if (other === undefined) throw new Error('every round measures both sides');
      return sample / other;
    }),
  );
