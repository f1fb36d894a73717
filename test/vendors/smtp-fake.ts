import { once } from 'node:events';
import type { Server, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';
import { selfSigned } from './smtp-certificate.ts';

type Stage = 'connect' | 'auth' | 'from' | 'recipient' | 'data';

/** What the server does at one point of the conversation; everywhere else it agrees. */
export type SmtpBehaviour =
  | { does: 'accept' }
  /** `says` may begin with an enhanced status: `5.1.1 No such user`. */
  | { does: 'refuse'; at: Stage; code: number; says: string }
  | { does: 'hang' | 'drop'; at: Stage }
  /** Takes the whole message and answers with what is no answer. */
  | { does: 'garbage' };

export interface TakenMail {
  raw: string;
  mail: Email;
  from: string;
  to: string[];
  /** Whether it came over TLS, and who was signed in. */
  secure: boolean;
  user: string | undefined;
}

export interface SmtpFake {
  /** As in SMTP_URL, with the user and the password that are right. */
  url: URL;
  /** The authority of its certificate. */
  ca: string;
  /** Oldest first. */
  taken: readonly TakenMail[];
  connections: () => number;
  behave: (behaviour: SmtpBehaviour) => void;
  stop: () => Promise<void>;
}

export interface SmtpFakeOptions {
  /** TLS from the start. */
  secure?: boolean;
  /** STARTTLS is not offered, and signing in without it is. */
  plain?: boolean;
}

const USER = 'clinic';
const PASSWORD = 'p@ss w:rd/ü';

const refusal = (code: number | string, says: string): Error =>
  Object.assign(new Error(says), { responseCode: code });

const readMail = async (raw: Buffer, { envelope, secure, user }: SMTPServerSession): Promise<TakenMail> => ({
  raw: raw.toString('latin1'),
  mail: await PostalMime.parse(raw),
  from: envelope.mailFrom ? envelope.mailFrom.address : '',
  to: envelope.rcptTo.map(({ address }) => address),
  secure,
  user: typeof user === 'string' ? user : undefined,
});

/** The sockets under a server's conversations, which see more than those do. */
class Sockets {
  readonly #open = new Map<number, Socket>();
  count = 0;

  follow(server: Server): void {
    server.on('connection', (socket) => {
      this.count += 1;
      const port = socket.remotePort ?? 0;
      this.#open.set(port, socket);
      socket.on('error', () => {});
      socket.on('close', () => this.#open.delete(port));
    });
  }

  reset(remotePort: number): void {
    this.#open.get(remotePort)?.resetAndDestroy();
  }

  end(): void {
    for (const socket of this.#open.values()) socket.destroy();
  }
}

/** Goes on with `agree`, or does what was asked for at this point of the conversation. */
type At = (
  stage: Stage,
  session: SMTPServerSession,
  refuse: (error: Error) => void,
  agree: () => void,
) => void;

const conversation = (
  at: At,
  keep: (raw: Buffer, session: SMTPServerSession) => Promise<void>,
): SMTPServerOptions => ({
  onConnect: (session, done) => at('connect', session, done, done),
  onAuth: ({ username, password }, session, done) =>
    at('auth', session, done, () =>
      username === USER && password === PASSWORD
        ? done(null, { user: USER })
        : done(refusal(535, '5.7.8 Authentication failed')),
    ),
  onMailFrom: (_, session, done) => at('from', session, done, done),
  onRcptTo: (_, session, done) => at('recipient', session, done, done),
  onData: (stream, session, done) => {
    void buffer(stream).then((raw) =>
      at('data', session, done, () => void keep(raw, session).then(() => done(), done)),
    );
  },
});

/** A mail server on this machine, with STARTTLS and AUTH, that refuses, hangs and drops wherever it is told to. */
export const startSmtpFake = async ({
  secure = false,
  plain = false,
}: SmtpFakeOptions = {}): Promise<SmtpFake> => {
  const { key, cert } = selfSigned();
  const taken: TakenMail[] = [];
  const sockets = new Sockets();
  let behaviour: SmtpBehaviour = { does: 'accept' };

  const at: At = (stage, { remotePort }, refuse, agree) => {
    if (behaviour.does === 'garbage' && stage === 'data') refuse(refusal('It works!', ''));
    else if (behaviour.does === 'accept' || behaviour.does === 'garbage' || behaviour.at !== stage) agree();
    else if (behaviour.does === 'refuse') refuse(refusal(behaviour.code, behaviour.says));
    else if (behaviour.does === 'drop') sockets.reset(remotePort);
  };

  const server = new SMTPServer({
    ...conversation(at, async (raw, session) => void taken.push(await readMail(raw, session))),
    secure,
    key,
    cert,
    // What is said is said as the test wrote it.
    hideENHANCEDSTATUSCODES: true,
    disabledCommands: plain ? ['STARTTLS'] : [],
    allowInsecureAuth: plain,
    disableReverseLookup: true,
  });
  // Connections that a test cuts are errors to it.
  server.on('error', () => {});
  sockets.follow(server.server);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const address = server.server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const login = `${USER}:${encodeURIComponent(PASSWORD)}`;

  return {
    url: new URL(`${secure ? 'smtps' : 'smtp'}://${login}@127.0.0.1:${port}`),
    ca: cert,
    taken,
    connections: () => sockets.count,
    behave: (next) => {
      behaviour = next;
    },
    stop: async () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      server.close(resolve);
      sockets.end();
      await promise;
    },
  };
};
