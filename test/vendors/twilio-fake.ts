import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { contractsFolder } from './contracts.ts';
import { type ApiRequest, DescribedApi, type Operation } from './described-api.ts';
import { type Answer, refusal } from './twilio-answer.ts';
import { TwilioMessaging, type TwilioSent } from './twilio-messaging.ts';
import { twilioSignature } from './twilio-signature.ts';
import { TwilioVerifications } from './twilio-verifications.ts';

/** How it treats requests from now on. */
export type TwilioBehaviour =
  | { as: 'usual' }
  /** Says no with one of its numbers; `retryAfter` in seconds. */
  | { as: 'refuse'; status: number; code: number; retryAfter?: number }
  /** Says something else than a resource. */
  | { as: 'garbage'; status?: number; body?: string }
  /** Takes the request in and stays silent. */
  | { as: 'hang' }
  /** Takes the request in and cuts the connection. */
  | { as: 'reset' }
  /** Does what was asked and cuts the connection instead of saying so. */
  | { as: 'lost-answer' };

export interface TwilioFake {
  /** Stands for api.twilio.com, verify.twilio.com and video.twilio.com. */
  url: URL;
  /** Messages and calls that it took, oldest first. */
  sent: readonly TwilioSent[];
  /** `POST CreateMessage`, and so on: everything that it was asked, oldest first. */
  requests: readonly string[];
  /** What was not as the vendor's own files have it, in requests and in answers. Must end empty. */
  violations: string[];
  /** @param to for messages, calls and codes to this address alone */
  behave: (behaviour: TwilioBehaviour, to?: string) => void;
  /** The code that its engine sent to an address and would still take; null where there is none. */
  codeFor: (to: string) => string | null;
  /** Lets the code of an address grow too old. */
  expire: (to: string) => void;
  /** Tells the callback of a message or call what became of it, signed. `via` replaces the origin it is sent to. */
  callback: (sid: string, fields: Record<string, string>, via?: URL) => Promise<Response>;
  /** Posts any fields, signed, to an address; `via` as above. */
  post: (url: URL, fields: Record<string, string>, via?: URL) => Promise<Response>;
  /** Nobody listens any more. */
  stop: () => Promise<void>;
}

interface Account {
  accountSid: string;
  authToken: string;
}

interface Vendor extends Account {
  apis: readonly DescribedApi[];
  messaging: TwilioMessaging;
  verifications: TwilioVerifications;
  requests: string[];
  behaviours: Map<string, TwilioBehaviour>;
}

const EVERYBODY = '*';
const USUAL: TwilioBehaviour = { as: 'usual' };
const GARBAGE = '<html><body>Welcome to the free network of this café</body></html>';

const readRequest = async (incoming: IncomingMessage): Promise<ApiRequest> => {
  const { pathname: path, searchParams: query } = new URL(incoming.url ?? '/', 'http://vendor.test');
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
  );
  return { method: incoming.method ?? 'GET', path, query, headers, body: await text(incoming) };
};

const perform = (vendor: Vendor, { id, params, form }: Operation, { query }: ApiRequest): Answer => {
  const { messaging, verifications } = vendor;
  const account = params['AccountSid'];
  if (account !== undefined && account !== vendor.accountSid) return refusal(404, 20404);
  switch (id) {
    case 'CreateMessage':
      return messaging.createMessage(form);
    case 'CreateCall':
      return messaging.createCall(form);
    case 'ListMessage':
      return messaging.list('message', query);
    case 'ListCall':
      return messaging.list('call', query);
    case 'CreateVerification':
      return verifications.create(params['ServiceSid'] ?? '', form);
    case 'CreateVerificationCheck':
      return verifications.check(form);
    default:
      return refusal(404, 20404);
  }
};

const respond = (outgoing: ServerResponse, { status, body, headers = {} }: Answer): void => {
  outgoing.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
};

const serve = async (vendor: Vendor, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
  const request = await readRequest(incoming);
  // Verify's paths begin with its version; the older API's with a date.
  const api = vendor.apis[request.path.startsWith('/v2/') ? 1 : 0];
  const operation = api?.receive(request);
  if (!api || !operation) return respond(outgoing, refusal(404, 20404));
  vendor.requests.push(`${request.method} ${operation.id}`);
  const credentials = Buffer.from(`${vendor.accountSid}:${vendor.authToken}`).toString('base64');
  if (request.headers['authorization'] !== `Basic ${credentials}`)
    return respond(outgoing, refusal(401, 20003));
  const to = operation.form.get('To') ?? request.query.get('To') ?? '';
  const behaviour = vendor.behaviours.get(to) ?? vendor.behaviours.get(EVERYBODY) ?? USUAL;
  const asks = request.method === 'GET';
  switch (behaviour.as) {
    case 'hang':
      return;
    case 'reset':
      return void incoming.socket.destroy();
    case 'garbage':
      outgoing.writeHead(behaviour.status ?? (asks ? 200 : 201), { 'content-type': 'text/html' });
      return void outgoing.end(behaviour.body ?? GARBAGE);
    case 'refuse':
      return respond(outgoing, refusal(behaviour.status, behaviour.code, behaviour.retryAfter));
  }
  const answer = perform(vendor, operation, request);
  api.answer(operation.id, answer.status, answer.body);
  if (behaviour.as === 'lost-answer' && !asks) return void incoming.socket.destroy();
  respond(outgoing, answer);
};

const postSigned = (authToken: string) => (url: URL, fields: Record<string, string>, via?: URL) =>
  fetch(via ? new URL(`${url.pathname}${url.search}`, via) : url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'x-twilio-signature': twilioSignature(authToken, url, fields),
    },
    body: new URLSearchParams(fields).toString(),
  });

/** The fields that every callback of the vendor has, besides those that say what it is about. */
const callbackFields = (accountSid: string, sent: TwilioSent): Record<string, string> => ({
  AccountSid: accountSid,
  ApiVersion: '2010-04-01',
  To: sent.to,
  ...(sent.from ? { From: sent.from } : {}),
  ...(sent.messagingServiceSid ? { MessagingServiceSid: sent.messagingServiceSid } : {}),
  ...(sent.kind === 'call' ? { CallSid: sent.sid } : { MessageSid: sent.sid, SmsSid: sent.sid }),
});

/**
 * Twilio on loopback, with a memory: messages, calls and Verify, every request and every answer held against
 * the vendor's own files.
 * @throws Error where those files are not at hand; see `contractsOrSkip`
 */
export const startTwilioFake = async ({ accountSid, authToken }: Account): Promise<TwilioFake> => {
  const folder = contractsFolder();
  if (!folder) throw new Error('The vendors’ files are not at hand; set CONTRACTS_DIR');
  const violations: string[] = [];
  const load = (name: string) =>
    DescribedApi.load(join(folder, 'twilio-oai', name), (violation) => violations.push(violation));
  const vendor: Vendor = {
    accountSid,
    authToken,
    apis: await Promise.all([load('twilio_api_v2010.json'), load('twilio_verify_v2.json')]),
    messaging: new TwilioMessaging(accountSid),
    verifications: new TwilioVerifications(accountSid),
    requests: [],
    behaviours: new Map(),
  };
  const server = createServer((incoming, outgoing) => {
    serve(vendor, incoming, outgoing).catch((error: unknown) => {
      violations.push(`the fake failed: ${error}`);
      outgoing.destroy();
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const post = postSigned(authToken);
  const { messaging, verifications, behaviours } = vendor;
  return {
    url: new URL(`http://127.0.0.1:${port}`),
    sent: messaging.sent,
    requests: vendor.requests,
    violations,
    behave: (behaviour, to = EVERYBODY) => behaviours.set(to, behaviour),
    codeFor: (to) => verifications.codeFor(to),
    expire: (to) => verifications.expire(to),
    post,
    callback: (sid, fields, via) => {
      const sent = messaging.sent.find((one) => one.sid === sid);
      if (!sent?.statusCallback) throw new Error(`${sid} has no callback`);
      return post(sent.statusCallback, { ...callbackFields(accountSid, sent), ...fields }, via);
    },
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};
