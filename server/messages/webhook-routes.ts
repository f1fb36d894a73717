import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { App } from '../app-type.ts';
import type { Deps } from '../deps.ts';
import { rawRequest, takeBytes, unread } from '../http/raw-bodies.ts';
import { Problem } from '../problem.ts';
import type { WebhookReader } from './receipts.ts';
import { takeInbound } from './take-inbound.ts';
import { takeReceipts } from './take-receipts.ts';

/** Twilio takes XML alone for an answer to an incoming message (its error 12300); this one says nothing. */
const NO_REPLY = '<Response/>';

/**
 * Meta puts up to a thousand updates into one request; what a busy clinic gets in one is a few hundred receipts
 * of some 400 bytes. A request beyond the limit would be told again, as large, for a week.
 */
const BATCH_BYTES = 256 * 1024;

const PUBLIC = { anonymous: true } as const;

const text = (description: string, type: string) => ({
  description,
  content: { [type]: { schema: Type.String() } },
});

/** @throws Problem `signature_wrong`; DatabaseUnavailable, so that the vendor tells it again */
const take = async (deps: Deps, reader: WebhookReader, request: FastifyRequest): Promise<void> => {
  const told = reader.read(rawRequest(deps.config, request));
  if (!told) throw new Problem('signature_wrong');
  await takeReceipts(deps, told.receipts);
  await takeInbound(deps, told.inbound);
};

const FORM = unread(
  'application/x-www-form-urlencoded',
  Type.Object({
    MessageSid: Type.Optional(Type.String()),
    MessageStatus: Type.Optional(Type.String()),
    ErrorCode: Type.Optional(Type.String()),
    CallSid: Type.Optional(Type.String()),
    CallStatus: Type.Optional(Type.String()),
    From: Type.Optional(Type.String()),
    Body: Type.Optional(Type.String()),
  }),
);
const NOTIFICATION = unread(
  'application/json',
  Type.Object({ object: Type.String(), entry: Type.Array(Type.Object({})) }),
);

const twilioRoute = (hooks: App, deps: Deps): void => {
  hooks.post(
    '/webhooks/twilio/messages',
    {
      config: PUBLIC,
      validatorCompiler: FORM.validatorCompiler,
      schema: {
        ...FORM.schema,
        tags: ['webhooks'],
        summary: 'Twilio tells what became of a message, or what somebody wrote to our number',
        description:
          'A form, signed over PUBLIC_URL with `X-Twilio-Signature`. 403 `signature_wrong` changes nothing; 404 where Twilio is not configured; 503 asks for it again.',
        security: [],
        response: { 200: text('Taken; nothing is replied', 'text/xml') },
      },
    },
    async (request, reply) => {
      const { twilio } = deps.webhooks;
      if (!twilio) throw new Problem('not_found');
      await take(deps, twilio, request);
      return reply.type('text/xml').send(NO_REPLY);
    },
  );
};

const Subscription = Type.Object({
  'hub.mode': Type.Optional(Type.String()),
  'hub.verify_token': Type.Optional(Type.String()),
  'hub.challenge': Type.Optional(Type.String()),
});

const whatsappRoutes = (hooks: App, deps: Deps): void => {
  const url = '/webhooks/whatsapp';
  hooks.get(
    url,
    {
      config: PUBLIC,
      schema: {
        tags: ['webhooks'],
        summary: 'Meta asks whether a subscription is ours',
        description: 'Answers `hub.challenge` where `hub.verify_token` is WHATSAPP_VERIFY_TOKEN.',
        security: [],
        querystring: Subscription,
        response: { 200: text('The challenge', 'text/plain') },
      },
    },
    async (request, reply) => {
      const { whatsapp } = deps.webhooks;
      if (!whatsapp) throw new Problem('not_found');
      const challenge = whatsapp.handshake(request.query);
      if (challenge === null) throw new Problem('signature_wrong');
      return reply.type('text/plain; charset=utf-8').send(challenge);
    },
  );

  hooks.post(
    url,
    {
      config: PUBLIC,
      bodyLimit: BATCH_BYTES,
      validatorCompiler: NOTIFICATION.validatorCompiler,
      schema: {
        ...NOTIFICATION.schema,
        tags: ['webhooks'],
        summary: 'Meta tells what became of messages, or what somebody wrote to our number',
        description:
          'JSON, signed over its bytes with `X-Hub-Signature-256`. 403 `signature_wrong` changes nothing; 404 where WhatsApp is not configured; 503 asks for it again.',
        security: [],
        response: { 200: text('Taken', 'text/plain') },
      },
    },
    async (request, reply) => {
      const { whatsapp } = deps.webhooks;
      if (!whatsapp) throw new Problem('not_found');
      await take(deps, whatsapp, request);
      return reply.type('text/plain').send('');
    },
  );
};

/** Where providers tell what became of messages. */
export const webhookRoutes = (app: App, deps: Deps): void => {
  void app.register(async (hooks: App) => {
    takeBytes(hooks);
    twilioRoute(hooks, deps);
    whatsappRoutes(hooks, deps);
  });
};
