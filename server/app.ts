import { randomUUID } from 'node:crypto';
import { fastifyCookie } from '@fastify/cookie';
import Fastify, { type FastifyServerOptions, LogController } from 'fastify';
import { accountRoutes } from './accounts/routes.ts';
import type { App } from './app-type.ts';
import { doorRoutes } from './appointments/door-routes.ts';
import { appointmentRoutes } from './appointments/routes.ts';
import { clinicRoutes } from './clinic/routes.ts';
import type { Deps } from './deps.ts';
import { externalRoutes } from './external/routes.ts';
import { answerProblems, answerUnreadable } from './http/answer-problems.ts';
import { emptyBodies } from './http/empty-bodies.ts';
import { healthRoutes } from './http/health-routes.ts';
import { metrics } from './http/metrics.ts';
import { openapi } from './http/openapi.ts';
import { secureHeaders } from './http/secure-headers.ts';
import { webClient } from './http/web-client.ts';
import { deliveryRoutes } from './messages/delivery-routes.ts';
import { inboxRoutes } from './messages/routes.ts';
import { webhookRoutes } from './messages/webhook-routes.ts';
import { spendingRoutes } from './otp/spending-routes.ts';
import { doctorRoutes } from './people/doctor-routes.ts';
import { peopleRoutes } from './people/routes.ts';
import { reminderRoutes } from './reminders/routes.ts';
import { serviceKeyRoutes } from './service-keys/routes.ts';
import { authenticate } from './sessions/authenticate.ts';
import { sessionRoutes } from './sessions/routes.ts';
import { videoCallRoutes } from './video-calls/routes.ts';
import { videoWebhookRoutes } from './video-calls/webhook-routes.ts';

const BODY_BYTES = 32 * 1024;

const options = ({ config, log }: Deps): FastifyServerOptions => ({
  loggerInstance: log,
  logController: new LogController({ disableRequestLogging: true }),
  bodyLimit: BODY_BYTES,
  return503OnClosing: false,
  trustProxy: config.trustedProxies.length > 0 ? [...config.trustedProxies] : false,
  frameworkErrors: answerUnreadable,
  genReqId: () => randomUUID(),
  routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
  ajv: {
    customOptions: { removeAdditional: false, coerceTypes: false, useDefaults: false, allErrors: false },
  },
});

/** The whole HTTP app, not yet listening. `webFolder` is the built web client; null serves none. */
export const createApp = async (deps: Deps, webFolder: string | null): Promise<App> => {
  const app: App = Fastify(options(deps));
  answerProblems(app);
  emptyBodies(app);
  metrics(app);
  secureHeaders(app, deps.config);
  await app.register(fastifyCookie);
  await openapi(app, deps.config);
  healthRoutes(app, deps);
  await app.register(async (api: App) => {
    authenticate(api, deps);
    api.addHook('onRequest', (_request, reply, done) => {
      reply.header('cache-control', 'no-store');
      done();
    });
    clinicRoutes(api, deps);
    sessionRoutes(api, deps);
    accountRoutes(api, deps);
    peopleRoutes(api, deps);
    doctorRoutes(api, deps);
    appointmentRoutes(api, deps);
    doorRoutes(api, deps);
    videoCallRoutes(api, deps);
    reminderRoutes(api, deps);
    spendingRoutes(api, deps);
    serviceKeyRoutes(api, deps);
    externalRoutes(api, deps);
    deliveryRoutes(api, deps);
    webhookRoutes(api, deps);
    videoWebhookRoutes(api, deps);
    if (deps.inbox) inboxRoutes(api, deps.inbox);
  });
  if (webFolder) await webClient(app, webFolder);
  await app.ready();
  return app;
};
