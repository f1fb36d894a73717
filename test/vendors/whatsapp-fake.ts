import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type Document, OpenAPIBackend } from 'openapi-backend';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { judgeMessage, type Template } from './whatsapp-rules.ts';
import { postWebhook, type StatusChange, statusValue, webhookPayload } from './whatsapp-webhook.ts';

/** What the vendor does with whatever is sent next. */
export type WhatsappBehaviour =
  | { does: 'accept' }
  | { does: 'refuse'; code: number; status?: number }
  | { does: 'limit'; seconds: number }
  | { does: 'fail' | 'garbage' | 'hang' | 'reset' }
  /** Sends the request on to another host, where a token must never go. */
  | { does: 'redirect'; to: string };

export interface TakenMessage {
  id: string;
  to: string;
  /** What the sender put on it. */
  ours: string | undefined;
  words: string;
}

export interface WhatsappFake {
  /** As in WHATSAPP_API_URL. */
  apiUrl: URL;
  accessToken: string;
  phoneNumberId: string;
  webhookSecret: string;
  /** Oldest first. */
  taken: readonly TakenMessage[];
  /** Where requests or answers were not as the vendor's file has them. */
  violations: readonly string[];
  behave: (behaviour: WhatsappBehaviour) => void;
  /** That number wrote to us just now. */
  openWindow: (number: string) => void;
  /** Tells a webhook what became of a message. @returns the status that was answered */
  tell: (webhook: URL, id: string, status: string, error?: number) => Promise<number>;
  stop: () => Promise<void>;
}

interface Reply {
  status: number;
  body: object | string;
  headers?: Record<string, string>;
}

const VENDORS_FILE = 'whatsapp/business-messaging-api_v23.0.subset.json';
const STATUS_CHECK = '/status-check';
const Envelope = Type.Object({ to: Type.String(), biz_opaque_callback_data: Type.Optional(Type.String()) });

/**
 * The vendor's file, unjudged itself, with a path of ours more: only
 * operations are checked, and a webhook's value is none.
 */
const openFile = async (folder: string): Promise<OpenAPIBackend> => {
  const definition: Document = JSON.parse(readFileSync(join(folder, VENDORS_FILE), 'utf8'));
  const value = { schema: { $ref: '#/components/schemas/StatusMessageValue' } };
  const statusCheck = {
    operationId: 'statusCheck',
    requestBody: { content: { 'application/json': value } },
    responses: { 200: { description: 'as it should be' } },
  };
  Object.assign(definition.paths ?? {}, { [STATUS_CHECK]: { post: statusCheck } });
  const file = new OpenAPIBackend({ definition, quick: true, ajvOpts: { strict: false, logger: false } });
  await file.init();
  return file;
};

const refusal = (code: number, status = 400): Reply => ({
  status,
  body: {
    error: {
      message: `(#${code}) Refused`,
      type: 'OAuthException',
      code,
      error_data: { messaging_product: 'whatsapp', details: 'As the test asked.' },
      fbtrace_id: 'AbCdEfGhIjKlMnOpQrStUvW',
    },
  },
});

/** A WhatsApp Cloud API on the loopback that holds every request and answer against the vendor's own file. */
export const startWhatsappFake = async (
  folder: string,
  templates: readonly Template[],
): Promise<WhatsappFake> => {
  const file = await openFile(folder);
  const [accessToken, phoneNumberId, webhookSecret] = [
    'EAAtest',
    '106540352242922',
    'app secret of the fake',
  ];
  const taken: TakenMessage[] = [];
  const violations: string[] = [];
  const windows = new Set<string>();
  let behaviour: WhatsappBehaviour = { does: 'accept' };

  const hold = (what: string, errors: readonly unknown[] | null | undefined): void => {
    if (errors?.length) violations.push(`${what}: ${JSON.stringify(errors)}`);
  };

  const accept = (body: unknown): Reply => {
    const judged = judgeMessage(body, templates, windows);
    if ('error' in judged) return refusal(judged.error);
    const { to, biz_opaque_callback_data: ours } = Value.Parse(Envelope, body);
    const id = `wamid.${Buffer.from(`${to}/${taken.length}`).toString('base64')}`;
    taken.push({ id, to, ours, words: judged.words });
    const contacts = [{ input: to, wa_id: to.replace('+', '') }];
    const said = { messaging_product: 'whatsapp', contacts, messages: [{ id, message_status: 'accepted' }] };
    hold('answer', file.validateResponse(said, 'sendMessage', 200).errors);
    return { status: 200, body: said };
  };

  /** Null where the request is left without an answer. */
  const act = (request: IncomingMessage, body: unknown): Reply | null => {
    if (request.headers.authorization !== `Bearer ${accessToken}`) return refusal(190, 401);
    switch (behaviour.does) {
      case 'accept':
        return accept(body);
      case 'refuse':
        return refusal(behaviour.code, behaviour.status);
      case 'limit':
        return { ...refusal(130429, 429), headers: { 'retry-after': String(behaviour.seconds) } };
      case 'fail':
        return refusal(131000, 500);
      case 'garbage':
        return { status: 200, body: '<html>It works!' };
      case 'redirect':
        return { status: 307, body: '', headers: { location: behaviour.to } };
      case 'reset':
        request.socket.resetAndDestroy();
        return null;
      case 'hang':
        return null;
    }
  };

  const judge = (request: IncomingMessage, body: unknown): Reply | null => {
    const [path = '', method = ''] = [request.url, request.method];
    const headers = { 'content-type': request.headers['content-type'] ?? '' };
    const operation = file.matchOperation({ method, path, headers, body });
    if (operation?.operationId !== 'sendMessage' || !path.startsWith(`/v23.0/${phoneNumberId}/`)) {
      violations.push(`there is no ${method} ${path}`);
      return refusal(100, 404);
    }
    const { errors } = file.validateRequest({ method, path, headers, body: JSON.stringify(body) }, operation);
    hold('request', errors);
    return act(request, body);
  };

  const server = createServer(async (request, response) => {
    const reply = judge(request, JSON.parse((await text(request)) || 'null'));
    if (!reply) return;
    response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers });
    response.end(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;

  const tell = async (webhook: URL, id: string, status: string, error?: number): Promise<number> => {
    const { to = '+15550000000', ours } = taken.find((message) => message.id === id) ?? {};
    const change: StatusChange = { id, status, recipient: to.slice(1), at: new Date() };
    if (ours !== undefined) change.ours = ours;
    if (error !== undefined) change.error = error;
    const value = statusValue(phoneNumberId, [change]);
    const headers = { 'content-type': 'application/json' };
    const request = { method: 'post', path: STATUS_CHECK, headers, body: JSON.stringify(value) };
    hold('webhook', file.validateRequest(request).errors);
    return postWebhook(webhook, webhookSecret, webhookPayload('messages', value));
  };

  return {
    apiUrl: new URL(`http://127.0.0.1:${port}/v23.0`),
    accessToken,
    phoneNumberId,
    webhookSecret,
    taken,
    violations,
    behave: (next) => {
      behaviour = next;
    },
    openWindow: (number) => {
      windows.add(number);
    },
    tell,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
