import { jwtVerify } from 'jose';

/** Whom the door lets in. */
export type Admission = 'who has a token' | 'anyone' | 'whatever is signed' | 'who knows a password';

export interface JitsiApp {
  appId: string;
  appSecret: string;
}

const SASL = 'xmlns="urn:ietf:params:xml:ns:xmpp-sasl"';
const STREAM = 'xmlns:stream="http://etherx.jabber.org/streams"';
const FRAMING = 'xmlns="urn:ietf:params:xml:ns:xmpp-framing"';
const BODY = 'xmlns="http://jabber.org/protocol/httpbind"';
const UNKNOWN_HOST = `<stream:error ${STREAM}><host-unknown xmlns="urn:ietf:params:xml:ns:xmpp-streams"/></stream:error>`;

/**
 * Signing in at Prosody with Jitsi's token in the address (lib-jitsi-meet, doc/tokens.md), over WebSocket
 * (RFC 7395) and BOSH (XEP-0206).
 */
export class JitsiSignIn {
  admits: Admission = 'who has a token';
  xmppDomain = 'meet.jitsi';
  readonly counts = { let: 0, refused: 0 };
  readonly #app: JitsiApp;

  constructor(app: JitsiApp) {
    this.#app = app;
  }

  /** Whether the token in an address opens the room in it. */
  async isGood({ searchParams }: URL): Promise<boolean> {
    const token = searchParams.get('token');
    if (this.admits === 'anyone') return true;
    if (token === null || this.admits === 'who knows a password') return false;
    if (this.admits === 'whatever is signed') return true;
    const { appId, appSecret } = this.#app;
    return jwtVerify(token, new TextEncoder().encode(appSecret), {
      algorithms: ['HS256'],
      audience: appId,
      issuer: appId,
      typ: 'JWT',
    }).then(
      ({ payload }) => payload['room'] === searchParams.get('room'),
      () => false,
    );
  }

  /** What is said to a frame of a WebSocket; null ends it. */
  overWebsocket(xml: string, isGood: boolean): string[] | null {
    if (xml.startsWith('<open'))
      return this.#isFor(xml)
        ? [`<open ${FRAMING} id="1" version="1.0"/>`, this.#features()]
        : [UNKNOWN_HOST];
    return xml.startsWith('<auth') ? [this.#verdict(isGood)] : null;
  }

  overBosh(xml: string, isGood: boolean): string {
    if (xml.includes('type="terminate"')) return `<body ${BODY} type="terminate"/>`;
    if (xml.includes('<auth')) return `<body ${BODY}>${this.#verdict(isGood)}</body>`;
    if (!this.#isFor(xml)) return `<body ${BODY} type="terminate" condition="host-unknown"/>`;
    return `<body ${BODY} sid="a1b2" wait="5">${this.#features()}</body>`;
  }

  #isFor(xml: string): boolean {
    return xml.includes(`to="${this.xmppDomain}"`);
  }

  #features(): string {
    const mechanism = this.admits === 'who knows a password' ? 'SCRAM-SHA-1' : 'ANONYMOUS';
    return `<stream:features ${STREAM}><mechanisms ${SASL}><mechanism>${mechanism}</mechanism></mechanisms></stream:features>`;
  }

  #verdict(isGood: boolean): string {
    this.counts[isGood ? 'let' : 'refused'] += 1;
    if (isGood) return `<success ${SASL}/>`;
    return `<failure ${SASL}><not-allowed/><text>token required</text></failure>`;
  }
}
