import { Button } from '@mantine/core';
import { ApiProblem } from '../../api.ts';
import { Notice } from './notice.tsx';

interface Words {
  title: string;
  text: string;
  canRetry: boolean;
}

const wordsOf = (problem: Error): Words => {
  if (!(problem instanceof ApiProblem)) {
    return { title: 'The visit did not open', text: 'Reloading the page usually helps.', canRetry: true };
  }
  switch (problem.status) {
    case 0:
      return { title: 'The clinic can’t be reached', text: problem.message, canRetry: true };
    case 403:
    case 404:
      return {
        title: 'This link opens no visit of yours',
        text: 'The visit may have been moved, which gives it a new link, or it was booked with another account. Your visits show what is current.',
        canRetry: false,
      };
    case 400:
    case 409:
      return {
        title: 'This visit can’t be joined now',
        text: 'It may not be confirmed yet, or it is over. Your visits show what is current.',
        canRetry: true,
      };
    case 429:
      return {
        title: 'That was a little fast',
        text: `Wait ${problem.retryAfter ?? 60} seconds, then try again.`,
        canRetry: true,
      };
    default:
      return problem.code === 'video_not_configured'
        ? {
            title: 'Video is not set up at this clinic',
            text: 'Please call the clinic, so that your visit can take place another way.',
            canRetry: false,
          }
        : {
            title: 'Something went wrong at the clinic’s end',
            text: 'Wait a moment, then try again. If it goes on, call the clinic.',
            canRetry: true,
          };
  }
};

export const VisitProblem = ({ problem, onRetry }: { problem: Error; onRetry: () => void }) => {
  const { title, text, canRetry } = wordsOf(problem);
  return (
    <Notice
      role="alert"
      title={title}
      text={text}
      action={canRetry && <Button onClick={onRetry}>Try again</Button>}
    />
  );
};
