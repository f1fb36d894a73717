import { ApiProblem } from '../../api.ts';
import { minutesInWords, secondsInWords } from '../../when.ts';

const waitInWords = (seconds: number | null): string => {
  if (seconds === null) return 'a few minutes';
  return seconds < 60 ? secondsInWords(seconds) : minutesInWords(Math.ceil(seconds / 60));
};

/** Why sign-in was refused and what to do. It must not tell whether the account exists (ASVS 6.3.8). */
export const refusalInWords = (error: Error): string => {
  if (!(error instanceof ApiProblem)) return error.message;
  if (error.status === 429)
    return `Too many tries. Please wait ${waitInWords(error.retryAfter)}, then try again.`;
  if (error.status === 400 || error.status === 401)
    return 'That e-mail and password don’t go together. Check both and try again.';
  return error.message;
};
