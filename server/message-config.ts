import type { VisitMessageKind } from '../contract/deliveries.ts';
import type { EnvReader } from './env-reader.ts';

export interface TwilioConfig {
  accountSid: string;
  authToken: string;
  /** Base addresses that stand in for the vendor's own hosts. */
  apiUrl: URL;
  verifyUrl: URL;
  videoUrl: URL;
  /** The messaging service wins over a number. */
  smsFrom: { messagingServiceSid: string } | { number: string } | null;
  /** E.164; calls need a number of our own. */
  voiceFrom: string | null;
  verifyEngineSid: string | null;
}

export interface WhatsappConfig {
  /** `https://graph.facebook.com/v23.0`, without the phone number's id. */
  apiUrl: URL;
  accessToken: string;
  /** The phone number's id at Meta (not the number). */
  phoneNumberId: string;
  /** Whose templates are looked at by the doctor; messages leave without it. */
  businessAccountId: string | null;
  /** Null where webhooks are not set up: nothing is believed then. */
  webhookSecret: string | null;
  verifyToken: string | null;
  /** Names of the approved templates; a visit has one for each kind of message. */
  templates: { code: string; visit: Record<VisitMessageKind, string> };
}

export interface SmtpConfig {
  /** `smtps://user:password@host:465` or `smtp://host:587`; STARTTLS where the server has it. */
  url: URL;
  from: string;
}

/** What one message costs, by channel, and by country where that differs: `sms` or `sms:IN`. */
export interface Prices {
  currency: string;
  byWay: ReadonlyMap<string, number>;
}

export interface MessageConfig {
  /** Messages are shown on a page and on the terminal where no provider is configured; never in production. */
  console: boolean;
  twilio: TwilioConfig | null;
  /** SMS really leave; with SMS_PROVIDER=development they are shown, whatever else is configured. */
  sms: boolean;
  whatsapp: WhatsappConfig | null;
  smtp: SmtpConfig | null;
  /** The external routes answer at once, with the code 123456, and send nothing. */
  mock: boolean;
  prices: Prices;
}

const TWILIO = {
  api: 'https://api.twilio.com',
  verify: 'https://verify.twilio.com',
  video: 'https://video.twilio.com',
} as const;
const WHATSAPP = 'https://graph.facebook.com/v23.0';

const vendorUrl = (env: EnvReader, name: string, otherwise: string, production: boolean): URL => {
  const url = env.url(name, ['https:', 'http:']) ?? new URL(otherwise);
  if (production && url.protocol !== 'https:')
    env.fault(name, 'must be an https address: it carries keys and codes');
  return url;
};

const readNumber = (env: EnvReader, name: string): string | null => {
  const value = env.text(name, '').replace(/[\s()-]/g, '');
  if (value === '') return null;
  if (/^\+[1-9]\d{6,14}$/.test(value)) return value;
  env.fault(name, 'is no phone number in international form; write it like +14155550123');
  return null;
};

const readTwilio = (env: EnvReader, production: boolean, sms: boolean): TwilioConfig | null => {
  const accountSid = env.text('TWILIO_ACCOUNT_SID', '');
  const authToken = env.text('TWILIO_AUTH_TOKEN', '');
  const messagingServiceSid = env.text('TWILIO_MESSAGING_SERVICE_SID', '');
  const number = readNumber(env, 'TWILIO_FROM_NUMBER') ?? readNumber(env, 'TWILIO_PHONE_NUMBER');
  if (accountSid === '' && authToken === '') {
    if (sms)
      env.fault(
        'TWILIO_ACCOUNT_SID',
        'is missing; write the account’s SID and token, or another SMS_PROVIDER',
      );
    return null;
  }
  if (!/^AC[0-9a-fA-F]{32}$/.test(accountSid))
    env.fault('TWILIO_ACCOUNT_SID', 'is no account SID; it begins with AC and has 34 characters');
  if (authToken === '') env.fault('TWILIO_AUTH_TOKEN', 'is missing beside TWILIO_ACCOUNT_SID');
  if (messagingServiceSid !== '' && !/^MG[0-9a-fA-F]{32}$/.test(messagingServiceSid))
    env.fault('TWILIO_MESSAGING_SERVICE_SID', 'is no messaging service SID; it begins with MG');
  const verifyEngineSid = env.text('TWILIO_VERIFY_SERVICE_SID', '');
  if (verifyEngineSid !== '' && !/^VA[0-9a-fA-F]{32}$/.test(verifyEngineSid))
    env.fault('TWILIO_VERIFY_SERVICE_SID', 'is no Verify service SID; it begins with VA');
  const smsFrom = messagingServiceSid !== '' ? { messagingServiceSid } : number ? { number } : null;
  if (sms && !smsFrom)
    env.fault('TWILIO_FROM_NUMBER', 'is missing; write a number of yours, or TWILIO_MESSAGING_SERVICE_SID');
  return {
    accountSid,
    authToken,
    apiUrl: vendorUrl(env, 'TWILIO_API_URL', TWILIO.api, production),
    verifyUrl: vendorUrl(env, 'TWILIO_VERIFY_URL', TWILIO.verify, production),
    videoUrl: vendorUrl(env, 'TWILIO_VIDEO_URL', TWILIO.video, production),
    smsFrom,
    voiceFrom: number,
    verifyEngineSid: verifyEngineSid === '' ? null : verifyEngineSid,
  };
};

const readTemplates = (env: EnvReader): WhatsappConfig['templates'] => {
  const name = (template: string, otherwise: string) =>
    env.line(`WHATSAPP_TEMPLATE_${template}`, otherwise, 512);
  return {
    code: name('CODE', 'one_time_code'),
    visit: {
      visit_requested: name('VISIT_REQUESTED', 'visit_requested'),
      visit_confirmed: name('VISIT_CONFIRMED', 'visit_confirmed'),
      visit_moved: name('VISIT_MOVED', 'visit_moved'),
      visit_cancelled: name('VISIT_CANCELLED', 'visit_cancelled'),
      reminder_day: name('REMINDER_DAY', 'visit_reminder_day'),
      reminder_hour: name('REMINDER_HOUR', 'visit_reminder_hour'),
      reminder_quarter: name('REMINDER_QUARTER', 'visit_reminder_quarter'),
    },
  };
};

const readWhatsapp = (env: EnvReader, production: boolean): WhatsappConfig | null => {
  const accessToken = env.text('WHATSAPP_ACCESS_TOKEN', '');
  const phoneNumberId = env.text('WHATSAPP_BUSINESS_NUMBER', '');
  const url = vendorUrl(env, 'WHATSAPP_API_URL', WHATSAPP, production);
  if (accessToken === '' && phoneNumberId === '') return null;
  if (accessToken === '')
    env.fault('WHATSAPP_ACCESS_TOKEN', 'is missing beside WHATSAPP_BUSINESS_NUMBER; write the token');
  if (!/^\d{5,20}$/.test(phoneNumberId))
    env.fault('WHATSAPP_BUSINESS_NUMBER', 'is no phone number id; it is the long number Meta shows as such');
  const optional = (name: string) => {
    const value = env.text(name, '');
    return value === '' ? null : value;
  };
  const businessAccountId = optional('WHATSAPP_BUSINESS_ACCOUNT_ID');
  if (businessAccountId !== null && !/^\d{5,20}$/.test(businessAccountId))
    env.fault('WHATSAPP_BUSINESS_ACCOUNT_ID', 'is no account id; it is a long number, in WhatsApp Manager');
  const webhookSecret = optional('WHATSAPP_WEBHOOK_SECRET');
  const verifyToken = optional('WHATSAPP_VERIFY_TOKEN');
  if (production && !(webhookSecret && verifyToken))
    env.fault(
      'WHATSAPP_WEBHOOK_SECRET',
      'and WHATSAPP_VERIFY_TOKEN are needed beside WHATSAPP_ACCESS_TOKEN; without them no receipt is believed',
    );
  return {
    apiUrl: url,
    accessToken,
    phoneNumberId,
    businessAccountId,
    webhookSecret,
    verifyToken,
    templates: readTemplates(env),
  };
};

const readSmtp = (env: EnvReader): SmtpConfig | null => {
  const url = env.url('SMTP_URL', ['smtp:', 'smtps:']);
  const from = env.line('MAIL_FROM', '', 254);
  if (!url) return null;
  if (!/^[^<>]*<[^\s@<>]+@[^\s@<>]+>$|^[^\s@<>]+@[^\s@<>]+$/.test(from))
    env.fault('MAIL_FROM', 'is no address to send from; write it like Clinic <visits@example.org>');
  return { url, from };
};

/** `PRICES=sms:0.04,sms:IN:0.012,whatsapp:0.005`. */
const readPrices = (env: EnvReader): Prices => {
  const byWay = new Map<string, number>();
  for (const entry of env.list('PRICES', [])) {
    const match = /^((?:sms|whatsapp|email|voice)(?::[A-Z]{2})?):(\d{1,6}(?:\.\d{1,6})?)$/.exec(entry);
    if (match?.[1] && match[2]) byWay.set(match[1], Number(match[2]));
    else env.fault('PRICES', `has “${entry}”; write what one message costs like sms:0.04 or sms:IN:0.012`);
  }
  const currency = env.text('PRICES_CURRENCY', 'USD');
  if (!/^[A-Z]{3}$/.test(currency))
    env.fault('PRICES_CURRENCY', 'is no currency; write three letters, like USD');
  return { currency, byWay };
};

/** Who carries messages. What is missing or half there is a fault, each said in one go with the others. */
export const readMessages = (env: EnvReader, production: boolean): MessageConfig => {
  const sms = env.oneOf('SMS_PROVIDER', ['development', 'twilio'], 'development') === 'twilio';
  if (production && !sms)
    env.fault(
      'SMS_PROVIDER',
      'is “development”, which shows every code on a page and sends none; write “twilio” and its keys',
    );
  const mock = env.flag('PIONEER_FLAG_MOCK_OTP_ENABLED', !production);
  if (production && mock)
    env.fault('PIONEER_FLAG_MOCK_OTP_ENABLED', 'is true, so every code would be 123456; write false');
  return {
    console: !production,
    twilio: readTwilio(env, production, sms),
    sms,
    whatsapp: readWhatsapp(env, production),
    smtp: readSmtp(env),
    mock,
    prices: readPrices(env),
  };
};
