import { fastifyCookie } from '@fastify/cookie';
import { validate as isUuid } from 'uuid';
import { asBytea } from '../database/as-bytea.ts';
import { gather, onEach } from '../database/gather.ts';
import type { Deps } from '../deps.ts';
import type { SignedIn } from '../signed-in.ts';
import { readAccessToken } from './access-token.ts';
import { cookieNames } from './cookies.ts';
import { outsideSession } from './outside-session.ts';
import {
  type LiveSession,
  selectLiveByCookies,
  selectLiveByIds,
  selectLiveIds,
  touchSession,
} from './rows.ts';
import { hashSecret } from './secret.ts';

/** Every request asks, so those of one moment ask together. */
const findingOn = onEach((db) => ({
  byId: gather((ids: readonly string[]) => selectLiveByIds(db, ids)),
  byCookie: gather((hashes: readonly string[]) => selectLiveByCookies(db, hashes)),
}));

/** Ours, or an outside issuer's: nothing in a token says which before the one or the other has vouched for it. */
const byToken = async (deps: Deps, token: string): Promise<LiveSession | null> => {
  const claims = readAccessToken(deps.keys.jwt, token, deps.now());
  if (!claims) return outsideSession(deps, token);
  if (!isUuid(claims.sessionId)) return null;
  const live = await findingOn(deps.db).byId(claims.sessionId);
  return live?.person.id === claims.personId ? live : null;
};

const byCookie = async (deps: Deps, cookieHeader: string | undefined): Promise<LiveSession | null> => {
  const secret = cookieHeader
    ? fastifyCookie.parse(cookieHeader)[cookieNames(deps.config).session]
    : undefined;
  return secret ? findingOn(deps.db).byCookie(asBytea(hashSecret(secret))) : null;
};

interface Credentials {
  cookieHeader?: string | undefined;
  accessToken?: string | undefined;
  /** Nobody caused this request, so that it does not count as use of the session. */
  isUnattended?: boolean;
}

/** Who is asking: by access token where there is one, else by the web's cookie; null for nobody. */
export const resolveSession = async (
  deps: Deps,
  { cookieHeader, accessToken, isUnattended = false }: Credentials,
): Promise<SignedIn | null> => {
  const live =
    accessToken === undefined ? await byCookie(deps, cookieHeader) : await byToken(deps, accessToken);
  if (!live) return null;
  if (live.stale && !isUnattended) await touchSession(deps.db, live.sessionId);
  const { person, sessionId, expiresAt } = live;
  return { person, sessionId, via: accessToken === undefined ? 'cookie' : 'bearer', expiresAt };
};

/** Which of these sessions still live. */
export const liveSessionIds = async (deps: Deps, ids: readonly string[]): Promise<Set<string>> =>
  new Set(await selectLiveIds(deps.db, ids));
