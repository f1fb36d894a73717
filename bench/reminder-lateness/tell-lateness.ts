const TELL_EVERY_MS = 500;

/** For a worker: notes a job that is done now and was due at `due`, and tells the bench now and then. */
export const tellLateness = (): ((due: number) => void) => {
  let late: number[] = [];
  setInterval(() => {
    if (late.length > 0) process.send?.({ late });
    late = [];
  }, TELL_EVERY_MS);
  process.on('disconnect', () => process.exit(0));
  return (due) => {
    late.push(performance.timeOrigin + performance.now() - due);
  };
};
