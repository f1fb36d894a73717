import { openServerDatabase } from '../server/database/server-database.ts';
import { startPostgres } from '../test/set-up/postgres.ts';
import { type Figure, type Measured, medianRatio } from './figure.ts';
import { type Side, startSide } from './send-verify/cycle-callers.ts';
import { CALLERS, POOL } from './send-verify/numbers.ts';

const ROUNDS = 5;
const CYCLES = 3_000;
const TIMES = 3;

const OURS: Side = {
  file: 'ours.ts',
  send: { path: '/send-otp', body: (to) => ({ to, channel: 'sms' }) },
  verify: { path: '/verify-otp', body: (to, code) => ({ to, code }) },
};
/** Without a session: ours opens none here either. */
const PEER: Side = {
  file: 'peer.ts',
  send: { path: '/api/auth/phone-number/send-otp', body: (to) => ({ phoneNumber: to }) },
  verify: {
    path: '/api/auth/phone-number/verify',
    body: (to, code) => ({ phoneNumber: to, code, disableSession: true }),
  },
};

const measure = async (say: (line: string) => void): Promise<Measured[]> => {
  await using stack = new AsyncDisposableStack();
  const cluster = await startPostgres();
  stack.defer(cluster.stop);
  const [ourUrl, peerUrl] = [await cluster.createDatabase(), await cluster.createDatabase()];
  await (await openServerDatabase(ourUrl, 1)).close();
  const ours = await startSide(OURS, ourUrl);
  stack.defer(ours.close);
  const peer = await startSide(PEER, peerUrl);
  stack.defer(peer.close);

  const rates = { ours: [] as number[], peer: [] as number[] };
  const p99 = { ours: [] as number[], peer: [] as number[] };
  for (let round = -1; round < ROUNDS; round += 1) {
    const order = round % 2 === 0 ? (['ours', 'peer'] as const) : (['peer', 'ours'] as const);
    for (const who of order) {
      const result = await (who === 'ours' ? ours : peer).round(CYCLES);
      say(
        `${round < 0 ? 'warm-up' : `round ${round + 1}`}: ${who} ${result.perSecond.toFixed(0)} per s, p99 ${result.p99.toFixed(0)} ms`,
      );
      if (round < 0) continue;
      rates[who].push(result.perSecond);
      p99[who].push(result.p99);
    }
  }
  const faster = medianRatio(rates.ours, rates.peer);
  const slower = medianRatio(p99.ours, p99.peer);
  const to = 'the peer';
  return [
    { what: 'better-auth, phone-number plugin: send and verify', unit: 'per s', samples: rates.peer },
    {
      what: 'ours: /send-otp and /verify-otp',
      unit: 'per s',
      samples: rates.ours,
      ratio: { value: faster, to },
      promise: { words: `>= ${TIMES}`, kept: faster >= TIMES },
    },
    { what: 'better-auth, 99th percentile of a cycle', unit: 'ms', samples: p99.peer },
    {
      what: 'ours, 99th percentile of a cycle',
      unit: 'ms',
      samples: p99.ours,
      ratio: { value: slower, to },
      promise: { words: '< 1', kept: slower < 1 },
    },
  ];
};

export const sendVerify: Figure = {
  name: 'send-verify',
  title: `a code sent and given back, ${CALLERS} callers at once, PostgreSQL, pool of ${POOL} each, limits off on both sides`,
  measure,
};
