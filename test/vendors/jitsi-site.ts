import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { type Admission, type JitsiApp, JitsiSignIn } from './jitsi-sign-in.ts';
import { selfSigned } from './smtp-certificate.ts';
import { serveWebsocket } from './websocket-server.ts';

export interface JitsiSiteBehaviour {
  admits: Admission;
  /** By which way the door is reached; `prosody` hands on what comes to a real one. */
  by: 'websocket' | 'bosh' | 'nothing' | { prosody: URL; way: 'websocket' | 'bosh' };
  /** Whether Jitsi's scripts are there. */
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

const NOT_FOUND = '<html><body>Not found</body></html>';
const urlOf = ({ url = '/' }: IncomingMessage): URL => new URL(url, 'https://jitsi.test');

/** What a web server in front of Jitsi and of its Prosody does. */
class Front {
  by: JitsiSiteBehaviour['by'] = 'websocket';
  hasApi = true;
  readonly #door: JitsiSignIn;

  constructor(door: JitsiSignIn) {
    this.#door = door;
  }

  async answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const url = urlOf(incoming);
    const say = (status: number, type: string, body: string): void => {
      outgoing.writeHead(status, { 'content-type': type }).end(body);
    };
    const script = this.hasApi ? this.#scriptAt(url.pathname) : null;
    if (script !== null) return say(200, 'text/javascript', script);
    if (url.pathname !== '/http-bind') return say(404, 'text/html', NOT_FOUND);
    if (this.by === 'bosh')
      return say(200, 'text/xml', this.#door.overBosh(await text(incoming), await this.#door.isGood(url)));
    if (typeof this.by !== 'object') return say(404, 'text/html', NOT_FOUND);
    const answered = await fetch(new URL(incoming.url ?? '/', this.by.prosody), {
      method: 'POST',
      headers: { 'content-type': 'text/xml' },
      body: await text(incoming),
    });
    say(answered.status, 'text/xml', await answered.text());
  }

  async upgrade(incoming: IncomingMessage, socket: Duplex): Promise<void> {
    const url = urlOf(incoming);
    socket.on('error', () => {});
    if (typeof this.by === 'object' && this.by.way === 'websocket')
      return this.#handOn(incoming, socket, this.by.prosody);
    if (url.pathname !== '/xmpp-websocket' || this.by !== 'websocket')
      return void socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
    const isGood = await this.#door.isGood(url);
    serveWebsocket(incoming, socket, (xml) => this.#door.overWebsocket(xml, isGood));
  }

  #scriptAt(path: string): string | null {
    if (path === '/external_api.js') return 'var JitsiMeetExternalAPI=function(){};';
    if (path !== '/config.js') return null;
    return `var config = {\n  hosts: {\n    // domain: 'other.example.org',\n    domain: '${this.#door.xmppDomain}',\n  },\n};`;
  }

  #handOn({ url, rawHeaders }: IncomingMessage, socket: Duplex, to: URL): void {
    const upstream = connect(Number(to.port), to.hostname);
    const lines = rawHeaders.map((one, at) => (at % 2 === 0 ? `${one}: ` : `${one}\r\n`));
    upstream.on('error', () => socket.destroy());
    upstream.write(`GET ${url} HTTP/1.1\r\n${lines.join('')}\r\n`);
    upstream.pipe(socket).pipe(upstream);
  }
}

/** A Jitsi Meet on the loopback, as far as its scripts and signing in go. */
export const startJitsiSite = async (app: JitsiApp, { key, cert } = selfSigned()): Promise<JitsiSite> => {
  const door = new JitsiSignIn(app);
  const front = new Front(door);
  const server = createServer({ key, cert }, (incoming, outgoing) => void front.answer(incoming, outgoing));
  server.on('upgrade', (incoming, socket) => void front.upgrade(incoming, socket));
  // A WebSocket is no connection of its HTTP server's any more.
  const sockets = new Set<Duplex>();
  server.on('connection', (socket) => sockets.add(socket));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  return {
    domain: `localhost:${typeof address === 'object' ? address?.port : 0}`,
    ca: cert,
    behave: ({ admits, by, hasApi, xmppDomain }) => {
      door.admits = admits ?? door.admits;
      door.xmppDomain = xmppDomain ?? door.xmppDomain;
      front.by = by ?? front.by;
      front.hasApi = hasApi ?? front.hasApi;
    },
    signedIn: () => ({ ...door.counts }),
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
};
