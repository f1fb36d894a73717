import { readConfig } from '../server/config.ts';
import { openServerDatabase } from '../server/database/server-database.ts';
import { loadKeys } from '../server/keys.ts';
import { startServer } from '../test/processes/running-server.ts';
import { startPostgres } from '../test/set-up/postgres.ts';
import { type Figure, type Measured, medianRatio } from './figure.ts';
import { openClinic } from './verify-code/clinic.ts';
import { startHttpCallers } from './verify-code/http-callers.ts';
import { startBareHandler } from './verify-code/start-bare-handler.ts';
import { CALLERS, POOL } from './verify-code/statement.ts';
import { startCallers } from './verify-code/statement-callers.ts';

const VISITS = 4_096;
const ROUNDS = 7;
const WARM_UP = 2;

const PORT_SHARE = 0.75;
const ROUTE_SHARE = 1 / 3;

const SECRETS = {
  JWT_SECRET_KEY: 'q4Jx0a7cT9vW2mZp5sLk8dFh1gNb3rYe6uIo',
  OTP_PEPPER: 'B7nQ2xV9kD4mR6tY1wZ8pL3sF5hJ0cGaEuIo',
};

type Way = 'least' | 'bare' | 'port' | 'handler' | 'route';
type Samples = Record<Way, number[]>;

const WAYS: readonly Way[] = ['least', 'bare', 'port', 'handler', 'route'];

const inOrder = (ways: readonly Way[], round: number): Way[] => {
  const first = round % ways.length;
  return [...ways.slice(first), ...ways.slice(0, first)];
};

const table = ({ least, bare, port, handler, route }: Samples): Measured[] => {
  const to = 'the limit';
  const [byPort, byRoute] = [medianRatio(port, bare), medianRatio(route, bare)];
  return [
    { what: 'limit: bare driver, our guarded statement', unit: 'per s', samples: bare },
    {
      what: 'the same statement through our port',
      unit: 'per s',
      samples: port,
      ratio: { value: byPort, to },
      promise: { words: '>= 0.75', kept: byPort >= PORT_SHARE },
    },
    {
      what: 'POST …/verify-video-otp, right codes',
      unit: 'per s',
      samples: route,
      ratio: { value: byRoute, to },
      promise: { words: '>= 0.33', kept: byRoute >= ROUTE_SHARE },
    },
    {
      what: `peer: bare Fastify handler, two statements, no checks (ours reaches ${medianRatio(route, handler).toFixed(2)} of it)`,
      unit: 'per s',
      samples: handler,
      ratio: { value: medianRatio(handler, bare), to },
    },
    {
      what: `bare driver, one UPDATE of one row (the route reaches ${medianRatio(route, least).toFixed(2)} of it)`,
      unit: 'per s',
      samples: least,
      ratio: { value: medianRatio(least, bare), to },
    },
  ];
};

const measure = async (say: (line: string) => void): Promise<Measured[]> => {
  await using stack = new AsyncDisposableStack();
  const cluster = await startPostgres();
  stack.defer(cluster.stop);
  const url = await cluster.createDatabase();
  await (await openServerDatabase(url, 1)).close();

  const env = { ...SECRETS, DATABASE_URL: url, DATABASE_POOL: String(POOL) };
  const clinic = await openClinic(url, loadKeys(readConfig(env)), VISITS);
  stack.defer(clinic.close);
  const server = await startServer({ env });
  stack.defer(async () => void (await server.kill('SIGTERM')));
  const http = await startHttpCallers(server.port);
  stack.defer(http.close);
  const handler = await startBareHandler(url);
  stack.defer(handler.close);
  const handlerCallers = await startHttpCallers(handler.port);
  stack.defer(handlerCallers.close);
  const byHttp = { handler: handlerCallers, route: http };
  const statements = {
    least: await startCallers('least', url),
    bare: await startCallers('bare', url),
    port: await startCallers('port', url),
  };
  stack.defer(() => Object.values(statements).forEach(({ close }) => void close()));

  const samples: Samples = { least: [], bare: [], port: [], handler: [], route: [] };
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    const told: string[] = [];
    for (const way of inOrder(WAYS, round)) {
      const requests = await clinic.rearm();
      const perSecond = await (way === 'route' || way === 'handler'
        ? byHttp[way].round(requests)
        : statements[way].round());
      if (round >= WARM_UP) samples[way].push(perSecond);
      told.push(`${way} ${perSecond.toFixed(0)}`);
    }
    say(`${round < WARM_UP ? 'warm-up' : `round ${round - WARM_UP + 1}`}: ${told.sort().join(', ')} per s`);
  }
  return table(samples);
};

export const verifyCode: Figure = {
  name: 'verify-code',
  title: `codes verified with ${CALLERS} callers at once, PostgreSQL, pool of ${POOL}`,
  measure,
};
