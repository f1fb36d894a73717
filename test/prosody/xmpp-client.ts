import { AUTH_DOMAIN, DOMAIN, ROOMS } from './prosody-configuration.ts';
import { attributeOf, textOf } from './stanza.ts';
import { XmppStream } from './xmpp-stream.ts';

const FRAMING = 'urn:ietf:params:xml:ns:xmpp-framing';
const SASL = 'urn:ietf:params:xml:ns:xmpp-sasl';
const BIND = 'urn:ietf:params:xml:ns:xmpp-bind';
const MUC = 'http://jabber.org/protocol/muc';
const NICK = 'http://jabber.org/protocol/nick';

/** What came of asking to enter a room. */
export type Entry =
  | { entered: true; affiliation: string; role: string }
  | { entered: false; condition: string; words: string };

/** Somebody with a session at Prosody, over a WebSocket as Jitsi's own page has one. */
export interface XmppClient {
  readonly jid: string;
  /** A room's name, or its whole address where it is none of the conferences'. */
  enter: (room: string) => Promise<Entry>;
  /** The words with which the room was taken from under them. */
  untilPutOut: (room: string) => Promise<string>;
  isStillIn: (room: string) => boolean;
  leave: () => void;
}

/** Prosody gives no session to them. */
export class Refused extends Error {}

const begins = (name: string) => (xml: string) => xml.startsWith(`<${name}`);

const open = async (stream: XmppStream, to: string): Promise<void> => {
  stream.send(`<open xmlns='${FRAMING}' to='${to}' version='1.0'/>`);
  await stream.next(begins('open'));
  await stream.next(begins('stream:features'));
};

/** @throws Refused with Prosody's words */
const signIn = async (stream: XmppStream, to: string, auth: string): Promise<string> => {
  await open(stream, to);
  stream.send(auth);
  const answer = await stream.next((xml) => begins('success')(xml) || begins('failure')(xml));
  if (begins('failure')(answer)) throw new Refused(textOf(answer, 'text') ?? answer);
  await open(stream, to);
  stream.send(`<iq xmlns='jabber:client' type='set' id='bind'><bind xmlns='${BIND}'/></iq>`);
  const bound = await stream.next((xml) => begins('iq')(xml) && attributeOf(xml, 'id') === 'bind');
  const jid = textOf(bound, 'jid');
  if (jid === null) throw new Error(`no address was given: ${bound}`);
  return jid;
};

const readEntry = (presence: string): Entry => {
  if (attributeOf(presence, 'type') === 'error') {
    const condition = /<error[^>]*>.*?<([a-z-]+)[^>]*urn:ietf:params:xml:ns:xmpp-stanzas/.exec(presence)?.[1];
    return { entered: false, condition: condition ?? presence, words: textOf(presence, 'text') ?? '' };
  }
  const item = /<item\b[^>]*>/.exec(presence)?.[0] ?? '';
  return {
    entered: true,
    affiliation: attributeOf(item, 'affiliation') ?? '',
    role: attributeOf(item, 'role') ?? '',
  };
};

const clientOf = (stream: XmppStream, jid: string): XmppClient => {
  // As Jitsi names people in a room: the beginning of the name that their session was given.
  const name = jid.slice(0, 8).replace(/@.*/, '');
  const addressIn = (room: string) => `${room.includes('@') ? room : `${room}@${ROOMS}`}/${name}`;
  const isOf = (room: string, xml: string) =>
    begins('presence')(xml) && attributeOf(xml, 'from') === addressIn(room);
  const isOut = (room: string) => (xml: string) =>
    isOf(room, xml) && attributeOf(xml, 'type') === 'unavailable';
  const isAnswer = (room: string) => (xml: string) =>
    isOf(room, xml) && [null, 'error'].includes(attributeOf(xml, 'type'));
  return {
    jid,
    enter: async (room) => {
      stream.send(
        `<presence xmlns='jabber:client' to='${addressIn(room)}'><x xmlns='${MUC}'/>` +
          `<nick xmlns='${NICK}'>Somebody</nick></presence>`,
      );
      return readEntry(await stream.next(isAnswer(room)));
    },
    untilPutOut: async (room) => textOf(await stream.next(isOut(room)), 'reason') ?? '',
    isStillIn: (room) => !stream.has(isOut(room)),
    leave: () => stream.close(),
  };
};

const connect = async (prosody: URL, query: string, to: string, auth: string): Promise<XmppClient> => {
  const url = new URL(`/xmpp-websocket${query}`, prosody);
  url.protocol = 'ws:';
  const stream = new XmppStream(url);
  try {
    await stream.opened();
    return clientOf(stream, await signIn(stream, to, auth));
  } catch (error) {
    stream.close();
    throw error;
  }
};

/** Somebody who opens a visit's page with a token, or without one. @throws Refused */
export const visitor = (prosody: URL, token: string | null = null): Promise<XmppClient> =>
  connect(
    prosody,
    token === null ? '' : `?token=${token}`,
    DOMAIN,
    `<auth xmlns='${SASL}' mechanism='ANONYMOUS'/>`,
  );

/** In Jicofo's place: it makes a room and stays in it. */
export const focus = (
  prosody: URL,
  { name, password }: { name: string; password: string },
): Promise<XmppClient> => {
  const plain = Buffer.from(`\0${name}\0${password}`).toString('base64');
  return connect(prosody, '', AUTH_DOMAIN, `<auth xmlns='${SASL}' mechanism='PLAIN'>${plain}</auth>`);
};
