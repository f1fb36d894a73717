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
const TOGETHER = { most: 64, atOnce: 2 };
const findingOn = onEach((db) => ({
  byId: gather((ids: readonly string[]) => selectLiveByIds(db, ids), TOGETHER),
  byCookie: gather((hashes: readonly string[]) => selectLiveByCookies(db, hashes), TOGETHER),
}));

const settled = async (
  deps: Deps,
  live: LiveSession | null,
  via: SignedIn['via'],
): Promise<SignedIn | null> => {
  if (!live) return null;
  if (live.stale) await touchSession(deps.db, live.sessionId);
  return { person: live.person, sessionId: live.sessionId, via, expiresAt: live.expiresAt };
};

/** Ours, or an outside issuer's: nothing in a token says which before the one or the other has vouched for it. */
const byToken = async (deps: Deps, token: string): Promise<SignedIn | null> => {
  const claims = readAccessToken(deps.keys.jwt, token, deps.now());
  if (!claims) return settled(deps, await outsideSession(deps, token), 'bearer');
  if (!isUuid(claims.sessionId)) return null;
  const live = await findingOn(deps.db).byId(claims.sessionId);
  return live?.person.id === claims.personId ? settled(deps, live, 'bearer') : null;
};

/** Who is asking: by access token where there is one, else by the web's cookie; null for nobody. */
export const resolveSession = async (
  deps: Deps,
  { cookieHeader, accessToken }: { cookieHeader?: string | undefined; accessToken?: string | undefined },
): Promise<SignedIn | null> => {
  if (accessToken !== undefined) return byToken(deps, accessToken);
  const secret = cookieHeader
    ? fastifyCookie.parse(cookieHeader)[cookieNames(deps.config).session]
    : undefined;
  if (!secret) return null;
  return settled(deps, await findingOn(deps.db).byCookie(asBytea(hashSecret(secret))), 'cookie');
};

/** Which of these sessions still live. */
export const liveSessionIds = async (deps: Deps, ids: readonly string[]): Promise<Set<string>> =>
  new Set(await selectLiveIds(deps.db, ids));
