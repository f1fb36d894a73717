import { Type } from 'typebox';
import type { App } from '../app-type.ts';
import type { Deps } from '../deps.ts';
import { rawRequest, takeBytes, unread } from '../http/raw-bodies.ts';
import { Problem } from '../problem.ts';
import { attend } from './attend.ts';
import type { RoomEvents } from './room-events.ts';

const FORM = unread(
  'application/x-www-form-urlencoded',
  Type.Object({
    StatusCallbackEvent: Type.Optional(Type.String()),
    RoomName: Type.Optional(Type.String()),
    ParticipantSid: Type.Optional(Type.String()),
    ParticipantIdentity: Type.Optional(Type.String()),
    Timestamp: Type.Optional(Type.String()),
  }),
);
const EVENT = unread(
  'application/json',
  Type.Object({
    event_name: Type.Optional(Type.String()),
    room_name: Type.Optional(Type.String()),
    occupant: Type.Optional(Type.Object({})),
  }),
);

/** The paths that Prosody's `event_sync` makes of its `api_prefix`, and the prefix itself. */
const JITSI_PATHS = [
  ['', 'something of a room'],
  ['/events/room/created', 'that a room was made'],
  ['/events/room/destroyed', 'that a room is no more'],
  ['/events/occupant/joined', 'that somebody came into a room'],
  ['/events/occupant/left', 'that somebody left a room'],
] as const;

interface Webhook {
  provider: keyof RoomEvents;
  url: string;
  body: typeof FORM;
  summary: string;
  /** How the provider shows that it is the one. */
  proof: string;
}

/** What a provider tells that we cannot take just now, it is asked to tell again. */
const webhook = (hooks: App, deps: Deps, { provider, url, body, summary, proof }: Webhook): void => {
  hooks.post(
    url,
    {
      config: { anonymous: true },
      validatorCompiler: body.validatorCompiler,
      schema: {
        ...body.schema,
        tags: ['webhooks'],
        summary,
        description: `${proof} 403 \`signature_wrong\` changes nothing; 404 where nobody is configured to tell; 503 asks for it again.`,
        security: [],
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const reader = deps.roomEvents[provider];
      if (!reader) throw new Problem('not_found');
      const told = reader.read(rawRequest(deps.config, request), deps.now());
      if (!told) throw new Problem('signature_wrong');
      // In their order: somebody who left and came back is in.
      for (const seen of told) await attend(deps, seen);
      reply.code(204);
      return null;
    },
  );
};

/** Where providers of rooms tell who comes and who goes. */
export const videoWebhookRoutes = (app: App, deps: Deps): void => {
  void app.register(async (hooks: App) => {
    takeBytes(hooks);
    webhook(hooks, deps, {
      provider: 'twilio',
      url: '/webhooks/twilio/video',
      body: FORM,
      summary: 'Twilio tells who came into a room, or left it',
      proof: 'A form, signed over PUBLIC_URL with `X-Twilio-Signature`.',
    });
    for (const [path, what] of JITSI_PATHS)
      webhook(hooks, deps, {
        provider: 'jitsi',
        url: `/webhooks/jitsi${path}`,
        body: EVENT,
        summary: `Jitsi tells ${what}`,
        proof: 'JSON, with JITSI_WEBHOOK_SECRET as the bearer token.',
      });
  });
};
