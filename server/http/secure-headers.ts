import { IncomingMessage, type OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import helmet from 'helmet';
import type { App } from '../app-type.ts';
import type { Config } from '../config.ts';

const HSTS_SECONDS = 2 * 365 * 24 * 60 * 60;

/**
 * Where the socket of the `twilio-video` client goes (its `WS_SERVER` with the region `gll`); what it would tell
 * of a visit besides is switched off. Its media is no connection that a policy rules.
 */
const TWILIO_SOCKET = 'wss://global.vss.twilio.com';

/** Where Jitsi's IFrame API and the frame that it makes come from. */
const jitsiOrigins = ({ video }: Config): string[] => (video.jitsi ? [`https://${video.jitsi.domain}`] : []);

/**
 * What a browser may do with our pages. Styles may be inline because the interface
 * library sets them on elements; scripts may not. A provider of rooms is let in where it is set up.
 */
const policy = (config: Config): ReturnType<typeof helmet> => {
  const { publicUrl, video } = config;
  const secure = publicUrl.protocol === 'https:';
  const jitsi = jitsiOrigins(config);
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'", ...jitsi],
        ...(jitsi.length > 0 ? { frameSrc: jitsi } : {}),
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'https:'],
        fontSrc: ["'self'", 'data:'],
        mediaSrc: ["'self'", 'blob:', 'mediastream:'],
        connectSrc: [
          "'self'",
          `${secure ? 'wss' : 'ws'}://${publicUrl.host}`,
          ...(video.twilio ? [TWILIO_SOCKET] : []),
        ],
        workerSrc: ["'self'", 'blob:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        ...(secure ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: secure ? { maxAge: HSTS_SECONDS, includeSubDomains: true } : false,
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginEmbedderPolicy: false,
  });
};

/**
 * What a page, and a frame that its `allow` hands it on to, may ask a person for. Jitsi's frame also asks for
 * sound that starts by itself, the whole screen and the clipboard; those are a page's own unless it is said otherwise here.
 */
const permissions = (config: Config): string => {
  const media = ['self', ...jitsiOrigins(config).map((origin) => `"${origin}"`)].join(' ');
  return `camera=(${media}), microphone=(${media}), display-capture=(${media}), geolocation=(), payment=()`;
};

/** What the policy sets on an answer; the same on every one, so it is asked once. @throws what it throws */
const headersOf = (set: ReturnType<typeof helmet>): OutgoingHttpHeaders => {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  set(request, response, (error) => {
    if (error) throw error;
  });
  return response.getHeaders();
};

export const secureHeaders = (app: App, config: Config): void => {
  const headers = {
    ...headersOf(policy(config)),
    'permissions-policy': permissions(config),
  };
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers);
    done();
  });
};
