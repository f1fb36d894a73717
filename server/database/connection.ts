import pg from 'pg';
import { isForgotten, isGoodbye, isUnreachable } from './connection-failures.ts';
import { type Database, DatabaseUnavailable, sqlState } from './database.ts';
import { toWire, wireTypes } from './wire-types.ts';

const CONNECT_TIMEOUT_MS = 5_000;
const CLOSE_TIMEOUT_MS = 5_000;
const KEEP_ALIVE_AFTER_MS = 60_000;

export interface ConnectionOptions {
  url: string;
  /** Run-time parameters of PostgreSQL; they go before what the URL says of the same. */
  settings: Record<string, string>;
  onNotify?: (channel: string, payload: string) => void;
}

const names = new Map<string, string>();
let named = 0;

/** What each statement is prepared as: its text is sent once a connection. */
const nameOf = (text: string): string => {
  const known = names.get(text);
  if (known) return known;
  named += 1;
  const name = `s${named}`;
  names.set(text, name);
  return name;
};

const clientOf = ({ url, settings }: ConnectionOptions): pg.Client => {
  const at = new URL(url);
  const parameters = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  at.searchParams.set('options', [at.searchParams.get('options') ?? '', ...parameters].join(' ').trim());
  at.searchParams.set('application_name', 'anteroom');
  // `sslmode` as psql has it: `require` encrypts, and only `verify-…` looks at the certificate.
  at.searchParams.set('uselibpqcompat', 'true');
  return new pg.Client({
    connectionString: at.href,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
    types: wireTypes,
    pipeline: true,
  });
};

/**
 * One connection to the server. It lives once: whoever waits when it is lost is told so at that moment, and
 * nothing of it reaches the next one.
 */
export class Connection {
  readonly #client: pg.Client;
  readonly #end = Promise.withResolvers<void>();
  #isLost = false;
  #isClosing = false;
  #underWay = 0;
  #isCorked = false;

  /** @throws DatabaseUnavailable, after five seconds at the latest; the server's refusal otherwise */
  static async open(options: ConnectionOptions): Promise<Connection> {
    const connection = new Connection(options);
    try {
      await connection.#client.connect();
    } catch (error) {
      connection.#lose();
      throw isUnreachable(error) ? new DatabaseUnavailable(error) : error;
    }
    return connection;
  }

  private constructor(options: ConnectionOptions) {
    const { onNotify } = options;
    this.#client = clientOf(options);
    this.#client.on('error', () => this.#lose());
    this.#client.on('end', () => this.#lose());
    if (onNotify) this.#client.on('notification', ({ channel, payload }) => onNotify(channel, payload ?? ''));
  }

  /** Resolves when it is lost or closed. */
  get lost(): Promise<void> {
    return this.#end.promise;
  }

  get isLost(): boolean {
    return this.#isLost;
  }

  /** How many statements have no answer yet. */
  get underWay(): number {
    return this.#underWay;
  }

  /** Sends a statement behind those that are under way. @throws DatabaseUnavailable when it is lost before the answer */
  readonly query: Database['query'] = async (text, values = []) => {
    const onWire = values.map(toWire);
    this.#underWay += 1;
    try {
      return await this.#send(text, onWire);
    } catch (error) {
      throw this.#failure(error);
    } finally {
      this.#underWay -= 1;
    }
  };

  /** Runs several statements at once, without values. @throws like `query` */
  readonly script = async (text: string): Promise<void> => {
    try {
      await this.#client.query(text);
    } catch (error) {
      throw this.#failure(error);
    }
  };

  /** What is under way ends first, for five seconds. */
  async close(): Promise<void> {
    this.#isClosing = true;
    const tooLate = setTimeout(() => this.#lose(), CLOSE_TIMEOUT_MS);
    await this.#client.end();
    clearTimeout(tooLate);
    this.#lose();
  }

  async #send<R extends object>(text: string, values: unknown[]): Promise<R[]> {
    const name = nameOf(text);
    this.#cork();
    try {
      return (await this.#client.query({ name, text, values })).rows;
    } catch (error) {
      if (!isForgotten(error)) throw error;
      if (names.get(text) === name) names.delete(text);
      return (await this.#client.query({ text, values })).rows;
    }
  }

  /** All that is asked in one turn leaves in one write. */
  #cork(): void {
    if (this.#isCorked) return;
    this.#isCorked = true;
    const { stream } = this.#client.connection;
    stream.cork();
    setImmediate(() => {
      this.#isCorked = false;
      stream.uncork();
    });
  }

  #lose(): void {
    if (this.#isLost) return;
    this.#isLost = true;
    this.#client.connection.stream.destroy();
    this.#end.resolve();
  }

  #failure(error: unknown): unknown {
    if (isGoodbye(error)) this.#lose(); // what follows on it is not worth sending
    const isOver = this.#isLost || this.#isClosing;
    const isRefusal = sqlState(error) !== null && !isGoodbye(error);
    return isOver && !isRefusal ? new DatabaseUnavailable(error) : error;
  }
}
