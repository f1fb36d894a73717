import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin, type ProxyOptions } from 'vite';

const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The server in development; `PORT` defaults to 5002 there too. */
const server = 'http://localhost:5002';

/** `/appointments/…` is a page when a browser opens it and a route when a client posts to it. */
const postedOnly: ProxyOptions = {
  target: server,
  bypass: (request) => (request.method === 'POST' ? undefined : (request.url ?? '/')),
};

const isText = (file: string): boolean => /\.(js|css|svg)$/.test(file);

/** Leaves a `.br` and a `.gz` beside every text file, so that the server sends them without compressing anything itself. */
const preCompress = (): Plugin => ({
  name: 'pre-compress',
  apply: 'build',
  // Only what is written is final: until then Vite still fills in the names of the files to load.
  async writeBundle({ dir = '.' }, bundle) {
    const files = Object.keys(bundle).filter(isText);
    await Promise.all(
      files.map(async (name) => {
        const file = join(dir, name);
        const source = await readFile(file);
        await writeFile(`${file}.br`, brotliCompressSync(source));
        await writeFile(`${file}.gz`, gzipSync(source, { level: 9 }));
      }),
    );
  },
});

const FROM_TEXT = "new Function('url', 'return import(url);')";

/**
 * twilio-video makes a function out of text as soon as it is loaded, for a noise filter that is not used here.
 * Our content security policy allows no code out of text, with it the whole package would not load.
 */
const withoutCodeFromText = (): Plugin => ({
  name: 'without-code-from-text',
  transform: {
    filter: { id: /\/twilio-video\/es5\/util\/dynamicimport\.js$/ },
    handler(code) {
      if (!code.includes(FROM_TEXT))
        this.error('twilio-video has changed: see whether it still makes code out of text');
      return code.replace(FROM_TEXT, '(url) => import(/* @vite-ignore */ url)');
    },
  },
});

export default defineConfig({
  root: folder('web'),
  plugins: [react(), withoutCodeFromText(), preCompress()],
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
      '/calendar': server,
      '/appointments': postedOnly,
      '/dev/inbox.json': server,
      '/socket.io': { target: server, ws: true },
    },
  },
});
