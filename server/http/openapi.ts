import { fastifySwagger } from '@fastify/swagger';
import fastifySwaggerUi from '@fastify/swagger-ui';
import { ProblemDocument } from '../../contract/problems.ts';
import type { App } from '../app-type.ts';
import type { Config } from '../config.ts';
import { PROBLEMS } from '../problem.ts';
import { cookieNames } from '../sessions/cookies.ts';

const DESCRIPTION = `Video visits for clinics.

## Problems
Everything that is not a success is a problem document (RFC 9457, \`application/problem+json\`). Its \`code\` is stable; \`error\` repeats \`detail\`; a 429 says in \`Retry-After\` how many seconds to wait.

| code | status | says, unless something more exact is known |
|---|---|---|
${Object.entries(PROBLEMS)
  .map(([code, { status, detail }]) => `| \`${code}\` | ${status} | ${detail} |`)
  .join('\n')}`;

/** Ways to say who asks; an operation that names none takes either of a person's. */
const securitySchemes = (config: Config) =>
  ({
    bearer: {
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'JWT',
      description: 'a person’s access token, or an ID token of the outside issuer that is configured',
    },
    cookie: {
      type: 'apiKey',
      in: 'cookie',
      name: cookieNames(config).session,
      description: 'a browser’s session; a change needs the `Origin` of the clinic’s own pages, too',
    },
    serviceKey: {
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'ark_…',
      description: 'the key of another system, made by an admin or with `npm run keys`',
    },
  }) as const;

/** `/openapi.json`, made from the schemas that validate, and `/docs` to browse it. */
export const openapi = async (app: App, config: Config): Promise<void> => {
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: `${config.appName} API`, version: '1.0.0', description: DESCRIPTION },
      servers: [{ url: config.publicUrl.origin }],
      security: [{ bearer: [] }, { cookie: [] }],
      components: { securitySchemes: securitySchemes(config) },
    },
    transform: ({ schema, url }) => ({
      url,
      schema: {
        ...schema,
        response: {
          ...(typeof schema.response === 'object' ? schema.response : {}),
          '4XX': {
            description: 'A problem document (RFC 9457)',
            content: { 'application/problem+json': { schema: ProblemDocument } },
          },
        },
      },
    }),
  });
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
  await app.register(fastifySwaggerUi, {
    routePrefix: '/docs',
    staticCSP: true,
    theme: { css: [{ filename: 'anteroom.css', content: '.swagger-ui .topbar { display: none }' }] },
    uiConfig: { url: '/openapi.json' },
  });
};
