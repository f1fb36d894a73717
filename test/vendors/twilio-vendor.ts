import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { ApiRequest, DescribedApi, Operation } from './described-api.ts';
import { type Answer, refusal } from './twilio-answer.ts';
import type { TwilioMessaging } from './twilio-messaging.ts';
import type { TwilioRooms } from './twilio-rooms.ts';
import type { TwilioVerifications } from './twilio-verifications.ts';

/** How it treats requests from now on. */
export type TwilioBehaviour =
  | { as: 'usual' }
  /** Says no with one of its numbers; `retryAfter` in seconds. */
  | { as: 'refuse'; status: number; code: number; retryAfter?: number }
  /** Will not post to the addresses that it is given, and says so, as it does of `localhost`. */
  | { as: 'refuse-callbacks' }
  /** Says something else than a resource. */
  | { as: 'garbage'; status?: number; body?: string }
  /** Takes the request in and stays silent. */
  | { as: 'hang' }
  /** Takes the request in and cuts the connection. */
  | { as: 'reset' }
  /** Does what was asked and cuts the connection instead of saying so. */
  | { as: 'lost-answer' };

export interface TwilioAccount {
  accountSid: string;
  authToken: string;
}

export interface TwilioVendor extends TwilioAccount {
  apis: Readonly<Record<'messages' | 'verify' | 'video', DescribedApi>>;
  messaging: TwilioMessaging;
  verifications: TwilioVerifications;
  rooms: TwilioRooms;
  requests: string[];
  behaviours: Map<string, TwilioBehaviour>;
}

/** Stands for every address in `behaviours`. */
export const EVERYBODY = '*';
const USUAL: TwilioBehaviour = { as: 'usual' };
const GARBAGE = '<html><body>Welcome to the free network of this café</body></html>';

const readRequest = async (incoming: IncomingMessage): Promise<ApiRequest> => {
  const { pathname: path, searchParams: query } = new URL(incoming.url ?? '/', 'http://vendor.test');
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
  );
  return { method: incoming.method ?? 'GET', path, query, headers, body: await text(incoming) };
};

const perform = (vendor: TwilioVendor, { id, params, form }: Operation, { query }: ApiRequest): Answer => {
  const { messaging, verifications, rooms } = vendor;
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
    case 'CreateRoom':
      return rooms.create(form);
    case 'FetchRoom':
      return rooms.fetch(params['Sid'] ?? '');
    case 'UpdateRoom':
      return rooms.update(params['Sid'] ?? '', form);
    default:
      return refusal(404, 20404);
  }
};

const respond = (outgoing: ServerResponse, { status, body, headers = {} }: Answer): void => {
  outgoing.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
};

/** The paths of Verify and Video begin with their versions; the older API's with a date. */
const apiFor = ({ apis }: TwilioVendor, { path }: ApiRequest): DescribedApi => {
  if (path.startsWith('/v2/')) return apis.verify;
  return path.startsWith('/v1/') ? apis.video : apis.messages;
};

/** What a request is about: an address, or a room by its name or id. */
const subjectOf = ({ form, params }: Operation, { query }: ApiRequest): string =>
  form.get('To') ?? query.get('To') ?? form.get('UniqueName') ?? params['Sid'] ?? '';

/** Answers one request, as the behaviour for its address has it. */
export const serve = async (
  vendor: TwilioVendor,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> => {
  const request = await readRequest(incoming);
  const api = apiFor(vendor, request);
  const operation = api.receive(request);
  if (!operation) return respond(outgoing, refusal(404, 20404));
  vendor.requests.push(`${request.method} ${operation.id}`);
  const credentials = Buffer.from(`${vendor.accountSid}:${vendor.authToken}`).toString('base64');
  if (request.headers['authorization'] !== `Basic ${credentials}`)
    return respond(outgoing, refusal(401, 20003));
  const behaviour =
    vendor.behaviours.get(subjectOf(operation, request)) ?? vendor.behaviours.get(EVERYBODY) ?? USUAL;
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
    case 'refuse-callbacks':
      if (operation.form.has('StatusCallback'))
        return respond(outgoing, refusal(400, operation.id === 'CreateRoom' ? 53111 : 21609));
  }
  const answer = perform(vendor, operation, request);
  api.answer(operation.id, answer.status, answer.body);
  if (behaviour.as === 'lost-answer' && !asks) return void incoming.socket.destroy();
  respond(outgoing, answer);
};
