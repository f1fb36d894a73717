import { expect, it } from 'vitest';
import type { ExternalOtpSent, ServiceScope } from '../../contract/external.ts';
import { codeIn, describeOnBothDatabases } from '../../test/harness.ts';
import {
  externalMessage,
  headersOfNewKey,
  type KeyHeaders,
  keyWith,
  numberInOwnBlock,
  postExternal,
  REAL,
  sendExternal,
} from '../../test/other-system.ts';
import { SCOPES } from '../service-keys/service-key.ts';

describeOnBothDatabases(
  'codes for another system, by their routes',
  (world) => {
    const headers = headersOfNewKey(world);

    it('are asked for by body or by address, the body first, over WhatsApp', async () => {
      const [one, two, three] = [numberInOwnBlock(), numberInOwnBlock(), numberInOwnBlock()];
      const ask = (query: string, payload?: object) =>
        postExternal(world().app, `whatsapp/otp${query}`, headers, payload);
      expect((await ask(`?to_phone=${one}&otp=1234`)).statusCode).toBe(200);
      expect((await ask(`?to_phone=${encodeURIComponent(two)}`, { otp: '4321' })).statusCode).toBe(200);
      expect((await ask(`?to_phone=${one}&otp=1111`, { to_phone: three, otp: '2222' })).statusCode).toBe(200);
      expect(world().messenger.sent.map((message) => [message.to, codeIn(message)])).toEqual([
        [one, '1234'],
        [two, '4321'],
        [three, '2222'],
      ]);
    });

    it('need a key with the scope, before anything else of the request is judged', async () => {
      const routes: [ServiceScope, (given: KeyHeaders) => Promise<{ statusCode: number; body: string }>][] = [
        ['otp:send', (given) => postExternal(world().app, 'sms/otp', given, { nonsense: true })],
        ['otp:send', (given) => postExternal(world().app, 'whatsapp/otp', given)],
        ['otp:verify', (given) => postExternal(world().app, 'otp/verify', given, { nonsense: true })],
        ['messages:read', (given) => externalMessage(world(), given, 'x')],
      ];
      for (const [scope, ask] of routes) {
        expect(await ask({})).toMatchObject({ statusCode: 401 });
        const without = await keyWith(
          world(),
          SCOPES.filter((other) => other !== scope),
        );
        const refused = await ask(without.headers);
        expect(refused.statusCode).toBe(403);
        expect(JSON.parse(refused.body)).toMatchObject({ code: 'scope_missing' });
        const only = await keyWith(world(), [scope]);
        expect([400, 404]).toContain((await ask(only.headers)).statusCode);
      }
      expect(world().messenger.sent).toEqual([]);
    });

    it('tell how far their message came, with its history; the clinic’s own are not there', async () => {
      const sent = await sendExternal(world(), headers, { to_phone: numberInOwnBlock() });
      const id = sent.json<ExternalOtpSent>().data.message_id;
      const answer = await externalMessage(world(), headers, id);
      expect(answer.json()).toEqual({
        success: true,
        data: {
          message_id: id,
          channel: 'sms',
          provider: 'recording',
          status: 'sent',
          error: null,
          created_at: expect.any(String),
          history: [
            { status: 'queued', at: expect.any(String), fault: null },
            { status: 'sent', at: expect.any(String), fault: null },
          ],
        },
      });
      await world().db.query(`UPDATE messages SET kind = 'video_code' WHERE id = $1`, [id]);
      const absent = ['019a0000-0000-7000-8000-000000000000', 'mock_+919876543210_1', '%00'];
      for (const foreign of [id, ...absent])
        expect((await externalMessage(world(), headers, foreign)).json()).toMatchObject({
          status: 404,
          code: 'not_found',
        });
    });
  },
  REAL,
);
