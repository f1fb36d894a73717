import { type QueryClient, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useState } from 'react';
import { Redirect, useLocation, useSearch } from 'wouter';
import { useHistoryState } from 'wouter/use-browser-location';
import type { Me } from '../contract/people.ts';
import type { SessionOpened, SignIn } from '../contract/sessions.ts';
import { ApiProblem, request } from './api.ts';
import { ProblemNote } from './ui/problem-note.tsx';
import { sayWhoChanged } from './who-is-here.ts';

export const ME = ['me'] as const;

/** Set where the person signed out on this page, until somebody signs in. */
const LEFT = ['left'] as const;

/** The signed-in person; null when nobody is. */
const meQuery = queryOptions({
  queryKey: ME,
  staleTime: 60_000,
  queryFn: async ({ signal }): Promise<Me | null> => {
    try {
      return await request<Me>('GET', '/api/me', { signal });
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) return null;
      throw error;
    }
  },
});

export const useMe = () => useQuery(meQuery);

const PersonContext = createContext<Me | null>(null);

/** The signed-in person, anywhere inside `RequireSession`. */
export const usePerson = (): Me => {
  const person = useContext(PersonContext);
  if (!person) throw new Error('usePerson needs RequireSession above it');
  return person;
};

const ENDED = 'session-ended';

/** Whether whoever comes to sign-in was here before, and did not sign out on this page. */
export const useSessionEnded = (): boolean => {
  const state: unknown = useHistoryState();
  return state === ENDED;
};

/** Says in the history's state, which no link can set, that a session ended under somebody's hands. */
const ToSignIn = ({ hasEnded }: { hasEnded: boolean }) => {
  const [path] = useLocation();
  const search = useSearch();
  const next = search ? `${path}?${search}` : path;
  const to = next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`;
  return <Redirect replace to={to} state={hasEnded ? ENDED : null} />;
};

/** Shows its children to a signed-in person; everybody else goes to sign-in and comes back after. */
export const RequireSession = ({ children }: { children: ReactNode }) => {
  const me = useMe();
  const client = useQueryClient();
  const [wasHere, setWasHere] = useState(false);
  if (me.data && !wasHere) setWasHere(true);
  if (me.data) return <PersonContext value={me.data}>{children}</PersonContext>;
  if (me.data === null) return <ToSignIn hasEnded={wasHere && client.getQueryData(LEFT) !== true} />;
  if (me.isError) return <ProblemNote problem={me.error} onRetry={() => void me.refetch()} />;
  return null;
};

/** Forgets what was loaded for whoever was here before, in other tabs what they keep in mind; the clinic is the same for everybody. */
export const forgetAnswers = (client: QueryClient): void => {
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== ME[0] && queryKey[0] !== 'clinic' });
  sayWhoChanged();
};

/** Opens a session; afterwards `useMe` knows who it is. */
export const useSignIn = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (credentials: SignIn): Promise<void> => {
      await request<SessionOpened>('POST', '/api/sessions', { body: credentials });
      forgetAnswers(client);
      await client.fetchQuery({ ...meQuery, staleTime: 0 });
    },
  });
};

/** Ends the session. What one person saw must not flash up for the next, so everything is forgotten. */
export const useSignOut = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (): Promise<void> => {
      try {
        await request<void>('DELETE', '/api/sessions/current');
      } catch (error) {
        if (!(error instanceof ApiProblem && error.status === 401)) throw error;
      }
    },
    onSuccess: () => {
      client.setQueryData(ME, null);
      forgetAnswers(client);
      client.setQueryData(LEFT, true);
    },
  });
};
