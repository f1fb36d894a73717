/** From a first day to a last, `2026-11-24`; open where one is left out or empty. */
export interface Days {
  from?: string | undefined;
  to?: string | undefined;
}

export const isBackwards = ({ from, to }: Days): boolean => Boolean(from && to && from > to);
