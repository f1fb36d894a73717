/** Runs every job, `callers` at a time; how many were done in a second. */
export const rush = async <T>(
  jobs: readonly T[],
  callers: number,
  work: (job: T, caller: number) => Promise<void>,
): Promise<number> => {
  let next = 0;
  const began = performance.now();
  const call = async (caller: number): Promise<void> => {
    for (let job = jobs[next++]; job !== undefined; job = jobs[next++]) await work(job, caller);
  };
  await Promise.all(Array.from({ length: callers }, (_, caller) => call(caller)));
  return (jobs.length * 1000) / (performance.now() - began);
};
