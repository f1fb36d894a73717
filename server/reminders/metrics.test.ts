import { v7 as uuidv7 } from 'uuid';
import { expect, it, onTestFinished, vi } from 'vitest';
import { describeOnBothDatabases } from '../../test/harness.ts';
import { bookVisit, HOUR, LIMIT, rowsOf, startSender } from '../../test/told-visit.ts';
import { reminderLateness, remindersEnded } from './metrics.ts';

const KIND = 'visit_confirmed';

describeOnBothDatabases('the figures of messages about visits', (world) => {
  const figures = async () => {
    const ended = (await remindersEnded.get()).values.find(
      ({ labels }) => labels.kind === KIND && labels.outcome === 'sent',
    );
    const timed = (await reminderLateness.get()).values.find(
      ({ metricName, labels }) => metricName?.endsWith('_count') && labels.kind === KIND,
    );
    return { sent: ended?.value ?? 0, timed: timed?.value ?? 0 };
  };
  /** Another process takes it on, as after a lease that ran out. */
  const passOn = (messageId: string, workerId: string) =>
    world().db.query(
      `WITH worker AS (
         INSERT INTO reminder_workers (id, alive_until) VALUES ($2, now() + interval '1 hour') RETURNING id
       ) UPDATE reminders r SET claimed_by = worker.id, claims = r.claims + 1 FROM worker, messages m
         WHERE m.id = $1 AND r.appointment_id = m.appointment_id AND r.kind = m.kind
           AND r.person_id = m.person_id AND r.line = 'phone'`,
      [messageId, workerId],
    );

  it('leave out what somebody else has by the time that it is sent', async () => {
    const { messenger } = world();
    const { send } = messenger;
    onTestFinished(() => {
      messenger.send = send;
    });
    messenger.send = async (message, signal) => {
      if (message.channel === 'whatsapp') await passOn(message.id, uuidv7());
      return send.call(messenger, message, signal);
    };
    const before = await figures();
    const visit = await bookVisit(world(), 30 * HOUR);
    const sender = await startSender(world());
    await vi.waitUntil(() => messenger.sent.length >= 4, LIMIT);
    await sender.stop();
    const told = (await rowsOf(world(), visit)).filter(({ kind }) => kind === KIND);
    expect(told.map(({ line, outcome }) => `${line} ${outcome}`)).toEqual([
      'email sent',
      'email sent',
      'phone null',
      'phone null',
    ]);
    expect(await figures()).toEqual({ sent: before.sent + 2, timed: before.timed + 2 });
  });
});
