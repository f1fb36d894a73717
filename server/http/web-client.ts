import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '../app-type.ts';

const YEAR_MS = 365 * 24 * 60 * 60 * 1000;

/** Pages of the web client; everything else that is not a file is not found. */
const PAGES = [
  '/',
  '/sign-in',
  '/book',
  '/availability',
  '/statistics',
  '/profile',
  '/dev/inbox',
  '/video-session/:room',
  '/appointments/:id/video',
];

/** Serves the built web client: its hashed files for ever, its one page for every address that it knows. */
export const webClient = async (app: App, folder: string): Promise<void> => {
  await app.register(fastifyStatic, {
    root: join(folder, 'assets'),
    prefix: '/assets/',
    maxAge: YEAR_MS,
    immutable: true,
    preCompressed: true,
    index: false,
  });
  const page = async (_request: FastifyRequest, reply: FastifyReply) =>
    reply
      .header('cache-control', 'no-cache')
      .sendFile('index.html', folder, { maxAge: 0, immutable: false, cacheControl: false });
  for (const url of PAGES) app.get(url, { schema: { hide: true } }, page);
};
