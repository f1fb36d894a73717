import { createHash, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Config } from './config.ts';

/** One version of the pepper; `id` says in a row which one a digest was made with, and reveals nothing. */
export interface Pepper {
  id: string;
  key: KeyObject;
}

/** Key objects and not bytes: bytes are prepared anew for every HMAC, which takes nine times as long as it. */
export interface Keys {
  /** Signs access tokens and tickets (HS256). */
  jwt: KeyObject;
  /** Blinds numbers, addresses and networks in the rows that count. */
  counting: KeyObject;
  /** The first is used for new codes, all are read. */
  peppers: readonly [Pepper, ...Pepper[]];
}

const SECRET_BYTES = 48;
const KEY_BYTES = 32;

const SecretsFile = Type.Object({
  jwt: Type.String({ minLength: 32 }),
  pepper: Type.String({ minLength: 32 }),
});
type SecretsFile = Static<typeof SecretsFile>;

const derive = (secret: string, use: string): KeyObject =>
  createSecretKey(new Uint8Array(hkdfSync('sha256', secret, 'anteroom', use, KEY_BYTES)));

const pepperOf = (secret: string): Pepper => {
  const key = derive(secret, 'otp pepper');
  return { key, id: createHash('sha256').update(key.export()).digest('hex').slice(0, 8) };
};

/**
 * Puts the file there whole or not at all, unless it is there: a process that is killed in between, or a
 * second one that starts at the same moment, must not find half of it.
 */
const writeOnce = (path: string, text: string): void => {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  const file = openSync(draft, 'wx', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
    linkSync(draft, path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    closeSync(file);
    rmSync(draft);
  }
};

/** Secrets of a machine that is nobody's production: made once, so that a restart signs nobody out. */
const ownSecrets = (dataDir: string): SecretsFile => {
  const path = join(dataDir, 'secrets.json');
  const random = () => randomBytes(SECRET_BYTES).toString('base64');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  if (!existsSync(path)) writeOnce(path, JSON.stringify({ jwt: random(), pepper: random() }));
  return Value.Parse(SecretsFile, JSON.parse(readFileSync(path, 'utf8')));
};

/** The keys of this deployment, from its secrets; outside production missing ones are made and kept. */
export const loadKeys = (config: Config): Keys => {
  const own = config.jwtSecret && config.otp.peppers ? null : ownSecrets(config.dataDir);
  const jwtSecret = config.jwtSecret ?? own?.jwt ?? '';
  const [pepper = own?.pepper ?? '', ...older] = config.otp.peppers ?? [];
  return {
    jwt: createSecretKey(jwtSecret, 'utf8'),
    counting: derive(jwtSecret, 'counting'),
    peppers: [pepperOf(pepper), ...older.map(pepperOf)],
  };
};
