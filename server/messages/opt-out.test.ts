import { v7 as uuidv7 } from 'uuid';
import { expect, it } from 'vitest';
import { describeOnBothDatabases } from '../../test/harness.ts';
import { order } from '../../test/orders.ts';
import { isOptedOut, minutesAgo, newNumber, smsWord, whatsappWord } from '../../test/words.ts';
import { addressKey } from './address-key.ts';
import { messageState } from './find-message.ts';
import { recordLeg, writeOutcome } from './ledger.ts';
import { optOut } from './opt-out.ts';
import { takeInbound } from './take-inbound.ts';
import { takeReceipts } from './take-receipts.ts';

describeOnBothDatabases('an opt-out that a provider tells of', (world) => {
  /** A message to this number; what is answered tells that the provider refused it. */
  const refused = async (from: string, sentAt: Date): Promise<() => Promise<void>> => {
    const { db, deps } = world();
    const id = uuidv7();
    const key = addressKey(deps, { channel: 'sms', to: from });
    await db.query(
      `INSERT INTO messages (id, kind, channel, address_key, to_masked, provider, provider_id, created_at)
       VALUES ($1, 'notice', 'sms', $2, '', 'twilio', $3, $4)`,
      [id, key, `SM${id}`, sentAt],
    );
    const told = { provider: 'twilio', providerId: `SM${id}`, messageId: null, at: null } as const;
    return () => takeReceipts(deps, [{ ...told, status: 'failed', fault: 'opted_out' }]);
  };

  it('was so when its message was sent: a START since then stands, however often it is told', async () => {
    const { deps } = world();
    const from = newNumber();
    const tell = await refused(from, minutesAgo(5));
    await tell();
    expect(await isOptedOut(deps, { channel: 'sms', from })).toBe(true);
    await takeInbound(deps, [smsWord(from, 'START')]);
    await tell();
    expect(await isOptedOut(deps, { channel: 'sms', from })).toBe(false);
    const tellOfLater = await refused(from, minutesAgo(-1));
    await tellOfLater();
    expect(await isOptedOut(deps, { channel: 'sms', from })).toBe(true);
  });

  it('makes no STOP that is known newer than it is', async () => {
    const { deps } = world();
    const from = newNumber();
    const way = {
      addressKey: addressKey(deps, { channel: 'whatsapp', to: from }),
      channel: 'whatsapp' as const,
    };
    await takeInbound(deps, [whatsappWord(from, 'STOP', minutesAgo(9))]);
    await deps.db.tx((tx) => optOut(tx, way));
    await takeInbound(deps, [whatsappWord(from, 'START', minutesAgo(3))]);
    expect(await isOptedOut(deps, { channel: 'whatsapp', from })).toBe(false);
  });

  it('is not told by a message that was held back here: a START since then stands', async () => {
    const { deps } = world();
    const from = newNumber();
    const leg = {
      id: uuidv7(),
      insteadOf: null,
      route: { channel: 'sms', to: from },
      carrier: null,
    } as const;
    await takeInbound(deps, [smsWord(from, 'STOP')]);
    expect(await recordLeg(deps, order({ routes: [leg.route] }), leg, null)).toBe(true);
    await takeInbound(deps, [smsWord(from, 'START')]);
    await writeOutcome(deps, leg, { outcome: 'failed', fault: 'opted_out', heldBack: true });
    expect(await isOptedOut(deps, { channel: 'sms', from })).toBe(false);
    expect((await messageState(deps, leg.id))?.status).toBe('failed');
    await writeOutcome(deps, leg, { outcome: 'failed', fault: 'opted_out' });
    expect(await isOptedOut(deps, { channel: 'sms', from })).toBe(true);
  });
});
