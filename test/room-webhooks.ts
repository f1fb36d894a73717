import Fastify from 'fastify';
import type { App } from '../server/app-type.ts';
import type { Deps } from '../server/deps.ts';
import { answerProblems } from '../server/http/answer-problems.ts';
import { authenticate } from '../server/sessions/authenticate.ts';
import { videoWebhookRoutes } from '../server/video-calls/webhook-routes.ts';

/** An app of its own with the webhooks of rooms, behind what every route stands behind. */
export const roomWebhooks = async (deps: Deps): Promise<App> => {
  const app: App = Fastify({ bodyLimit: 32 * 1024, routerOptions: { ignoreTrailingSlash: true } });
  answerProblems(app);
  authenticate(app, deps);
  videoWebhookRoutes(app, deps);
  await app.ready();
  return app;
};
