import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { contractsFolder } from './contracts.ts';
import { DescribedApi } from './described-api.ts';
import { callbackFields, postSigned } from './twilio-callbacks.ts';
import { TwilioMessaging, type TwilioSent } from './twilio-messaging.ts';
import { TwilioRooms } from './twilio-rooms.ts';
import {
  EVERYBODY,
  serve,
  type TwilioAccount,
  type TwilioBehaviour,
  type TwilioVendor,
} from './twilio-vendor.ts';
import { TwilioVerifications } from './twilio-verifications.ts';

export interface TwilioFake {
  /** Stands for api.twilio.com, verify.twilio.com and video.twilio.com. */
  url: URL;
  /** Messages and calls that it took, oldest first. */
  sent: readonly TwilioSent[];
  /** `POST CreateMessage`, and so on: everything that it was asked, oldest first. */
  requests: readonly string[];
  /** What was not as the vendor's own files have it, in requests and in answers. Must end empty. */
  violations: string[];
  /** Its rooms, and who is in them. */
  rooms: TwilioRooms;
  /** @param to for messages, calls and codes to this address, or for the room of this name, alone */
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

/**
 * Twilio on loopback, with a memory: messages, calls, Verify and Video, every request and every answer held against
 * the vendor's own files.
 * @throws Error where those files are not at hand; see `contractsOrSkip`
 */
export const startTwilioFake = async ({ accountSid, authToken }: TwilioAccount): Promise<TwilioFake> => {
  const folder = contractsFolder();
  if (!folder) throw new Error('The vendors’ files are not at hand; set CONTRACTS_DIR');
  const violations: string[] = [];
  const load = (name: string) =>
    DescribedApi.load(join(folder, 'twilio-oai', name), (violation) => violations.push(violation));
  const [messages, verify, video] = await Promise.all([
    load('twilio_api_v2010.json'),
    load('twilio_verify_v2.json'),
    load('twilio_video_v1.json'),
  ]);
  const vendor: TwilioVendor = {
    accountSid,
    authToken,
    apis: { messages, verify, video },
    messaging: new TwilioMessaging(accountSid),
    verifications: new TwilioVerifications(accountSid),
    rooms: new TwilioRooms(accountSid),
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
    rooms: vendor.rooms,
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
