import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { type Coturn, startCoturn } from './coturn.ts';
import { everythingApproved, GRAPH, type GraphFake, startGraphFake } from './graph-fake.ts';
import { type JitsiFake, startJitsiFake } from './jitsi-fake.ts';
import { type JitsiSite, startJitsiSite } from './jitsi-site.ts';
import { JITSI } from './jitsi-world.ts';
import { selfSigned } from './smtp-certificate.ts';
import { type SmtpFake, startSmtpFake } from './smtp-fake.ts';
import { startTwilioAccountFake, type TwilioAccountFake } from './twilio-account-fake.ts';
import { everythingRight, KEY, NUMBER, VERIFY_SERVICE } from './twilio-belongings.ts';
import { ACCOUNT } from './twilio-world.ts';

/** A clinic that has set up everything there is, with all of its providers on this machine. */
export interface ConfiguredClinic {
  twilio: TwilioAccountFake;
  graph: GraphFake;
  smtp: SmtpFake;
  site: JitsiSite;
  eject: JitsiFake;
  relay: Coturn;
  /** What an operator would write for all of them, everything right. */
  env: Record<string, string>;
  /** What must never be printed. */
  secrets: readonly string[];
  stop: () => Promise<void>;
}

const KEYS = { keys: [{ kty: 'RSA', kid: 'a', alg: 'RS256', use: 'sig', n: 'AQAB', e: 'AQAB' }] };

const startIssuer = async () => {
  const server = createServer((request, response) =>
    response.writeHead(request.url === '/keys' ? 200 : 404).end(JSON.stringify(KEYS)),
  );
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/keys`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};

const twilioEnv = ({ url: { href } }: TwilioAccountFake) => ({
  SMS_PROVIDER: 'twilio',
  TWILIO_ACCOUNT_SID: ACCOUNT.accountSid,
  TWILIO_AUTH_TOKEN: ACCOUNT.authToken,
  TWILIO_FROM_NUMBER: NUMBER,
  TWILIO_VERIFY_SERVICE_SID: VERIFY_SERVICE,
  TWILIO_API_KEY_SID: KEY.sid,
  TWILIO_API_KEY_SECRET: KEY.secret,
  TWILIO_API_URL: href,
  TWILIO_VERIFY_URL: href,
  TWILIO_VIDEO_URL: href,
});

const whatsappEnv = ({ apiUrl }: GraphFake) => ({
  WHATSAPP_API_URL: apiUrl.href,
  WHATSAPP_ACCESS_TOKEN: GRAPH.accessToken,
  WHATSAPP_BUSINESS_NUMBER: GRAPH.phoneNumberId,
  WHATSAPP_BUSINESS_ACCOUNT_ID: GRAPH.businessAccountId,
  WHATSAPP_WEBHOOK_SECRET: 'app secret of the test',
  WHATSAPP_VERIFY_TOKEN: 'verify token of the test',
});

const jitsiEnv = ({ domain }: JitsiSite, { eject }: JitsiFake) => ({
  JITSI_DOMAIN: domain,
  JITSI_APP_ID: JITSI.appId,
  JITSI_APP_SECRET: JITSI.appSecret,
  JITSI_EJECT_URL: eject.url.href,
  JITSI_EJECT_SECRET: eject.secret,
});

/**
 * @param vendorsFiles the folder of the vendors' own descriptions
 * @param folder where the authorities of the providers' certificates are written
 */
export const startConfiguredClinic = async (
  vendorsFiles: string,
  folder: string,
): Promise<ConfiguredClinic> => {
  const certificate = selfSigned();
  const [twilio, graph, smtp, site, eject, relay, issuer] = await Promise.all([
    startTwilioAccountFake(ACCOUNT, everythingRight()),
    startGraphFake(vendorsFiles, everythingApproved()),
    // In the clear, as on this machine it may be: two authorities of one name are not told apart.
    startSmtpFake({ plain: true }),
    startJitsiSite(JITSI, certificate),
    startJitsiFake(),
    startCoturn(undefined, certificate),
    startIssuer(),
  ]);
  const authorities = join(folder, 'authority.pem');
  writeFileSync(authorities, certificate.cert);
  const { port, tlsPort } = relay;
  const env = {
    ...twilioEnv(twilio),
    ...whatsappEnv(graph),
    ...jitsiEnv(site, eject),
    SMTP_URL: smtp.url.href,
    MAIL_FROM: 'Clinic <visits@clinic.test>',
    TURN_URLS: `stun:127.0.0.1:${port},turn:127.0.0.1:${port}?transport=udp,turn:127.0.0.1:${port}?transport=tcp,turns:localhost:${tlsPort}?transport=tcp`,
    TURN_SECRET: relay.secret,
    FIREBASE_PROJECT_ID: 'clinic',
    FIREBASE_JWKS_URL: issuer.url,
    NODE_EXTRA_CA_CERTS: authorities,
  };
  const { authToken, accountSid } = ACCOUNT;
  const password = decodeURIComponent(smtp.url.password);
  return {
    ...{ twilio, graph, smtp, site, eject, relay, env },
    secrets: [
      ...[authToken, accountSid, KEY.secret, NUMBER, GRAPH.accessToken, JITSI.appSecret, eject.eject.secret],
      ...[
        relay.secret,
        password,
        smtp.url.password,
        'app secret of the test',
        'verify token of the test',
        'eyJ',
      ],
    ],
    stop: async () => {
      issuer.stop();
      await Promise.all([twilio, graph, smtp, site, eject, relay].map((one) => one.stop()));
    },
  };
};
