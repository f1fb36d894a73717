/** What became of somebody who came to the XMPP door as Jitsi's page does, with a token or without. */
export type Knock =
  | 'let_in'
  | 'turned_away'
  /** It lets nobody in by that way: it wants a user and a password, which no page of ours has. */
  | 'wants_password'
  /** It does not serve that XMPP domain. */
  | 'other_domain'
  /** There is no such door at that address, or it did not open in time. */
  | 'no_door';

export interface Visitor {
  /** `https://meet.example.org`. */
  site: URL;
  /** The domain that people sign in to; behind the site it may be another. */
  xmppDomain: string;
  room: string;
  /** Null for who has none. */
  token: string | null;
}

/** What the door says, as far as signing in goes (RFC 6120 §4.9, §6). */
export type Said = 'greets' | 'wants_password' | 'let_in' | 'turned_away' | 'other_domain' | 'else';

const element = (name: string): RegExp => new RegExp(`<(?:[a-z]+:)?${name}[\\s/>]`);
const SUCCESS = element('success');
const FAILURE = element('failure');
const ERROR = element('error');
const FEATURES = element('features');

export const saidOf = (xml: string): Said => {
  if (SUCCESS.test(xml)) return 'let_in';
  if (FAILURE.test(xml)) return 'turned_away';
  if (/host-unknown|host-gone|improper-addressing/.test(xml)) return 'other_domain';
  if (ERROR.test(xml)) return 'turned_away';
  if (!FEATURES.test(xml)) return 'else';
  return />\s*ANONYMOUS\s*</.test(xml) ? 'greets' : 'wants_password';
};

/** Jitsi's token goes into the address, and its user signs in as nobody (lib-jitsi-meet, doc/tokens.md). */
export const AUTH = `<auth xmlns="urn:ietf:params:xml:ns:xmpp-sasl" mechanism="ANONYMOUS"/>`;

export const queryOf = ({ room, token }: Visitor): string =>
  new URLSearchParams({ room, ...(token === null ? {} : { token }) }).toString();
