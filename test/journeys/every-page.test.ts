import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from './browser.ts';
import { type Clinic, startClinic, type Visit } from './clinic.ts';
import { expectToLookWell, listenToComplaints } from './look.ts';
import { enterCode, fillSignIn, joinNow, linkTo, newPage, signIn, untilAllSee, untilSaid } from './person.ts';

const MINUTE_MS = 60_000;
const HOURS_AHEAD = 5;

/** A visit of patient2 that opens in a few hours. */
const bookAhead = async (clinic: Clinic): Promise<string> => {
  const doctor = await clinic.as('doctor2');
  const idOf = async (name: 'doctor2' | 'patient2') =>
    String((await (await clinic.as(name)).mustGet('/api/me')).body['id']);
  const start = Math.ceil(Date.now() / MINUTE_MS) * MINUTE_MS + HOURS_AHEAD * 60 * MINUTE_MS;
  const body = { doctor_id: await idOf('doctor2'), patient_id: await idOf('patient2'), duration_minutes: 5 };
  const answer = await doctor.request('POST', '/api/appointments', {
    ...body,
    starts_at: new Date(start).toISOString(),
  });
  expect(answer?.status).toBe(201);
  return String(answer?.body['id']);
};

describe('every page, on a phone and at a desk, in light and in dark', () => {
  let clinic: Clinic;
  let browser: Browser;
  let page: Page;
  let complaints: string[];
  const open: Page[] = [];

  const freshPage = async (): Promise<Page> => {
    page = await newPage(browser);
    complaints = listenToComplaints(page);
    open.push(page);
    return page;
  };

  beforeAll(async () => {
    clinic = await startClinic();
    browser = await openBrowser();
  });
  afterEach(async () => {
    for (const used of open.splice(0)) await used.context().close();
    expect(complaints).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await clinic?.stop();
  });

  /** Follows a link of the bar on top: the heading of the page it leads to has the focus, so that it is read out. */
  const goBy = async (link: string, heading: string | RegExp): Promise<void> => {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: link }).click();
    const title = page.getByRole('heading', { level: 1, name: heading });
    await title.waitFor();
    expect(await title.evaluate((element) => element === document.activeElement)).toBe(true);
  };

  test('before signing in', async () => {
    await freshPage();
    await page.goto(`${clinic.origin}/dev/inbox`);
    await page.getByText('No messages yet').waitFor();
    await expectToLookWell(page, 'inbox-empty', { title: 'Inbox', heading: 'Inbox' });
    await page.goto(`${clinic.origin}/nowhere`);
    await expectToLookWell(page, 'not-found', { title: 'Not found', heading: 'There is nothing here' });
    await page.goto(clinic.origin);
    await page.getByLabel('E-mail').waitFor();
    await expectToLookWell(page, 'sign-in', { title: 'Sign in', heading: 'Welcome' });
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Enter your e-mail address').waitFor();
    await page.getByLabel('E-mail').fill('priya@clinic.test');
    await page.getByLabel('Password', { exact: true }).fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').filter({ hasText: 'don’t go together' }).waitFor();
    await expectToLookWell(page, 'sign-in-refused', { title: 'Sign in', heading: 'Welcome' });
  });

  test('of a patient', async () => {
    await signIn(await freshPage(), clinic, 'patient');
    await page.getByRole('article').first().waitFor();
    await expectToLookWell(page, 'dashboard-patient', { title: 'Visits', heading: 'Hello, Priya' });

    await page.getByRole('button', { name: 'Move' }).last().click();
    await page.getByRole('dialog').getByRole('radio').first().waitFor();
    await expectToLookWell(page, 'move', { title: 'Visits', heading: 'Hello, Priya' });
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Cancel visit' }).last().click();
    await page.getByRole('dialog').getByLabel('Reason').waitFor();
    await expectToLookWell(page, 'cancel', { title: 'Visits', heading: 'Hello, Priya' });
    await page.keyboard.press('Escape');

    await goBy('Book', 'Book a visit');
    await expectToLookWell(page, 'book-doctor', { title: 'Book a visit', heading: 'Book a visit' });
    await page.getByRole('radio', { name: 'Amara Okafor' }).check();
    await page
      .getByRole('group', { name: /Morning|Afternoon|Evening/ })
      .getByRole('radio')
      .first()
      .check();
    await expectToLookWell(page, 'book-time', { title: 'Book a visit', heading: 'Book a visit' });

    await goBy('Profile', 'Profile');
    await expectToLookWell(page, 'profile', { title: 'Profile', heading: 'Profile' });
    await page.getByRole('link', { name: 'Change reminders' }).click();
    await page.getByRole('checkbox', { name: 'Hold reminders back in quiet hours' }).check();
    await expectToLookWell(page, 'reminders', { title: 'Reminders', heading: 'Reminders' });
    await goBy('Visits', 'Hello, Priya');
    await page.getByRole('link', { name: 'Details' }).first().click();
    await page
      .getByRole('heading', { name: 'Sent', exact: true })
      .or(page.getByText('No messages'))
      .waitFor();
    const visit = { title: 'Visit with Dr Amara Okafor', heading: 'Visit' };
    await expectToLookWell(page, 'visit-details', visit);
  });

  test('of a patient who has no visits', async () => {
    await freshPage();
    const none = { appointments: [], next_cursor: null };
    await page.route('**/api/appointments?**', (route) => route.fulfill({ json: none }));
    await signIn(page, clinic, 'patient3');
    await page.getByText('Nothing planned').waitFor();
    await expectToLookWell(page, 'dashboard-empty', { title: 'Visits', heading: 'Hello, Imran' });
  });

  test('of a doctor', async () => {
    await signIn(await freshPage(), clinic, 'doctor');
    await page.getByRole('article').first().waitFor();
    await expectToLookWell(page, 'dashboard-doctor', { title: 'Visits', heading: 'Hello, Amara' });
    await goBy('Hours', 'Working hours');
    await page.getByRole('button', { name: 'Add a special day' }).click();
    await page.getByText('Choose a date.').waitFor();
    await expectToLookWell(page, 'hours', { title: 'Working hours', heading: 'Working hours' });
    await goBy('Statistics', 'Statistics');
    await page.getByRole('table').waitFor();
    await expectToLookWell(page, 'statistics-doctor', { title: 'Statistics', heading: 'Statistics' });
  });

  test('of an admin', async () => {
    await signIn(await freshPage(), clinic, 'admin');
    await page.getByText('Nothing planned').or(page.getByRole('article').first()).waitFor();
    await expectToLookWell(page, 'dashboard-admin', { title: 'Visits', heading: 'Hello, Mei' });
    await goBy('Statistics', 'Statistics');
    await page.getByRole('table').waitFor();
    await expectToLookWell(page, 'statistics-admin', { title: 'Statistics', heading: 'Statistics' });
    await page.goto(`${clinic.origin}/book`);
    await expectToLookWell(page, 'not-for-admins', {
      title: 'Not found',
      heading: 'There is nothing here',
    });
  });

  test('of a visit that does not open', async () => {
    const ahead = await bookAhead(clinic);
    const cancelled = await clinic.book('doctor', 'patient2');
    const foreign = await clinic.book('doctor', 'patient3');
    await (await clinic.as('doctor')).request('POST', `/api/appointments/${cancelled.id}/cancel`, {});
    await freshPage();
    await page.goto(`${clinic.origin}/appointments/${ahead}/video`);
    await fillSignIn(page, 'patient2');
    await page.getByRole('timer').waitFor();
    const early = 'This visit is not open yet';
    await expectToLookWell(page, 'visit-not-yet', { title: early, heading: early });
    await page.goto(linkTo(clinic, foreign));
    const refused = 'This link opens no visit of yours';
    await expectToLookWell(page, 'visit-refused', { title: refused, heading: refused });
    await page.goto(`${clinic.origin}/appointments/${cancelled.id}/video`);
    const over = 'This visit was cancelled';
    await expectToLookWell(page, 'visit-cancelled', { title: over, heading: over });
    await page.getByRole('link', { name: 'Back to dashboard' }).click();
    const title = page.getByRole('heading', { level: 1, name: 'Hello, Mateo' });
    await title.waitFor();
    expect(await title.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  describe('of a visit', () => {
    let visit: Visit;

    test('from the code to its end', async () => {
      visit = await clinic.book('doctor', 'patient');
      const doctor = await freshPage();
      const complaintsOfDoctor = complaints;
      await signIn(doctor, clinic, 'doctor');
      await doctor.goto(linkTo(clinic, visit));
      await enterCode(doctor, clinic, 'doctor');

      await freshPage();
      await page.goto(linkTo(clinic, visit));
      await fillSignIn(page, 'patient');
      await page.getByText('We sent a code').waitFor();
      const asked = { title: 'Your visit is open', heading: 'Your visit is open' };
      await expectToLookWell(page, 'code', asked);
      await enterCode(page, clinic, 'patient');
      await expectToLookWell(page, 'lobby', { title: 'Ready to join?', heading: 'Ready to join?' });
      await joinNow(page);
      await untilSaid(page, 'Waiting for Dr Amara Okafor');
      const inside = { title: 'Visit with Dr Amara Okafor', heading: /Amara Okafor/ };
      await expectToLookWell(page, 'waiting', inside);
      await joinNow(doctor);
      await untilAllSee([page]);
      await expectToLookWell(page, 'call', inside);
      await page.getByRole('button', { name: 'Leave' }).click();
      await expectToLookWell(page, 'left', { title: 'You left', heading: 'You left' });
      await doctor.getByRole('button', { name: 'End visit' }).click();
      const over = 'The visit is over';
      await expectToLookWell(doctor, 'visit-over', { title: over, heading: over });
      expect(complaintsOfDoctor).toEqual([]);
    });

    test('once it is over, and the messages it brought', async () => {
      await freshPage();
      await page.goto(linkTo(clinic, visit));
      await fillSignIn(page, 'patient');
      const over = 'This visit is over';
      await expectToLookWell(page, 'visit-was-over', { title: over, heading: over });
      await page.goto(`${clinic.origin}/dev/inbox`);
      await page.getByRole('article').first().waitFor();
      await expectToLookWell(page, 'inbox', { title: 'Inbox', heading: 'Inbox' });
    });
  });
});
