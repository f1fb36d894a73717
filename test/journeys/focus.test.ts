import { randomUUID } from 'node:crypto';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openBrowser } from './browser.ts';
import { type Clinic, startClinic } from './clinic.ts';
import { newPage, PHONE, signIn } from './person.ts';

/** More stops than the page has. */
const MOST_STOPS = 40;

/** What has the focus, where the bar with the places lies over its foot. */
const hiddenByPlaces = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const focused = document.activeElement;
    const places = document.querySelector('nav[aria-label="Main"]');
    if (!focused || !places || focused === document.body || places.contains(focused)) return [];
    const { left, width, bottom } = focused.getBoundingClientRect();
    const above = document.elementFromPoint(left + width / 2, bottom - 2);
    return places.contains(above) ? [focused.outerHTML] : [];
  });

/** Whoever uses the keyboard starts anew at the top of the page where the focus goes with what had it. */
describe.each(['no-preference', 'reduce'] as const)('the focus, with motion by %s', (reducedMotion) => {
  let clinic: Clinic;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    clinic = await startClinic();
    browser = await openBrowser();
  });
  beforeEach(async () => {
    page = await newPage(browser, { reducedMotion });
  });
  afterEach(() => page.context().close());
  afterAll(async () => {
    await browser?.close();
    await clinic?.stop();
  });

  const button = (name: string | RegExp): Locator => page.getByRole('button', { name });
  const untilFocused = (target: Locator): Promise<void> =>
    expect.poll(() => target.evaluate((element) => element === document.activeElement)).toBe(true);
  const press = async (target: Locator): Promise<void> => {
    await target.focus();
    await page.keyboard.press('Enter');
  };

  test('stays with a button whose work failed, and is in the form to which somebody comes back', async () => {
    await page.goto(`${clinic.origin}/sign-in/code`);
    const address = page.getByLabel('Phone number or e-mail');
    await address.fill('+12025550181');
    await page.route('**/send-otp', (route) => route.abort());
    await press(button('Send me a code'));
    await page.getByRole('alert').filter({ hasText: 'can’t be reached' }).waitFor();
    await untilFocused(button('Send me a code'));
    await page.unroute('**/send-otp');
    await press(button('Send me a code'));
    await untilFocused(page.getByLabel('Digit 1 of'));
    await press(button('Use another number or address'));
    await untilFocused(address);
  });

  test('goes to the key that was revoked', async () => {
    // Another one for another try: the key of the first may still be there.
    const name = `Laboratory ${randomUUID().slice(0, 4)}`;
    await signIn(page, clinic, 'admin');
    await page.goto(`${clinic.origin}/admin/keys`);
    await press(button('New key'));
    await page.getByLabel('Name').fill(name);
    await page.keyboard.press('Enter');
    await press(button('I have kept it'));
    await untilFocused(button('New key'));
    await press(button(`Revoke ${name}`));
    await press(button('Yes, revoke it'));
    await untilFocused(page.getByRole('heading', { name }));
  });

  test('stays in the log where its buttons take themselves away', async () => {
    await page.route('**/api/admin/deliveries?*', async (route) => {
      const isFirst = !new URL(route.request().url()).searchParams.has('cursor');
      const list: unknown = await (
        await route.fetch({ url: `${clinic.origin}/api/admin/deliveries` })
      ).json();
      const more = isFirst ? { next_cursor: 'second' } : { deliveries: [], next_cursor: null };
      await route.fulfill({ json: Object.assign({}, list, more) });
    });
    const doctor = await clinic.as('doctor');
    expect((await doctor.request('POST', '/send-otp', { to: '+12025550182', channel: 'sms' }))?.status).toBe(
      200,
    );
    await signIn(page, clinic, 'admin');
    await page.goto(`${clinic.origin}/admin/deliveries?channel=sms`);
    await button(/^History/)
      .first()
      .waitFor();
    await press(button('Show everything'));
    await untilFocused(page.getByLabel('Channel', { exact: true }));
    await press(button('Show more'));
    await untilFocused(page.getByRole('status').filter({ hasText: /^\d+ messages?$/ }));
  });

  test('is never behind the places at the foot of a phone', async () => {
    await page.context().close();
    page = await newPage(browser, { ...PHONE, reducedMotion });
    await signIn(page, clinic, 'patient');
    await page.goto(`${clinic.origin}/profile`);
    const last = button('Sign out on this device');
    await last.waitFor();
    const hidden: string[] = [];
    for (let stops = 0; stops < MOST_STOPS; stops += 1) {
      await page.keyboard.press('Tab');
      hidden.push(...(await hiddenByPlaces(page)));
      if (await last.evaluate((element) => element === document.activeElement)) break;
    }
    await untilFocused(last);
    expect(hidden).toEqual([]);
  });
});
