import { randomInt } from 'node:crypto';
import { ask } from '../ask.ts';
import { AUTH, type Knock, queryOf, saidOf, type Visitor } from './door.ts';

const HTTP_BIND = 'http://jabber.org/protocol/httpbind';
const SID = /\bsid=["']([\w-]{1,200})["']/;

type Post = (body: string) => Promise<string | null>;

/** Opens a session; Prosody may greet in the answer to it or to the next request. */
const greeted = async (post: Post, xmppDomain: string, rid: number) => {
  const first = await post(
    `<body xmlns="${HTTP_BIND}" rid="${rid}" to="${xmppDomain}" ver="1.6" wait="5" hold="1" xml:lang="en" xmpp:version="1.0" xmlns:xmpp="urn:xmpp:xbosh"/>`,
  );
  if (first === null) return null;
  return { sid: SID.exec(first)?.[1] ?? null, said: saidOf(first) };
};

/** Signs in over HTTP (XEP-0124, XEP-0206) and goes away again: no room is entered. */
export const knockByBosh = async (visitor: Visitor, signal: AbortSignal): Promise<Knock> => {
  const url = new URL(`/http-bind?${queryOf(visitor)}`, visitor.site);
  const post: Post = async (body) => {
    const headers = { 'content-type': 'text/xml; charset=utf-8' };
    const asked = await ask(url, { method: 'POST', headers, body }, signal);
    return asked.reached && asked.answer.status === 200 ? asked.answer.text : null;
  };
  const rid = randomInt(1, 2 ** 31);
  const greeting = await greeted(post, visitor.xmppDomain, rid);
  if (!greeting) return 'no_door';
  const { sid, said } = greeting;
  if (!sid) return said === 'other_domain' ? said : 'turned_away';
  if (said !== 'greets') return said === 'else' ? 'no_door' : said;
  const answer = await post(`<body xmlns="${HTTP_BIND}" rid="${rid + 1}" sid="${sid}">${AUTH}</body>`);
  await post(`<body xmlns="${HTTP_BIND}" rid="${rid + 2}" sid="${sid}" type="terminate"/>`);
  return answer !== null && saidOf(answer) === 'let_in' ? 'let_in' : 'turned_away';
};
