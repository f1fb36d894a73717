import { useQueryClient } from '@tanstack/react-query';
import { forgetAnswers, ME } from '../../session.tsx';

/** To be called when an answer opened a session: nothing that was loaded before stays, and `useMe` learns who it is. */
export const useSessionOpened = (): (() => void) => {
  const client = useQueryClient();
  return () => {
    forgetAnswers(client);
    // The session is there even when nobody can say whose it is just now: a page loaded anew asks again.
    client.refetchQueries({ queryKey: ME }, { throwOnError: true }).catch(() => window.location.reload());
  };
};
