import type { Browser, Page } from 'playwright-core';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Appointment, AppointmentList, SlotList } from '../../contract/appointments.ts';
import { VideoCallStats } from '../../contract/video-calls.ts';
import { secondsInWords } from '../../web/when.ts';
import { textAt } from '../processes/api-client.ts';
import { openBrowser } from './browser.ts';
import { type Clinic, startClinic } from './clinic.ts';
import { newPage, signIn } from './person.ts';

const VISITS = 9;
const DAY_MS = 86_400_000;

/** Somewhere on Earth it is morning, or at least not yet evening: a day with room for more visits. */
const ZONES = ['Europe/Berlin', 'America/Los_Angeles', 'Asia/Tokyo'];

const parts = (at: string | Date, timeZone: string): { day: string; time: string; weekday: string } => {
  const date = new Date(at);
  const format = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat('en-GB', { timeZone, ...options }).format(date);
  return {
    day: new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(date),
    time: format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    weekday: format({ weekday: 'long' }),
  };
};

/** As the pages write it for a browser that prefers American English. */
const american = (at: string, timeZone: string): string =>
  new Intl.DateTimeFormat('en-US', { timeZone, timeStyle: 'short' }).format(new Date(at));

describe('a day of a doctor', () => {
  let clinic: Clinic;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    clinic = await startClinic();
    browser = await openBrowser();
    page = await newPage(browser);
  });
  afterAll(async () => {
    await browser?.close();
    await clinic?.stop();
  });

  const upcoming = async (name: 'doctor2' | 'patient'): Promise<Appointment[]> => {
    const { body } = await (await clinic.as(name)).mustGet('/api/appointments?limit=100');
    return Value.Parse(AppointmentList, body).appointments;
  };

  test('of nine visits is on one page, in order, with the day’s count', async () => {
    const zone = ZONES.find((each) => {
      const hour = Number(parts(new Date(), each).time.slice(0, 2));
      return hour >= 4 && hour < 20;
    });
    const patched = await (await clinic.as('doctor2')).request('PATCH', '/api/me', { time_zone: zone });
    expect(patched?.status).toBe(200);
    for (let count = 0; count < VISITS; count += 1) {
      await clinic.book('doctor2', count % 2 === 0 ? 'patient2' : 'patient3');
    }
    await signIn(page, clinic, 'doctor2');
    const today = page.getByRole('region', { name: 'Today' });
    await today.getByText(/^\d+ visits$/).waitFor();

    const now = parts(new Date(), zone ?? '').day;
    const visits = (await upcoming('doctor2')).filter(
      ({ appointment_date }) => parts(appointment_date, zone ?? '').day === now,
    );
    expect(visits.length).toBeGreaterThanOrEqual(VISITS);
    await today.getByText(`${visits.length} visits`, { exact: true }).waitFor();
    const cards = await today.getByRole('article').allTextContents();
    expect(cards).toHaveLength(visits.length);
    for (const [index, visit] of visits.entries()) {
      expect(cards[index]).toContain(`${visit.patient.first_name} ${visit.patient.last_name}`);
      expect(cards[index]).toContain(american(visit.appointment_date, zone ?? ''));
    }
    expect(await today.getByRole('link', { name: 'Join video' }).count()).toBe(visits.length);
  });

  test('has other free times once the working hours are others', async () => {
    page = await newPage(browser);
    await signIn(page, clinic, 'doctor');
    await page.getByRole('link', { name: 'Hours' }).click();
    const tuesday = page.getByRole('group', { name: 'Tuesday' });
    await tuesday
      .getByRole('button', { name: /^Remove Tuesday/ })
      .first()
      .click();
    await tuesday
      .getByRole('button', { name: /^Remove Tuesday/ })
      .first()
      .click();
    await tuesday.getByText('No visits').waitFor();
    await tuesday.getByRole('button', { name: 'Add hours on Tuesday' }).click();
    await tuesday.getByLabel('Tuesday, from').fill('18:00');
    await tuesday.getByRole('alert').filter({ hasText: 'The end must come after the start.' }).waitFor();
    const save = page.getByRole('button', { name: 'Save hours' });
    expect(await save.isDisabled()).toBe(true);
    await tuesday.getByLabel('Tuesday, to').fill('20:00');

    const zone = 'Europe/London';
    const wednesday = [1, 2, 3, 4, 5, 6, 7]
      .map((days) => parts(new Date(Date.now() + days * DAY_MS), zone))
      .find(({ weekday }) => weekday === 'Wednesday');
    await page.getByRole('button', { name: 'Add a special day' }).click();
    await page.getByLabel('Date').fill(wednesday?.day ?? '');
    await page.getByLabel('How long a visit lasts').selectOption('60');
    await save.click();
    await page.getByText('Saved. Patients see the new times now.').waitFor();

    const patient = await clinic.as('patient');
    const doctorId = textAt((await (await clinic.as('doctor')).mustGet('/api/me')).body, 'id');
    const answer = await patient.mustGet(`/api/doctors/${doctorId}/slots`);
    const slots = Value.Parse(SlotList, answer.body).slots.map(({ starts_at }) => parts(starts_at, zone));
    const tuesdays = slots.filter(({ weekday }) => weekday === 'Tuesday').map(({ time }) => time);
    expect(new Set(tuesdays)).toEqual(new Set(['18:00', '19:00']));
    expect(slots.filter(({ day }) => day === wednesday?.day)).toEqual([]);
    await page.reload();
    expect(await tuesday.getByLabel('Tuesday, from').inputValue()).toBe('18:00');
  });

  test('is counted in the statistics as the server counts it', async () => {
    await page.getByRole('link', { name: 'Statistics' }).click();
    await page.getByText('Time together').waitFor();
    const doctor = await clinic.as('doctor');
    const from = page.getByLabel('From', { exact: true });
    const to = page.getByLabel('To', { exact: true });
    const expectFigures = async (): Promise<void> => {
      const days = new URLSearchParams({ from: await from.inputValue(), to: await to.inputValue() });
      const stats = Value.Parse(
        VideoCallStats,
        (await doctor.mustGet(`/api/video-calls/stats?${days}`)).body,
      );
      expect(stats.totalCalls).toBeGreaterThan(0);
      const figures = {
        'Video calls': String(stats.totalCalls),
        'Time together': secondsInWords(stats.totalDuration),
        'Average call': secondsInWords(stats.averageDuration),
      };
      for (const [name, value] of Object.entries(figures)) {
        await page.locator(`p:text-is("${name}") + p:text-is("${value}")`).waitFor();
      }
      const rows = page.getByRole('table').locator('tbody tr');
      const busy = stats.perDay.filter(({ calls }) => calls > 0);
      await expect.poll(() => rows.count()).toBe(busy.length);
      expect(await rows.locator('td:nth-of-type(1)').allTextContents()).toEqual(
        busy.map(({ calls }) => String(calls)),
      );
    };
    await expectFigures();
    await from.fill(parts(new Date(Date.now() - 5 * DAY_MS), 'Europe/London').day);
    await expectFigures();
    await to.fill('2020-01-01');
    await page.getByText('Must not be before the first day').waitFor();
    await from.fill('2020-01-01');
    await page.getByText('No video calls in this time').waitFor();
  });

  test('is written in the zone that the person chose, which is named', async () => {
    page = await newPage(browser);
    await signIn(page, clinic, 'patient');
    const [first] = await upcoming('patient');
    const at = first?.appointment_date ?? '';
    const card = page.getByRole('region', { name: 'Upcoming' }).getByRole('article').first();
    await card.filter({ hasText: american(at, 'Asia/Kolkata') }).waitFor();
    await card.getByText('India Standard Time').waitFor();

    await page.getByRole('link', { name: 'Profile' }).click();
    await page.getByLabel('Time zone').selectOption('Pacific/Honolulu');
    await page.getByText('(Hawaii-Aleutian Standard Time)').waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    await page.getByRole('link', { name: 'Visits' }).click();
    await card.filter({ hasText: american(at, 'Pacific/Honolulu') }).waitFor();
    await card.getByText('Hawaii-Aleutian Standard Time').waitFor();
  });
});
