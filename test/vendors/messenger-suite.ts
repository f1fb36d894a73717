import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Message, Messenger, Sent } from '../../server/messages/messenger.ts';
import { listenToOutput } from './listen-to-output.ts';

type Fault = Extract<Sent, { outcome: 'refused' }>['fault'];
type Arrange = () => void | Promise<void>;

/** What the vendor does with the messages that come next, until the next scenario. */
export interface Scenario {
  accept: Arrange;
  /** Every way the vendor says no for good, and what must be said of it. */
  refusals: readonly { name: string; arrange: Arrange; fault: Fault }[];
  /** Null for a vendor that never says how long to wait. */
  rateLimited: ((seconds: number) => void | Promise<void>) | null;
  /** A fault of its own that passes: 500, or 451 over SMTP. */
  fail500: Arrange;
  /** Takes the whole request and never answers. */
  hang: Arrange;
  /** Takes the whole request and cuts the connection instead of answering. */
  reset: Arrange;
  /** Takes the whole request and answers with what is no answer of its kind. */
  garbage: Arrange;
  /** Takes the message for good and loses the answer; null where it can't be asked afterwards. */
  takenUnanswered: Arrange | null;
}

/** One messenger and the vendor that it speaks to. */
export interface MessengerWorld {
  messenger: Messenger;
  /** A fresh message with a code, its own id and, unless told otherwise, always the same address. */
  message: (over?: Partial<Message>) => Message;
  scenario: Scenario;
  /** What the vendor took, in words, oldest first. */
  sentTexts: () => readonly string[];
  /** The vendor is gone: nobody listens where it was. */
  stop: () => Promise<void>;
}

/** A provider may take a moment on a busy machine; one that hangs is given up on much sooner. */
const PATIENCE_MS = 10_000;
const HANG_MS = 400;
const PROMPT_MS = 3_000;

const digitsOf = (text: string): string => text.replace(/\D/g, '');
const patience = (): AbortSignal => AbortSignal.timeout(PATIENCE_MS);

/** What every messenger must do, whoever carries its messages. */
export const describeMessenger = (name: string, start: () => Promise<MessengerWorld>): void => {
  describe(`${name} carries messages`, () => {
    let world: MessengerWorld;
    let output: () => string;
    const told: string[] = [];

    beforeAll(async () => {
      world = await start();
    });
    afterAll(async () => {
      await world.stop();
    });
    beforeEach(() => {
      told.length = 0;
      output = listenToOutput();
    });
    afterEach(() => {
      const { to, body, text } = world.message();
      const said = `${output()}\n${told.join('\n')}`;
      expect(said, 'a number or an address got out').not.toContain(to.replace(/^\+/, ''));
      expect(said, 'a text got out').not.toContain(text);
      if (body.kind === 'code') expect(said, 'a code got out').not.toContain(body.code);
    });

    const send = async (message: Message, signal = patience(), by = world): Promise<Sent> => {
      const sent = await by.messenger.send(message, signal);
      told.push(JSON.stringify(sent));
      return sent;
    };

    it('takes a message, and says what the provider calls it', async () => {
      await world.scenario.accept();
      const message = world.message();
      const before = world.sentTexts().length;
      const sent = await send(message);
      expect(sent).toMatchObject({ outcome: 'accepted', status: expect.stringMatching(/^(queued|sent)$/) });
      expect(sent.outcome === 'accepted' && sent.providerId).toMatch(/\S/);
      expect(world.sentTexts()).toHaveLength(before + 1);
      if (message.body.kind === 'code') {
        expect(digitsOf(world.sentTexts().at(-1) ?? '')).toContain(message.body.code);
      }
    });

    it('gives every message a name of its own', async () => {
      await world.scenario.accept();
      const [first, second] = [await send(world.message()), await send(world.message())];
      expect(first).toMatchObject({ outcome: 'accepted' });
      expect(first).not.toEqual(second);
    });

    it('says truthfully why the provider refused', async () => {
      for (const { name: refusal, arrange, fault } of world.scenario.refusals) {
        await arrange();
        const before = world.sentTexts().length;
        expect(await send(world.message()), refusal).toEqual({ outcome: 'refused', fault });
        expect(world.sentTexts(), refusal).toHaveLength(before);
      }
      expect(world.scenario.refusals.length).toBeGreaterThan(0);
    });

    it('refuses a message for a way that it lacks', async () => {
      await world.scenario.accept();
      const { channels } = world.messenger;
      const lacking = (['sms', 'whatsapp', 'email', 'voice'] as const).filter(
        (way) => !channels.includes(way),
      );
      for (const channel of lacking) {
        expect(await send(world.message({ channel }))).toEqual({
          outcome: 'refused',
          fault: 'not_configured',
        });
      }
    });

    it('passes on how long a provider asks to wait', async () => {
      const { rateLimited } = world.scenario;
      if (!rateLimited) return;
      await rateLimited(7);
      expect(await send(world.message())).toEqual({
        outcome: 'unavailable',
        fault: 'rate_limited',
        retryAfter: 7,
      });
    });

    it('takes a fault on the provider’s side for one that passes', async () => {
      await world.scenario.fail500();
      expect(await send(world.message())).toMatchObject({ outcome: 'unavailable', fault: 'unavailable' });
    });

    it('gives up at the signal on a provider that hangs, and does not claim to know', async () => {
      await world.scenario.hang();
      const from = performance.now();
      expect(await send(world.message(), AbortSignal.timeout(HANG_MS))).toEqual({ outcome: 'unknown' });
      expect(performance.now() - from).toBeLessThan(HANG_MS + PROMPT_MS);
    });

    it('does not claim to know after a connection that was cut', async () => {
      await world.scenario.reset();
      expect(await send(world.message())).toEqual({ outcome: 'unknown' });
    });

    it('does not claim to know after garbage', async () => {
      await world.scenario.garbage();
      expect(await send(world.message())).toEqual({ outcome: 'unknown' });
    });

    it('sends nothing once the signal has ended', async () => {
      await world.scenario.accept();
      const before = world.sentTexts().length;
      expect(await send(world.message(), AbortSignal.abort())).toMatchObject({ outcome: 'unavailable' });
      expect(world.sentTexts()).toHaveLength(before);
    });

    it('finds a message that was taken though no answer came, and misses one that never was', async () => {
      const { messenger, message: compose, scenario, stop } = await start();
      try {
        const message = compose();
        const { takenUnanswered, accept } = scenario;
        await accept();
        expect(await messenger.find(message, patience())).toEqual({
          found: takenUnanswered ? 'absent' : 'untold',
        });
        if (!takenUnanswered) return;
        await takenUnanswered();
        expect(await messenger.send(message, patience())).toEqual({ outcome: 'unknown' });
        await accept();
        expect(await messenger.find(message, patience())).toMatchObject({
          found: 'taken',
          providerId: expect.stringMatching(/\S/),
        });
      } finally {
        await stop();
      }
    });

    it('cannot tell what became of a message while the provider cannot be asked', async () => {
      for (const arrange of [world.scenario.fail500, world.scenario.hang, world.scenario.garbage]) {
        await arrange();
        const found = await world.messenger.find(world.message(), AbortSignal.timeout(HANG_MS));
        expect(found).toEqual({ found: 'untold' });
      }
    });

    it('knows that nothing was sent to a provider that is not there', async () => {
      const gone = await start();
      await gone.stop();
      expect(await send(gone.message(), patience(), gone)).toEqual({
        outcome: 'unavailable',
        fault: 'unavailable',
        retryAfter: null,
      });
      expect(await gone.messenger.find(gone.message(), patience())).toEqual({ found: 'untold' });
    });
  });
};
