import { Agent, request } from 'node:http';
import { expect, it } from 'vitest';
import { arrive, arriveWithCode, enter, type Headers, otherThan, verify } from '../../test/at-the-door.ts';
import { describeOnBothDatabases } from '../../test/harness.ts';

const AT_ONCE = 1_000;

interface Rush {
  port: number;
  headers: Headers;
  url: string;
  body: object;
}

/** The status of each of so many requests, sent over real connections at the same time. */
const rush = async ({ port, headers, url, body }: Rush): Promise<Record<number, number>> => {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const text = JSON.stringify(body);
  const one = () =>
    new Promise<number>((resolve, reject) => {
      const sent = request({
        agent,
        port,
        host: '127.0.0.1',
        method: 'POST',
        path: url,
        headers: {
          ...headers,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(text),
        },
      });
      sent.on('error', reject);
      sent.on('response', (answer) => {
        answer.resume();
        answer.on('end', () => resolve(answer.statusCode ?? 0));
      });
      sent.end(text);
    });
  const counts: Record<number, number> = {};
  for (const status of await Promise.all(Array.from({ length: AT_ONCE }, one)))
    counts[status] = (counts[status] ?? 0) + 1;
  agent.destroy();
  return counts;
};

describeOnBothDatabases('a thousand tries at the same moment', (world) => {
  const listen = async (): Promise<number> => {
    const { app } = world();
    if (!app.server.listening) await app.listen({ port: 0, host: '127.0.0.1' });
    const address = app.server.address();
    return address !== null && typeof address === 'object' ? address.port : 0;
  };

  it('of the right code are one success', async () => {
    const { patient, id, client, code } = await arriveWithCode(world());
    const counts = await rush({
      port: await listen(),
      headers: client.headers,
      url: `/appointments/${id}/verify-video-otp`,
      body: { contact_number: patient.phone, otp_code: code },
    });
    expect(counts).toEqual({ 200: 1, 400: AT_ONCE - 1 });
    expect((await enter(world(), id, client.headers)).statusCode).toBe(200);
  });

  it('of a wrong code are five compares', async () => {
    const { patient, id, client, code } = await arriveWithCode(world());
    const before = world().pulse.counts.refused;
    const counts = await rush({
      port: await listen(),
      headers: client.headers,
      url: `/appointments/${id}/verify-video-otp`,
      body: { contact_number: patient.phone, otp_code: otherThan(code) },
    });
    expect(counts).toEqual({ 400: AT_ONCE });
    expect(world().pulse.counts.refused - before).toBe(5);
    expect((await verify(world(), id, client.headers, patient.phone, code)).json()).toMatchObject({
      code: 'otp_invalid',
    });
  });
});

describeOnBothDatabases(
  'with VIDEO_OTP=off',
  (world) => {
    it('no code is needed', async () => {
      const { doctor, id, client } = await arrive(world());
      expect((await enter(world(), id, client.headers)).statusCode).toBe(200);
      expect((await enter(world(), id, (await world().signIn(doctor)).headers)).statusCode).toBe(200);
    });
  },
  { VIDEO_OTP: 'off' },
);
