import { useEffect, useState } from 'react';

/** Whether `since` (milliseconds since the epoch) is at least so many milliseconds ago; turns true by itself. */
export const useLasted = (since: number, milliseconds: number): boolean => {
  const [reached, setReached] = useState<number | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setReached(since), Math.max(0, since + milliseconds - Date.now()));
    return () => clearTimeout(timer);
  }, [since, milliseconds]);
  return reached === since;
};
