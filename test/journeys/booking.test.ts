import type { Browser, Locator, Page } from 'playwright-core';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Appointment, AppointmentList } from '../../contract/appointments.ts';
import type { DemoName } from '../../server/seed/demo-people.ts';
import { listAt, textAt } from '../processes/api-client.ts';
import { openBrowser } from './browser.ts';
import { type Clinic, startClinic } from './clinic.ts';
import { newPage, signIn } from './person.ts';

const MINUTE_MS = 60_000;
const JOIN_EARLY_MINUTES = 15;
/** Time enough to sign in and see the countdown before the room opens. */
const SEEN_MS = 12_000;
const REASON = 'Rückenschmerzen 🌱 صداع מכאוב';

describe('a visit from its booking to its cancellation', () => {
  let clinic: Clinic;
  let browser: Browser;
  let patient: Page;
  let doctor: Page;
  let opening: { page: Page; opensAt: number; id: string };

  beforeAll(async () => {
    clinic = await startClinic({ env: { JOIN_EARLY_MINUTES: String(JOIN_EARLY_MINUTES) } });
    browser = await openBrowser();
    patient = await newPage(browser);
    doctor = await newPage(browser);
    opening = await bookAboutToOpen();
    await signIn(patient, clinic, 'patient');
    await signIn(doctor, clinic, 'doctor');
  });
  afterAll(async () => {
    await browser?.close();
    await clinic?.stop();
  });

  const idOf = async (name: DemoName): Promise<string> =>
    textAt((await (await clinic.as(name)).mustGet('/api/me')).body, 'id');

  /** A visit whose room opens at the next full minute: while time passes, the other tests go on. */
  const bookAboutToOpen = async (): Promise<typeof opening> => {
    const opensAt = Math.ceil((Date.now() + SEEN_MS) / MINUTE_MS) * MINUTE_MS;
    const page = await newPage(browser);
    const answer = await (await clinic.as('doctor2')).request('POST', '/api/appointments', {
      doctor_id: await idOf('doctor2'),
      patient_id: await idOf('patient3'),
      starts_at: new Date(opensAt + JOIN_EARLY_MINUTES * MINUTE_MS).toISOString(),
      duration_minutes: 10,
      reason: 'Opens soon',
    });
    const { id } = Value.Parse(Appointment, answer?.body);
    return { page, opensAt, id };
  };

  const upcoming = async (name: DemoName): Promise<Appointment[]> =>
    Value.Parse(AppointmentList, (await (await clinic.as(name)).mustGet('/api/appointments')).body)
      .appointments;

  const cardOf = (page: Page, words: string): Locator => page.getByRole('article').filter({ hasText: words });

  /** Picks the last free time of the day that is shown; how it reads. */
  const pickLast = async (within: Page | Locator): Promise<string> => {
    const times = within.getByRole('group', { name: /^(Morning|Afternoon|Evening)$/ }).getByRole('radio');
    await times.first().waitFor();
    await times.last().check();
    return await times.last().evaluate((radio) => radio.parentElement?.textContent ?? '');
  };

  test('counts down to the opening of the room', async () => {
    const { page, id } = opening;
    await signIn(page, clinic, 'patient3');
    const card = cardOf(page, 'Opens soon');
    await card
      .getByRole('timer')
      .filter({ hasText: /^Opens in 0:\d\d|^Opens in 1:\d\d/ })
      .waitFor();
    expect(await card.getByRole('link', { name: 'Join video' }).count()).toBe(0);
    await page.goto(`${clinic.origin}/appointments/${id}/video`);
    await page.getByRole('heading', { name: 'This visit is not open yet' }).waitFor();
    await page.getByRole('timer').waitFor();
    await page.getByRole('link', { name: 'Back to dashboard' }).click();
    await card.waitFor();
  });

  test('is booked with a doctor, a day, a time and a reason in any script', async () => {
    await patient.getByRole('link', { name: 'Book a visit' }).click();
    await patient.getByRole('radio', { name: 'Lukas Brandt' }).check();
    const submit = patient.getByRole('button', { name: 'Book a visit' });
    expect(await submit.isDisabled()).toBe(true);
    await patient.getByRole('group', { name: 'Day' }).getByRole('radio').nth(3).check();
    const time = await pickLast(patient);
    await patient.getByLabel('What is it about?').fill(`${REASON}\nseit gestern`);
    await patient
      .getByRole('status')
      .filter({ hasText: `at ${time}` })
      .waitFor();
    await submit.click();
    await patient
      .getByRole('status')
      .filter({ hasText: /^Your visit with Lukas Brandt .* is booked\.$/ })
      .waitFor();
    const card = patient.getByRole('region', { name: 'Upcoming' }).locator(cardOf(patient, REASON));
    await card.filter({ hasText: time }).filter({ hasText: 'Confirmed' }).waitFor();
    const [visit] = (await upcoming('doctor2')).filter(({ reason }) => reason === `${REASON} seit gestern`);
    expect(visit?.status).toBe('CONFIRMED');
    // Said once: not again after a reload.
    await patient.reload();
    await card.waitFor();
    expect(await patient.getByText('is booked').count()).toBe(0);
  });

  test('is offered other times when somebody else was faster, and takes one of them', async () => {
    await patient.getByRole('link', { name: 'Book a visit' }).click();
    await patient.getByRole('radio', { name: 'Amara Okafor' }).check();
    await patient.getByRole('group', { name: 'Day' }).getByRole('radio').nth(2).check();
    const taken = await pickLast(patient);
    const rival = await clinic.as('patient2');
    const doctorId = await idOf('doctor');
    const slots = listAt((await rival.mustGet(`/api/doctors/${doctorId}/slots`)).body, 'slots');
    const wanted = await patient.getByRole('status').filter({ hasText: 'Amara Okafor,' }).textContent();
    const timeOf = (at: string): string =>
      new Intl.DateTimeFormat('en-US', {
        timeZone: 'Asia/Kolkata',
        dateStyle: 'full',
        timeStyle: 'short',
      }).format(new Date(at));
    const day = /Okafor, (.+?) at /.exec(wanted ?? '')?.[1] ?? 'no day';
    const slot = slots
      .map((each) => textAt(each, 'starts_at'))
      .find((at) => {
        const words = timeOf(at);
        return words.includes(taken.trim()) && words.toLowerCase().includes(day.toLowerCase());
      });
    const body = { doctor_id: doctorId, starts_at: slot };
    expect((await rival.request('POST', '/api/appointments', body))?.status).toBe(201);

    const before = await patient.getByRole('radio').count();
    const submit = patient.getByRole('button', { name: 'Book a visit' });
    await submit.click();
    await patient.getByRole('alert').filter({ hasText: 'That time has just been taken' }).waitFor();
    await expect.poll(() => patient.getByRole('radio').count()).toBe(before - 1);
    expect(await submit.isDisabled()).toBe(true);
    expect(await pickLast(patient)).not.toBe(taken);
    await patient.getByLabel('What is it about?').fill('Second choice');
    await submit.click();
    await cardOf(patient, 'Second choice').waitFor();
  });

  test('is moved to another day, and the doctor sees that', async () => {
    const card = cardOf(patient, 'Second choice');
    const [old] = (await upcoming('patient')).filter(({ reason }) => reason === 'Second choice');
    await card.getByRole('button', { name: 'Move' }).click();
    const dialog = patient.getByRole('dialog');
    await dialog.getByRole('group', { name: 'Day' }).getByRole('radio').nth(4).check();
    const time = await pickLast(dialog);
    await dialog.getByRole('button', { name: /^Move to / }).click();
    await dialog.waitFor({ state: 'detached' });
    await card.filter({ hasText: time }).waitFor();
    const [moved] = (await upcoming('doctor')).filter(({ reason }) => reason === 'Second choice');
    expect(moved?.appointment_date).not.toBe(old?.appointment_date);
    expect(moved?.video_room_id).not.toBe(old?.video_room_id);
    await doctor.reload();
    await cardOf(doctor, 'Second choice').filter({ hasText: 'Priya Raman' }).waitFor();
  });

  test('gives its link to the clipboard, and says so', async () => {
    await patient.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const card = cardOf(patient, 'Second choice');
    await card.getByRole('button', { name: 'Copy link' }).click();
    await card.getByText('Copied', { exact: true }).waitFor();
    // For ears alone; the button says it to the eyes.
    const heard = card.getByRole('status').filter({ hasText: 'The link to this visit is copied' });
    await heard.waitFor({ state: 'attached' });
    const [visit] = (await upcoming('patient')).filter(({ reason }) => reason === 'Second choice');
    const copied = await patient.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(visit?.meeting_url);
    expect(new URL(copied).pathname).toBe(`/video-session/${visit?.video_room_id}`);
  });

  test('is cancelled with a reason, which the doctor reads', async () => {
    const card = cardOf(patient, 'Second choice');
    await card.getByRole('button', { name: 'Cancel visit' }).click();
    const dialog = patient.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Keep the visit' }).click();
    await dialog.waitFor({ state: 'detached' });
    await card.getByRole('button', { name: 'Cancel visit' }).click();
    await dialog.getByLabel('Reason').fill('Feeling better 🙂');
    await dialog.getByRole('button', { name: 'Yes, cancel it' }).click();
    for (const page of [patient, doctor]) {
      if (page === doctor) await dialog.waitFor({ state: 'detached' }).then(() => doctor.reload());
      const past = page.getByRole('region', { name: 'Past' }).locator(cardOf(page, 'Second choice'));
      await past
        .filter({ hasText: 'Cancelled' })
        .filter({ hasText: 'Reason given: Feeling better 🙂' })
        .waitFor();
      const left = page.getByRole('region', { name: 'Upcoming' }).locator(cardOf(page, 'Second choice'));
      expect(await left.count()).toBe(0);
    }
  });

  test('can be joined when its room opens, without a reload', async () => {
    const card = cardOf(opening.page, 'Opens soon');
    const wait = Math.max(0, opening.opensAt - Date.now()) + 10_000;
    await card.getByRole('link', { name: 'Join video' }).waitFor({ timeout: wait });
    expect(Date.now()).toBeGreaterThanOrEqual(opening.opensAt);
    await card.getByRole('link', { name: 'Join video' }).click();
    await opening.page.getByRole('group', { name: 'One-time code' }).waitFor();
  });
});
