import type { FastifyRequest } from 'fastify';
import type { TObject } from 'typebox';
import type { App } from '../app-type.ts';
import type { Config } from '../config.ts';

/** A request as it came: signatures are over its very bytes. */
export interface RawRequest {
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: Buffer;
  /** The public address that it was sent to, with its query: PUBLIC_URL and the path. */
  url: URL;
}

/** Forms are read where this was called and nowhere else, and no schema looks at them before the signature was. */
export const takeBytes = (hooks: App): void => {
  hooks.removeAllContentTypeParsers();
  hooks.addContentTypeParser(
    ['application/x-www-form-urlencoded', 'application/json'],
    { parseAs: 'buffer' },
    (_request, body, done) => done(null, body),
  );
};

/** What is documented of a body; the reader of the provider judges the bytes. */
export const unread = (type: string, body: TObject) => ({
  validatorCompiler: () => () => true,
  schema: { consumes: [type], body },
});

type Raw = Pick<FastifyRequest, 'headers' | 'url'> & { body: unknown };

const bytesOf = ({ body }: Raw): Buffer => (Buffer.isBuffer(body) ? body : Buffer.alloc(0));

/** An address that is asked for in whole (RFC 9112 §3.2.2). */
const WITH_ORIGIN = /^https?:\/\/.*?\//i;

/** The address that the vendor wrote into the envelope, which a proxy in between may have changed. */
const publicUrl = ({ publicUrl: { origin } }: Config, { url }: Raw): URL =>
  new URL(origin + url.replace(WITH_ORIGIN, '/'));

/** What a provider's reader is given of a request whose bytes were taken. */
export const rawRequest = (config: Config, request: Raw): RawRequest => ({
  headers: request.headers,
  body: bytesOf(request),
  url: publicUrl(config, request),
});
