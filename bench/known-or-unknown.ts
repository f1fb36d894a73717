import { openServerDatabase } from '../server/database/server-database.ts';
import { startServer, temporaryFolder } from '../test/processes/running-server.ts';
import { startPostgres } from '../test/set-up/postgres.ts';
import { type Figure, type Measured, medianRatio } from './figure.ts';
import { auc } from './known-or-unknown/auc.ts';
import { type Crowd, gatherCrowd, type Somebody } from './known-or-unknown/crowd.ts';
import { type Heard, stranger } from './known-or-unknown/stranger.ts';

const PAIRS = 2_000;
const WARM_UP = 50;
const FARTHEST = 0.05;

interface Deed {
  name: string;
  path: string;
  status: number;
  body: (somebody: Somebody) => object;
}

/** In this order: the codes that the first sends are what the next ones guess at, wrongly. */
const DEEDS: readonly Deed[] = [
  { name: 'send', path: '/send-otp', status: 200, body: ({ phone }) => ({ to: phone }) },
  {
    name: 'register',
    path: '/register-with-otp',
    status: 400,
    body: ({ email, phone }) => ({ email, phone, password: 'a quiet waiting room', otp_code: 'wrong' }),
  },
  {
    name: 'sign-in with a code',
    path: '/login-with-otp',
    status: 400,
    body: ({ phone }) => ({ to: phone, otp_code: 'wrong' }),
  },
  {
    name: 'reset',
    path: '/forgot-password-otp',
    status: 200,
    body: ({ email, phone }) => ({ email, phone }),
  },
  {
    name: 'reset, second step',
    path: '/forgot-password-otp',
    status: 400,
    body: ({ email, phone }) => ({
      email,
      phone,
      otp_code: 'wrong',
      new_password: 'a quiet waiting room',
    }),
  },
  {
    name: 'sign-in with a password',
    path: '/api/sessions',
    status: 401,
    body: ({ email }) => ({ email, password: 'not the password' }),
  },
];

const judge = (deed: Deed, known: readonly Heard[], unknown: readonly Heard[]): Measured[] => {
  const times = (heard: readonly Heard[]) => heard.map(({ milliseconds }) => milliseconds);
  const words = new Set([...known, ...unknown].map((heard) => heard.words));
  const area = auc(times(known), times(unknown));
  const ratio = medianRatio(times(known), times(unknown));
  return [
    { what: `${deed.name}: nobody’s account`, unit: 'ms', samples: times(unknown) },
    {
      what: `${deed.name}: somebody’s account; AUC ${area.toFixed(3)}, ${words.size} kind${words.size === 1 ? '' : 's'} of answer`,
      unit: 'ms',
      samples: times(known),
      ratio: { value: ratio, to: 'nobody’s' },
      promise: {
        words: '|AUC − 0.5| <= 0.05, equal bytes',
        kept: Math.abs(area - 0.5) <= FARTHEST && words.size === 1,
      },
    },
  ];
};

const doAll = async (
  deed: Deed,
  { pairs }: Crowd,
  ask: ReturnType<typeof stranger>['ask'],
): Promise<Measured[]> => {
  const heard: Record<'known' | 'unknown', Heard[]> = { known: [], unknown: [] };
  for (const [index, pair] of pairs.entries()) {
    for (const somebody of pair) {
      const answer = await ask(deed.path, deed.body(somebody), [somebody.phone, somebody.email]);
      if (answer.status !== deed.status) throw new Error(`${deed.name}: ${answer.words}`);
      if (index >= WARM_UP) heard[somebody.known ? 'known' : 'unknown'].push(answer);
    }
  }
  return judge(deed, heard.known, heard.unknown);
};

const measure = async (say: (line: string) => void): Promise<Measured[]> => {
  await using stack = new AsyncDisposableStack();
  const cluster = await startPostgres();
  stack.defer(cluster.stop);
  const url = await cluster.createDatabase();
  await (await openServerDatabase(url, 1)).close();
  const crowd = await gatherCrowd(url, WARM_UP + PAIRS);
  stack.defer(crowd.close);
  const folder = temporaryFolder();
  stack.defer(folder.remove);
  const server = await startServer({
    env: {
      DATABASE_URL: url,
      DATA_DIR: folder.path,
      TRUSTED_PROXIES: '127.0.0.1',
      OTP_SENDS_PER_DAY: '1000000',
    },
  });
  stack.defer(async () => void (await server.kill('SIGTERM')));
  const { ask, close } = stranger(server.port);
  stack.defer(close);

  const all: Measured[] = [];
  for (const deed of DEEDS) {
    await crowd.rest();
    const measured = await doAll(deed, crowd, ask);
    say(measured.at(-1)?.what ?? '');
    all.push(...measured);
  }
  return all;
};

export const knownOrUnknown: Figure = {
  name: 'known-or-unknown',
  title: `whether an account can be told from none, ${PAIRS} pairs each, interleaved by chance, PostgreSQL`,
  measure,
};
