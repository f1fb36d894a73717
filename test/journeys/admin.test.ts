import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openBrowser } from './browser.ts';
import { type Clinic, startClinic } from './clinic.ts';
import { expectToLookWell, listenToComplaints } from './look.ts';
import { newPage, PHONE, signIn } from './person.ts';

const PRICES = 'sms:0.04';
const ADMIN_PAGES = ['deliveries', 'spending', 'keys'];

describe('what an admin runs the clinic with', () => {
  let clinic: Clinic;
  let browser: Browser;
  let page: Page;
  let complaints: string[];

  /** A code that comes back right, and one that is asked for too soon after it and therefore held back. */
  const makeCodes = async (): Promise<void> => {
    const { id } = await clinic.book('doctor', 'patient');
    const patient = await clinic.as('patient');
    const ask = () => patient.request('POST', `/appointments/${id}/send-video-otp`, { channel: 'sms' });
    expect((await ask())?.status).toBe(200);
    expect((await ask())?.status).toBe(429);
    const { body: me } = await patient.mustGet('/api/me');
    const given = await patient.request('POST', `/appointments/${id}/verify-video-otp`, {
      contact_number: me['phone'],
      otp_code: await clinic.codeFor('patient'),
    });
    expect(given?.status).toBe(200);
  };

  beforeAll(async () => {
    clinic = await startClinic({ env: { PRICES, PRICES_CURRENCY: 'USD' } });
    browser = await openBrowser();
    await makeCodes();
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

  const manage = (): Locator => page.getByRole('navigation', { name: 'Manage' });
  const heading = (name: string): Locator => page.getByRole('heading', { level: 1, name });
  const hasFocus = (locator: Locator): Promise<boolean> =>
    locator.evaluate((element) => element === document.activeElement);

  test('is a press away after signing in, and each of its pages from the next', async () => {
    await signIn(page, clinic, 'admin');
    const links = page.getByRole('region', { name: 'Manage the clinic' }).getByRole('link');
    expect(await links.allTextContents()).toEqual([
      'Delivery log',
      'Spending',
      'Service keys',
      'Video calls',
    ]);
    await links.first().click();
    await heading('Delivery log').waitFor();
    expect(await hasFocus(heading('Delivery log'))).toBe(true);
    await manage().getByRole('link', { name: 'Spending' }).click();
    await heading('Spending').waitFor();
    await manage().getByRole('link', { name: 'Keys' }).click();
    await heading('Service keys').waitFor();
    const main = page.getByRole('navigation', { name: 'Main' });
    expect(await main.getByRole('link', { name: 'Manage' }).getAttribute('aria-current')).toBe('page');
  });

  test.each(['doctor', 'patient'] as const)('does not exist for a %s', async (name) => {
    await signIn(page, clinic, name);
    expect(await page.getByRole('link', { name: 'Manage' }).count()).toBe(0);
    for (const place of ADMIN_PAGES) {
      await page.goto(`${clinic.origin}/admin/${place}`);
      await heading('There is nothing here').waitFor();
    }
  });

  test('tells what became of a code, and finds it by what it was', async () => {
    await signIn(page, clinic, 'admin');
    await page.goto(`${clinic.origin}/admin/deliveries`);
    const row = page
      .getByRole('row')
      .filter({ hasText: 'Priya Raman' })
      .filter({ hasText: 'Code for a visit' });
    await row.waitFor();
    for (const words of ['Code for a visit', 'Text message', /Sent|Delivered/]) {
      expect(await row.textContent()).toMatch(words);
    }
    expect(await page.getByRole('main').textContent()).not.toContain(await clinic.codeFor('patient'));
    const button = row.getByRole('button', { name: 'History of the message to Priya Raman' });
    await button.focus();
    await page.keyboard.press('Enter');
    expect(await button.getAttribute('aria-expanded')).toBe('true');
    await page.getByText('Carried by the inbox page of this server.').waitFor();
    expect(await page.getByRole('listitem').count()).toBeGreaterThan(1);
    await expectToLookWell(page, 'admin-deliveries', { title: 'Delivery log', heading: 'Delivery log' });

    await page.getByRole('button', { name: 'Only messages to this person' }).click();
    await page.getByRole('button', { name: 'Only Priya Raman' }).waitFor();
    await page.getByLabel('Channel', { exact: true }).selectOption('Phone call');
    await page.getByText('No messages like that').waitFor();
    await page.reload();
    await page.getByText('No messages like that').waitFor();
    await expectToLookWell(page, 'admin-deliveries-none', { title: 'Delivery log', heading: 'Delivery log' });
    await page.getByRole('button', { name: 'Show everything' }).click();
    await row.waitFor();
    expect(new URL(page.url()).search).toBe('');
  });

  test('shows the log as cards on a phone', async () => {
    await page.context().close();
    page = await newPage(browser, PHONE);
    complaints = listenToComplaints(page);
    await signIn(page, clinic, 'admin');
    await page.getByRole('link', { name: 'Delivery log' }).click();
    const card = page.getByRole('article', { name: 'Code for a visit to Priya Raman' });
    await card.getByRole('button', { name: /^History/ }).click();
    await card.getByText('Carried by').waitFor();
    expect(await page.getByRole('table').count()).toBe(0);
  });

  test('has the log in pages', async () => {
    const pages: string[] = [];
    await page.route('**/api/admin/deliveries?**', async (route) => {
      const cursor = new URL(route.request().url()).searchParams.get('cursor');
      pages.push(cursor ?? 'first');
      const answer = await route.fetch({ url: `${clinic.origin}/api/admin/deliveries` });
      const list: unknown = await answer.json();
      const next_cursor = cursor === null ? 'second' : null;
      await route.fulfill({ json: Object.assign({}, list, { next_cursor }) });
    });
    await signIn(page, clinic, 'admin');
    await page.goto(`${clinic.origin}/admin/deliveries`);
    await page.getByRole('button', { name: 'Show more' }).click();
    await page.getByRole('button', { name: 'Show more' }).waitFor({ state: 'detached' });
    expect(pages.slice(0, 2)).toEqual(['first', 'second']);
  });

  test('tells what codes cost, how many came back and what was held back', async () => {
    await signIn(page, clinic, 'admin');
    await page.goto(`${clinic.origin}/admin/spending`);
    await page.getByRole('meter', { name: 'Sent in the last 24 hours' }).waitFor();
    const cells = async (table: string, row: string): Promise<string[]> =>
      page
        .getByRole('table', { name: table })
        .getByRole('row', { name: row })
        .getByRole('cell')
        .allTextContents();
    expect(await cells('Codes by the way they went', 'Text message')).toEqual(['1', '100%', '$0.04']);
    expect(await cells('Codes by country', 'United States')).toEqual(['1', '100%', '$0.04']);
    expect(await cells('Codes held back, by reason', 'Too many for one number or address')).toEqual(['1']);
    await page.getByText('The same as a table').click();
    await page.getByText('Days without a code are left out.').waitFor();
    await expectToLookWell(page, 'admin-spending', { title: 'Spending', heading: 'Spending' });
    await page.getByRole('radio', { name: 'Other days' }).check();
    await page.getByLabel('From').fill('2026-01-01');
    await page.getByLabel('To', { exact: true }).fill('2026-01-31');
    await page.getByText('No codes in these days').waitFor();
    await expectToLookWell(page, 'admin-spending-none', { title: 'Spending', heading: 'Spending' });
  });

  test('makes a key that is shown once, and revokes it', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: clinic.origin });
    await signIn(page, clinic, 'admin');
    await page.goto(`${clinic.origin}/admin/keys`);
    await page.getByText('No keys yet').waitFor();
    const looks = { title: 'Service keys', heading: 'Service keys' };
    await page.getByRole('button', { name: 'New key' }).focus();
    await page.keyboard.press('Enter');
    const name = page.getByRole('dialog').getByLabel('Name');
    await name.waitFor();
    await expect.poll(() => hasFocus(name)).toBe(true);
    await page.keyboard.press('Enter');
    await page.getByText('Give the key a name').waitFor();
    await expectToLookWell(page, 'admin-keys-new', looks);
    await page.keyboard.type('Pharmacy');
    await page.keyboard.press('Enter');
    await page.getByText('Copy this key now').waitFor();
    await expectToLookWell(page, 'admin-keys-made', looks);
    expect(await hasFocus(page.getByRole('button', { name: 'Copy key' }))).toBe(true);
    await page.keyboard.press('Enter');
    await page.getByText('The key is copied').waitFor();
    const key = await page.evaluate(() => navigator.clipboard.readText());
    await page.keyboard.press('Escape');
    expect(await page.getByText(key).isVisible()).toBe(true);
    await page.getByRole('button', { name: 'I have kept it' }).click();
    await page.getByText(key).waitFor({ state: 'detached' });

    const card = page.getByRole('article', { name: 'Pharmacy' });
    expect(await card.textContent()).toContain('May: send codes, check codes');
    expect(await card.textContent()).toContain('Last used never');
    expect(await page.content()).not.toContain(key);
    await card.getByRole('button', { name: 'Revoke Pharmacy' }).click();
    await page.getByRole('button', { name: 'Keep the key' }).waitFor();
    await expectToLookWell(page, 'admin-keys-revoke', looks);
    await page.getByRole('button', { name: 'Yes, revoke it' }).click();
    await card.getByText('Revoked', { exact: true }).first().waitFor();
    expect(await card.getByRole('button').count()).toBe(0);
    await expectToLookWell(page, 'admin-keys', looks);
  });
});
