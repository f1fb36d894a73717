import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Template } from './whatsapp-rules.ts';
import {
  ACCESS_TOKEN,
  PHONE_NUMBER_ID,
  type TakenMessage,
  type WhatsappBehaviour,
  WhatsappVendor,
} from './whatsapp-vendor.ts';
import { postWebhook, type StatusChange, statusValue, webhookPayload } from './whatsapp-webhook.ts';

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

const WEBHOOK_SECRET = 'app secret of the fake';

const serve = (vendor: WhatsappVendor): Server =>
  createServer(async (request, response) => {
    const { method = '', url: path = '', headers } = request;
    const body: unknown = JSON.parse((await text(request)) || 'null');
    const { authorization, 'content-type': contentType } = headers;
    const reply = vendor.answer({ method, path, authorization, contentType, body });
    if (reply === 'reset') request.socket.resetAndDestroy();
    if (reply === 'reset' || reply === null) return;
    response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers });
    response.end(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body));
  });

const tellOf =
  (vendor: WhatsappVendor): WhatsappFake['tell'] =>
  async (webhook, id, status, error) => {
    const { to = '+15550000000', ours } = vendor.taken.find((message) => message.id === id) ?? {};
    const change: StatusChange = { id, status, recipient: to.slice(1), at: new Date() };
    if (ours !== undefined) change.ours = ours;
    if (error !== undefined) change.error = error;
    const value = statusValue(PHONE_NUMBER_ID, [change]);
    vendor.holdStatus(value);
    return postWebhook(webhook, WEBHOOK_SECRET, webhookPayload('messages', value));
  };

/** A WhatsApp Cloud API on the loopback that holds every request and answer against the vendor's own file. */
export const startWhatsappFake = async (
  folder: string,
  templates: readonly Template[],
): Promise<WhatsappFake> => {
  const vendor = await WhatsappVendor.open(folder, templates);
  const server = serve(vendor);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    apiUrl: new URL(`http://127.0.0.1:${port}/v23.0`),
    accessToken: ACCESS_TOKEN,
    phoneNumberId: PHONE_NUMBER_ID,
    webhookSecret: WEBHOOK_SECRET,
    taken: vendor.taken,
    violations: vendor.violations,
    behave: (next) => {
      vendor.behaviour = next;
    },
    openWindow: (number) => {
      vendor.windows.add(number);
    },
    tell: tellOf(vendor),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
