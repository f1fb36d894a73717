import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import {
  ExternalMessage,
  ExternalOtp,
  ExternalOtpBody,
  ExternalOtpQuery,
  ExternalOtpSent,
  ExternalVerified,
  ExternalVerify,
  type ServiceScope,
} from '../../contract/external.ts';
import { closed } from '../../contract/primitives.ts';
import type { App } from '../app-type.ts';
import type { Deps } from '../deps.ts';
import { Problem } from '../problem.ts';
import { acceptServiceKeys, needsScope } from '../service-keys/authorize.ts';
import { mockCodes } from './mock-codes.ts';
import { realCodes } from './real-codes.ts';

const tags = ['other systems'];
const config = { anonymous: true } as const;

/**
 * What was asked for, by the body and after it by the address. A plus in an address means a blank, and a number
 * begins with a plus.
 * @throws Problem `invalid_request`
 */
const askedIn = (body: ExternalOtpBody, query: ExternalOtpQuery): ExternalOtp => {
  const inQuery = query.to_phone === undefined ? {} : { to_phone: query.to_phone.replace(/^ /, '+') };
  const asked = { ...query, ...inQuery, ...body };
  if (Value.Check(ExternalOtp, asked)) return asked;
  const [path, message] =
    asked.to_phone === undefined
      ? ['body.to_phone', 'is missing, in the body and in the address']
      : ['querystring.otp', 'must be 4 to 10 letters or digits'];
  throw new Problem('invalid_request', { detail: `${path}: ${message}.`, fields: [{ path, message }] });
};

/** Fields in the order of the documents that clients of these routes hold: optional ones are not put last. */
const inOrder = (reply: FastifyReply): FastifyReply =>
  reply.type('application/json; charset=utf-8').serializer(JSON.stringify);

const keyIdOf = ({ serviceKey }: FastifyRequest): string => serviceKey?.id ?? '';

export const externalRoutes = (app: App, deps: Deps): void => {
  const { mock } = deps.config.messages;
  const codes = mock ? mockCodes(deps) : realCodes(deps);
  const only = (scope: ServiceScope) => (mock ? [] : [needsScope(deps, scope)]);
  const security = [...(mock ? [{}] : []), { serviceKey: [] }];
  acceptServiceKeys(app);

  app.post(
    '/api/v1/external/sms/otp',
    {
      config,
      preValidation: only('otp:send'),
      schema: {
        tags,
        security,
        summary: 'Send a code by SMS for another system; a service key with otp:send',
        body: ExternalOtp,
        response: { 200: ExternalOtpSent },
      },
    },
    async (request, reply) => {
      const { to_phone: toPhone, otp = null } = request.body;
      inOrder(reply);
      return codes.send(keyIdOf(request), { channel: 'sms', toPhone, otp });
    },
  );

  app.post(
    '/api/v1/external/whatsapp/otp',
    {
      config,
      preValidation: only('otp:send'),
      schema: {
        tags,
        security,
        summary: 'The same by WhatsApp; prefer the body: addresses end up in the logs of proxies',
        querystring: ExternalOtpQuery,
        body: ExternalOtpBody,
        response: { 200: ExternalOtpSent },
      },
    },
    async (request, reply) => {
      const { to_phone: toPhone, otp = null } = askedIn(request.body, request.query);
      inOrder(reply);
      return codes.send(keyIdOf(request), { channel: 'whatsapp', toPhone, otp });
    },
  );

  app.post(
    '/api/v1/external/otp/verify',
    {
      config,
      preValidation: only('otp:verify'),
      schema: {
        tags,
        security,
        summary: 'Check a code that was made here for the same service key; a key with otp:verify',
        body: ExternalVerify,
        response: { 200: ExternalVerified },
      },
    },
    async (request) => {
      const { to_phone: toPhone, otp } = request.body;
      const to = await codes.verify(keyIdOf(request), { toPhone, otp });
      return {
        success: true as const,
        data: { valid: true as const, to },
        message: 'OTP verified successfully',
      };
    },
  );

  app.get(
    '/api/v1/external/messages/:message_id',
    {
      config,
      preValidation: only('messages:read'),
      schema: {
        tags,
        security,
        summary: 'How far a message came; a service key with messages:read',
        params: closed({ message_id: Type.String({ minLength: 1, maxLength: 64 }) }),
        response: { 200: ExternalMessage },
      },
    },
    async (request) => ({
      success: true as const,
      data: await codes.message(request.params.message_id),
    }),
  );
};
