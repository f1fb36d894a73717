import { expect, it, onTestFinished, vi } from 'vitest';
import { calendarParts } from '../../test/calendar-parts.ts';
import { CALENDAR_READERS, faultsOfBytes } from '../../test/calendar-readers.ts';
import { describeOnBothDatabases } from '../../test/harness.ts';
import { bookVisit, changeAs, HOUR, LIMIT } from '../../test/told-visit.ts';
import { startSmtpFake, type TakenMail } from '../../test/vendors/smtp-fake.ts';
import { startDispatcher } from '../messages/start-dispatcher.ts';
import { startSending } from '../reminders/send-due.ts';
import { smtpMessenger } from './smtp.ts';

const FROM = 'Lindenhof <visits@clinic.test>';

/** The part that a calendar reads: its method as the e-mail says it, and its text. */
const inviteIn = ({ raw }: TakenMail) => {
  const [part] = calendarParts(raw);
  return { method: /method=(\w+)$/.exec(part?.type ?? '')?.[1], ics: part?.content.toString() ?? '' };
};

describeOnBothDatabases('the e-mails of a visit', (world) => {
  it('bring a booking, a move and a cancellation into a calendar, each once and to each alone', async () => {
    const fake = await startSmtpFake();
    onTestFinished(fake.stop);
    const { deps } = world();
    const smtp = smtpMessenger(
      { url: fake.url, from: FROM },
      { appName: deps.config.appName, publicUrl: deps.config.publicUrl, ca: fake.ca },
    );
    const dispatcher = startDispatcher(deps, [smtp]);
    onTestFinished(dispatcher.close);
    const sender = await startSending({ ...deps, dispatcher });
    onTestFinished(sender.stop);

    const visit = await bookVisit(world(), 30 * HOUR);
    const url = `/api/appointments/${visit.id}`;
    await vi.waitUntil(() => fake.taken.length === 2, LIMIT);
    const startsAt = new Date(visit.startsAt.getTime() + 24 * HOUR);
    await changeAs(world(), visit.doctor, 'PATCH', url, { starts_at: startsAt.toISOString() });
    await vi.waitUntil(() => fake.taken.length === 4, LIMIT);
    await changeAs(world(), visit.patient, 'POST', `${url}/cancel`, {});
    await vi.waitUntil(() => fake.taken.length === 6, LIMIT);

    for (const { email } of [visit.doctor, visit.patient]) {
      const mails = fake.taken.filter(({ to }) => to.includes(email));
      const invites = mails.map(inviteIn);
      expect(invites.map(({ method }) => method)).toEqual(['REQUEST', 'REQUEST', 'CANCEL']);
      for (const { ics } of invites) expect(faultsOfBytes(ics)).toEqual([]);
      const read = CALENDAR_READERS.map((reader) => invites.map(({ ics }) => reader.read(ics)));
      expect(read[0]).toEqual(read[1]);
      const [entries = []] = read.map((calendars) => calendars.flatMap((calendar) => calendar.entries));
      expect(read[0]?.map(({ method }) => method)).toEqual(['REQUEST', 'REQUEST', 'CANCEL']);
      expect(entries.map(({ sequence }) => sequence)).toEqual([0, 1, 2]);
      expect(new Set(entries.map(({ uid }) => uid)).size).toBe(1);
      expect(entries.map(({ attendees }) => attendees?.map(({ address }) => address))).toEqual(
        Array(3).fill([email]),
      );
    }
  });
});
