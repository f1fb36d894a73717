import { expect, it } from 'vitest';
import { ConfigFaults, readConfig } from './config.ts';

const faultsOf = (env: Record<string, string>): readonly string[] => {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigFaults) return error.faults;
    throw error;
  }
};

const named = (env: Record<string, string>): string[] =>
  faultsOf(env).map((fault) => fault.split(' ')[0] ?? '');

it('starts with nothing set', () => {
  const config = readConfig({});
  expect(config).toMatchObject({
    production: false,
    port: 5002,
    database: { kind: 'embedded', folder: './data' },
    otp: { gate: 'required', digits: 6, minutes: 10, countries: null },
    visits: { joinEarlyMinutes: 15, joinGraceMinutes: 30, bookingConfirm: 'auto' },
    video: { provider: 'builtin', turn: null },
  });
  expect(config.publicUrl.origin).toBe('http://localhost:5002');
});

it('names every fault of a production in one go', () => {
  expect(
    named({
      NODE_ENV: 'production',
      PIONEER_FLAG_MOCK_OTP_ENABLED: 'true',
      SMS_PROVIDER: 'development',
      JWT_SECRET_KEY: 'short',
      PUBLIC_URL: 'http://visits.example.org',
      WEB_CONCURRENCY: '2',
    }),
  ).toEqual(
    expect.arrayContaining([
      'PIONEER_FLAG_MOCK_OTP_ENABLED',
      'SMS_PROVIDER',
      'JWT_SECRET_KEY',
      'OTP_PEPPER',
      'PUBLIC_URL',
      'OTP_COUNTRIES',
      'WEB_CONCURRENCY',
    ]),
  );
});

it.each([
  [{ JWT_SECRET_KEY: 'x'.repeat(40) }, 'JWT_SECRET_KEY'],
  [{ JWT_SECRET_KEY: 'please-change-me-please-change-me-now' }, 'JWT_SECRET_KEY'],
  [{ JWT_SECRET_KEY: 'only thirty-one bytes long, alas'.slice(0, 31) }, 'JWT_SECRET_KEY'],
  [{ OTP_EXPIRY_MINUTES: '11' }, 'OTP_EXPIRY_MINUTES'],
  [{ OTP_LENGTH: '3' }, 'OTP_LENGTH'],
  [{ PORT: '5002x' }, 'PORT'],
  [{ PORT: '70000' }, 'PORT'],
  [{ VIDEO_OTP: 'maybe' }, 'VIDEO_OTP'],
  [{ DATABASE_URL: 'mysql://somewhere' }, 'DATABASE_URL'],
  [{ TURN_URLS: 'turn:relay.example.org' }, 'TURN_SECRET'],
  [{ TURN_SECRET: 'something' }, 'TURN_URLS'],
  [{ OTP_COUNTRIES: 'India' }, 'OTP_COUNTRIES'],
  [{ APP_NAME: 'two\nlines' }, 'APP_NAME'],
])('refuses %j and names %s', (env, name) => {
  expect(named(env)).toEqual([name]);
});

const JITSI = {
  JITSI_DOMAIN: 'Meet.Example.org',
  JITSI_APP_ID: 'clinic',
  JITSI_APP_SECRET: 'known to Prosody and to us, and long',
};
const TWILIO_VIDEO = {
  TWILIO_ACCOUNT_SID: `AC${'0a'.repeat(16)}`,
  TWILIO_AUTH_TOKEN: 'a token',
  TWILIO_API_KEY_SID: `SK${'0b'.repeat(16)}`,
  TWILIO_API_KEY_SECRET: 'a secret',
};

it('holds visits at Jitsi or Twilio where their keys are there, beside our own', () => {
  expect(readConfig({ VIDEO_PROVIDER: 'jitsi', ...JITSI, ...TWILIO_VIDEO }).video).toMatchObject({
    provider: 'jitsi',
    missing: [],
    jitsi: { domain: 'meet.example.org', appId: 'clinic', tokenHours: 3, lobby: false, eject: null },
    twilio: { apiKeySid: TWILIO_VIDEO.TWILIO_API_KEY_SID, account: { authToken: 'a token' } },
  });
});

it.each([
  [{ VIDEO_PROVIDER: 'jitsi' }, ['JITSI_DOMAIN', 'JITSI_APP_ID', 'JITSI_APP_SECRET']],
  [{ VIDEO_PROVIDER: 'jitsi', ...JITSI, JITSI_APP_SECRET: '' }, ['JITSI_APP_SECRET']],
  [{ VIDEO_PROVIDER: 'twilio' }, ['TWILIO_ACCOUNT_SID', 'TWILIO_API_KEY_SID', 'TWILIO_API_KEY_SECRET']],
  [{ VIDEO_PROVIDER: 'twilio', ...TWILIO_VIDEO, TWILIO_API_KEY_SECRET: '' }, ['TWILIO_API_KEY_SECRET']],
])('with %j starts a trial that knows what it lacks, and no production', (env, missing) => {
  expect(readConfig(env).video).toMatchObject({ missing });
  expect(named({ ...env, NODE_ENV: 'production' })).toEqual(expect.arrayContaining(missing));
});

it.each([
  [{ ...JITSI, JITSI_DOMAIN: 'https://meet.example.org/' }, 'JITSI_DOMAIN'],
  [{ ...JITSI, JITSI_DOMAIN: 'meet.example.org/path' }, 'JITSI_DOMAIN'],
  [{ ...JITSI, JITSI_TOKEN_HOURS: '25' }, 'JITSI_TOKEN_HOURS'],
  [{ ...JITSI, JITSI_LOBBY: 'maybe' }, 'JITSI_LOBBY'],
  [{ ...JITSI, JITSI_EJECT_URL: 'https://meet.example.org/close' }, 'JITSI_EJECT_SECRET'],
  [{ ...JITSI, JITSI_EJECT_SECRET: 'known to both' }, 'JITSI_EJECT_URL'],
  [{ ...TWILIO_VIDEO, TWILIO_API_KEY_SID: 'AC00' }, 'TWILIO_API_KEY_SID'],
])('refuses %j of video and names %s', (env, name) => {
  expect(named(env)).toEqual([name]);
});

it.each([
  [{ ...JITSI, JITSI_APP_SECRET: 'guessed' }, ['JITSI_APP_SECRET']],
  [{ ...JITSI, JITSI_APP_SECRET: 'REPLACE-WITH-JITSI_APP_SECRET-IN-PROSODY' }, ['JITSI_APP_SECRET']],
  [{ ...JITSI, JITSI_WEBHOOK_SECRET: 'guessed' }, ['JITSI_WEBHOOK_SECRET']],
  [
    { ...JITSI, JITSI_EJECT_URL: 'https://meet.example.org/close', JITSI_EJECT_SECRET: 'guessed' },
    ['JITSI_EJECT_SECRET'],
  ],
  [{ JITSI_DOMAIN: 'meet.example.org' }, ['JITSI_APP_ID', 'JITSI_APP_SECRET']],
  [{ ...TWILIO_VIDEO, TWILIO_API_KEY_SECRET: '' }, ['TWILIO_API_KEY_SECRET']],
])('starts no production with %j', (env, names) => {
  expect(named({ ...env, NODE_ENV: 'production' })).toEqual(expect.arrayContaining(names));
});

it('has a template for each kind of message about a visit, under a name that may be another', () => {
  const whatsapp = { WHATSAPP_ACCESS_TOKEN: 'token', WHATSAPP_BUSINESS_NUMBER: '106540352242922' };
  const env = { ...whatsapp, WHATSAPP_TEMPLATE_REMINDER_HOUR: 'erinnerung_stunde' };
  expect(readConfig(env).messages.whatsapp?.templates).toEqual({
    code: 'one_time_code',
    visit: {
      visit_requested: 'visit_requested',
      visit_confirmed: 'visit_confirmed',
      visit_moved: 'visit_moved',
      visit_cancelled: 'visit_cancelled',
      reminder_day: 'visit_reminder_day',
      reminder_hour: 'erinnerung_stunde',
      reminder_quarter: 'visit_reminder_quarter',
    },
  });
  expect(named({ ...whatsapp, WHATSAPP_TEMPLATE_VISIT_MOVED: 'a\nb' })).toEqual([
    'WHATSAPP_TEMPLATE_VISIT_MOVED',
  ]);
});

it('never repeats a secret in a fault', () => {
  expect(faultsOf({ JWT_SECRET_KEY: 'hunter2-hunter2' }).join()).not.toContain('hunter2');
});
