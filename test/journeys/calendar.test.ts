import { readFile } from 'node:fs/promises';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CALENDAR_READERS, type ReadCalendar } from '../calendar-readers.ts';
import { openBrowser } from './browser.ts';
import { type Clinic, startClinic, type Visit } from './clinic.ts';
import { expectToLookWell, listenToComplaints } from './look.ts';
import { newPage, PHONE, signIn } from './person.ts';

const LOOKS = { title: 'Profile', heading: 'Profile' };

describe('one’s visits in a calendar elsewhere', () => {
  let clinic: Clinic;
  let browser: Browser;
  let page: Page;
  let visit: Visit;
  let complaints: string[];

  beforeAll(async () => {
    clinic = await startClinic();
    browser = await openBrowser();
    visit = await clinic.book('doctor', 'patient');
  });
  beforeEach(async () => {
    page = await newPage(browser);
    complaints = listenToComplaints(page);
  });
  afterEach(async () => {
    await page.context().close();
    expect(complaints).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await clinic?.stop();
  });

  const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
  const untilFocused = (target: Locator): Promise<void> =>
    expect.poll(() => target.evaluate((element) => element === document.activeElement)).toBe(true);
  /** The clinic’s own name for itself is not the address that the tests reach it at. */
  const uidOf = ({ id }: Visit): string => `${id}@localhost:${new URL(clinic.origin).port}`;

  /** As a calendar fetches it: without a cookie. */
  const subscribe = async (url: string): Promise<ReadCalendar | number> => {
    const answer = await fetch(url);
    return answer.ok ? CALENDAR_READERS[0].read(await answer.text()) : answer.status;
  };
  const copied = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText());

  test('takes one visit as a file', async () => {
    await signIn(page, clinic, 'patient');
    const add = page.getByRole('link', { name: 'Add to calendar', exact: true });
    const card = page.getByRole('article').filter({ has: page.locator(`a[href*="${visit.id}"]`) });
    const [download] = await Promise.all([page.waitForEvent('download'), card.locator(add).click()]);
    expect(download.suggestedFilename()).toBe('visit.ics');
    const text = await readFile(await download.path(), 'utf8');
    for (const { read } of CALENDAR_READERS) {
      expect(read(text).entries).toEqual([
        expect.objectContaining({
          uid: uidOf(visit),
          summary: 'Video visit with Dr Amara Okafor',
          url: expect.stringContaining(`/appointments/${visit.id}/video`),
        }),
      ]);
    }
    await page.getByRole('heading', { name: 'Upcoming' }).waitFor();
    const past = page.getByRole('region', { name: 'Past' });
    await past.getByRole('article').first().waitFor();
    expect(await past.locator(add).count()).toBe(0);
    // The link in the entry leads to the visit.
    const link = CALENDAR_READERS[0].read(text).entries[0]?.url ?? '';
    await page.goto(clinic.origin + new URL(link).pathname);
    await page.getByRole('group', { name: 'One-time code' }).waitFor();
  });

  test('follows them at an address that is shown once, replaced and ended', async () => {
    await (await clinic.as('patient')).request('DELETE', '/api/me/calendar-feed');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: clinic.origin });
    await signIn(page, clinic, 'patient');
    await page.getByRole('link', { name: 'Profile', exact: true }).click();
    await button('Make an address').focus();
    await page.keyboard.press('Enter');
    await page.getByText('Copy this address now.').waitFor();
    await untilFocused(button('Copy address'));
    await page.getByText('Last read by a calendar: never.').waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('The address is copied').waitFor();
    const first = await copied();
    await expectToLookWell(page, 'profile-calendar-made', LOOKS);
    const read = await subscribe(first);
    expect(read).toMatchObject({ name: 'Anteroom visits', method: 'PUBLISH' });
    expect(typeof read === 'number' ? [] : read.entries.map(({ uid }) => uid)).toContain(uidOf(visit));

    await page.reload();
    await page.getByText('Last read by a calendar: now.').waitFor();
    expect(await page.content()).not.toContain(first);
    await button('Make a new address').click();
    await untilFocused(button('Keep the address'));
    await expectToLookWell(page, 'profile-calendar-replace', LOOKS);
    await page.keyboard.press('Enter');
    await untilFocused(button('Make a new address'));
    expect(await subscribe(first)).not.toBe(404);
    await page.keyboard.press('Enter');
    await button('Yes, make a new one').click();
    await untilFocused(button('Copy address'));
    await page.keyboard.press('Enter');
    await page.getByText('The address is copied').waitFor();
    const second = await copied();
    expect(second).not.toBe(first);
    expect([await subscribe(first), typeof (await subscribe(second))]).toEqual([404, 'object']);

    await button('End this address').click();
    await expectToLookWell(page, 'profile-calendar-end', LOOKS);
    await button('Yes, end it').click();
    await button('Make an address').waitFor();
    await untilFocused(page.getByRole('heading', { name: 'Your calendar' }));
    expect(await subscribe(second)).toBe(404);
    expect(await page.getByText(second).count()).toBe(0);
  });

  test('says to a doctor, on a phone, whose names the address shows', async () => {
    await page.context().close();
    page = await newPage(browser, PHONE);
    complaints = listenToComplaints(page);
    await (await clinic.as('doctor')).request('DELETE', '/api/me/calendar-feed');
    await signIn(page, clinic, 'doctor');
    await page.getByRole('link', { name: 'Profile', exact: true }).click();
    await page.getByText('your patients’ names').waitFor();
    await page.route('**/api/me/calendar-feed', (route) =>
      route.request().method() === 'POST' ? route.abort() : route.continue(),
    );
    await button('Make an address').click();
    await page.getByRole('alert').filter({ hasText: 'can’t be reached' }).waitFor();
    complaints.length = 0;
    await page.unroute('**/api/me/calendar-feed');
    await button('Make an address').click();
    await page.getByText('Copy this address now.').waitFor();
  });
});
