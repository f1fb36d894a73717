import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { DemoName } from '../../server/seed/demo-people.ts';
import { listAt } from '../processes/api-client.ts';
import { openBrowser } from './browser.ts';
import { type Clinic, startClinic } from './clinic.ts';
import { expectToLookWell } from './look.ts';
import { hide, listen, lookAgain, show, toldIn } from './notification-log.ts';
import { enterVisit, joinNow, linkTo, newPage, signIn, untilSaid } from './person.ts';

/** Longer than a hidden page waits between two looks at a visit that is near. */
const NEXT_LOOK_MS = 45_000;
/** Longer than it takes a page to find out, and to say so, once it looks. */
const SAID_WITHIN = { timeout: 15_000, interval: 100 };

const TELL_ME = { name: 'Tell me when it is time to join' };
const ON = 'Your browser tells you when it is time to join, as long as this page is open somewhere.';

describe('a person who looks elsewhere', () => {
  let clinic: Clinic;
  let browser: Browser;

  /** Without the demo's own visits every minute is free. */
  const emptyDay = async (doctor: 'doctor' | 'doctor2'): Promise<void> => {
    const client = await clinic.as(doctor);
    const { body } = await client.mustGet('/api/appointments?limit=100');
    for (const visit of listAt(body, 'appointments')) {
      await client.request('POST', `/api/appointments/${visit['id']}/cancel`, {});
    }
  };

  beforeAll(async () => {
    clinic = await startClinic({ env: { VIDEO_OTP: 'off' } });
    for (const doctor of ['doctor', 'doctor2'] as const) await emptyDay(doctor);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await clinic?.stop();
  });

  /** Somebody on their dashboard, in a browser that allows notifications, whose clock can be put forward. */
  const person = async (name: DemoName): Promise<Page> => {
    const page = await newPage(browser);
    onTestFinished(() => page.context().close());
    await page.context().clock.install();
    await listen(page.context());
    await page.context().grantPermissions(['notifications'], { origin: clinic.origin });
    await signIn(page, clinic, name);
    await page.getByRole('article').first().waitFor();
    return page;
  };

  const turnOn = async (page: Page): Promise<void> => {
    await page.getByRole('button', TELL_ME).click();
    await page.getByText(ON).waitFor();
  };

  const anotherTab = async (context: BrowserContext): Promise<Page> => {
    const page = await context.newPage();
    await page.goto(clinic.origin);
    await page.getByText(ON).waitFor();
    return page;
  };

  /** Lets so much time pass in these browsers that all their pages look again by themselves. */
  const untilNextLook = async (...pages: Page[]): Promise<void> => {
    for (const page of pages) await page.context().clock.fastForward(NEXT_LOOK_MS);
  };

  test('is asked by a button alone, and can turn it off', async () => {
    await clinic.book('doctor2', 'patient2');
    const page = await person('patient2');
    await page.getByRole('button', TELL_ME).waitFor();
    expect(await page.evaluate(() => window.asked)).toBe(0);
    await expectToLookWell(page, 'tell-me', { title: 'Visits', heading: 'Hello, Mateo' });
    await turnOn(page);
    expect(await page.evaluate(() => window.asked)).toBe(1);
    const off = page.getByRole('button', { name: 'Turn off' });
    expect(await off.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.reload();
    const other = await anotherTab(page.context());
    await off.click();
    for (const tab of [page, other]) await tab.getByRole('button', TELL_ME).waitFor();
    expect(await toldIn(page, other)).toEqual([]);
  });

  test('is told once that the room is open, in whichever tab, and of no visit that was cancelled', async () => {
    // Those that they have seen are no news.
    for (const name of ['patient', 'patient3'] as const) await clinic.book('doctor2', name);
    const [one, third] = [await person('patient'), await person('patient3')];
    for (const page of [one, third]) await turnOn(page);
    const other = await anotherTab(one.context());
    for (const page of [one, other, third]) await hide(page);
    const doctor = await clinic.as('doctor2');
    const cancelled = await clinic.book('doctor2', 'patient3');
    expect((await doctor.mustGet(`/api/appointments/${cancelled.id}`)).body).toMatchObject({
      can_join: true,
    });
    await doctor.request('POST', `/api/appointments/${cancelled.id}/cancel`, {});
    const visit = await clinic.book('doctor2', 'patient');
    expect(await toldIn(one, other, third)).toEqual([]);

    await untilNextLook(one, third);
    await expect
      .poll(() => toldIn(one, other), SAID_WITHIN)
      .toEqual([
        {
          title: 'You can join your visit now',
          body: expect.stringMatching(
            /^Your visit at Anteroom starts at \d+:\d\d( [AP]M)?\. Press here to join\.$/,
          ),
          tag: `anteroom-open-${visit.id}`,
        },
      ]);
    for (const page of [one, other, third]) await lookAgain(page);
    expect(await toldIn(one, other)).toHaveLength(1);
    expect(await toldIn(third)).toEqual([]);

    const [teller, silent] = (await toldIn(one)).length === 1 ? [one, other] : [other, one];
    await silent.reload();
    await lookAgain(silent);
    expect(await toldIn(silent)).toEqual([]);
    await teller.evaluate(() => window.told[0]?.dispatchEvent(new Event('click')));
    await teller.waitForURL(`**/appointments/${visit.id}/video`);
  });

  test('is told once that the other one waits, and not once they are in themselves', async () => {
    const visit = await clinic.book('doctor', 'patient2');
    const one = await person('doctor');
    await turnOn(one);
    const other = await anotherTab(one.context());
    for (const page of [one, other]) await lookAgain(page);
    for (const page of [one, other]) await hide(page);
    const patient = await newPage(browser);
    onTestFinished(() => patient.context().close());
    await enterVisit(patient, clinic, 'patient2', visit);

    await untilNextLook(one);
    await expect
      .poll(() => toldIn(one, other), SAID_WITHIN)
      .toEqual([
        expect.objectContaining({ title: 'Your patient is waiting', tag: `anteroom-waiting-${visit.id}` }),
      ]);
    for (const page of [one, other]) await lookAgain(page);
    expect(await toldIn(one, other)).toHaveLength(1);
    expect(await one.getByText('Your patient is waiting.').count()).toBe(1);
  });

  test('is not told of a visit that they are in, in another tab', async () => {
    await clinic.book('doctor2', 'patient3');
    const doctor = await person('doctor2');
    await turnOn(doctor);
    await hide(doctor);
    // One that the hidden page has not seen yet, so that it would be news.
    const visit = await clinic.book('doctor2', 'patient2');
    const call = await doctor.context().newPage();
    await call.goto(linkTo(clinic, visit));
    await joinNow(call);
    await lookAgain(doctor);
    const patient = await clinic.as('patient2');
    for (const action of ['join', 'leave', 'join']) {
      await patient.request('PATCH', `/api/video-calls/${visit.id}/status`, { action });
      await lookAgain(doctor);
    }
    expect((await toldIn(doctor)).filter(({ tag }) => tag.endsWith(visit.id))).toEqual([]);
  });

  test('hears it on the page instead where any tab shows it', async () => {
    const visit = await clinic.book('doctor', 'patient3');
    const hidden = await person('doctor');
    await turnOn(hidden);
    const seen = await anotherTab(hidden.context());
    await hide(hidden);
    const patient = await clinic.as('patient3');
    await patient.request('POST', '/api/video-calls/initiate', { appointmentId: visit.id });
    await patient.request('PATCH', `/api/video-calls/${visit.id}/status`, { action: 'join' });
    await lookAgain(hidden);
    await lookAgain(seen);
    const card = seen.getByRole('article').filter({ hasText: 'Your patient is waiting.' });
    await card.filter({ hasText: 'Imran' }).waitFor();
    const live = seen.locator('[aria-live="polite"]').filter({ hasText: /Imran .* is waiting for you\./ });
    expect(await live.count()).toBe(1);
    await expectToLookWell(seen, 'is-waiting', { title: 'Visits', heading: 'Hello, Amara' });
    // What was seen there is not told again once nobody looks any more.
    await hide(seen);
    for (const page of [hidden, seen]) await lookAgain(page);
    expect((await toldIn(hidden, seen)).filter(({ tag }) => tag.endsWith(visit.id))).toEqual([]);
    await show(seen);
  });

  test('who says no reads how to allow it, and is not asked again', async () => {
    const visit = await clinic.book('doctor2', 'patient3');
    const page = await newPage(browser);
    onTestFinished(() => page.context().close());
    await listen(page.context());
    await page.context().addInitScript(() => {
      const permission = () => (sessionStorage.getItem('said') === 'no' ? 'denied' : 'default');
      Object.defineProperty(window.Notification, 'permission', { get: permission });
      window.Notification.requestPermission = async () => {
        sessionStorage.setItem('said', 'no');
        return 'denied';
      };
    });
    await signIn(page, clinic, 'patient3');
    await page.getByRole('button', TELL_ME).click();
    const words = 'allow notifications for this site in your browser, beside its address.';
    await untilSaid(page, words);
    const isFocused = () =>
      page.getByText(words).evaluate((element) => document.activeElement?.contains(element));
    await expect.poll(isFocused).toBe(true);
    await expectToLookWell(page, 'tell-me-denied', { title: 'Visits', heading: 'Hello, Imran' });
    await page.reload();
    await untilSaid(page, words);
    expect(await page.getByRole('button', TELL_ME).count()).toBe(0);
    await hide(page);
    await lookAgain(page);
    expect(await toldIn(page)).toEqual([]);
    expect(visit.id).toBeTruthy();
  });

  test('finds nothing of it where the browser has no notifications for pages', async () => {
    const page = await newPage(browser);
    onTestFinished(() => page.context().close());
    await page.context().addInitScript(() => {
      // As Chromium on Android: the name is there, and refuses to be made.
      Object.defineProperty(window, 'Notification', {
        value: class {
          static permission = 'default';
          constructor() {
            throw new TypeError('Illegal constructor');
          }
        },
      });
    });
    await signIn(page, clinic, 'patient3');
    await page.getByRole('article').first().waitFor();
    expect(await page.getByText('Your browser can tell you').count()).toBe(0);
  });
});
