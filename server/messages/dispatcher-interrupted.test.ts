import { expect, it } from 'vitest';
import { describeOnBothDatabases, recordingMessenger } from '../../test/harness.ts';
import { accepted, historyOf, never, order, saying, start, tooMany } from '../../test/orders.ts';
import { newNumber } from '../../test/words.ts';
import { type Database, DatabaseUnavailable } from '../database/database.ts';
import { endInterrupted } from './upkeep.ts';

describeOnBothDatabases('messages on their way that something interrupts', (world) => {
  it('are not sent where no row could be written first', async () => {
    const messenger = recordingMessenger();
    const db = awayWhen(world().db, () => true);
    const { settled, recorded } = start(world(), [messenger], { db }).dispatch(order());
    await expect(recorded).rejects.toThrow(DatabaseUnavailable);
    expect(await settled).toMatchObject({ outcome: 'failed', fault: 'unavailable' });
    expect(messenger.sent).toEqual([]);
  });

  it('are not sent again where the database goes away while they are, and are written down when it is back', async () => {
    let away = false;
    const messenger = saying([
      () => {
        away = true;
        return accepted('D1')();
      },
    ]);
    const dispatcher = start(world(), [messenger], { db: awayWhen(world().db, () => away) });
    const { id, settled } = dispatcher.dispatch(order());
    expect(await settled).toMatchObject({ outcome: 'accepted' });
    expect(await historyOf(world(), id)).toEqual(['queued']);
    away = false;
    await expect.poll(() => historyOf(world(), id)).toEqual(['queued', 'sent']);
    expect(messenger.sent).toHaveLength(1);
  });

  it('are all finished, written down or given up on when the process ends', async () => {
    const slow = saying([
      () => new Promise((settle) => setTimeout(() => void accepted('C1')().then(settle), 80)),
    ]);
    const hung = saying([never]);
    const waiting = saying([tooMany]);
    const dispatcher = start(world(), [
      { ...slow, channels: ['sms'] },
      { ...hung, channels: ['voice'] },
      { ...waiting, channels: ['whatsapp'] },
    ]);
    const ids = (['sms', 'voice', 'whatsapp'] as const).map(
      (channel) => dispatcher.dispatch(order({ routes: [{ channel, to: newNumber() }] })).id,
    );
    await expect.poll(() => slow.sent.length + hung.sent.length + waiting.sent.length).toBe(3);
    const began = performance.now();
    await dispatcher.close();
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(await Promise.all(ids.map((id) => historyOf(world(), id)))).toEqual([
      ['queued', 'sent'],
      ['queued', 'unknown'],
      ['queued', 'failed: interrupted'],
    ]);
    const late = dispatcher.dispatch(order());
    expect(await late.settled).toMatchObject({ outcome: 'failed', fault: 'interrupted' });
    expect(slow.sent).toHaveLength(1);
  });

  it('end as interrupted a minute after their life where their process was killed', async () => {
    const { db } = world();
    const killed = start(world(), [saying([never])]).dispatch(order());
    await killed.recorded;
    const sent = start(world(), [saying([accepted('K1')])]).dispatch(order());
    await sent.settled;
    await endInterrupted(db);
    expect(await historyOf(world(), killed.id)).toEqual(['queued']);
    await db.query(`UPDATE messages SET expires_at = now() - interval '61 seconds' WHERE id IN ($1, $2)`, [
      killed.id,
      sent.id,
    ]);
    await endInterrupted(db);
    await endInterrupted(db);
    expect(await historyOf(world(), killed.id)).toEqual(['queued', 'failed: interrupted']);
    expect(await historyOf(world(), sent.id)).toEqual(['queued', 'sent']);
  });
});

/** The same database, away whenever `isAway` says so. */
const awayWhen = (db: Database, isAway: () => boolean): Database => {
  const refused = () => Promise.reject(new DatabaseUnavailable(new Error('planted')));
  return {
    inTransaction: false,
    kind: db.kind,
    query: (text, values) => (isAway() ? refused() : db.query(text, values)),
    read: (text, values) => (isAway() ? refused() : db.read(text, values)),
    tx: (work) => (isAway() ? refused() : db.tx(work)),
    listen: db.listen,
    close: db.close,
  };
};
