import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../server/doctor/check.ts';
import { jitsiCheck } from '../../server/providers/jitsi-check.ts';
import type { JitsiConfig } from '../../server/video-config.ts';
import { configOf, OPERATOR } from '../prosody/operator.ts';
import { DOMAIN, jitsiPlugins } from '../prosody/prosody-configuration.ts';
import { type RunningProsody, startProsody } from '../prosody/running-prosody.ts';
import { type JitsiSite, startJitsiSite } from '../vendors/jitsi-site.ts';
import { trust } from '../vendors/trust.ts';

const plugins = jitsiPlugins();

let prosody: RunningProsody;
let site: JitsiSite;
let trusted: { end: () => void };

/** A running Prosody behind a site that speaks TLS, as an operator's nginx does. */
const start = async (folder: string | null): Promise<void> => {
  prosody = await startProsody(OPERATOR, folder);
  site = await startJitsiSite(OPERATOR);
  trusted = trust(site.ca);
};
const stop = async (): Promise<void> => {
  trusted?.end();
  await site?.stop();
  await prosody?.stop();
};

const WAYS = ['websocket', 'bosh'] as const;

const look = async (
  way: (typeof WAYS)[number],
  over: Partial<JitsiConfig> = {},
  xmppDomain = DOMAIN,
): Promise<string[]> => {
  site.behave({ by: { prosody: prosody.url, way }, xmppDomain });
  const config = { ...configOf(prosody.url), domain: site.domain, ...over };
  const findings: Finding[] = await jitsiCheck(config).run(AbortSignal.timeout(9_000));
  return findings.map(({ level, what }) => `${level}: ${what}`);
};

describe('npm run doctor at a Prosody that asks for no token', () => {
  beforeAll(() => start(null));
  afterAll(stop);

  it.each(WAYS)('says that anyone can enter, by %s, and that people are put out', async (way) => {
    expect(await look(way)).toEqual([
      `ok: ${site.domain} answers, and it is a Jitsi Meet.`,
      'fault: Anyone can enter Jitsi without a token.',
      'ok: It puts people out of a room when we ask it to.',
    ]);
  });

  it.each(WAYS)('says that it does not serve that domain, by %s', async (way) => {
    const findings = await look(way, {}, 'other.example.org');
    expect(findings).toContain(
      'fault: Jitsi’s Prosody does not know the domain that its own config.js names.',
    );
  });

  it('says that the secret for putting people out is wrong', async () => {
    const { eject } = configOf(prosody.url);
    const findings = await look('websocket', { eject: eject && { ...eject, secret: 'another secret' } });
    expect(findings.at(-1)).toBe(
      'fault: Jitsi refuses JITSI_EJECT_SECRET, so nobody is put out of a room there.',
    );
  });
});

describe.skipIf(plugins === null)('npm run doctor at a Prosody with Jitsi’s plugins', () => {
  beforeAll(() => start(plugins));
  afterAll(stop);

  it.each(WAYS)('says that our token is taken and others are not, by %s', async (way) => {
    expect(await look(way)).toEqual([
      `ok: ${site.domain} answers, and it is a Jitsi Meet.`,
      'ok: It takes our token.',
      'ok: It refuses a token with a wrong signature, and nobody gets in without one.',
      'ok: It puts people out of a room when we ask it to.',
    ]);
  });

  it.each(WAYS)('says that another secret and another app are refused, by %s', async (way) => {
    for (const over of [
      { appSecret: 'a secret of another clinic, as long as ours is' },
      { appId: 'another' },
    ])
      expect(await look(way, over)).toContain('fault: Jitsi refuses our token.');
  });
});
