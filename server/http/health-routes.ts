import { Type } from 'typebox';
import type { App } from '../app-type.ts';
import { missingMigrations } from '../database/migrate.ts';
import type { Deps } from '../deps.ts';

const State = Type.Object({ status: Type.String() });

/** For whoever watches the process: alive, and ready to serve. */
export const healthRoutes = (app: App, { db }: Deps): void => {
  app.get(
    '/healthz',
    {
      schema: {
        tags: ['operation'],
        summary: 'The process is alive',
        security: [],
        response: { 200: State },
      },
    },
    async () => ({ status: 'alive' }),
  );

  app.get(
    '/readyz',
    {
      schema: {
        tags: ['operation'],
        summary: 'The database answers and its schema is up to date',
        security: [],
        response: { 200: State, 503: State },
      },
    },
    async (_request, reply) => {
      const missing = await missingMigrations(db.query);
      if (missing.length > 0) reply.code(503);
      return { status: missing.length > 0 ? 'migrations missing' : 'ready' };
    },
  );
};
