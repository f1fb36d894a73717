import { afterEach, beforeEach, expect, test } from 'vitest';
import { contractsOrSkip } from '../../test/vendors/contracts.ts';
import {
  startTwilioAccountFake,
  type TwilioAccountFake,
  type TwilioBelongings,
} from '../../test/vendors/twilio-account-fake.ts';
import { everythingRight, KEY, NUMBER, SERVICE } from '../../test/vendors/twilio-belongings.ts';
import { ACCOUNT, twilioConfig } from '../../test/vendors/twilio-world.ts';
import type { Finding } from '../doctor/check.ts';
import type { TwilioConfig } from '../message-config.ts';
import { twilioCheck } from './twilio-check.ts';
import { twilioVideoCheck } from './twilio-video-check.ts';

const words = (findings: readonly Finding[]): string[] =>
  findings.map(({ level, what }) => `${level}: ${what}`);

contractsOrSkip('what Twilio says of an account', () => {
  let fake: TwilioAccountFake;
  beforeEach(async () => {
    fake = await startTwilioAccountFake(ACCOUNT, everythingRight());
  });
  afterEach(async () => {
    await fake.stop();
    expect(fake.violations).toEqual([]);
  });

  const look = (over: Partial<TwilioConfig> = {}, sends = true): Promise<Finding[]> =>
    twilioCheck(twilioConfig(fake.url, over), { sends }).run(AbortSignal.timeout(9_000));

  test('everything right is said of the account, the number for both uses, and Verify', async () => {
    expect(words(await look())).toEqual([
      'ok: The account’s SID and token are right, and the account is active.',
      'ok: The number in TWILIO_FROM_NUMBER is the account’s and can send SMS.',
      'ok: The number in TWILIO_FROM_NUMBER is the account’s and can make calls.',
      'ok: The Verify service belongs to the account.',
    ]);
  });

  test('a messaging service is looked at instead of a number, and calls still need that', async () => {
    const findings = words(await look({ smsFrom: { messagingServiceSid: SERVICE } }));
    expect(findings).toContain(
      'ok: The messaging service belongs to the account and has numbers to send from.',
    );
    expect(findings.filter((one) => one.includes('send SMS'))).toEqual([]);
    expect(findings.some((one) => one.includes('make calls'))).toBe(true);
  });

  test('nothing is asked of senders where no SMS leave', async () => {
    await look({ verifyEngineSid: null }, false);
    expect(fake.requests).toEqual([`GET /2010-04-01/Accounts/${ACCOUNT.accountSid}.json`]);
  });

  test('a wrong token ends it, and is not repeated', async () => {
    const findings = await look({ authToken: 'token of another account' });
    expect(words(findings)).toEqual(['fault: Twilio refuses TWILIO_ACCOUNT_SID with TWILIO_AUTH_TOKEN.']);
    expect(JSON.stringify(findings)).not.toContain('token of another');
    expect(fake.requests.length).toBe(1);
  });

  type Case = [
    name: string,
    change: (has: TwilioBelongings) => void,
    over: Partial<TwilioConfig>,
    finding: string,
  ];
  const service = { smsFrom: { messagingServiceSid: SERVICE }, voiceFrom: null };
  test.each<Case>([
    [
      'a suspended account',
      (has) => {
        has.status = 'suspended';
      },
      {},
      'fault: The Twilio account is suspended',
    ],
    [
      'a closed account',
      (has) => {
        has.status = 'closed';
      },
      {},
      'fault: The Twilio account is closed',
    ],
    [
      'a trial account',
      (has) => {
        has.type = 'Trial';
      },
      {},
      'warning: It is a trial account',
    ],
    [
      'a number of somebody else',
      (has) => {
        has.numbers = [];
      },
      {},
      'fault: The number in TWILIO_FROM_NUMBER does not',
    ],
    [
      'a number without SMS',
      (has) => {
        has.numbers = [{ number: NUMBER, sms: false, voice: true }];
      },
      {},
      'but it can’t send SMS',
    ],
    [
      'a number without calls',
      (has) => {
        has.numbers = [{ number: NUMBER, sms: true, voice: false }];
      },
      {},
      'but it can’t make calls',
    ],
    [
      'a verified caller ID',
      (has) => {
        has.numbers = [];
        has.callerIds = [NUMBER];
      },
      {},
      'ok: The number in TWILIO_FROM_NUMBER is a verified caller ID',
    ],
    [
      'no such messaging service',
      (has) => {
        has.messagingServices = [];
      },
      service,
      'fault: The messaging service in TWILIO_MESSAGING_SERVICE_SID does not',
    ],
    [
      'an empty messaging service',
      (has) => {
        has.messagingServices = [{ sid: SERVICE, numbers: 0 }];
      },
      service,
      'has no phone number in its pool',
    ],
    [
      'no such Verify service',
      (has) => {
        has.verifyServices = [];
      },
      {},
      'fault: The Verify service in TWILIO_VERIFY_SERVICE_SID does not',
    ],
  ])('%s is said in words, without the number', async (_, change, over, finding) => {
    change(fake.has);
    const findings = await look(over);
    expect(
      words(findings).some((one) => one.includes(finding)),
      words(findings).join('\n'),
    ).toBe(true);
    expect(JSON.stringify(findings)).not.toContain(NUMBER);
    for (const { level, remedy } of findings) expect(remedy === null).toBe(level === 'ok');
  });

  test.each([429, 500, 503])('its own trouble (%i) is a warning', async (status) => {
    fake.fail(status);
    expect(await look()).toMatchObject([{ level: 'warning' }]);
  });

  test('what is not Twilio is a fault', async () => {
    fake.fail(200);
    expect(await look()).toMatchObject([{ level: 'fault', what: expect.stringContaining('makes no sense') }]);
  });

  test('nobody there is a fault, with where it was looked for', async () => {
    const { url } = fake;
    await fake.stop();
    const [finding] = await look();
    fake = await startTwilioAccountFake(ACCOUNT, everythingRight());
    expect(finding?.what).toBe(`Nobody listens at ${url.host}.`);
  });

  const lookAtVideo = (over: { apiKeySid?: string; apiKeySecret?: string } = {}, account = {}) =>
    twilioVideoCheck({
      account: twilioConfig(fake.url, account),
      apiKeySid: KEY.sid,
      apiKeySecret: KEY.secret,
      ...over,
    }).run(AbortSignal.timeout(9_000));

  test('a key for Video that is right is said to be', async () => {
    expect(words(await lookAtVideo())).toEqual([
      'ok: The API key and its secret are right, and rooms can be listed with them.',
      'ok: The API key belongs to the account.',
    ]);
  });

  test('a wrong secret of the key is a fault, and is not repeated', async () => {
    const findings = await lookAtVideo({ apiKeySecret: 'secret of another key' });
    expect(findings[0]).toMatchObject({
      level: 'fault',
      what: expect.stringContaining('TWILIO_API_KEY_SECRET'),
    });
    expect(JSON.stringify(findings)).not.toContain('secret of another');
  });

  test('a key of another account is a fault, though its secret is right', async () => {
    fake.has.keys = [{ ...KEY, owned: false, hasVideo: true }];
    const findings = await lookAtVideo();
    expect(findings).toMatchObject([
      { level: 'ok' },
      { level: 'fault', what: expect.stringContaining('does not belong to the account') },
    ]);
  });

  test('a key without the right to Video is a fault', async () => {
    fake.has.keys = [{ ...KEY, owned: true, hasVideo: false }];
    expect((await lookAtVideo())[0]).toMatchObject({
      level: 'fault',
      what: expect.stringContaining('may not use Video'),
    });
  });

  test('a wrong token of the account is a fault, as rooms are made with it', async () => {
    const findings = await lookAtVideo({}, { authToken: 'token of another account' });
    expect(findings[1]).toMatchObject({ level: 'fault', what: expect.stringContaining('TWILIO_AUTH_TOKEN') });
  });
});
