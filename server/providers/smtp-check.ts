import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { type Check, type Finding, fault, ok, warning } from '../doctor/check.ts';
import { unreached, unreachedOf } from '../doctor/unreached.ts';
import type { SmtpConfig } from '../message-config.ts';
import { smtpConnection } from './smtp-connection.ts';

/** `Clinic <visits@example.org>` is accepted as its address. */
const addressOf = (from: string): string => /<([^<>]+)>$/.exec(from.trim())?.[1] ?? from.trim();

/** Not a way to sign in: the library lets commands of one's own be sent under such a name. */
const PROBE = 'X-SENDER-PROBE';

interface Failure {
  code: string;
  /** The server's own number; 0 where it gave none. */
  status: number;
  error: unknown;
}

const failureOf = (error: unknown): Failure => {
  const field = (name: string): unknown => (error instanceof Error ? Reflect.get(error, name) : undefined);
  const code = field('code');
  const status = field('responseCode');
  return {
    code: typeof code === 'string' ? code : '',
    status: typeof status === 'number' ? status : 0,
    error,
  };
};

const whereOf = ({ hostname, port, protocol }: URL): string =>
  `${hostname}:${port || (protocol === 'smtps:' ? 465 : 587)}`;

/** The server was found, and something was wrong with what it said or how. */
const refusedAtDoor = (url: URL, { code, status, error }: Failure): Finding => {
  const where = whereOf(url);
  if (code === 'ETLS' && unreachedOf(error) === 'cut')
    return fault(
      `${where} offers no TLS, so nothing is sent through it.`,
      'Use the port with STARTTLS (587) or smtps:// (465); without TLS only a server on this machine is used.',
    );
  if (status >= 400)
    return fault(
      `${where} answers and takes no mail from this machine (status ${status}).`,
      'See in its log why; often it lets only known machines in.',
    );
  if (code === 'ETIMEDOUT') return unreached('silent', where, 'SMTP_URL');
  return unreached(unreachedOf(error), where, 'SMTP_URL');
};

const refusedLogin = ({ status }: Failure): Finding =>
  status >= 500
    ? fault(
        'The mail server refuses the user or the password in SMTP_URL.',
        'Check both; signs such as @ or / in them are written as %40 and %2F. Some providers want a password of its own for each app.',
      )
    : fault(
        `The mail server let nobody sign in just now${status > 0 ? ` (status ${status})` : ''}.`,
        'Try again; if it stays so, see whether it wants a user and a password in SMTP_URL.',
      );

const judgeSender = (status: number): Finding =>
  status >= 200 && status < 300
    ? ok('It accepts the sender in MAIL_FROM. Nothing was sent.')
    : status >= 500 || status === 0
      ? fault(
          `The mail server does not accept the sender in MAIL_FROM${status > 0 ? ` (status ${status})` : ''}.`,
          'Set MAIL_FROM to an address that this user may send from, or sign in with a user in SMTP_URL.',
        )
      : warning(
          `The mail server put off the sender in MAIL_FROM for now (status ${status}).`,
          'Try again in some minutes; many servers do that once with who is new.',
        );

/** One conversation: each step resolves when the server agreed, and rejects with why it did not. */
class Conversation {
  readonly #connection: SMTPConnection;
  readonly #broken = Promise.withResolvers<never>();
  senderStatus = 0;

  constructor({ url, from }: SmtpConfig, ca: string | undefined) {
    const {
      pool: _pool,
      auth: _auth,
      maxConnections: _most,
      maxRequeues: _never,
      ...where
    } = smtpConnection(url, ca);
    this.#connection = new SMTPConnection({
      ...where,
      customAuth: {
        [PROBE]: async ({ sendCommand }) => {
          const { status } = await sendCommand(`MAIL FROM:<${addressOf(from)}>`);
          this.senderStatus = status;
          await sendCommand('RSET');
        },
      },
    });
    this.#connection.on('error', (error) => this.#broken.reject(error));
    this.#connection.on('end', () => this.#broken.reject(new Error('the server ended it')));
    this.#broken.promise.catch(() => {}); // after the last step nobody waits for it
  }

  #step(work: (done: (error?: Error | null) => void) => void): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    work((error) => (error ? reject(error) : resolve()));
    return Promise.race([promise, this.#broken.promise]);
  }

  connect = (): Promise<void> => this.#step((done) => this.#connection.connect(done));

  login = (user: string, pass: string): Promise<void> =>
    this.#step((done) => this.#connection.login({ credentials: { user, pass } }, done));

  probeSender = (): Promise<void> =>
    this.#step((done) => this.#connection.login({ type: 'custom', method: PROBE, user: '', pass: '' }, done));

  close = (): void => this.#connection.close();
}

const talk = async (
  conversation: Conversation,
  config: SmtpConfig,
  ca: string | undefined,
): Promise<Finding[]> => {
  const { auth } = smtpConnection(config.url, ca);
  try {
    await conversation.connect();
  } catch (error) {
    return [refusedAtDoor(config.url, failureOf(error))];
  }
  try {
    if (auth) await conversation.login(auth.user, auth.pass);
  } catch (error) {
    return [refusedLogin(failureOf(error))];
  }
  const entered = ok(`The mail server answers${auth ? ', and the user and the password are right' : ''}.`);
  // Whoever hangs up at the sender's name does not accept it.
  await conversation.probeSender().catch(() => {});
  return [entered, judgeSender(conversation.senderStatus)];
};

/**
 * E-mail over SMTP, up to the moment where a message would begin.
 * @param ca the authorities, in PEM, that its certificate may come from; left out, the well-known ones
 */
export const smtpCheck = (config: SmtpConfig, { ca }: { ca?: string } = {}): Check => ({
  name: 'E-mail over SMTP',
  run: async (signal) => {
    const conversation = new Conversation(config, ca);
    const late = Promise.withResolvers<Finding[]>();
    signal.addEventListener(
      'abort',
      () => late.resolve([unreached('silent', whereOf(config.url), 'SMTP_URL')]),
      { once: true },
    );
    try {
      return await Promise.race([talk(conversation, config, ca), late.promise]);
    } finally {
      conversation.close();
    }
  },
});
