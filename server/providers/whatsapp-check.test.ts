import { afterEach, beforeEach, expect, test } from 'vitest';
import { contractsOrSkip } from '../../test/vendors/contracts.ts';
import {
  everythingApproved,
  GRAPH,
  type GraphBelongings,
  type GraphFake,
  startGraphFake,
} from '../../test/vendors/graph-fake.ts';
import { APPROVED_NAMES } from '../../test/vendors/whatsapp-approved.ts';
import type { Finding } from '../doctor/check.ts';
import type { WhatsappConfig } from '../message-config.ts';
import { whatsappCheck } from './whatsapp-check.ts';

const words = (findings: readonly Finding[]): string[] =>
  findings.map(({ level, what }) => `${level}: ${what}`);

contractsOrSkip('what WhatsApp says of a number and its templates', (folder) => {
  let fake: GraphFake;
  beforeEach(async () => {
    fake = await startGraphFake(folder, everythingApproved());
  });
  afterEach(async () => {
    await fake.stop();
    expect(fake.violations).toEqual([]);
  });

  const look = async (over: Partial<WhatsappConfig> = {}): Promise<Finding[]> => {
    const findings = await whatsappCheck({
      apiUrl: fake.apiUrl,
      ...GRAPH,
      webhookSecret: 'the app’s secret',
      verifyToken: 'a word of ours',
      templates: APPROVED_NAMES,
      ...over,
    }).run(AbortSignal.timeout(9_000));
    for (const { level, remedy } of findings) expect(remedy === null).toBe(level === 'ok');
    expect(JSON.stringify(findings)).not.toContain('EAA');
    return findings;
  };

  test('everything right is said in two sentences', async () => {
    expect(words(await look())).toEqual([
      'ok: The token is right, and the phone number is registered and in good standing.',
      'ok: All 8 templates are approved in English, Hindi, Urdu and Spanish.',
    ]);
  });

  type Case = [name: string, change: (has: GraphBelongings) => void, finding: string];
  const setStatus = (name: string, language: string, status: string) => (has: GraphBelongings) => {
    has.templates = has.templates.map((one) =>
      one.name === name && one.language === language ? { ...one, status } : one,
    );
  };
  test.each<Case>([
    [
      'a token that expired',
      (has) => {
        has.refuses = { status: 401, code: 190, subcode: 463 };
      },
      'fault: The token in WHATSAPP_ACCESS_TOKEN has expired.',
    ],
    [
      'a number of somebody else',
      (has) => {
        has.refuses = { status: 400, code: 100, subcode: 33 };
      },
      'fault: There is no phone number with the ID',
    ],
    [
      'its own trouble',
      (has) => {
        has.refuses = { status: 500, code: 131000 };
      },
      'warning: WhatsApp has trouble of its own',
    ],
    [
      'a number not registered',
      (has) => {
        has.phone['platform_type'] = 'NOT_APPLICABLE';
      },
      'is not registered for the Cloud API.',
    ],
    [
      'a pending number',
      (has) => {
        has.phone['status'] = 'PENDING';
      },
      'fault: The phone number in WHATSAPP_BUSINESS_NUMBER is not registered yet.',
    ],
    [
      'a banned number',
      (has) => {
        has.phone['status'] = 'BANNED';
      },
      'was banned by Meta.',
    ],
    [
      'a number of medium quality',
      (has) => {
        has.phone['quality_rating'] = 'YELLOW';
      },
      'warning: The phone number in WHATSAPP_BUSINESS_NUMBER works, and its quality is rated medium',
    ],
    [
      'a number of low quality',
      (has) => {
        has.phone['quality_rating'] = 'RED';
      },
      'its quality is rated low',
    ],
    [
      'a template that was rejected',
      setStatus('visit_moved', 'hi', 'REJECTED'),
      'fault: The template visit_moved in Hindi was rejected by Meta.',
    ],
    [
      'a template that was paused',
      setStatus('one_time_code', 'en', 'PAUSED'),
      'fault: The template one_time_code in English was paused by Meta',
    ],
    [
      'a template that was disabled',
      setStatus('visit_moved', 'ur', 'DISABLED'),
      'fault: The template visit_moved in Urdu was disabled',
    ],
    [
      'a template that waits',
      setStatus('visit_reminder_day', 'es', 'PENDING'),
      'fault: The template visit_reminder_day in Spanish is still waiting for Meta’s approval.',
    ],
    [
      'a status of tomorrow',
      setStatus('visit_moved', 'ur', 'FROZEN'),
      'fault: The template visit_moved in Urdu can’t be sent at the moment.',
    ],
    [
      'a template missing in two languages',
      (has) => {
        has.templates = has.templates.filter(
          ({ name, language }) => name !== 'visit_cancelled' || !['hi', 'ur'].includes(language),
        );
      },
      'warning: The template visit_cancelled does not exist in Hindi and Urdu.',
    ],
    [
      'a template missing in all',
      (has) => {
        has.templates = has.templates.filter(({ name }) => name !== 'visit_cancelled');
      },
      'fault: The template visit_cancelled does not exist in the business account.',
    ],
    [
      'templates that may not be read',
      (has) => {
        has.hidesTemplates = true;
      },
      'fault: WhatsApp does not show the templates of the account',
    ],
  ])('%s is said in words', async (_, change, finding) => {
    change(fake.has);
    const findings = words(await look());
    expect(
      findings.some((one) => one.includes(finding)),
      findings.join('\n'),
    ).toBe(true);
  });

  test('a template whose name contains another’s is not taken for it', async () => {
    fake.has.templates = fake.has.templates
      .filter(({ name }) => name !== 'visit_moved')
      .concat({ name: 'visit_moved_old', language: 'en', status: 'APPROVED' });
    expect(words(await look())).toContain(
      'fault: The template visit_moved does not exist in the business account.',
    );
  });

  test('a wrong token is a fault and ends it', async () => {
    const findings = await look({ accessToken: 'EAAother' });
    expect(words(findings)).toEqual(['fault: WhatsApp refuses the token in WHATSAPP_ACCESS_TOKEN.']);
  });

  test('another business account is a fault', async () => {
    const findings = await look({ businessAccountId: '1' });
    expect(findings[1]).toMatchObject({
      level: 'fault',
      what: expect.stringContaining('WHATSAPP_BUSINESS_ACCOUNT_ID'),
    });
  });

  test('without the business account’s id it says that it could not look at templates', async () => {
    const findings = await look({ businessAccountId: null });
    expect(findings[1]).toMatchObject({
      level: 'warning',
      what: expect.stringContaining('was not looked at'),
    });
  });

  test('a missing secret of the webhook is a warning', async () => {
    const findings = await look({ webhookSecret: null });
    expect(findings.at(-1)).toMatchObject({
      level: 'warning',
      what: expect.stringContaining('WHATSAPP_WEBHOOK_SECRET'),
    });
  });
});
