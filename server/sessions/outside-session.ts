import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { appendAudit } from '../audit/append-audit.ts';
import type { FirebaseConfig } from '../config.ts';
import { sqlState, type Tx, UNIQUE_VIOLATION } from '../database/database.ts';
import type { Deps } from '../deps.ts';
import { personOfIdentity } from '../people/outside-person.ts';
import { Problem } from '../problem.ts';
import { OutsideKeys, OutsideKeysUnknown } from './outside-keys.ts';
import { insertOutsideSession, outsideKeyIsKnown } from './outside-rows.ts';
import { type OutsideClaims, readOutsideToken } from './outside-token.ts';
import { type LiveSession, selectLiveByOutsideKey } from './rows.ts';
import { hashSecret, newSecret } from './secret.ts';
import { lifetimeOf } from './session-lifetime.ts';

/** Somebody else claims the same address at the same moment once; a third time is a fault. */
const MOST_RUNS = 3;
/** By then the issuer's keys may be asked for again. */
const RETRY_SECONDS = 15;

/** The keys of an issuer live as long as the configuration that names it. */
const keysOf = new WeakMap<FirebaseConfig, OutsideKeys>();

const keysFor = (issuer: FirebaseConfig, { log }: Pick<Deps, 'log'>): OutsideKeys => {
  const keys = keysOf.get(issuer) ?? new OutsideKeys(issuer.jwksUrl, log);
  keysOf.set(issuer, keys);
  return keys;
};

/** One sign-in there is one session here, however many tokens it gives. */
const outsideKeyOf = ({ identity: { issuer, subject }, authTime }: OutsideClaims): Uint8Array =>
  new Uint8Array(
    createHash('sha256')
      .update(JSON.stringify([issuer, subject, authTime]))
      .digest(),
  );

/**
 * Opens the session of a sign-in elsewhere; nothing where it was opened before. Its absolute limit counts
 * from that sign-in: so a sign-in that is older opens nothing, also once its session is long forgotten.
 */
const openOnce = async (tx: Tx, claims: OutsideClaims, outsideKey: Uint8Array, now: Date): Promise<void> => {
  const endOf = (role: Parameters<typeof lifetimeOf>[0]): Date =>
    new Date((claims.authTime + lifetimeOf(role).absoluteSeconds) * 1000);
  // A patient's is the longest, and a newcomer is one: who is too late for it leaves no trace.
  if (endOf('patient') <= now) return;
  const person = await personOfIdentity(tx, claims.identity);
  const expiresAt = endOf(person.role);
  if (expiresAt <= now || (await outsideKeyIsKnown(tx, outsideKey))) return;
  const id = uuidv7();
  await insertOutsideSession(tx, {
    id,
    personId: person.id,
    outsideKey,
    cookieHash: hashSecret(newSecret()),
    idleSeconds: lifetimeOf(person.role).idleSeconds,
    expiresAt,
  });
  await appendAudit(tx, { actorId: person.id, action: 'session.open', subjectId: id });
};

const open = async (deps: Deps, claims: OutsideClaims, outsideKey: Uint8Array): Promise<void> => {
  for (let left = MOST_RUNS - 1; ; left -= 1) {
    try {
      return await deps.db.tx((tx) => openOnce(tx, claims, outsideKey, deps.now()));
    } catch (error) {
      if (left === 0 || sqlState(error) !== UNIQUE_VIOLATION) throw error;
    }
  }
};

const claimsIn = async (deps: Deps, token: string): Promise<OutsideClaims | null> => {
  const { firebase } = deps.config;
  if (!firebase) return null;
  try {
    return await readOutsideToken(keysFor(firebase, deps).find, firebase, token, deps.now());
  } catch (error) {
    if (error instanceof OutsideKeysUnknown)
      throw new Problem('issuer_unavailable', { retryAfter: RETRY_SECONDS });
    throw error;
  }
};

/**
 * The live session that an outside issuer's token stands for, opened by the first of them; null for every
 * token that is not good, and after that session's end for all of the same sign-in.
 * @throws Problem `issuer_unavailable`
 */
export const outsideSession = async (deps: Deps, token: string): Promise<LiveSession | null> => {
  const claims = await claimsIn(deps, token);
  if (!claims) return null;
  const outsideKey = outsideKeyOf(claims);
  const live = await selectLiveByOutsideKey(deps.db, outsideKey);
  if (live) return live;
  if (!(await outsideKeyIsKnown(deps.db, outsideKey))) await open(deps, claims, outsideKey);
  return selectLiveByOutsideKey(deps.db, outsideKey);
};
