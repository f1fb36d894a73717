import type { Channel } from '../../contract/primitives.ts';
import type { Config } from '../config.ts';
import type { Deps } from '../deps.ts';
import type { InboxReader } from '../messages/inbox.ts';
import type { Messenger } from '../messages/messenger.ts';
import type { Webhooks } from '../messages/receipts.ts';
import { whatsappWindow } from '../messages/whatsapp-window.ts';
import type { VerifyEngine } from '../otp/verify-engine.ts';
import { consoleMessenger, type PrintLine } from './console-messenger.ts';
import { smtpMessenger } from './smtp.ts';
import { twilioSms } from './twilio-sms.ts';
import { twilioVerify } from './twilio-verify.ts';
import { twilioVoice } from './twilio-voice.ts';
import { twilioWebhooks } from './twilio-webhooks.ts';
import { whatsappCloud } from './whatsapp-cloud.ts';
import { whatsappWebhooks } from './whatsapp-webhooks.ts';

const EVERY_WAY: readonly Channel[] = ['sms', 'whatsapp', 'email', 'voice'];
/** Other ways to the same phone: shown on a page beside an SMS that leaves, they would be tried before it. */
const BESIDE_SMS: readonly Channel[] = ['whatsapp', 'voice'];

export interface Carriers {
  messengers: Messenger[];
  /** What is shown instead of sent; null where nothing is. */
  inbox: InboxReader | null;
  webhooks: Webhooks;
  verifyEngine: VerifyEngine | null;
}

const configured = ({ config, db, keys }: Pick<Deps, 'config' | 'db' | 'keys'>): Messenger[] => {
  const { messages, appName, publicUrl } = config;
  const { twilio, whatsapp, smtp, sms } = messages;
  const receipts = { statusCallback: new URL('/webhooks/twilio/messages', publicUrl) };
  return [
    ...(twilio?.smsFrom && sms ? [twilioSms(twilio, receipts)] : []),
    ...(whatsapp ? [whatsappCloud(whatsapp, { isWindowOpen: whatsappWindow({ db, keys }) })] : []),
    ...(smtp ? [smtpMessenger(smtp, { appName, publicUrl })] : []),
    ...(twilio?.voiceFrom && sms ? [twilioVoice(twilio, receipts)] : []),
  ];
};

const engineOf = ({ otp, messages }: Config): VerifyEngine | null =>
  otp.engine === 'twilio-verify' && messages.twilio ? twilioVerify(messages.twilio) : null;

/** Who carries messages here: the configured providers and, outside production, a page for what has none. */
export const carriersFor = (
  deps: Pick<Deps, 'config' | 'db' | 'keys' | 'now'>,
  print: PrintLine,
): Carriers => {
  const { messages } = deps.config;
  const messengers = configured(deps);
  const taken = new Set(messengers.flatMap(({ channels }) => channels));
  if (messages.sms) for (const channel of BESIDE_SMS) taken.add(channel);
  const shown = EVERY_WAY.filter((channel) => !taken.has(channel));
  const page = messages.console && shown.length > 0 ? consoleMessenger(print, deps.now, shown) : null;
  return {
    messengers: page ? [...messengers, page] : messengers,
    inbox: page?.inbox ?? null,
    webhooks: {
      twilio: messages.twilio ? twilioWebhooks(messages.twilio) : null,
      whatsapp: messages.whatsapp ? whatsappWebhooks(messages.whatsapp) : null,
    },
    verifyEngine: engineOf(deps.config),
  };
};
