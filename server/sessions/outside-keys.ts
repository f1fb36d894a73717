import { createLocalJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import type { Logger } from 'pino';
import { Type } from 'typebox';
import { Value } from 'typebox/value';

/** Known keys are looked at anew after this long, so that one that was withdrawn is soon refused. */
const FRESH_MS = 10 * 60_000;
/** While the issuer can't be reached its known keys go on being used, for this long. */
const OLDEST_MS = 24 * 60 * 60_000;
/** A request waits this long at most, for the whole answer. */
const PATIENCE_MS = 2_000;
/** The issuer is asked this often at most, however many tokens name keys that nobody knows. */
const MOST_READS = 4;
const READS_WINDOW_MS = 60_000;
/** After a read that failed, keys that merely grew old are not read again for this long. */
const REST_MS = 30_000;
/** Some tens of keys; what is longer is none of an issuer's. */
const MOST_BYTES = 128 * 1024;

const KeySet = Type.Object({
  keys: Type.Array(Type.Object({ kty: Type.String() }), { minItems: 1, maxItems: 100 }),
});

/** No key of the issuer is known, and it can't be asked at the moment. */
export class OutsideKeysUnknown extends Error {
  override readonly name = 'OutsideKeysUnknown';
}

const readSet = async (url: URL): Promise<JWTVerifyGetKey> => {
  const answer = await fetch(url, {
    headers: { accept: 'application/jwk-set+json, application/json' },
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if (answer.status !== 200 || !answer.body) {
    await answer.body?.cancel();
    throw new Error(`the issuer’s keys were answered with status ${answer.status}`);
  }
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of answer.body) {
    bytes += part.byteLength;
    if (bytes > MOST_BYTES) throw new Error('the issuer’s keys are longer than any set of keys');
    parts.push(part);
  }
  const set: unknown = JSON.parse(Buffer.concat(parts).toString('utf8'));
  if (!Value.Check(KeySet, set)) throw new Error('the issuer’s keys are not a set of keys');
  return createLocalJWKSet(set);
};

/** An issuer's public keys, read when a token needs them and kept while they are good. */
export class OutsideKeys {
  readonly #url: URL;
  readonly #log: Pick<Logger, 'warn'>;
  /** Milliseconds that only ever rise. */
  readonly #clock: () => number;
  #known: { find: JWTVerifyGetKey; at: number } | null = null;
  #reading: Promise<void> | null = null;
  #reads: number[] = [];
  #failedAt = Number.NEGATIVE_INFINITY;

  constructor(url: URL, log: Pick<Logger, 'warn'>, clock: () => number = () => performance.now()) {
    this.#url = url;
    this.#log = log;
    this.#clock = clock;
  }

  /**
   * The key that a token names, waiting two seconds at most.
   * @throws OutsideKeysUnknown; JWKSNoMatchingKey where the issuer has no such key
   */
  readonly find: JWTVerifyGetKey = async (header, token) => {
    const now = this.#clock();
    const isOld = this.#known === null || now - this.#known.at > FRESH_MS;
    if (isOld && (this.#known === null || now - this.#failedAt > REST_MS)) await this.#read();
    try {
      return await this.#keys()(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      await this.#read();
      return this.#keys()(header, token);
    }
  };

  #keys(): JWTVerifyGetKey {
    if (this.#known && this.#clock() - this.#known.at <= OLDEST_MS) return this.#known.find;
    throw new OutsideKeysUnknown('the keys of the outside issuer are not known');
  }

  /** Reads them once for all who wait; never throws, for who waits then looks at what is known. */
  #read(): Promise<void> {
    this.#reading ??= this.#readNow().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  async #readNow(): Promise<void> {
    const now = this.#clock();
    this.#reads = this.#reads.filter((at) => now - at < READS_WINDOW_MS);
    if (this.#reads.length >= MOST_READS) return;
    this.#reads.push(now);
    try {
      const find = await readSet(this.#url);
      this.#known = { find, at: this.#clock() };
    } catch (error) {
      this.#failedAt = this.#clock();
      this.#log.warn({ err: error }, 'the keys of the outside issuer could not be read; known ones stay');
    }
  }
}
