import type { VideoProvider } from '../contract/video-calls.ts';
import type { EnvReader } from './env-reader.ts';
import type { TwilioConfig } from './message-config.ts';

export interface TurnConfig {
  urls: readonly string[];
  /** Shared with the relay (`static-auth-secret` of coturn). */
  secret: string;
}

export interface JitsiConfig {
  /** `meet.example.org`, with its port where that is not 443. */
  domain: string;
  appId: string;
  appSecret: string;
  /** A token lives this long, and at least until the join window closes. */
  tokenHours: number;
  /** Patients knock, and the doctor lets them in. */
  lobby: boolean;
  /** Prosody's `event_sync` brings it as a bearer token; null where nobody tells us who comes and goes. */
  webhookSecret: string | null;
  /** Who puts people out of a room there; null where nobody does, and only our own page leaves. */
  eject: { url: URL; secret: string } | null;
}

export interface TwilioVideoConfig {
  account: TwilioConfig;
  apiKeySid: string;
  apiKeySecret: string;
}

export interface VideoConfig {
  /** Where rooms are made, unless an appointment names its own. */
  provider: VideoProvider;
  /** Names of the settings that this provider lacks: its visits can't be joined. Never in production. */
  missing: readonly string[];
  turn: TurnConfig | null;
  /** Null where a part of it is missing. */
  jitsi: JitsiConfig | null;
  twilio: TwilioVideoConfig | null;
}

/** What each provider can't do without, beside the account that Twilio's messages need too. */
const PARTS: Record<VideoProvider, readonly string[]> = {
  builtin: [],
  jitsi: ['JITSI_DOMAIN', 'JITSI_APP_ID', 'JITSI_APP_SECRET'],
  twilio: ['TWILIO_API_KEY_SID', 'TWILIO_API_KEY_SECRET'],
};
const DOMAIN = /^[a-z\d]([a-z\d-]*[a-z\d])?(\.[a-z\d]([a-z\d-]*[a-z\d])?)*(:\d{1,5})?$/;

const readTurn = (env: EnvReader): TurnConfig | null => {
  const urls = env.list('TURN_URLS', []);
  const secret = env.text('TURN_SECRET', '');
  if (urls.length === 0 && secret === '') return null;
  if (urls.length === 0)
    env.fault(
      'TURN_URLS',
      'is missing beside TURN_SECRET; write the relay’s addresses, for example turn:turn.example.org:3478',
    );
  if (secret === '')
    env.fault(
      'TURN_SECRET',
      'is missing beside TURN_URLS; write the secret that the relay has as static-auth-secret',
    );
  for (const url of urls) {
    if (!/^(turns?|stun):[^\s/]+$/.test(url))
      env.fault('TURN_URLS', `has “${url}”; an address looks like turn:turn.example.org:3478?transport=udp`);
  }
  return { urls, secret };
};

/** What stands between VIDEO_PROVIDER and its first visit; what else is unset is nobody's fault. */
const missingParts = (env: EnvReader, provider: VideoProvider, account: TwilioConfig | null): string[] => {
  const missing = PARTS[provider].filter((name) => env.text(name, '') === '');
  return provider === 'twilio' && !account ? ['TWILIO_ACCOUNT_SID', ...missing] : missing;
};

/** Who guesses one of them lets himself in: in production it must be as good as our own secrets. */
const readSecret = (env: EnvReader, name: string, production: boolean): string =>
  (production ? env.secret(name, false) : env.text(name, '')) ?? '';

/** Half of a provider's settings is a slip, also where visits are held elsewhere. */
const assertWhole = (env: EnvReader, provider: VideoProvider, missing: readonly string[]): void => {
  if (missing.length === 0 || missing.length >= PARTS[provider].length) return;
  for (const name of missing) env.fault(name, `is missing beside the other settings of ${provider}`);
};

const readEject = (env: EnvReader, production: boolean): JitsiConfig['eject'] => {
  const url = env.url('JITSI_EJECT_URL', ['https:', 'http:']);
  const secret = readSecret(env, 'JITSI_EJECT_SECRET', production);
  if (!url && secret !== '')
    env.fault(
      'JITSI_EJECT_URL',
      'is missing beside JITSI_EJECT_SECRET; write the address that empties rooms',
    );
  if (!url) return null;
  if (secret === '')
    env.fault('JITSI_EJECT_SECRET', 'is missing beside JITSI_EJECT_URL; write the secret that it asks for');
  if (production && url.protocol !== 'https:')
    env.fault('JITSI_EJECT_URL', 'must be an https address: it carries a secret');
  return { url, secret };
};

const readJitsi = (env: EnvReader, production: boolean): JitsiConfig | null => {
  const domain = env.text('JITSI_DOMAIN', '').toLowerCase();
  const appId = env.text('JITSI_APP_ID', '');
  const appSecret = readSecret(env, 'JITSI_APP_SECRET', production);
  if (domain === '' || appId === '' || appSecret === '') return null;
  if (!DOMAIN.test(domain))
    env.fault('JITSI_DOMAIN', `is “${domain}”; write the host alone, for example meet.example.org`);
  return {
    domain,
    appId,
    appSecret,
    tokenHours: env.integer('JITSI_TOKEN_HOURS', 3, 1, 24),
    lobby: env.oneOf('JITSI_LOBBY', ['off', 'on'], 'off') === 'on',
    webhookSecret: readSecret(env, 'JITSI_WEBHOOK_SECRET', production) || null,
    eject: readEject(env, production),
  };
};

const readTwilioVideo = (env: EnvReader, account: TwilioConfig | null): TwilioVideoConfig | null => {
  const apiKeySid = env.text('TWILIO_API_KEY_SID', '');
  const apiKeySecret = env.text('TWILIO_API_KEY_SECRET', '');
  if (apiKeySid !== '' && !/^SK[0-9a-fA-F]{32}$/.test(apiKeySid))
    env.fault('TWILIO_API_KEY_SID', 'is no API key SID; it begins with SK and has 34 characters');
  return account && apiKeySid !== '' && apiKeySecret !== '' ? { account, apiKeySid, apiKeySecret } : null;
};

/**
 * Where visits are held. A provider that is asked for and half there stops a production from starting;
 * elsewhere it starts, and the routes of its calls say that video is not configured.
 */
export const readVideo = (env: EnvReader, production: boolean, account: TwilioConfig | null): VideoConfig => {
  const provider = env.oneOf('VIDEO_PROVIDER', ['builtin', 'jitsi', 'twilio'], 'builtin');
  const missing = missingParts(env, provider, account);
  if (production) {
    for (const name of missing) env.fault(name, `is missing; VIDEO_PROVIDER=${provider} needs it`);
    for (const other of ['jitsi', 'twilio'] as const)
      if (other !== provider)
        assertWhole(
          env,
          other,
          PARTS[other].filter((name) => env.text(name, '') === ''),
        );
  }
  return {
    provider,
    missing,
    turn: readTurn(env),
    jitsi: readJitsi(env, production),
    twilio: readTwilioVideo(env, account),
  };
};
