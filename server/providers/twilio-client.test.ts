import dns from 'node:dns';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { contractsOrSkip } from '../../test/vendors/contracts.ts';
import { startTwilioFake, type TwilioFake } from '../../test/vendors/twilio-fake.ts';
import { ACCOUNT, twilioConfig } from '../../test/vendors/twilio-world.ts';
import { twilioClient } from './twilio-client.ts';

const soon = () => AbortSignal.timeout(5_000);

describe('a request to a host of the vendor that is not configured', () => {
  it('goes nowhere: not even its name is looked up', async () => {
    const lookup = vi.spyOn(dns, 'lookup');
    const ask = twilioClient(twilioConfig(new URL('http://nobody.invalid')));
    const asked = await ask(({ lookups }) => lookups.v2.phoneNumbers('+14155550173').fetch(), soon());
    expect(asked).toEqual({ asked: 'unsent' });
    expect(lookup).not.toHaveBeenCalled();
    await ask(({ messages }) => messages.list({ limit: 1 }), soon());
    expect(lookup.mock.calls.map(([name]) => name)).toContain('nobody.invalid');
  });

  it('is not made out of one that is, by a region that the environment names', async () => {
    const { TWILIO_EDGE, TWILIO_REGION } = process.env;
    Object.assign(process.env, { TWILIO_EDGE: 'sydney', TWILIO_REGION: 'au1' });
    try {
      const listener = createServer((socket) =>
        socket.end('HTTP/1.1 418 I am here\r\ncontent-length: 0\r\n\r\n'),
      );
      await once(listener.listen(0, '127.0.0.1'), 'listening');
      const address = listener.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      const ask = twilioClient(twilioConfig(new URL(`http://127.0.0.1:${port}`)));
      const asked = await ask(({ messages }) => messages.list({ limit: 1 }), soon());
      expect(asked).toMatchObject({ asked: 'refused', refusal: { status: 418 } });
      listener.close();
    } finally {
      for (const [name, value] of Object.entries({ TWILIO_EDGE, TWILIO_REGION })) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    }
  });
});

describe('an address where nobody is', () => {
  it.each([
    ['nobody listens', 'http://127.0.0.1:9'],
    ['there is no such name', 'http://nobody.invalid'],
  ])('has not been sent anything, when %s', async (_why, address) => {
    const ask = twilioClient(twilioConfig(new URL(address)));
    expect(await ask(({ messages }) => messages.list({ limit: 1 }), soon())).toEqual({ asked: 'unsent' });
  });

  it('has not been sent anything, when its certificate is nobody’s', async () => {
    const plain = createServer((socket) => socket.end('not TLS at all'));
    await once(plain.listen(0, '127.0.0.1'), 'listening');
    const address = plain.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const ask = twilioClient(twilioConfig(new URL(`https://127.0.0.1:${port}`)));
    expect(await ask(({ messages }) => messages.list({ limit: 1 }), soon())).toEqual({ asked: 'unsent' });
    plain.close();
  });
});

contractsOrSkip('Twilio’s client', () => {
  describe('a request to a host that is configured', () => {
    let fake: TwilioFake;
    beforeAll(async () => {
      fake = await startTwilioFake(ACCOUNT);
    });
    afterAll(() => fake.stop());

    it('keeps the status, the number and the wait of a refusal', async () => {
      fake.behave({ as: 'refuse', status: 429, code: 20429, retryAfter: 3 });
      const ask = twilioClient(twilioConfig(fake.url));
      expect(await ask(({ messages }) => messages.list({ limit: 1 }), soon())).toEqual({
        asked: 'refused',
        refusal: { status: 429, code: 20429, retryAfter: 3 },
      });
      fake.behave({ as: 'usual' });
    });

    it('is asked once, also when it is told to come later', async () => {
      fake.behave({ as: 'refuse', status: 429, code: 20429, retryAfter: 0 });
      const before = fake.requests.length;
      await twilioClient(twilioConfig(fake.url))(({ messages }) => messages.list({ limit: 1 }), soon());
      expect(fake.requests.length).toBe(before + 1);
      fake.behave({ as: 'usual' });
    });

    it('says whose key was wrong', async () => {
      const ask = twilioClient(twilioConfig(fake.url, { authToken: 'another' }));
      expect(await ask(({ messages }) => messages.list({ limit: 1 }), soon())).toMatchObject({
        asked: 'refused',
        refusal: { status: 401, code: 20003 },
      });
    });

    it('ends with its own signal, and not with another’s', async () => {
      const ask = twilioClient(twilioConfig(fake.url));
      fake.behave({ as: 'hang' });
      const [short, long] = [AbortSignal.timeout(100), AbortSignal.timeout(600)];
      const from = performance.now();
      const ended = await Promise.all(
        [short, long].map(async (signal) => {
          const { asked } = await ask(({ messages }) => messages.list({ limit: 1 }), signal);
          return { asked, after: performance.now() - from };
        }),
      );
      expect(ended.map(({ asked }) => asked)).toEqual(['unanswered', 'unanswered']);
      expect(ended[0]?.after).toBeLessThan(500);
      expect(ended[1]?.after).toBeGreaterThan(550);
      fake.behave({ as: 'usual' });
    });
  });
});
