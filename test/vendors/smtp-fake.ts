import { once } from 'node:events';
import type { Socket } from 'node:net';
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

/** A mail server on the loopback, with STARTTLS and AUTH, that can refuse, hang and drop wherever it is told to. */
export const startSmtpFake = async ({
  secure = false,
  plain = false,
}: SmtpFakeOptions = {}): Promise<SmtpFake> => {
  const { key, cert } = selfSigned();
  const taken: TakenMail[] = [];
  const sockets = new Map<number, Socket>();
  let connections = 0;
  let behaviour: SmtpBehaviour = { does: 'accept' };

  /** Goes on with `agree`, or does what was asked for at this point. */
  const at = (
    stage: Stage,
    { remotePort }: SMTPServerSession,
    refuse: (error: Error) => void,
    agree: () => void,
  ): void => {
    if (behaviour.does === 'garbage' && stage === 'data') refuse(refusal('It works!', ''));
    else if (behaviour.does === 'accept' || behaviour.does === 'garbage' || behaviour.at !== stage) agree();
    else if (behaviour.does === 'refuse') refuse(refusal(behaviour.code, behaviour.says));
    else if (behaviour.does === 'drop') sockets.get(remotePort)?.resetAndDestroy();
  };

  const keep = async (
    raw: Buffer,
    { envelope, secure: encrypted, user }: SMTPServerSession,
  ): Promise<void> => {
    const { mailFrom, rcptTo } = envelope;
    taken.push({
      raw: raw.toString('latin1'),
      mail: await PostalMime.parse(raw),
      from: mailFrom ? mailFrom.address : '',
      to: rcptTo.map(({ address }) => address),
      secure: encrypted,
      user: typeof user === 'string' ? user : undefined,
    });
  };

  const options: SMTPServerOptions = {
    secure,
    key,
    cert,
    // What is said is said as the test wrote it.
    hideENHANCEDSTATUSCODES: true,
    disabledCommands: plain ? ['STARTTLS'] : [],
    allowInsecureAuth: plain,
    disableReverseLookup: true,
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
  };
  const server = new SMTPServer(options);
  server.on('error', () => {});
  server.server.on('connection', (socket) => {
    connections += 1;
    const port = socket.remotePort ?? 0;
    sockets.set(port, socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(port));
  });
  server.listen(0, '0.0.0.0');
  await once(server.server, 'listening');
  const address = server.server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const login = `${USER}:${encodeURIComponent(PASSWORD)}`;

  return {
    url: new URL(`${secure ? 'smtps' : 'smtp'}://${login}@127.0.0.1:${port}`),
    ca: cert,
    taken,
    connections: () => connections,
    behave: (next) => {
      behaviour = next;
    },
    stop: async () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      server.close(resolve);
      for (const socket of sockets.values()) socket.destroy();
      await promise;
    },
  };
};
