import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { VisitMessageKind } from '../../contract/deliveries.ts';
import { contractsOrSkip } from '../../test/vendors/contracts.ts';
import { describeMessenger } from '../../test/vendors/messenger-suite.ts';
import { APPROVED, APPROVED_NAMES } from '../../test/vendors/whatsapp-approved.ts';
import { startWhatsappFake, type WhatsappFake } from '../../test/vendors/whatsapp-fake.ts';
import type { WhatsappConfig } from '../message-config.ts';
import type { Message, Messenger, VisitBody } from '../messages/messenger.ts';
import { whatsappCloud } from './whatsapp-cloud.ts';
import { whatsappFault } from './whatsapp-faults.ts';

const TO = '+919876543210';
const KINDS = VisitMessageKind.anyOf.map(({ const: kind }) => kind);
const languages = ['en', 'hi', 'ur', 'es'] as const;
const Codes = Type.Object({ codes: Type.Array(Type.Object({ code: Type.Integer() })) });

const codeMessage = (over: Partial<Message> = {}): Message => ({
  id: uuidv7(),
  channel: 'whatsapp',
  to: TO,
  language: 'en',
  subject: null,
  text: '048213 is your Lindenhof code. It works for 10 minutes.',
  body: { kind: 'code', code: '048213', minutes: 10 },
  ...over,
});

const notice = (over: Partial<Message> = {}): Message =>
  codeMessage({ text: 'Your password was changed.', body: { kind: 'notice' }, ...over });

const FACTS = ['Dr Mehta', 'Monday 2 March, 11:00 (India Standard Time)', '30 minutes'];

const visit = (facts: string[] = FACTS, over: Partial<VisitBody> = {}): Message => {
  const url = new URL('https://visits.clinic.test/appointments/17/video?day=2#top');
  return codeMessage({
    text: `Join: ${url}`,
    body: {
      kind: 'visit',
      template: 'reminder_day',
      url,
      label: 'Join',
      facts,
      details: [],
      invite: null,
      ...over,
    },
  });
};

const configOf = (fake: WhatsappFake): WhatsappConfig => ({
  apiUrl: fake.apiUrl,
  accessToken: fake.accessToken,
  phoneNumberId: fake.phoneNumberId,
  businessAccountId: null,
  webhookSecret: fake.webhookSecret,
  verifyToken: 'token of the handshake',
  templates: APPROVED_NAMES,
});

contractsOrSkip('WhatsApp', (folder) => {
  const listed: unknown = JSON.parse(readFileSync(join(folder, 'whatsapp/error-codes.json'), 'utf8'));
  const codes = Value.Parse(Codes, listed).codes.map(({ code }) => code);

  describeMessenger('WhatsApp', async () => {
    const fake = await startWhatsappFake(folder, APPROVED);
    const refusals = codes.flatMap((code) => {
      const fault = whatsappFault(code) ?? 'expired';
      if (fault === 'rate_limited' || fault === 'unavailable') return [];
      return [{ name: String(code), fault, arrange: () => fake.behave({ does: 'refuse', code }) }];
    });
    return {
      messenger: whatsappCloud(configOf(fake), { isWindowOpen: async () => false }),
      message: codeMessage,
      scenario: {
        accept: () => fake.behave({ does: 'accept' }),
        refusals,
        rateLimited: (seconds) => fake.behave({ does: 'limit', seconds }),
        fail500: () => fake.behave({ does: 'fail' }),
        hang: () => fake.behave({ does: 'hang' }),
        reset: () => fake.behave({ does: 'reset' }),
        garbage: () => fake.behave({ does: 'garbage' }),
        takenUnanswered: null,
      },
      sentTexts: () => fake.taken.map(({ words }) => words),
      stop: async () => {
        expect(fake.violations).toEqual([]);
        await fake.stop();
      },
    };
  });

  describe('WhatsApp, beyond what every messenger does', () => {
    let fake: WhatsappFake;
    let messenger: Messenger;
    const written = new Set<string>();
    const patience = (): AbortSignal => AbortSignal.timeout(5_000);

    beforeAll(async () => {
      fake = await startWhatsappFake(folder, APPROVED);
      messenger = whatsappCloud(configOf(fake), { isWindowOpen: async (to) => written.has(to) });
    });
    beforeEach(() => fake.behave({ does: 'accept' }));
    afterEach(() => expect(fake.violations).toEqual([]));
    afterAll(() => fake.stop());

    it.each(languages)('sends a code as the approved template in %s, with our id on it', async (language) => {
      const message = codeMessage({
        language: language === 'en' ? 'en' : language === 'hi' ? 'hi' : language === 'ur' ? 'ur' : 'es',
      });
      const sent = await messenger.send(message, patience());
      const taken = fake.taken.at(-1);
      expect(taken).toMatchObject({
        to: TO,
        ours: message.id,
        words: `one_time_code ${language}: 048213 [048213]`,
      });
      expect(sent).toEqual({ outcome: 'accepted', providerId: taken?.id, status: 'queued' });
    });

    it('sends a message about a visit as its template, its facts in the blanks and its path at the button', async () => {
      await messenger.send(visit(['Dr. Mehta', 'Monday,\n\t11:00', '']), patience());
      expect(fake.taken.at(-1)?.words).toBe(
        'visit_reminder_day en: Dr. Mehta | Monday, 11:00 | – [appointments/17/video?day=2]',
      );
    });

    it.each(KINDS)('has a template of its own for %s', async (template) => {
      expect(await messenger.send(visit(FACTS, { template }), patience())).toMatchObject({
        outcome: 'accepted',
      });
      const name = APPROVED_NAMES.visit[template];
      expect(fake.taken.at(-1)?.words).toBe(`${name} en: ${FACTS.join(' | ')} [appointments/17/video?day=2]`);
    });

    it('leads to the front page where the visit has no page of its own', async () => {
      const url = new URL('https://visits.clinic.test/');
      await messenger.send(visit(FACTS, { url }), patience());
      const [, suffix = ''] = /\[(.+)\]$/.exec(fake.taken.at(-1)?.words ?? '') ?? [];
      expect(new URL(suffix, url).pathname).toBe('/');
    });

    it('says that a template was refused when the clinic’s has other blanks', async () => {
      const sent = await messenger.send(visit(['Dr. Mehta']), patience());
      expect(sent).toEqual({ outcome: 'refused', fault: 'template_refused' });
    });

    it('sends words alone only to somebody who wrote within a day', async () => {
      const closed = { outcome: 'refused', fault: 'outside_window' };
      fake.openWindow(TO);
      const before = fake.taken.length;
      expect(await messenger.send(notice(), patience())).toEqual(closed);
      expect(fake.taken).toHaveLength(before);
      written.add(TO);
      expect(await messenger.send(notice(), patience())).toMatchObject({ outcome: 'accepted' });
      expect(fake.taken.at(-1)?.words).toBe('Your password was changed.');
      const late = '+919876543211';
      written.add(late);
      expect(await messenger.send(notice({ to: late }), patience())).toEqual(closed);
    });

    it('sends nothing while it cannot be known whether the window is open', async () => {
      const blind = whatsappCloud(configOf(fake), { isWindowOpen: () => Promise.reject(new Error('away')) });
      const before = fake.taken.length;
      expect(await blind.send(notice(), patience())).toMatchObject({ outcome: 'unavailable' });
      expect(fake.taken).toHaveLength(before);
    });

    it('refuses a code that is too long for the template', async () => {
      const message = codeMessage({ body: { kind: 'code', code: '1234567890123456', minutes: 10 } });
      expect(await messenger.send(message, patience())).toEqual({
        outcome: 'refused',
        fault: 'content_refused',
      });
    });

    it('has a word for every error of the vendor’s list, and passes on the ones that pass', async () => {
      expect(codes.filter((code) => whatsappFault(code) === null)).toEqual([]);
      const passing = codes.filter((code) => /^(rate_limited|unavailable)$/.test(whatsappFault(code) ?? ''));
      expect(passing).toEqual([4, 80007, 130429, 131000, 131016, 131048, 131056, 131057]);
      for (const code of passing) {
        fake.behave({ does: 'refuse', code });
        const fault = whatsappFault(code);
        expect(await messenger.send(codeMessage(), patience()), String(code)).toEqual({
          outcome: 'unavailable',
          fault,
          retryAfter: null,
        });
      }
    });

    it('says that a token is refused', async () => {
      const stranger = whatsappCloud(
        { ...configOf(fake), accessToken: 'another' },
        { isWindowOpen: async () => false },
      );
      expect(await stranger.send(codeMessage(), patience())).toEqual({
        outcome: 'refused',
        fault: 'credentials_refused',
      });
    });

    it('never takes the message and the token to another host', async () => {
      const asked: string[] = [];
      const elsewhere = createServer((request, response) => {
        asked.push(request.url ?? '');
        response.end('{}');
      });
      await new Promise<void>((listening) => elsewhere.listen(0, '127.0.0.1', listening));
      const address = elsewhere.address();
      const port = typeof address === 'object' ? address?.port : 0;
      fake.behave({ does: 'redirect', to: `http://127.0.0.1:${port}/v23.0/1/messages` });
      expect(await messenger.send(codeMessage(), patience())).toMatchObject({ outcome: 'unavailable' });
      expect(asked).toEqual([]);
      elsewhere.close();
    });

    it('is held against the vendor’s file: what is not in it is found', async () => {
      const strict = await startWhatsappFake(folder, APPROVED);
      const { apiUrl, phoneNumberId, accessToken } = strict;
      await fetch(`${apiUrl}/${phoneNumberId}/messages`, {
        method: 'POST',
        headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
        body: JSON.stringify({ messaging_product: 'whatsapp', to: TO, type: 'template', template: {} }),
      });
      expect(strict.violations).toHaveLength(1);
      await strict.stop();
    });
  });
});
