import { describe, expect, it, vi } from 'vitest';
import { ALL_WELL, planReminders, reckon } from './reminder-clinic.ts';
import { clinicOnServer } from './reminder-clinic-on-server.ts';

const COUNT = 400;
const HOUR_MS = 3_600_000;

describe('workers of which one’s clock is an hour ahead and one’s an hour behind', () => {
  const opened = clinicOnServer();

  it('send nothing early, nothing twice, and nothing less', async () => {
    const { db, provide, launch } = opened();
    // Every other one is due before the visit begins, but only once this test is long over.
    await planReminders(db, { count: 2 * COUNT, inMs: 3_000, spanMs: 4_000 });
    await db.query(
      `UPDATE reminders SET due_at = due_at + interval '30 minutes', next_at = next_at + interval '30 minutes'
       WHERE id IN (SELECT id FROM reminders ORDER BY id LIMIT $1)`,
      [COUNT],
    );
    const provider = await provide({ deduplicates: false, tells: false });
    const [ahead, behind] = [HOUR_MS, -HOUR_MS].map((clockAhead) => launch(provider, { clockAhead }));
    await vi.waitUntil(() => provider.accepted.length >= COUNT, { timeout: 40_000, interval: 50 });
    await vi.waitUntil(
      async () => (await db.query('SELECT FROM reminders WHERE ended_at IS NOT NULL')).length >= COUNT,
      { timeout: 10_000, interval: 50 },
    );
    const toCome = await db.query('SELECT FROM reminders WHERE ended_at IS NULL AND claims = 0');
    expect(toCome).toHaveLength(COUNT);
    await db.query('DELETE FROM reminders WHERE ended_at IS NULL');
    expect(await reckon(db, provider)).toMatchObject({ ...ALL_WELL, givenUp: 0 });
    const senders = new Set(provider.accepted.map(({ by }) => by));
    expect(senders).toEqual(new Set([ahead?.life, behind?.life]));
  });
});
