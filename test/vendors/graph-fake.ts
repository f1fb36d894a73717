import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { type Document, OpenAPIBackend } from 'openapi-backend';
import { APPROVED_NAMES } from './whatsapp-approved.ts';

const FILE = 'whatsapp/business-messaging-api_v23.0.subset.json';
export const GRAPH = {
  accessToken: 'EAAtoken',
  phoneNumberId: '106540352242922',
  businessAccountId: '102290129340398',
};

export interface GraphTemplate {
  name: string;
  language: string;
  status: string;
}

/** What the business account has, to be changed by a test at any time. */
export interface GraphBelongings {
  phone: Record<string, string>;
  templates: GraphTemplate[];
  /** A refusal to every request: its code and, where it has one, the subcode. */
  refuses: { status: number; code: number; subcode?: number } | null;
  /** The token may send and not read templates. */
  hidesTemplates: boolean;
}

export interface GraphFake {
  /** As in WHATSAPP_API_URL. */
  apiUrl: URL;
  has: GraphBelongings;
  /** What was not as the vendor has it. Must end empty. */
  violations: readonly string[];
  stop: () => Promise<void>;
}

const NAMES = [APPROVED_NAMES.code, ...Object.values(APPROVED_NAMES.visit)];
const PAGE = 3;

export const everythingApproved = (): GraphBelongings => ({
  phone: { status: 'CONNECTED', quality_rating: 'GREEN', platform_type: 'CLOUD_API' },
  templates: NAMES.flatMap((name) =>
    ['en', 'hi', 'ur', 'es'].map((language) => ({ name, language, status: 'APPROVED' })),
  ),
  refuses: null,
  hidesTemplates: false,
});

const refusal = (status: number, code: number, subcode?: number) => ({
  status,
  body: {
    error: {
      message: `(#${code}) Refused`,
      type: 'OAuthException',
      code,
      ...(subcode === undefined ? {} : { error_subcode: subcode }),
      fbtrace_id: 'AbCdEfGhIjKlMnOpQrStUvW',
    },
  },
});

/** A name finds all templates that contain it, some at a time. */
const page = (has: GraphBelongings, query: URLSearchParams) => {
  const found = has.templates.filter(({ name }) => name.includes(query.get('name') ?? ''));
  const from = Number(query.get('after') ?? 0);
  const data = found
    .slice(from, from + PAGE)
    .map((one, at) => ({ ...one, id: String(from + at + 1), category: 'UTILITY', components: [] }));
  const after = from + PAGE;
  const cursors = { before: String(from), after: String(after) };
  return { data, paging: { cursors, ...(after < found.length ? { next: 'https://vendor.test/next' } : {}) } };
};

/** Meta's Graph API as far as a number and its templates go; what its file describes is held against that. */
export const startGraphFake = async (folder: string, has: GraphBelongings): Promise<GraphFake> => {
  const violations: string[] = [];
  const definition: Document = JSON.parse(readFileSync(join(folder, FILE), 'utf8'));
  const file = new OpenAPIBackend({ definition, quick: true, ajvOpts: { strict: false, logger: false } });
  await file.init();
  const hold = (what: string, errors: readonly unknown[] | null | undefined) => {
    if (errors?.length) violations.push(`${what}: ${JSON.stringify(errors)}`);
  };

  const answer = (method: string, url: URL, authorization: string | undefined) => {
    const { pathname: path, searchParams } = url;
    if (method !== 'GET') violations.push(`${method} ${path} changes something`);
    if (has.refuses) return refusal(has.refuses.status, has.refuses.code, has.refuses.subcode);
    if (authorization !== `Bearer ${GRAPH.accessToken}`) return refusal(401, 190);
    if (path === `/v23.0/${GRAPH.phoneNumberId}`)
      return { status: 200, body: { id: GRAPH.phoneNumberId, ...has.phone } };
    if (path !== `/v23.0/${GRAPH.businessAccountId}/message_templates`) return refusal(400, 100, 33);
    if (has.hidesTemplates) return refusal(403, 200);
    // The file describes the first page alone; `after` is how all of Graph goes on (Graph API, paginated results).
    const query = Object.fromEntries([...searchParams].filter(([name]) => name !== 'after'));
    hold('request', file.validateRequest({ method, path, headers: {}, query }).errors);
    const body = page(has, searchParams);
    hold('answer', file.validateResponse(body, 'getTemplateByNameDefaultFields', 200).errors);
    return { status: 200, body };
  };

  const server = createServer(({ method = '', url = '/', headers }, outgoing) => {
    if (method === 'HEAD') return void outgoing.writeHead(400).end();
    const { status, body } = answer(method, new URL(url, 'http://vendor.test'), headers.authorization);
    outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  return {
    apiUrl: new URL(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/v23.0`),
    has,
    violations,
    stop: async () => {
      const closed = once(server, 'close');
      server.closeAllConnections();
      server.close();
      await closed;
    },
  };
};
