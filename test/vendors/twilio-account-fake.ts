import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { contractsFolder } from './contracts.ts';
import { DescribedApi } from './described-api.ts';
import { type Answer, newSid, refusal, rfc2822 } from './twilio-answer.ts';
import type { TwilioAccount } from './twilio-vendor.ts';

/** What belongs to the account, to be changed by a test at any time. */
export interface TwilioBelongings {
  status: 'active' | 'suspended' | 'closed';
  type: 'Full' | 'Trial';
  numbers: { number: string; sms: boolean; voice: boolean }[];
  callerIds: string[];
  messagingServices: { sid: string; numbers: number }[];
  verifyServices: string[];
  keys: { sid: string; secret: string; owned: boolean; hasVideo: boolean }[];
}

export interface TwilioAccountFake {
  /** Stands for all of the vendor's hosts. */
  url: URL;
  has: TwilioBelongings;
  /** `GET /v1/Rooms`, and so on, oldest first. */
  requests: readonly string[];
  /** What was not as the vendor has it. Must end empty. */
  violations: readonly string[];
  /** Every answer is this status instead, as of a vendor in trouble; null ends it. */
  fail: (status: number | null) => void;
  stop: () => Promise<void>;
}

interface Asked {
  path: string;
  query: URLSearchParams;
  user: string;
  password: string;
}

const E164 = /^\+[1-9]\d{6,14}$/;

/** What stands in the account; the vendor's file at hand describes none of it, so it is held to what is here. */
const ofAccount = (account: TwilioAccount, has: TwilioBelongings, asked: Asked): Answer | null => {
  const base = `/2010-04-01/Accounts/${account.accountSid}`;
  const number = asked.query.get('PhoneNumber') ?? '';
  const created = rfc2822(new Date(0));
  switch (asked.path) {
    case `${base}.json`:
      return { status: 200, body: { sid: account.accountSid, status: has.status, type: has.type } };
    case `${base}/IncomingPhoneNumbers.json`:
      if (!E164.test(number)) return refusal(400, 21211);
      return {
        status: 200,
        body: {
          page: 0,
          incoming_phone_numbers: has.numbers
            .filter((one) => one.number === number)
            .map(({ sms, voice }) => ({
              sid: newSid('PN'),
              phone_number: number,
              capabilities: { sms, voice, mms: false, fax: false },
              date_created: created,
            })),
        },
      };
    case `${base}/OutgoingCallerIds.json`:
      return {
        status: 200,
        body: {
          page: 0,
          outgoing_caller_ids: has.callerIds
            .filter((one) => one === number)
            .map((one) => ({ sid: newSid('PN'), phone_number: one, date_created: created })),
        },
      };
    default: {
      const sid = /\/Keys\/(SK\w+)\.json$/.exec(asked.path)?.[1];
      if (!sid) return null;
      return has.keys.some((key) => key.sid === sid && key.owned)
        ? { status: 200, body: { sid, friendly_name: 'Visits', date_created: created } }
        : refusal(404, 20404);
    }
  }
};

const meta = (key: string) => ({
  key,
  page: 0,
  page_size: 20,
  first_page_url: 'https://vendor.test/',
  previous_page_url: null,
  next_page_url: null,
  url: 'https://vendor.test/',
});

/** What the vendor's files describe. */
const described = (
  { accountSid }: TwilioAccount,
  has: TwilioBelongings,
  id: string,
  params: Readonly<Record<string, string>>,
  isVerify: boolean,
): Answer => {
  const sid = params['Sid'] ?? params['ServiceSid'] ?? '';
  const service = has.messagingServices.find((one) => one.sid === sid);
  if (id === 'ListRoom') return { status: 200, body: { rooms: [], meta: meta('rooms') } };
  if (id === 'FetchService' && (isVerify ? has.verifyServices.includes(sid) : service))
    return { status: 200, body: { sid, account_sid: accountSid, friendly_name: 'Visits' } };
  if (id === 'ListPhoneNumber' && service)
    return {
      status: 200,
      body: {
        phone_numbers: Array.from({ length: service.numbers }, () => ({
          sid: newSid('PN'),
          account_sid: accountSid,
          service_sid: sid,
        })),
        meta: meta('phone_numbers'),
      },
    };
  return refusal(404, 20404);
};

const credentialsOf = ({ headers }: IncomingMessage): [user: string, password: string] => {
  const encoded = /^Basic (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '';
  const [user = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return [user, rest.join(':')];
};

/**
 * What a Twilio account is and has, on the loopback. Every request that the vendor's files describe is held
 * against them, and so is every answer.
 * @throws Error where those files are not at hand; see `contractsOrSkip`
 */
export const startTwilioAccountFake = async (
  account: TwilioAccount,
  has: TwilioBelongings,
): Promise<TwilioAccountFake> => {
  const folder = contractsFolder();
  if (!folder) throw new Error('The vendors’ files are not at hand; set CONTRACTS_DIR');
  const violations: string[] = [];
  const requests: string[] = [];
  let failing: number | null = null;
  const load = (name: string) =>
    DescribedApi.load(join(folder, 'twilio-oai', `${name}.json`), (violation) => violations.push(violation));
  const [messaging, verify, video] = await Promise.all([
    load('twilio_messaging_v1'),
    load('twilio_verify_v2'),
    load('twilio_video_v1'),
  ]);

  /** The account's own credentials, or a key's where a key may be used. */
  const isLetIn = ({ user, password, path }: Asked): number => {
    if (user === account.accountSid) return password === account.authToken ? 200 : 401;
    const key = has.keys.find((one) => one.sid === user && one.secret === password);
    if (!key) return 401;
    return key.hasVideo && path.startsWith('/v1/Rooms') ? 200 : 403;
  };

  const answer = (method: string, asked: Asked): Answer => {
    if (failing !== null) return { status: failing, body: {} };
    const status = isLetIn(asked);
    if (status !== 200) return refusal(status, 20003);
    if (method !== 'GET') violations.push(`${method} ${asked.path} changes something`);
    if (asked.path.startsWith('/2010-04-01/')) {
      const own = ofAccount(account, has, asked);
      if (!own) violations.push(`${asked.path} is not known`);
      return own ?? refusal(404, 20404);
    }
    const { path, query } = asked;
    const isVerify = path.startsWith('/v2/');
    const api = isVerify ? verify : path.startsWith('/v1/Rooms') ? video : messaging;
    const operation = api.receive({ method, path, query, headers: {}, body: '' });
    if (!operation) return refusal(404, 20404);
    const answered = described(account, has, operation.id, operation.params, isVerify);
    api.answer(operation.id, answered.status, answered.body);
    return answered;
  };

  const server = createServer(async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const { pathname: path, searchParams: query } = new URL(incoming.url ?? '/', 'http://vendor.test');
    const [user, password] = credentialsOf(incoming);
    await text(incoming);
    const method = incoming.method ?? '';
    // The clock is asked without credentials.
    if (method === 'HEAD') return void outgoing.writeHead(404).end();
    requests.push(`${method} ${path}`);
    const { status, body } = answer(method, { path, query, user, password });
    outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  return {
    url: new URL(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`),
    has,
    requests,
    violations,
    fail: (status) => {
      failing = status;
    },
    stop: async () => {
      const closed = once(server, 'close');
      server.closeAllConnections();
      server.close();
      await closed;
    },
  };
};
