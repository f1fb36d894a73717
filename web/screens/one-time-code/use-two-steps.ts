import { useState } from 'react';
import type { Beginning } from './use-code-step.ts';

/** First a form that asks for a code, then the code; and the way back, to enter something else. */
export const useTwoSteps = () => {
  const [beginning, setBeginning] = useState<Beginning | null>(null);
  const [isReturn, setReturn] = useState(false);
  return {
    /** How the second step begins; null while the first is shown. */
    beginning,
    /** Whether the first step is shown again. */
    isReturn,
    begin: setBeginning,
    goBack: (): void => {
      setBeginning(null);
      setReturn(true);
    },
  };
};
