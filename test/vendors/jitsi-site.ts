import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { jwtVerify } from 'jose';
import { selfSigned } from './smtp-certificate.ts';
import { serveWebsocket } from './websocket-server.ts';

/** Whom the door lets in. */
type Admission = 'who has a token' | 'anyone' | 'whatever is signed' | 'who knows a password';

export interface JitsiSiteBehaviour {
  admits: Admission;
  /** By which way it is reached; `prosody` hands on what comes to a real one. */
  by: 'websocket' | 'bosh' | 'nothing' | { prosody: URL; way: 'websocket' | 'bosh' };
  /** Whether `external_api.js` is there. */
  hasApi: boolean;
  xmppDomain: string;
}

export interface JitsiSite {
  /** As in JITSI_DOMAIN. */
  domain: string;
  /** The authority of its certificate. */
  ca: string;
  behave: (change: Partial<JitsiSiteBehaviour>) => void;
  /** How often somebody was let in, or not. */
  signedIn: () => { let: number; refused: number };
  stop: () => Promise<void>;
}

const SASL = 'xmlns="urn:ietf:params:xml:ns:xmpp-sasl"';
const FRAMING = 'xmlns="urn:ietf:params:xml:ns:xmpp-framing"';
const BODY = 'xmlns="http://jabber.org/protocol/httpbind"';

/**
 * Jitsi Meet as its page and its Prosody answer on the loopback: the scripts, and signing in over WebSocket
 * (RFC 7395) and BOSH (XEP-0206) with the token in the address (lib-jitsi-meet, doc/tokens.md).
 */
export const startJitsiSite = async (
  app: { appId: string; appSecret: string },
  { key, cert } = selfSigned(),
): Promise<JitsiSite> => {
  const counts = { let: 0, refused: 0 };
  let is: JitsiSiteBehaviour = {
    admits: 'who has a token',
    by: 'websocket',
    hasApi: true,
    xmppDomain: 'meet.jitsi',
  };

  const isGood = async (url: URL): Promise<boolean> => {
    const token = url.searchParams.get('token');
    if (is.admits === 'anyone') return true;
    if (token === null || is.admits === 'who knows a password') return false;
    if (is.admits === 'whatever is signed') return true;
    return jwtVerify(token, new TextEncoder().encode(app.appSecret), {
      algorithms: ['HS256'],
      audience: app.appId,
      issuer: app.appId,
      typ: 'JWT',
    }).then(
      ({ payload }) => payload['room'] === url.searchParams.get('room'),
      () => false,
    );
  };
  const features = () => {
    const mechanism = is.admits === 'who knows a password' ? 'SCRAM-SHA-1' : 'ANONYMOUS';
    return `<stream:features xmlns:stream="http://etherx.jabber.org/streams"><mechanisms ${SASL}><mechanism>${mechanism}</mechanism></mechanisms></stream:features>`;
  };
  const verdict = (good: boolean): string => {
    counts[good ? 'let' : 'refused'] += 1;
    return good
      ? `<success ${SASL}/>`
      : `<failure ${SASL}><not-allowed/><text>token required</text></failure>`;
  };
  const unknownHost =
    '<stream:error xmlns:stream="http://etherx.jabber.org/streams"><host-unknown xmlns="urn:ietf:params:xml:ns:xmpp-streams"/></stream:error>';
  const isFor = (xml: string) => xml.includes(`to="${is.xmppDomain}"`);

  const bosh = async (url: URL, xml: string): Promise<string> => {
    if (xml.includes('type="terminate"')) return `<body ${BODY} type="terminate"/>`;
    if (xml.includes('<auth')) return `<body ${BODY}>${verdict(await isGood(url))}</body>`;
    if (!isFor(xml)) return `<body ${BODY} type="terminate" condition="host-unknown"/>`;
    return `<body ${BODY} sid="a1b2" wait="5">${features()}</body>`;
  };

  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const url = new URL(incoming.url ?? '/', 'https://jitsi.test');
    const say = (status: number, type: string, body: string) =>
      outgoing.writeHead(status, { 'content-type': type }).end(body);
    if (url.pathname === '/external_api.js' && is.hasApi)
      return void say(200, 'text/javascript', 'var JitsiMeetExternalAPI=function(){};');
    if (url.pathname === '/config.js' && is.hasApi)
      return void say(
        200,
        'text/javascript',
        `var config = {\n  hosts: {\n    // domain: 'other.example.org',\n    domain: '${is.xmppDomain}',\n  },\n};`,
      );
    if (url.pathname === '/http-bind' && typeof is.by === 'object') {
      const answered = await fetch(new URL(incoming.url ?? '/', is.by.prosody), {
        method: 'POST',
        headers: { 'content-type': 'text/xml' },
        body: await text(incoming),
      });
      return void say(answered.status, 'text/xml', await answered.text());
    }
    if (url.pathname === '/http-bind' && is.by === 'bosh')
      return void say(200, 'text/xml', await bosh(url, await text(incoming)));
    say(404, 'text/html', '<html><body>Not found</body></html>');
  };

  const upgrade = async (incoming: IncomingMessage, socket: Duplex): Promise<void> => {
    const url = new URL(incoming.url ?? '/', 'https://jitsi.test');
    socket.on('error', () => {});
    if (typeof is.by === 'object' && is.by.way === 'websocket') {
      const upstream = connect(Number(is.by.prosody.port), is.by.prosody.hostname);
      const lines = incoming.rawHeaders.map((one, at) => (at % 2 === 0 ? `${one}: ` : `${one}\r\n`));
      upstream.on('error', () => socket.destroy());
      upstream.write(`GET ${incoming.url} HTTP/1.1\r\n${lines.join('')}\r\n`);
      return void upstream.pipe(socket).pipe(upstream);
    }
    if (url.pathname !== '/xmpp-websocket' || is.by !== 'websocket')
      return void socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
    const good = await isGood(url);
    serveWebsocket(incoming, socket, (xml) => {
      if (xml.startsWith('<open'))
        return isFor(xml) ? [`<open ${FRAMING} id="1" version="1.0"/>`, features()] : [unknownHost];
      if (xml.startsWith('<auth')) return [verdict(good)];
      return null;
    });
  };

  const server = createServer({ key, cert }, (incoming, outgoing) => void answer(incoming, outgoing));
  server.on('upgrade', (incoming, socket) => void upgrade(incoming, socket));
  // A WebSocket is no connection of its HTTP server's any more.
  const sockets = new Set<Duplex>();
  server.on('connection', (socket) => sockets.add(socket));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  return {
    domain: `localhost:${typeof address === 'object' ? address?.port : 0}`,
    ca: cert,
    behave: (change) => {
      is = { ...is, ...change };
    },
    signedIn: () => ({ ...counts }),
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
};
