import { useEffect, useState } from 'react';

/** Whole seconds left until `at` (milliseconds since the epoch), counting down once a second. */
export const useSecondsUntil = (at: number): number => {
  const [now, setNow] = useState(() => Date.now());
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new goal starts the count afresh
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [at]);
  return Math.max(0, Math.ceil((at - now) / 1_000));
};
