import { setTimeout as pause } from 'node:timers/promises';
import { startSender } from '../reminders/start-sender.ts';

const TELL_EVERY_MS = 500;

/** A provider that answers at once. How late each message was stands in the table, by the database's clock. */
const [, , url = ''] = process.argv;
const { db } = await startSender(url, {
  name: 'bench',
  channels: ['email'],
  send: async (message) => ({ outcome: 'accepted', providerId: message.id, status: 'sent' }),
  find: async () => ({ found: 'absent' }),
});
const [begun] = await db.query<{ now: Date }>('SELECT now() AS now');
process.send?.({ ready: true });
let told = 0;
for (;;) {
  await pause(TELL_EVERY_MS);
  const late = await db.query<{ late: number }>(
    `SELECT (extract(epoch FROM ended_at - due_at) * 1000)::float8 AS late FROM reminders
     WHERE outcome = 'sent' AND ended_at > $1 ORDER BY ended_at`,
    [begun?.now ?? null],
  );
  if (late.length > told) process.send?.({ late: late.slice(told).map((row) => row.late) });
  told = late.length;
}
