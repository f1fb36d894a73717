import { useMutation } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import type { Channel } from '../../../contract/primitives.ts';
import { ApiProblem } from '../../api.ts';
import { accountSendTrouble } from './account-code-words.ts';
import { isJustSent, NO_OTHER_WAY } from './code-words.ts';
import type { Beginning, CodeSent } from './use-code-step.ts';

interface Options {
  /** The ways that the code can take. */
  channels: readonly Channel[];
  /** Whether all is there that the code is asked for with. */
  isFilledIn: boolean;
  send: () => Promise<CodeSent>;
  onBegun: (beginning: Beginning) => void;
}

const isOfNumber = ({ code }: ApiProblem): boolean => code === 'phone_invalid' || code === 'country_refused';

/** A refusal that the next step can deal with: the code is there already, or can go another way. */
const leadsOn = (problem: ApiProblem, channels: readonly Channel[]): boolean =>
  isJustSent(problem) ||
  (!isOfNumber(problem) && channels.length > 1 && accountSendTrouble(problem).way === 'other-way');

const numberInWords = (problem: ApiProblem): string =>
  problem.code === 'country_refused'
    ? 'Codes can’t be sent to numbers of this country. Use another number, or ask the clinic.'
    : accountSendTrouble(problem).text;

const inWords = (problem: ApiProblem): string => {
  const trouble = accountSendTrouble(problem);
  return trouble.way === 'other-way' ? NO_OTHER_WAY : trouble.text;
};

/** The code that a form asks for, which leads to the step that takes it. */
export const useFirstCode = ({ channels, isFilledIn, send, onBegun }: Options) => {
  const [attempts, setAttempts] = useState(0);
  const asking = useMutation({
    mutationFn: send,
    onSuccess: (sent) => onBegun({ sent }),
    onError: (error) => {
      if (error instanceof ApiProblem && leadsOn(error, channels)) onBegun({ refused: error });
    },
  });
  const { error } = asking;
  const problem = error instanceof ApiProblem && !leadsOn(error, channels) ? error : null;
  return {
    submit: (event: SubmitEvent): void => {
      event.preventDefault();
      setAttempts(attempts + 1);
      if (isFilledIn) asking.mutate();
    },
    attempts,
    /** What is missing is said once the form was handed in. */
    isChecked: attempts > 0,
    reset: asking.reset,
    isAsking: asking.isPending,
    /** What is wrong with the number, to be said at its field. */
    phoneFault: problem && isOfNumber(problem) ? numberInWords(problem) : null,
    /** What else is wrong. */
    fault: problem && !isOfNumber(problem) ? inWords(problem) : null,
  };
};

export type FirstCode = ReturnType<typeof useFirstCode>;
