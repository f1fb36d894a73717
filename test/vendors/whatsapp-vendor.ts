import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Document, OpenAPIBackend } from 'openapi-backend';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { judgeMessage, type Template } from './whatsapp-rules.ts';

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

export interface Asked {
  method: string;
  path: string;
  authorization: string | undefined;
  contentType: string | undefined;
  body: unknown;
}

export interface Reply {
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

export const ACCESS_TOKEN = 'EAAtest';
export const PHONE_NUMBER_ID = '106540352242922';

/** The vendor behind the address: what it answers, what it keeps, and what was not as its own file has it. */
export class WhatsappVendor {
  readonly taken: TakenMessage[] = [];
  readonly violations: string[] = [];
  readonly windows = new Set<string>();
  behaviour: WhatsappBehaviour = { does: 'accept' };
  readonly #file: OpenAPIBackend;
  readonly #templates: readonly Template[];

  private constructor(file: OpenAPIBackend, templates: readonly Template[]) {
    this.#file = file;
    this.#templates = templates;
  }

  static async open(folder: string, templates: readonly Template[]): Promise<WhatsappVendor> {
    return new WhatsappVendor(await openFile(folder), templates);
  }

  /** What to answer; null where the request is left without one. */
  answer({ method, path, authorization, contentType = '', body }: Asked): Reply | 'reset' | null {
    const headers = { 'content-type': contentType };
    const operation = this.#file.matchOperation({ method, path, headers });
    if (operation?.operationId !== 'sendMessage' || !path.startsWith(`/v23.0/${PHONE_NUMBER_ID}/`)) {
      this.violations.push(`there is no ${method} ${path}`);
      return refusal(100, 404);
    }
    const request = { method, path, headers, body: JSON.stringify(body) };
    this.#hold('request', this.#file.validateRequest(request, operation).errors);
    return authorization === `Bearer ${ACCESS_TOKEN}` ? this.#act(body) : refusal(190, 401);
  }

  /** Holds the `value` of a webhook against the file. */
  holdStatus(value: object): void {
    const headers = { 'content-type': 'application/json' };
    const request = { method: 'post', path: STATUS_CHECK, headers, body: JSON.stringify(value) };
    this.#hold('webhook', this.#file.validateRequest(request).errors);
  }

  #hold(what: string, errors: readonly unknown[] | null | undefined): void {
    if (errors?.length) this.violations.push(`${what}: ${JSON.stringify(errors)}`);
  }

  #act(body: unknown): Reply | 'reset' | null {
    const { behaviour } = this;
    switch (behaviour.does) {
      case 'accept':
        return this.#accept(body);
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
        return 'reset';
      case 'hang':
        return null;
    }
  }

  #accept(body: unknown): Reply {
    const judged = judgeMessage(body, this.#templates, this.windows);
    if ('error' in judged) return refusal(judged.error);
    const { to, biz_opaque_callback_data: ours } = Value.Parse(Envelope, body);
    const id = `wamid.${Buffer.from(`${to}/${this.taken.length}`).toString('base64')}`;
    this.taken.push({ id, to, ours, words: judged.words });
    const contacts = [{ input: to, wa_id: to.replace('+', '') }];
    const said = { messaging_product: 'whatsapp', contacts, messages: [{ id, message_status: 'accepted' }] };
    this.#hold('answer', this.#file.validateResponse(said, 'sendMessage', 200).errors);
    return { status: 200, body: said };
  }
}
