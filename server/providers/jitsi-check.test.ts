import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type JitsiFake, startJitsiFake } from '../../test/vendors/jitsi-fake.ts';
import { type JitsiSite, type JitsiSiteBehaviour, startJitsiSite } from '../../test/vendors/jitsi-site.ts';
import { JITSI } from '../../test/vendors/jitsi-world.ts';
import { trust } from '../../test/vendors/trust.ts';
import type { Finding } from '../doctor/check.ts';
import type { JitsiConfig } from '../video-config.ts';
import { jitsiCheck } from './jitsi-check.ts';

const words = (findings: readonly Finding[]): string[] =>
  findings.map(({ level, what }) => `${level}: ${what}`);

describe('what a Jitsi says', () => {
  let site: JitsiSite;
  let eject: JitsiFake;
  let trusted: { end: () => void };
  beforeEach(async () => {
    [site, eject] = [await startJitsiSite(JITSI), await startJitsiFake()];
    trusted = trust(site.ca);
  });
  afterEach(async () => {
    trusted.end();
    await Promise.all([site.stop(), eject.stop()]);
    expect(eject.violations).toEqual([]);
  });

  const look = async (over: Partial<JitsiConfig> = {}, limitMs = 9_000): Promise<Finding[]> => {
    const findings = await jitsiCheck({ ...JITSI, domain: site.domain, eject: eject.eject, ...over }).run(
      AbortSignal.timeout(limitMs),
    );
    for (const { level, remedy } of findings) expect(remedy === null).toBe(level === 'ok');
    for (const secret of [JITSI.appSecret, eject.eject.secret, 'eyJ'])
      expect(JSON.stringify(findings)).not.toContain(secret);
    return findings;
  };

  test.each(['websocket', 'bosh'] as const)('everything right is said, by %s', async (by) => {
    site.behave({ by });
    expect(words(await look())).toEqual([
      `ok: ${site.domain} answers, and it is a Jitsi Meet.`,
      'ok: It takes our token.',
      'ok: It refuses a token with a wrong signature, and nobody gets in without one.',
      'ok: It puts people out of a room when we ask it to.',
    ]);
    expect(site.signedIn()).toEqual({ let: 1, refused: 2 });
  });

  type Case = [
    name: string,
    change: Partial<JitsiSiteBehaviour>,
    over: Partial<JitsiConfig>,
    finding: string,
  ];
  const CASES: Case[] = [
    ['anyone getting in', { admits: 'anyone' }, {}, 'fault: Anyone can enter Jitsi without a token.'],
    [
      'tokens of anybody getting in',
      { admits: 'whatever is signed' },
      {},
      'fault: Jitsi takes tokens with a wrong signature: anyone can make one.',
    ],
    [
      'another secret',
      {},
      { appSecret: 'another secret than that of the clinic' },
      'fault: Jitsi refuses our token.',
    ],
    ['another app', {}, { appId: 'another' }, 'fault: Jitsi refuses our token.'],
    [
      'a password being wanted',
      { admits: 'who knows a password' },
      {},
      'fault: Jitsi asks for a user and a password instead of a token.',
    ],
    [
      'a short secret',
      {},
      { appSecret: 'short' },
      'warning: JITSI_APP_SECRET is shorter than 32 bytes, and can be guessed from any token.',
    ],
    [
      'no ejecting',
      {},
      { eject: null },
      'ok: JITSI_EJECT_URL is not set: after a move or an end, people are put out by our own page alone.',
    ],
  ];
  test.each(CASES.flatMap((one) => (['websocket', 'bosh'] as const).map((by) => [...one, by] as const)))(
    '%s is said in words',
    async (_, change, over, finding, by) => {
      site.behave({ ...change, by });
      const findings = words(await look(over));
      expect(findings, findings.join('\n')).toContain(finding);
    },
  );

  test('no door is a fault', async () => {
    site.behave({ by: 'nothing' });
    expect(words(await look())[1]).toContain('neither /xmpp-websocket nor /http-bind answers');
  });

  test('another host that is no Jitsi is a fault, and its door is left alone', async () => {
    site.behave({ hasApi: false });
    expect(words(await look())[0]).toContain(`fault: What answers at ${site.domain} is no Jitsi Meet`);
    expect(site.signedIn()).toEqual({ let: 0, refused: 0 });
  });

  test('a wrong secret for putting people out is a fault', async () => {
    const findings = words(await look({ eject: { ...eject.eject, secret: 'another' } }));
    expect(findings.at(-1)).toBe(
      'fault: Jitsi refuses JITSI_EJECT_SECRET, so nobody is put out of a room there.',
    );
  });

  test('a page in the place of what puts people out is a fault', async () => {
    const url = new URL(`https://${site.domain}/anteroom/eject`);
    expect(words(await look({ eject: { ...eject.eject, url } })).at(-1)).toContain(
      'puts nobody out of a room (status 404)',
    );
  });

  test('an untrusted certificate, another name and nobody there are said as that', async () => {
    trusted.end();
    expect(words(await look())[0]).toContain('not trusted here');
    trusted = trust(site.ca);
    expect(words(await look({ domain: 'no-such-host.invalid' }))[0]).toContain('no address for the name');
  });
});
