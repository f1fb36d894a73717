import { AskSpending, Spending } from '../../contract/spending.ts';
import type { App } from '../app-type.ts';
import type { Deps } from '../deps.ts';
import { signedIn } from '../signed-in.ts';
import { spending } from './spending.ts';

export const spendingRoutes = (app: App, deps: Deps): void => {
  app.get(
    '/api/admin/spending',
    {
      schema: {
        tags: ['administration'],
        summary: 'What codes cost, what came back of them and what was held back; admins only',
        querystring: AskSpending,
        response: { 200: Spending },
      },
    },
    async (request) => spending(deps, signedIn(request).person, request.query),
  );
};
