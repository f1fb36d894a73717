import { expect, it } from 'vitest';
import { codeIn, describeOnBothDatabases, type World } from '../../test/harness.ts';
import { createApp } from '../app.ts';
import { createLog } from '../log.ts';
import { startDispatcher } from '../messages/start-dispatcher.ts';
import { makeServiceKey } from '../service-keys/make-service-key.ts';
import { SCOPES } from '../service-keys/service-key.ts';

const OWN = 'Pl4nt3d0ne';
const IN_ADDRESS = 'Pl4nt3dTwo';
const TO = '+919899990001';
const NEXT = '+919899880002';

/** Every row of every table, as text. */
const allText = async ({ db }: World): Promise<string> => {
  const tables = await db.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
  );
  const rows = await Promise.all(
    tables.map(({ name }) => db.query<object>(`SELECT to_jsonb(t)::text AS row FROM ${name} AS t`)),
  );
  return JSON.stringify(rows);
};

describeOnBothDatabases(
  'what another system hands over',
  (world) => {
    it('is in no log and no row: no key, no code of its own or ours, no number, not even from an address', async () => {
      const { deps, messenger } = world();
      const lines: string[] = [];
      const log = createLog('trace', { write: (line) => void lines.push(line) });
      const dispatcher = startDispatcher({ ...deps, log }, [messenger]);
      const app = await createApp({ ...deps, log, dispatcher }, null);
      const { key } = await makeServiceKey(deps, { actorId: null, name: 'Desk', scopes: SCOPES });
      const headers = { authorization: `Bearer ${key}` };
      const ask = async (path: string, payload: object = {}) =>
        (await app.inject({ method: 'POST', url: `/api/v1/external/${path}`, headers, payload })).statusCode;

      const statuses = [
        await ask('sms/otp', { to_phone: TO }),
        await ask('sms/otp', { to_phone: TO, otp: OWN }),
        await ask(`whatsapp/otp?to_phone=${NEXT}&otp=${IN_ADDRESS}`),
        await ask(`whatsapp/otp?to_phone=${NEXT}&otp=${IN_ADDRESS}!`),
        await ask(`whatsapp/otp?to_phone=${NEXT}&otp=${IN_ADDRESS}&${IN_ADDRESS.slice(0, 4)}=1`),
        await ask('otp/verify', { to_phone: TO, otp: OWN }),
      ];
      expect(statuses).toEqual([200, 429, 200, 400, 400, 400]);
      messenger.answer = { outcome: 'refused', fault: 'blocked' };
      expect(await ask('sms/otp', { to_phone: '+919899770003', otp: OWN })).toBe(502);
      messenger.answer = null;
      await app.close();
      await dispatcher.close();

      expect(lines.length).toBeGreaterThan(0);
      const made = codeIn(messenger.sent[0]);
      const text = await allText(world());
      for (const secret of [key, key.slice(4), OWN, IN_ADDRESS, TO.slice(3), NEXT.slice(3)]) {
        expect(lines.join(''), secret).not.toContain(secret);
        expect(text, secret).not.toContain(secret);
      }
      expect(lines.join('')).not.toContain(`"${made}"`);
      expect(text).not.toContain(`"${made}"`);
    });
  },
  { PIONEER_FLAG_MOCK_OTP_ENABLED: 'false' },
);
