/** Ends with the work and whatever it began meanwhile, or at the time. */
export const atMost = async (milliseconds: number, work: ReadonlySet<Promise<unknown>>): Promise<void> => {
  const { promise: late, resolve } = Promise.withResolvers<'late'>();
  const timer = setTimeout(resolve, milliseconds, 'late');
  while (work.size > 0) {
    if ((await Promise.race([Promise.allSettled(work), late])) === 'late') break;
  }
  clearTimeout(timer);
};
