import { type QueryClient, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext } from 'react';
import { Redirect, useLocation, useSearch } from 'wouter';
import type { Me } from '../contract/people.ts';
import type { SessionOpened, SignIn } from '../contract/sessions.ts';
import { ApiProblem, request } from './api.ts';
import { ProblemNote } from './ui/problem-note.tsx';

export const ME = ['me'] as const;

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

/** Shows its children to a signed-in person; everybody else goes to sign-in and comes back after. */
export const RequireSession = ({ children }: { children: ReactNode }) => {
  const me = useMe();
  const [path] = useLocation();
  const search = useSearch();
  if (me.data) return <PersonContext value={me.data}>{children}</PersonContext>;
  if (me.data === null) {
    const next = search ? `${path}?${search}` : path;
    return <Redirect replace to={next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`} />;
  }
  if (me.isError) return <ProblemNote problem={me.error} onRetry={() => void me.refetch()} />;
  return null;
};

/** Forgets what was loaded for whoever was here before; the clinic is the same for everybody. */
export const forgetAnswers = (client: QueryClient): void =>
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== ME[0] && queryKey[0] !== 'clinic' });

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
    },
  });
};
