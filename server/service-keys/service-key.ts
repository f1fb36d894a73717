import { createHash, randomBytes } from 'node:crypto';
import { type ServiceKey, ServiceScope } from '../../contract/external.ts';

/** Everything that a key may be allowed. */
export const SCOPES: readonly ServiceScope[] = ServiceScope.anyOf.map((scope) => scope.const);

/** Scanners of repositories and logs find a key that got away by it. */
const PREFIX = 'ark_';
const SECRET_BYTES = 32;
const SHAPE = /^ark_[A-Za-z0-9_-]{43}$/;

/** Characters that are shown again: 6 of the secret's 43, which leaves 220 bits. */
const HINT_LENGTH = PREFIX.length + 6;

/** One system that may call, as a request finds it. */
export interface ServiceKeyHolder {
  id: string;
  scopes: readonly ServiceScope[];
}

/** 256 random bits. */
export const newServiceKey = (): string => `${PREFIX}${randomBytes(SECRET_BYTES).toString('base64url')}`;

/** Whether a text can be a key at all: an access token is none. */
export const looksLikeServiceKey = (text: string): boolean => SHAPE.test(text);

export const hintOf = (key: string): string => key.slice(0, HINT_LENGTH);

/** What is stored of a key. It is random, so a plain hash cannot be turned back. */
export const hashServiceKey = (key: string): Uint8Array =>
  new Uint8Array(createHash('sha256').update(key).digest());

/** A key as it is kept: everything but itself. */
export interface KeptServiceKey {
  id: string;
  name: string;
  hint: string;
  scopes: ServiceScope[];
  createdAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

export const presentServiceKey = (key: KeptServiceKey): ServiceKey => ({
  id: key.id,
  name: key.name,
  hint: key.hint,
  scopes: key.scopes,
  created_at: key.createdAt.toISOString(),
  last_used_at: key.lastUsedAt?.toISOString() ?? null,
  revoked_at: key.revokedAt?.toISOString() ?? null,
});
