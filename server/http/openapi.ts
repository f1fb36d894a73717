import { fastifySwagger } from '@fastify/swagger';
import fastifySwaggerUi from '@fastify/swagger-ui';
import { ProblemDocument } from '../../contract/problems.ts';
import type { App } from '../app-type.ts';
import type { Config } from '../config.ts';

/** `/openapi.json`, made from the schemas that validate, and `/docs` to browse it. */
export const openapi = async (app: App, config: Config): Promise<void> => {
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: `${config.appName} API`, version: '1.0.0', description: 'Video visits for clinics.' },
      servers: [{ url: config.publicUrl.origin }],
      security: [{ bearer: [] }, { cookie: [] }],
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
          cookie: { type: 'apiKey', in: 'cookie', name: 'anteroom' },
        },
      },
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
    uiConfig: { url: '/openapi.json' },
  });
};
