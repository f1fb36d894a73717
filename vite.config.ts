import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type ProxyOptions } from 'vite';

const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The server in development; `PORT` defaults to 5002 there too. */
const server = 'http://localhost:5002';

/** `/appointments/…` is a page when a browser opens it and a route when a client posts to it. */
const postedOnly: ProxyOptions = {
  target: server,
  bypass: (request) => (request.method === 'POST' ? undefined : (request.url ?? '/')),
};

export default defineConfig({
  root: folder('web'),
  plugins: [react()],
  build: {
    outDir: folder('dist/web'),
    emptyOutDir: true,
    target: 'es2023',
    manifest: true,
    // The content security policy allows scripts by file only; a data: URL would be refused.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: {
      '/api': server,
      '/appointments': postedOnly,
      '/dev/inbox.json': server,
      '/socket.io': { target: server, ws: true },
    },
  },
});
