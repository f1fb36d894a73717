import { EnvReader } from './env-reader.ts';
import { type MessageConfig, readMessages } from './message-config.ts';
import { readVideo, type VideoConfig } from './video-config.ts';

/** Hard limits, which configuration can't loosen. Source: NIST SP 800-63B-4 §3.1.3.2; ASVS 6.5. */
const MAX_OTP_MINUTES = 10;
const OTP_LENGTHS = { least: 4, most: 10 } as const;

/** What one number, one network and one prefix of numbers may cost. */
export interface SendLimits {
  perNumber: readonly { seconds: number; most: number }[];
  perNetworkHour: number;
  perPrefixHour: number;
  perDay: number;
}

export type DatabaseConfig =
  | { kind: 'embedded'; folder: string | null }
  | { kind: 'server'; url: string; poolSize: number };

export interface Config {
  production: boolean;
  appName: string;
  host: string;
  port: number;
  publicUrl: URL;
  /** Addresses or CIDR ranges whose `X-Forwarded-For` is believed. */
  trustedProxies: readonly string[];
  logLevel: string;
  database: DatabaseConfig;
  dataDir: string;
  /** Null outside production: made once and kept in DATA_DIR. */
  jwtSecret: string | null;
  otp: {
    gate: 'required' | 'off';
    /** Who makes, sends and checks the codes of accounts. */
    engine: 'builtin' | 'twilio-verify';
    /** Current first; the one before it is still read. Null outside production, as `jwtSecret`. */
    peppers: readonly string[] | null;
    digits: number;
    minutes: number;
    /** ISO 3166-1 alpha-2; null is every country. */
    countries: readonly string[] | null;
    limits: SendLimits;
  };
  visits: {
    joinEarlyMinutes: number;
    joinGraceMinutes: number;
    bookingConfirm: 'auto' | 'doctor';
  };
  messages: MessageConfig;
  /** Firebase as an issuer of ID tokens; null where it is not one. */
  firebase: FirebaseConfig | null;
  video: VideoConfig;
}

export interface FirebaseConfig {
  projectId: string;
  /** Where its public keys are read. */
  jwksUrl: URL;
}

/** Every fault of the configuration at once, each with what to write instead. */
export class ConfigFaults extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(
      `The configuration has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`,
    );
    this.name = 'ConfigFaults';
    this.faults = faults;
  }
}

const readDatabase = (env: EnvReader, production: boolean): DatabaseConfig => {
  const url = env.url('DATABASE_URL', ['postgres:', 'postgresql:']);
  if (url) return { kind: 'server', url: url.href, poolSize: env.integer('DATABASE_POOL', 16, 1, 100) };
  if (production && env.integer('WEB_CONCURRENCY', 1, 1, 64) > 1) {
    env.fault(
      'WEB_CONCURRENCY',
      'is more than 1 while the embedded database can serve only one process; set DATABASE_URL to a PostgreSQL server',
    );
  }
  return { kind: 'embedded', folder: env.text('DATA_DIR', './data') };
};

const readOtp = (env: EnvReader, production: boolean, { twilio }: MessageConfig): Config['otp'] => {
  const engine = env.oneOf('OTP_ENGINE', ['builtin', 'twilio-verify'], 'builtin');
  if (engine === 'twilio-verify' && !twilio?.verifyEngineSid)
    env.fault(
      'TWILIO_VERIFY_SERVICE_SID',
      'is missing beside OTP_ENGINE=twilio-verify; write the service’s SID',
    );
  const countries = env.list('OTP_COUNTRIES', []).map((country) => country.toUpperCase());
  for (const country of countries) {
    if (!/^[A-Z]{2}$/.test(country))
      env.fault(
        'OTP_COUNTRIES',
        `has “${country}”; write two-letter country codes with commas, for example IN,AE`,
      );
  }
  if (production && countries.length === 0)
    env.fault('OTP_COUNTRIES', 'is empty; write the countries that codes may be sent to, for example IN,AE');
  const pepper = env.secret('OTP_PEPPER', production);
  const previous = env.secret('OTP_PEPPER_PREVIOUS', false);
  return {
    engine,
    gate: env.oneOf('VIDEO_OTP', ['required', 'off'], 'required'),
    peppers: pepper ? [pepper, ...(previous ? [previous] : [])] : null,
    digits: env.integer('OTP_LENGTH', 6, OTP_LENGTHS.least, OTP_LENGTHS.most),
    minutes: env.integer('OTP_EXPIRY_MINUTES', 10, 1, MAX_OTP_MINUTES),
    countries: countries.length > 0 ? countries : null,
    limits: {
      perNumber: [
        { seconds: 60, most: 1 },
        { seconds: 600, most: env.integer('OTP_SENDS_PER_NUMBER_10_MINUTES', 3, 1, 10) },
        { seconds: 3_600, most: env.integer('OTP_SENDS_PER_NUMBER_HOUR', 5, 1, 20) },
        { seconds: 86_400, most: env.integer('OTP_SENDS_PER_NUMBER_DAY', 10, 1, 50) },
      ],
      perNetworkHour: env.integer('OTP_SENDS_PER_ADDRESS_HOUR', 10, 1, 1_000),
      perPrefixHour: env.integer('OTP_SENDS_PER_PREFIX_HOUR', 20, 1, 1_000),
      perDay: env.integer('OTP_SENDS_PER_DAY', 2_000, 1, 1_000_000),
    },
  };
};

const readFirebase = (env: EnvReader, production: boolean): FirebaseConfig | null => {
  const projectId = env.line('FIREBASE_PROJECT_ID', '', 64);
  if (projectId === '') return null;
  const jwksUrl =
    env.url('FIREBASE_JWKS_URL', ['https:', 'http:']) ??
    new URL('https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com');
  if (production && jwksUrl.protocol !== 'https:')
    env.fault('FIREBASE_JWKS_URL', 'must be an https address: whoever answers there can sign anybody in');
  return { projectId, jwksUrl };
};

const readPublicUrl = (env: EnvReader, production: boolean, port: number): URL => {
  const url = env.url('PUBLIC_URL', ['http:', 'https:']);
  if (production && url?.protocol !== 'https:') {
    env.fault(
      'PUBLIC_URL',
      'must be the https address that patients open, for example https://visits.example.org',
    );
  }
  return url ?? new URL(`http://localhost:${port}`);
};

/** `localhost` is two addresses, and two listeners; a browser that asks for either reaches the first. */
const readHost = (env: EnvReader, production: boolean): string => {
  const host = env.text('HOST', production ? '0.0.0.0' : '127.0.0.1');
  return host === 'localhost' ? '127.0.0.1' : host;
};

/**
 * Reads the whole configuration once.
 * @throws ConfigFaults
 */
export const readConfig = (
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Config => {
  const env = new EnvReader(environment);
  const production = env.text('NODE_ENV', '') === 'production';
  const port = env.integer('PORT', 5002, 0, 65_535);
  const messages = readMessages(env, production);
  const config: Config = {
    production,
    appName: env.line('APP_NAME', 'Anteroom', 40),
    host: readHost(env, production),
    port,
    publicUrl: readPublicUrl(env, production, port),
    trustedProxies: env.list('TRUSTED_PROXIES', []),
    logLevel: env.oneOf(
      'LOG_LEVEL',
      ['trace', 'debug', 'info', 'warn', 'error', 'silent'],
      production ? 'info' : 'warn',
    ),
    database: readDatabase(env, production),
    dataDir: env.text('DATA_DIR', './data'),
    jwtSecret: env.secret('JWT_SECRET_KEY', production),
    otp: readOtp(env, production, messages),
    visits: {
      joinEarlyMinutes: env.integer('JOIN_EARLY_MINUTES', 15, 0, 120),
      joinGraceMinutes: env.integer('JOIN_GRACE_MINUTES', 30, 0, 240),
      bookingConfirm: env.oneOf('BOOKING_CONFIRM', ['auto', 'doctor'], 'auto'),
    },
    messages,
    firebase: readFirebase(env, production),
    video: readVideo(env, production, messages.twilio),
  };
  if (env.faults.length > 0) throw new ConfigFaults(env.faults);
  return Object.freeze(config);
};
