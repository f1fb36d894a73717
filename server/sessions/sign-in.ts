import { v7 as uuidv7 } from 'uuid';
import { appendAudit } from '../audit/append-audit.ts';
import type { Deps } from '../deps.ts';
import { countingKey, networkOf } from '../network.ts';
import { findCredentials } from '../people/find-person.ts';
import type { Person } from '../people/person.ts';
import { Problem } from '../problem.ts';
import { mintAccessToken } from './access-token.ts';
import { passwordFits } from './passwords.ts';
import { countSignInFailures, deleteSignInFailures, insertSession, insertSignInFailure } from './rows.ts';
import { hashSecret, newSecret } from './secret.ts';
import { lifetimeOf } from './session-lifetime.ts';

/** What a session gives to whom it belongs to; the secrets are nowhere else. */
export interface OpenedSession {
  person: Person;
  sessionId: string;
  accessToken: string;
  refreshToken: string;
  cookieSecret: string;
  expiresAt: Date;
}

/**
 * Wrong passwords in a row before sign-in pauses. The pair of account and network is tight; the account
 * alone is loose, so that a stranger elsewhere can't easily lock the owner out.
 */
const MOST_FAILURES = { pair: 10, account: 100, network: 100 } as const;
const PAUSE_SECONDS = 15 * 60;

/** Opens a session for a person who has proved who they are. */
export const openSession = async (
  deps: Deps,
  person: Person,
  accountKey: Uint8Array,
): Promise<OpenedSession> => {
  const sessionId = uuidv7();
  const [cookieSecret, refreshToken] = [newSecret(), newSecret()];
  const { idleSeconds, absoluteSeconds } = lifetimeOf(person.role);
  await deps.db.tx(async (tx) => {
    await insertSession(tx, {
      id: sessionId,
      personId: person.id,
      cookieHash: hashSecret(cookieSecret),
      refreshHash: hashSecret(refreshToken),
      idleSeconds,
      absoluteSeconds,
    });
    await deleteSignInFailures(tx, accountKey);
    await appendAudit(tx, { actorId: person.id, action: 'session.open', subjectId: sessionId });
  });
  const accessToken = await mintAccessToken(deps.keys.jwt, sessionId, person.id, deps.now());
  const expiresAt = new Date(deps.now().getTime() + absoluteSeconds * 1000);
  return { person, sessionId, accessToken, refreshToken, cookieSecret, expiresAt };
};

/**
 * Signs in with e-mail and password. An unknown address answers as a wrong password does, in the same time.
 * @throws Problem `credentials_wrong`, `too_many_requests`
 */
export const signIn = async (
  deps: Deps,
  { email, password, address }: { email: string; password: string; address: string },
): Promise<OpenedSession> => {
  const keys = {
    account: countingKey(deps.keys.counting, 'email', email.trim().toLowerCase()),
    network: countingKey(deps.keys.counting, 'network', networkOf(address)),
  };
  const failures = await countSignInFailures(deps.db, keys);
  if (
    failures.pair >= MOST_FAILURES.pair ||
    failures.account >= MOST_FAILURES.account ||
    failures.network >= MOST_FAILURES.network
  ) {
    throw new Problem('too_many_requests', { retryAfter: PAUSE_SECONDS });
  }
  const found = await findCredentials(deps.db, email.trim());
  if (!(await passwordFits(found?.passwordHash ?? null, password)) || !found) {
    await insertSignInFailure(deps.db, keys);
    throw new Problem('credentials_wrong');
  }
  return openSession(deps, found.person, keys.account);
};
