import { randomBytes } from 'node:crypto';
import { ask } from '../doctor/ask.ts';
import { type Check, type Finding, fault, ok, warning } from '../doctor/check.ts';
import { unreached } from '../doctor/unreached.ts';
import { vendorTrouble } from '../doctor/vendor-trouble.ts';
import type { Knock } from '../doctor/xmpp/door.ts';
import { knock } from '../doctor/xmpp/knock.ts';
import type { TicketRequest } from '../video-calls/video-rooms.ts';
import type { JitsiConfig } from '../video-config.ts';
import { mintJitsiToken } from './jitsi-token.ts';

/** As long as the output of the HMAC that it keys (RFC 7518 §3.2). */
const SECRET_BYTES = 32;
/** A token of the doctor's is good for a minute. */
const TOKEN_MS = 60_000;

const siteOf = (domain: string): URL => new URL(`https://${domain}`);

const lookAtScript = async ({ domain }: JitsiConfig, signal: AbortSignal): Promise<Finding> => {
  const asked = await ask(new URL('/external_api.js', siteOf(domain)), {}, signal);
  if (!asked.reached) return unreached(asked.why, domain, 'JITSI_DOMAIN');
  const { status, text } = asked.answer;
  if (status === 200 && text.includes('JitsiMeetExternalAPI'))
    return ok(`${domain} answers, and it is a Jitsi Meet.`);
  if (status === 502 || status === 503 || status === 504)
    return vendorTrouble('Jitsi', status, 'JITSI_DOMAIN');
  return fault(
    `What answers at ${domain} is no Jitsi Meet: it has no external_api.js (status ${status}).`,
    'Set JITSI_DOMAIN to the host that Jitsi’s own page is opened at.',
  );
};

/** People sign in to a domain that Jitsi's page reads from its config.js; in the docker images it is another. */
const xmppDomainOf = async ({ domain }: JitsiConfig, signal: AbortSignal): Promise<string> => {
  const asked = await ask(new URL('/config.js', siteOf(domain)), {}, signal);
  const script = asked.reached && asked.answer.status === 200 ? asked.answer.text : '';
  const code = script.replace(/^\s*\/\/.*$/gm, '');
  return /\bdomain\s*[:=]\s*['"]([a-z\d][a-z\d.-]*)['"]/i.exec(code)?.[1] ?? siteOf(domain).hostname;
};

/** Nobody's visit: a patient of no name, in a room that no visit has. */
const requestFor = (room: string): TicketRequest => ({
  room,
  providerRoom: room,
  page: room,
  appointmentId: '',
  appointmentVersion: 1,
  sessionId: '',
  person: { id: 'anteroom-doctor', name: '', email: '', avatarUrl: '' },
  role: 'patient',
  now: new Date(),
  closesAt: new Date(Date.now() + TOKEN_MS),
});

interface Knocks {
  ours: Knock;
  forged: Knock;
  none: Knock;
}

const knockThrice = async (config: JitsiConfig, signal: AbortSignal): Promise<Knocks> => {
  const xmppDomain = await xmppDomainOf(config, signal);
  const room = `anteroom-doctor-${randomBytes(8).toString('hex')}`;
  const tokenBy = async (appSecret: string) =>
    (await mintJitsiToken({ ...config, appSecret, tokenHours: 0 }, requestFor(room))).token;
  const come = (token: string | null) =>
    knock({ site: siteOf(config.domain), xmppDomain, room, token }, signal);
  const [ours, forged, none] = await Promise.all([
    tokenBy(config.appSecret).then(come),
    tokenBy(randomBytes(SECRET_BYTES).toString('hex')).then(come),
    come(null),
  ]);
  return { ours, forged, none };
};

const TOKENS = 'set authentication = "token" with the app_id and app_secret in Prosody';

const judgeOurs = (ours: Knock): Finding => {
  switch (ours) {
    case 'let_in':
      return ok('It takes our token.');
    case 'turned_away':
      return fault(
        'Jitsi refuses our token.',
        'JITSI_APP_ID and JITSI_APP_SECRET must be the app_id and app_secret of its Prosody; look at both clocks too.',
      );
    case 'wants_password':
      return fault('Jitsi asks for a user and a password instead of a token.', `There, ${TOKENS}.`);
    case 'other_domain':
      return fault(
        'Jitsi’s Prosody does not know the domain that its own config.js names.',
        'See that hosts.domain in config.js is the VirtualHost of its Prosody.',
      );
    case 'no_door':
      return fault(
        'Jitsi’s page is there, but neither /xmpp-websocket nor /http-bind answers.',
        'See that Prosody runs, and that the web server passes both paths on to it.',
      );
  }
};

const judge = ({ ours, forged, none }: Knocks): Finding[] => {
  // Whoever lets anyone in takes our token too, which says nothing of it.
  if (none === 'let_in')
    return [
      fault('Anyone can enter Jitsi without a token.', `There, ${TOKENS}, and allow_empty_token = false.`),
    ];
  if (forged === 'let_in')
    return [fault('Jitsi takes tokens with a wrong signature: anyone can make one.', `There, ${TOKENS}.`)];
  const others = ok('It refuses a token with a wrong signature, and nobody gets in without one.');
  return ours === 'let_in' ? [judgeOurs(ours), others] : [judgeOurs(ours)];
};

const lookAtEject = async ({ eject }: JitsiConfig, signal: AbortSignal): Promise<Finding[]> => {
  if (!eject)
    return [
      ok('JITSI_EJECT_URL is not set: after a move or an end, people are put out by our own page alone.'),
    ];
  const body = JSON.stringify({ room: `anteroom-doctor-${randomBytes(8).toString('hex')}`, reason: 'ended' });
  const headers = { authorization: `Bearer ${eject.secret}`, 'content-type': 'application/json' };
  const asked = await ask(eject.url, { method: 'POST', headers, body }, signal);
  if (!asked.reached) return [unreached(asked.why, eject.url.host, 'JITSI_EJECT_URL')];
  const { status, headers: answered } = asked.answer;
  if (status === 401 || status === 403)
    return [
      fault(
        'Jitsi refuses JITSI_EJECT_SECRET, so nobody is put out of a room there.',
        'Write the secret that its Prosody has for this.',
      ),
    ];
  // A page that was not found is somebody else's 404.
  const isPage = answered.get('content-type')?.startsWith('text/html') ?? false;
  if ((status === 404 && !isPage) || (status >= 200 && status < 300))
    return [ok('It puts people out of a room when we ask it to.')];
  return [
    fault(
      `What answers at JITSI_EJECT_URL puts nobody out of a room (status ${status}).`,
      'See that the address is right, and that Prosody has the module for it.',
    ),
  ];
};

const lookAtSecret = ({ appSecret }: JitsiConfig): Finding[] =>
  Buffer.byteLength(appSecret) < SECRET_BYTES
    ? [
        warning(
          `JITSI_APP_SECRET is shorter than ${SECRET_BYTES} bytes, and can be guessed from any token.`,
          'Set another, there and here, for example the output of: openssl rand -base64 48',
        ),
      ]
    : [];

/** A clinic's own Jitsi: that it is there, whom it lets in, and that it puts people out. */
export const jitsiCheck = (config: JitsiConfig): Check => ({
  name: 'Video over Jitsi',
  run: async (signal) => {
    const [script, eject] = await Promise.all([lookAtScript(config, signal), lookAtEject(config, signal)]);
    if (script.level === 'fault') return [script, ...lookAtSecret(config), ...eject];
    const knocks = await knockThrice(config, signal);
    return [script, ...judge(knocks), ...lookAtSecret(config), ...eject];
  },
});
