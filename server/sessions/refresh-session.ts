import { appendAudit } from '../audit/append-audit.ts';
import type { Deps } from '../deps.ts';
import { Problem } from '../problem.ts';
import type { SignedIn } from '../signed-in.ts';
import { mintAccessToken } from './access-token.ts';
import {
  endSessionRow,
  insertRefreshToken,
  type LiveSession,
  lockRefreshToken,
  selectLiveByIds,
  spendRefreshToken,
  spendRefreshTokens,
  touchSession,
  updateCookieHash,
} from './rows.ts';
import { hashSecret, newSecret } from './secret.ts';
import type { OpenedSession } from './sign-in.ts';

type Rotated = { live: LiveSession; refreshToken: string } | 'reused' | 'unknown';

const rotate = (deps: Deps, refreshToken: string): Promise<Rotated> =>
  deps.db.tx(async (tx) => {
    const hash = hashSecret(refreshToken);
    const known = await lockRefreshToken(tx, hash);
    if (!known) return 'unknown';
    if (known.spent) {
      const ended = await endSessionRow(tx, known.sessionId, 'refresh_reuse');
      if (ended)
        await appendAudit(tx, { actorId: null, action: 'session.refresh_reuse', subjectId: known.sessionId });
      return 'reused';
    }
    const live = (await selectLiveByIds(tx, [known.sessionId]))(known.sessionId);
    if (!live) return 'unknown';
    const next = newSecret();
    await spendRefreshToken(tx, hash);
    await insertRefreshToken(tx, live.sessionId, hashSecret(next));
    return { live, refreshToken: next };
  });

/**
 * A new access token for an old refresh token, which is spent by it. One that was spent before ends the
 * session: either it or its successor is in a stranger's hands (RFC 9700 §4.14.2).
 * @throws Problem `refresh_invalid`
 */
export const refreshSession = async (
  deps: Deps,
  refreshToken: string,
): Promise<Omit<OpenedSession, 'cookieSecret'>> => {
  const rotated = await rotate(deps, refreshToken);
  if (rotated === 'unknown' || rotated === 'reused') throw new Problem('refresh_invalid');
  const { person, sessionId, expiresAt } = rotated.live;
  await touchSession(deps.db, sessionId);
  const accessToken = await mintAccessToken(deps.keys.jwt, sessionId, person.id, deps.now());
  return { person, sessionId, expiresAt, accessToken, refreshToken: rotated.refreshToken };
};

/** The same for a browser, whose cookie says which session: its cookie and refresh token are made anew. */
export const refreshByCookie = async (
  deps: Deps,
  { person, sessionId, expiresAt }: SignedIn,
): Promise<OpenedSession> => {
  const [cookieSecret, refreshToken] = [newSecret(), newSecret()];
  await deps.db.tx(async (tx) => {
    await spendRefreshTokens(tx, sessionId);
    await insertRefreshToken(tx, sessionId, hashSecret(refreshToken));
    await updateCookieHash(tx, sessionId, hashSecret(cookieSecret));
  });
  const accessToken = await mintAccessToken(deps.keys.jwt, sessionId, person.id, deps.now());
  return { person, sessionId, expiresAt, accessToken, refreshToken, cookieSecret };
};
