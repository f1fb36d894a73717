import '@fontsource-variable/inter/wght.css';
import './ui/mantine.css';
import './ui/ground.css';
import { MantineProvider } from '@mantine/core';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiProblem } from './api.ts';
import { App } from './app.tsx';
import { ME } from './session.tsx';
import { cssVariables, theme } from './theme.ts';

/** A session that ended elsewhere shows as 401 on any call; forgetting who is here leads to sign-in. */
const forgetWhenSignedOut = (error: Error): void => {
  if (error instanceof ApiProblem && error.status === 401) client.setQueryData(ME, null);
};

const isPassing = (error: Error): boolean =>
  error instanceof ApiProblem && (error.status === 0 || error.status >= 500);

const client = new QueryClient({
  queryCache: new QueryCache({ onError: forgetWhenSignedOut }),
  mutationCache: new MutationCache({ onError: forgetWhenSignedOut }),
  defaultOptions: {
    // Offline, a request must fail and say so; by default it would wait, silently, for the network.
    queries: {
      staleTime: 5_000,
      retry: (failures, error) => failures < 2 && isPassing(error),
      networkMode: 'always',
      refetchOnReconnect: true,
    },
    mutations: { networkMode: 'always' },
  },
});

const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root element');
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <QueryClientProvider client={client}>
        <App />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
