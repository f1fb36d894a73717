import { join, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyReply } from 'fastify';
import type { App } from '../app-type.ts';
import { Problem } from '../problem.ts';

/** Names under `assets/` carry a hash of what is in them, so a browser may keep them for ever. */
const FOR_EVER = 'public, max-age=31536000, immutable';
const ASK_AGAIN = 'no-cache';

/** Addresses of the web client's pages; everything else that is not a file is not found. */
const PAGES = [
  '/',
  '/sign-in',
  '/sign-in/code',
  '/register',
  '/forgot-password',
  '/book',
  '/availability',
  '/statistics',
  '/admin/deliveries',
  '/admin/spending',
  '/admin/keys',
  '/profile',
  '/profile/reminders',
  '/appointments/:id',
  '/dev/inbox',
  '/video-session/:room',
  '/appointments/:id/video',
];

/** Serves the built web client in `folder`: its files as they are, its one page for every address it knows. */
export const webClient = async (app: App, folder: string): Promise<void> => {
  const assets = join(folder, 'assets') + sep;
  await app.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    index: false,
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply, path) => {
      reply.header('cache-control', path.startsWith(assets) ? FOR_EVER : ASK_AGAIN);
    },
  });
  const page = (reply: FastifyReply) => reply.sendFile('index.html');
  for (const url of PAGES) app.get(url, { schema: { hide: true } }, async (_request, reply) => page(reply));

  // A person who mistyped an address gets a page that says so, a client its problem document.
  app.get('/*', { schema: { hide: true } }, async (request, reply) => {
    if (!request.headers.accept?.includes('text/html')) throw new Problem('not_found');
    return page(reply.code(404));
  });
};
