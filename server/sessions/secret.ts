import { createHash, randomBytes } from 'node:crypto';

const SECRET_BYTES = 32;

/** 256 random bits, for a cookie or a refresh token. */
export const newSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url');

/** What is stored of a secret. It is random, so a plain hash cannot be turned back. */
export const hashSecret = (secret: string): Uint8Array =>
  new Uint8Array(createHash('sha256').update(secret).digest());
