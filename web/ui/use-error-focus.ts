import { type RefObject, useEffect, useRef } from 'react';

/** Takes the focus to the first field inside that is marked as wrong, as it appears and whenever `attempt` changes. */
export const useErrorFocus = <Around extends HTMLElement>(attempt: unknown): RefObject<Around | null> => {
  const around = useRef<Around>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt alone asks for the focus
  useEffect(() => {
    around.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [attempt]);
  return around;
};
