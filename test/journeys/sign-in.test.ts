import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DEMO_PASSWORD, demoEmail } from '../../server/seed/demo-people.ts';
import { call } from '../processes/api-client.ts';
import { openBrowser } from './browser.ts';
import { type Clinic, startClinic } from './clinic.ts';
import { fillSignIn, newPage, signIn } from './person.ts';

/** The server pauses sign-in for an account after so many wrong passwords. */
const WRONG_UNTIL_PAUSE = 10;

describe('signing in', () => {
  let clinic: Clinic;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    clinic = await startClinic();
    browser = await openBrowser();
  });
  beforeEach(async () => {
    page = await newPage(browser);
  });
  afterEach(() => page.context().close());
  afterAll(async () => {
    await browser?.close();
    await clinic?.stop();
  });

  /** Ends the session of this browser behind its back, as its time or a sign-out elsewhere does. */
  const endSession = async (): Promise<void> => {
    const cookies = await page.context().cookies();
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    const answer = await fetch(`${clinic.origin}/api/sessions/current`, {
      method: 'DELETE',
      headers: { cookie, origin: clinic.origin },
    });
    expect(answer.status).toBe(204);
  };

  const pathOf = (): string => page.url().slice(clinic.origin.length);

  test('leads from a cold link over sign-in to where the link pointed, with what it asked for', async () => {
    await page.goto(`${clinic.origin}/profile?from=mail`);
    await page.getByRole('heading', { name: 'Welcome' }).waitFor();
    expect(pathOf()).toBe('/sign-in?next=%2Fprofile%3Ffrom%3Dmail');
    await fillSignIn(page, 'patient');
    await page.getByRole('heading', { name: 'Profile', level: 1 }).waitFor();
    expect(pathOf()).toBe('/profile?from=mail');
    // Back does not lead to a sign-in form that is no longer needed.
    await page.goto(`${clinic.origin}/sign-in`);
    await page.getByRole('heading', { name: 'Upcoming' }).waitFor();
  });

  test('asks for what is missing, and says the same of a wrong password and of an unknown address', async () => {
    await page.goto(clinic.origin);
    const button = page.getByRole('button', { name: 'Sign in' });
    await button.click();
    await page.getByText('Enter your e-mail address').waitFor();
    await page.getByText('Enter your password').waitFor();

    const said: (string | null)[] = [];
    for (const email of [demoEmail('patient'), 'nobody@clinic.test']) {
      await page.getByLabel('E-mail').fill(email);
      await page.getByLabel('Password', { exact: true }).fill('wrong password');
      const answered = page.waitForResponse('**/api/sessions');
      await button.click();
      await answered;
      const alert = page.getByRole('alert');
      await alert.waitFor();
      said.push(await alert.textContent());
    }
    expect(said[0]).toBe('That e-mail and password don’t go together. Check both and try again.');
    expect(said[1]).toBe(said[0]);
    expect(await page.getByLabel('E-mail').inputValue()).toBe('nobody@clinic.test');

    await page.getByLabel('E-mail').fill(` ${demoEmail('patient').toUpperCase()} `);
    await page.getByLabel('Password', { exact: true }).fill(DEMO_PASSWORD);
    await button.click();
    await page.getByRole('heading', { name: 'Upcoming' }).waitFor();
  });

  test('says how long to wait after too many wrong passwords', async () => {
    const body = { email: 'somebody@clinic.test', password: 'wrong password' };
    for (let tries = 0; tries < WRONG_UNTIL_PAUSE; tries += 1) {
      await call(clinic.origin, 'POST', '/api/sessions', { body });
    }
    await page.goto(clinic.origin);
    await page.getByLabel('E-mail').fill(body.email);
    await page.getByLabel('Password', { exact: true }).fill(body.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page
      .getByRole('alert')
      .filter({ hasText: 'Too many tries. Please wait 15 minutes, then try again.' })
      .waitFor();
  });

  test('says that the clinic cannot be reached, and works once it can', async () => {
    await page.goto(clinic.origin);
    await page.getByLabel('E-mail').waitFor();
    await page.context().setOffline(true);
    await fillSignIn(page, 'patient');
    await page.getByRole('alert').filter({ hasText: 'can’t be reached' }).waitFor();
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Upcoming' }).waitFor();
  });

  test('ends with “Sign out”, and nothing of the person comes back', async () => {
    await signIn(page, clinic, 'patient');
    await page.getByRole('article').first().waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Welcome' }).waitFor();
    await page.goBack();
    await page.goto(`${clinic.origin}/profile`);
    await page.getByRole('heading', { name: 'Welcome' }).waitFor();
    await page.getByLabel('E-mail').waitFor();
    expect(await page.getByText('Priya').count()).toBe(0);
    const statusOfMe = await page.evaluate(async () => (await fetch('/api/me')).status);
    expect(statusOfMe).toBe(401);
  });

  test('is asked for again when the session ended meanwhile, and leads back to where they were', async () => {
    await signIn(page, clinic, 'doctor');
    await page.getByRole('button', { name: 'Show older visits' }).waitFor();
    await endSession();
    await page.getByRole('button', { name: 'Show older visits' }).click();
    await page.getByRole('heading', { name: 'Welcome' }).waitFor();
    await fillSignIn(page, 'doctor');
    await page.getByRole('heading', { name: 'Upcoming' }).waitFor();

    await page.getByRole('link', { name: 'Statistics' }).click();
    await page.getByText('Time together').waitFor();
    await endSession();
    await page.getByLabel('From').fill('2026-01-05');
    await page.getByRole('heading', { name: 'Welcome' }).waitFor();
    await fillSignIn(page, 'doctor');
    await page.getByRole('heading', { name: 'Statistics', level: 1 }).waitFor();
    expect(pathOf()).toBe('/statistics');
  });

  const elsewhere = [
    '//evil.example',
    'https://evil.example',
    '/\\evil.example',
    '/%09/evil.example',
    '/%2e%2e//evil.example',
    'javascript:document.title="evil"',
  ];
  test.each(elsewhere)('never leads to another site (next=%s)', async (next) => {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(`${clinic.origin}/sign-in?next=${encodeURIComponent(next)}`);
    await fillSignIn(page, 'patient2');
    await page
      .getByRole('link', { name: 'Go to your visits' })
      .or(page.getByRole('heading', { name: 'Upcoming' }))
      .waitFor();
    expect(new URL(page.url()).origin).toBe(clinic.origin);
    expect(asked.filter((url) => !url.startsWith(clinic.origin) && !url.startsWith('data:'))).toEqual([]);
    expect(await page.title()).not.toContain('evil');
  });
});
