import { expect, it } from 'vitest';
import { describeOnBothDatabases } from '../../test/harness.ts';
import { accepted, CODE, down, EMAIL, order, saying, start, throwing } from '../../test/orders.ts';
import { createLog } from '../log.ts';
import type { Order } from './dispatcher.ts';
import { takeReceipts } from './take-receipts.ts';

describeOnBothDatabases('messages on their way', (world) => {
  it('leave no code, text, address or name in the ledger or the log', async () => {
    const lines: string[] = [];
    const log = createLog('trace', { write: (line) => void lines.push(line) });
    const phone = '+12125550163';
    const person = await world().newPerson({ phone, email: EMAIL, firstName: 'Plantedfirst' });
    const ways = [
      saying([throwing]),
      saying([down]),
      saying([accepted('L1')]),
      saying([async () => ({ outcome: 'refused', fault: 'opted_out' })]),
    ];
    for (const messenger of ways) {
      const routes: Order['routes'] = [
        { channel: 'email', to: EMAIL },
        { channel: 'sms', to: phone },
      ];
      await start(world(), [messenger], { log }).dispatch(order({ routes, personId: person.id })).settled;
    }
    await takeReceipts(world().deps, [
      {
        provider: 'recording',
        providerId: 'L9',
        messageId: null,
        status: 'failed',
        fault: 'unreachable',
        at: null,
      },
    ]);
    const rows = await Promise.all(
      ['messages', 'message_events', 'early_receipts', 'message_opt_outs', 'whatsapp_windows'].map((table) =>
        world().db.query(`SELECT * FROM ${table}`),
      ),
    );
    expect(rows[0]?.length).toBeGreaterThan(4);
    expect(lines.length).toBeGreaterThan(2);
    const everything = JSON.stringify(rows) + lines.join('');
    for (const planted of [CODE, 'Planted', EMAIL, 'planted-reader', phone, phone.slice(2), '5550163'])
      expect(everything, planted).not.toContain(planted);
  });
});
