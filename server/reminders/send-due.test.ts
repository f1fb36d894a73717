import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { describeOnBothDatabases } from '../../test/harness.ts';
import {
  bookVisit,
  comes,
  HOUR,
  LIMIT,
  plannedOf,
  rowsOf,
  sentOf,
  startSender,
  toBoth,
} from '../../test/told-visit.ts';
import { takeReceipts } from '../messages/take-receipts.ts';
import { startSending } from './send-due.ts';

describeOnBothDatabases('messages about a visit', (world) => {
  it('are a confirmation at once to both, on both lines, and three reminders to come', async () => {
    await startSender(world());
    const visit = await bookVisit(world(), 30 * HOUR);
    await vi.waitUntil(async () => (await sentOf(world(), visit)).length >= 4, LIMIT);
    expect(await sentOf(world(), visit)).toEqual(toBoth('visit_confirmed'));
    const toCome = 'reminder_day v1,reminder_hour v1,reminder_quarter v1';
    await vi.waitUntil(async () => (await plannedOf(world(), visit)).join() === toCome, LIMIT);
  });

  it('are reminders when their time comes, each once', async () => {
    const sender = await startSender(world());
    const visit = await bookVisit(world(), 23 * HOUR);
    await vi.waitUntil(async () => (await sentOf(world(), visit)).length >= 4, LIMIT);
    await comes(world(), visit, 'reminder_hour');
    await vi.waitUntil(async () => (await sentOf(world(), visit)).length >= 8, LIMIT);
    await comes(world(), visit, 'reminder_quarter');
    await vi.waitUntil(async () => (await sentOf(world(), visit)).length >= 12, LIMIT);
    await sender.stop();
    expect(await sentOf(world(), visit)).toEqual([
      ...toBoth('reminder_hour'),
      ...toBoth('reminder_quarter'),
      ...toBoth('visit_confirmed'),
    ]);
    expect((await rowsOf(world(), visit)).map(({ outcome }) => outcome)).toEqual(Array(12).fill('sent'));
  });

  it('are nothing that is no longer true, even where its plan was not withdrawn', async () => {
    const visit = await bookVisit(world(), 2 * HOUR);
    await world().db.query(`UPDATE appointments SET status = 'CANCELLED' WHERE id = $1`, [visit.id]);
    await comes(world(), visit, 'reminder_hour');
    await startSender(world());
    await vi.waitUntil(async () => (await plannedOf(world(), visit)).join() === 'reminder_quarter v1', LIMIT);
    expect(await sentOf(world(), visit)).toEqual([]);
    expect((await rowsOf(world(), visit)).filter(({ outcome }) => outcome === 'untrue')).toHaveLength(8);
  });

  it('are nothing that became untrue on the way to the provider', async () => {
    const { messenger, db } = world();
    const visit = await bookVisit(world(), 2 * HOUR);
    await startSender(world());
    await vi.waitUntil(async () => (await sentOf(world(), visit)).length >= 4, LIMIT);
    const { find } = messenger;
    onTestFinished(() => {
      messenger.find = find;
    });
    // A provider is asked after an earlier try when the message is in the ledger already, and about to leave.
    let asked = 0;
    messenger.find = async () => {
      asked += 1;
      await db.query(`UPDATE appointments SET status = 'CANCELLED', version = 2 WHERE id = $1`, [visit.id]);
      return { found: 'absent' };
    };
    await db.query(`UPDATE reminders SET doubts = 1 WHERE appointment_id = $1 AND kind = 'reminder_hour'`, [
      visit.id,
    ]);
    await comes(world(), visit, 'reminder_hour');
    await vi.waitUntil(async () => (await plannedOf(world(), visit)).join() === 'reminder_quarter v1', LIMIT);
    expect(asked).toBeGreaterThan(0);
    expect(await sentOf(world(), visit)).toEqual(toBoth('visit_confirmed'));
    const waiting = await db.query(`SELECT FROM messages WHERE appointment_id = $1 AND status = 'queued'`, [
      visit.id,
    ]);
    expect(waiting).toEqual([]);
  });

  it('are after an outage only the latest of those that are overdue', async () => {
    const visit = await bookVisit(world(), 30 * HOUR);
    await comes(world(), visit, 'reminder_day', 3_000);
    await comes(world(), visit, 'reminder_hour', 2_000);
    await startSender(world());
    await vi.waitUntil(async () => (await plannedOf(world(), visit)).join() === 'reminder_quarter v1', LIMIT);
    expect(await sentOf(world(), visit)).toEqual([...toBoth('reminder_hour'), ...toBoth('visit_confirmed')]);
    const outcomes = (await rowsOf(world(), visit)).map(({ kind, outcome }) => `${kind} ${outcome}`);
    expect(outcomes.filter((one) => one === 'reminder_day superseded')).toHaveLength(4);
  });

  it('are not a farther reminder after a nearer one, which quiet hours had brought forward', async () => {
    const visit = await bookVisit(world(), 30 * HOUR);
    await comes(world(), visit, 'reminder_quarter', 60_000);
    await startSender(world());
    await vi.waitUntil(async () => (await sentOf(world(), visit)).length >= 8, LIMIT);
    await comes(world(), visit, 'reminder_hour');
    await vi.waitUntil(async () => (await plannedOf(world(), visit)).join() === 'reminder_day v1', LIMIT);
    expect(await sentOf(world(), visit)).toEqual([
      ...toBoth('reminder_quarter'),
      ...toBoth('visit_confirmed'),
    ]);
  });

  it('are never a reminder after the start', async () => {
    const visit = await bookVisit(world(), 2 * HOUR);
    await world().db.query(
      `UPDATE reminders SET useful_until = now() - interval '1 second' WHERE appointment_id = $1`,
      [visit.id],
    );
    await comes(world(), visit, 'reminder_quarter');
    await startSender(world());
    await vi.waitUntil(async () => (await plannedOf(world(), visit)).join() === 'reminder_hour v1', LIMIT);
    expect(await sentOf(world(), visit)).toEqual([]);
  });

  it('go by SMS where WhatsApp refuses them, and the ledger has both', async () => {
    const { messenger, db } = world();
    const visit = await bookVisit(world(), 2 * HOUR);
    const send = messenger.send.bind(messenger);
    messenger.send = async (message, signal) => {
      const sent = await send(message, signal);
      return message.channel === 'whatsapp' ? { outcome: 'refused', fault: 'unreachable' } : sent;
    };
    onTestFinished(() => {
      messenger.send = send;
    });
    await startSender(world());
    await vi.waitUntil(
      async () => (await sentOf(world(), visit)).filter((line) => line.includes(' sms ')).length >= 2,
      LIMIT,
    );
    const ledger = await db.query<{ channel: string; status: string; fault: string | null }>(
      `SELECT channel, status, fault FROM messages WHERE appointment_id = $1 ORDER BY channel, person_id`,
      [visit.id],
    );
    await vi.waitUntil(
      async () => (await rowsOf(world(), visit)).filter((row) => row.outcome === 'sent').length === 4,
      LIMIT,
    );
    expect(ledger.filter(({ channel }) => channel === 'whatsapp').map(({ fault }) => fault)).toEqual([
      'unreachable',
      'unreachable',
    ]);
  });

  it('go by SMS once WhatsApp says that it could not deliver them', async () => {
    await startSender(world());
    const visit = await bookVisit(world(), 2 * HOUR);
    await vi.waitUntil(async () => (await sentOf(world(), visit)).length >= 4, LIMIT);
    const { deps, db } = world();
    const [message] = await db.query<{ provider_id: string; provider: string }>(
      `SELECT provider, provider_id FROM messages WHERE appointment_id = $1 AND channel = 'whatsapp' AND person_id = $2`,
      [visit.id, visit.patient.id],
    );
    const { provider = '', provider_id: providerId = '' } = message ?? {};
    await vi.waitUntil(
      async () => (await plannedOf(world(), visit)).join() === 'reminder_hour v1,reminder_quarter v1',
      LIMIT,
    );
    const failed = {
      provider,
      providerId,
      messageId: null,
      status: 'failed',
      fault: 'unreachable',
      at: null,
    } as const;
    await takeReceipts(deps, [failed, failed]);
    await vi.waitUntil(async () => (await sentOf(world(), visit)).length >= 5, LIMIT);
    await takeReceipts(deps, [failed]);
    await vi.waitUntil(
      async () => (await plannedOf(world(), visit)).join() === 'reminder_hour v1,reminder_quarter v1',
      LIMIT,
    );
    expect(await sentOf(world(), visit)).toEqual(
      [...toBoth('visit_confirmed'), 'visit_confirmed sms patient'].sort(),
    );
  });

  it('wait for a provider that is away, and come when it is back, each once', async () => {
    const { messenger } = world();
    const visit = await bookVisit(world(), 2 * HOUR);
    let isAway = true;
    const send = messenger.send.bind(messenger);
    messenger.send = async (message, signal) => {
      if (isAway && message.channel === 'email')
        return { outcome: 'unavailable', fault: 'unavailable', retryAfter: null };
      return send(message, signal);
    };
    onTestFinished(() => {
      messenger.send = send;
    });
    await startSender(world());
    await vi.waitUntil(async () => (await sentOf(world(), visit)).length >= 2, LIMIT);
    await pause(700);
    isAway = false;
    await vi.waitUntil(async () => (await sentOf(world(), visit)).length >= 4, {
      timeout: 15_000,
      interval: 50,
    });
    expect(await sentOf(world(), visit)).toEqual(toBoth('visit_confirmed'));
  });

  describe('with several senders at once', () => {
    let senders: Awaited<ReturnType<typeof startSending>>[] = [];
    beforeEach(async () => {
      senders = await Promise.all([1, 2, 3].map(() => startSending(world().deps)));
    });
    afterEach(async () => {
      await Promise.all(senders.map(({ stop }) => stop()));
    });

    it('go out once', async () => {
      const visits = await Promise.all(Array.from({ length: 10 }, () => bookVisit(world(), 2 * HOUR)));
      await vi.waitUntil(
        async () =>
          (await Promise.all(visits.map((visit) => sentOf(world(), visit)))).every(
            (sent) => sent.length >= 4,
          ),
        LIMIT,
      );
      await pause(500);
      for (const visit of visits) expect(await sentOf(world(), visit)).toEqual(toBoth('visit_confirmed'));
    });
  });
});
