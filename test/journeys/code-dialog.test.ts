import type { Browser, Locator, Page, Route } from 'playwright-core';
import { Value } from 'typebox/value';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Inbox } from '../../contract/messages.ts';
import { demoEmail } from '../../server/seed/demo-people.ts';
import { openBrowser } from './browser.ts';
import type { Clinic, Visit } from './clinic.ts';
import { type ClinicInTime, startClinicInTime } from './clinic-in-time.ts';
import { wrong } from './inbox.ts';
import { fillSignIn, linkTo, newPage } from './person.ts';

const SEND = '**/send-video-otp';
const VERIFY = '**/verify-video-otp';
const SENT = /We sent a code by SMS to/;

const failWith502 = (route: Route): Promise<void> =>
  route.fulfill({
    status: 502,
    contentType: 'application/problem+json',
    body: JSON.stringify({ status: 502, code: 'send_failed', detail: 'Failed to send OTP' }),
  });

describe('the dialog that asks for the code', () => {
  let clinic: Clinic;
  let browser: Browser;
  let running: ClinicInTime;
  let visit: Visit;
  let page: Page;
  let boxes: Locator;
  let joinNow: Locator;

  beforeAll(async () => {
    running = await startClinicInTime();
    clinic = running.clinic;
    browser = await openBrowser();
    visit = await clinic.book('doctor', 'patient');
  });
  beforeEach(async () => {
    await running.letPass(2 * 24 * 60);
    page = await newPage(browser);
    boxes = page.getByRole('group', { name: 'One-time code' }).getByRole('textbox');
    joinNow = page.getByRole('button', { name: 'Join now' });
  });
  afterEach(() => page.context().close());
  afterAll(async () => {
    await browser?.close();
    await running?.stop();
  });

  /** Opens the link in a new session: each has to earn its own way in. */
  const openDialog = async (): Promise<void> => {
    await page.goto(linkTo(clinic, visit));
    await fillSignIn(page, 'patient');
    await boxes.first().waitFor();
  };

  const openAndGetCode = async (): Promise<string> => {
    await openDialog();
    await page.getByText(SENT).waitFor();
    return clinic.codeFor('patient');
  };

  const typed = (): Promise<string[]> =>
    boxes.evaluateAll((all) => all.map((box) => (box instanceof HTMLInputElement ? box.value : '?')));

  const focusedBox = (): Promise<number> =>
    boxes.evaluateAll((all) => all.findIndex((box) => box.matches(':focus')));

  const untilFocused = (index: number): Promise<void> => expect.poll(focusedBox).toBe(index);

  test('has the cursor in its first box, advances by itself, and goes back on backspace', async () => {
    const code = await openAndGetCode();
    await page.getByText('to +1 ••••••••43').waitFor();
    await untilFocused(0);
    expect(await boxes.count()).toBe(6);
    expect(await boxes.first().getAttribute('autocomplete')).toBe('one-time-code');
    expect(await boxes.first().getAttribute('inputmode')).toBe('numeric');
    expect(await page.getByRole('button', { name: 'Verify' }).isDisabled()).toBe(true);

    await page.keyboard.type('1x2');
    expect(await typed()).toEqual(['1', '2', '', '', '', '']);
    await untilFocused(2);
    await page.keyboard.press('Backspace');
    expect(await typed()).toEqual(['1', '', '', '', '', '']);
    await untilFocused(1);
    await page.keyboard.press('Backspace');
    await page.keyboard.type(code);
    await joinNow.waitFor();
  });

  test('takes a whole code that is pasted, spaces and all', async () => {
    const code = await openAndGetCode();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.evaluate(
      (text) => navigator.clipboard.writeText(text),
      `${code.slice(0, 3)} ${code.slice(3)}`,
    );
    await untilFocused(0);
    await page.keyboard.press('Control+V');
    await joinNow.waitFor();
  });

  test('says that a code is wrong, is empty and ready again, and takes the right one', async () => {
    const code = await openAndGetCode();
    await page.keyboard.type(wrong(code));
    await page.getByRole('alert').filter({ hasText: 'That code is wrong or has expired' }).waitFor();
    expect(await typed()).toEqual(['', '', '', '', '', '']);
    await untilFocused(0);
    expect(await boxes.first().getAttribute('aria-invalid')).toBe('true');
    await page.keyboard.type(code);
    await joinNow.waitFor();
  });

  test('refuses even the right code after five wrong ones, and opens with a new one', async () => {
    const code = await openAndGetCode();
    for (const attempt of [1, 2, 3, 4, 5, 6]) {
      await untilFocused(0);
      const answered = page.waitForResponse(VERIFY);
      await page.keyboard.type(attempt < 6 ? wrong(code) : code);
      expect((await answered).status(), `try ${attempt}`).toBe(400);
      await page.getByRole('alert').filter({ hasText: 'ask for a new code' }).waitFor();
    }
    expect(await joinNow.count()).toBe(0);

    await running.letPass(1);
    await page.reload();
    await page.getByText(SENT).waitFor();
    await untilFocused(0);
    await page.keyboard.type(await clinic.codeFor('patient'));
    await joinNow.waitFor();
  });

  test('counts down until another code can be asked for, and then sends one that kills the first', async () => {
    await page.clock.install();
    const first = await openAndGetCode();
    const resend = page.getByRole('button', { name: 'Resend code' });
    await page.getByRole('button', { name: /^Resend code in 0:[1-5]\d$/ }).waitFor();
    expect(await resend.isDisabled()).toBe(true);
    await page.clock.fastForward(60_000);
    await page.getByRole('button', { name: 'Resend code', exact: true }).waitFor();

    // The server goes by its own clock: for it the minute is not over, and that is said.
    await resend.click();
    await page.getByText('A code was sent to you less than a minute ago. Enter that one here.').waitFor();
    expect(await resend.isDisabled()).toBe(true);

    await running.letPass(1);
    await page.clock.fastForward(60_000);
    await resend.click();
    await page.getByText(SENT).waitFor();
    const second = await clinic.codeFor('patient');
    await untilFocused(0);
    if (first !== second) {
      await page.keyboard.type(first);
      await page.getByRole('alert').filter({ hasText: 'That code is wrong' }).waitFor();
      await untilFocused(0);
    }
    await page.keyboard.type(second);
    await joinNow.waitFor();
  });

  test('says how long to wait when too many codes were asked for', async () => {
    await openAndGetCode();
    await running.db.query(
      `INSERT INTO otp_sends (number_key, network_key, prefix_key, at)
      SELECT number_key, network_key, prefix_key, now() - interval '2 minutes'
      FROM (SELECT * FROM otp_sends ORDER BY at DESC LIMIT 1) AS newest, generate_series(1, 3)`,
      [],
    );
    await page.reload();
    await page.getByText(/Too many codes were asked for\. You can ask again in \d+ minutes/).waitFor();
    // The one that came still opens.
    await untilFocused(0);
    await page.keyboard.type(await clinic.codeFor('patient'));
    await joinNow.waitFor();
  });

  test('sends the code by e-mail when asked, with a subject, and names the address in part', async () => {
    await openAndGetCode();
    await page.getByText('Other ways to get the code').click();
    await page.getByRole('button', { name: 'Send by e-mail' }).click();
    await page.getByText(/We sent a code by e-mail to p•+\S*@clinic\.test/).waitFor();
    const inbox = Value.Parse(Inbox, await (await fetch(`${clinic.origin}/dev/inbox.json`)).json());
    const letter = inbox.find(({ channel }) => channel === 'email');
    expect(letter).toMatchObject({
      to: demoEmail('patient'),
      subject: `${letter?.code} is your Anteroom code`,
    });
    await untilFocused(0);
    await page.keyboard.type(letter?.code ?? '');
    await joinNow.waitFor();
  });

  test('leads to sign-in and back when the session ended meanwhile', async () => {
    const code = await openAndGetCode();
    await running.db.query('UPDATE sessions SET expires_at = now()', []);
    await page.keyboard.type(code);
    await page.getByLabel('E-mail').waitFor();
    await running.letPass(1);
    await fillSignIn(page, 'patient');
    await page.getByText(SENT).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/video-session/${visit.room}`);
  });

  test('keeps the code while the network is down, says so, and takes it once it is back', async () => {
    const code = await openAndGetCode();
    await page.context().setOffline(true);
    await page.keyboard.type(code);
    await page.getByRole('alert').filter({ hasText: 'The clinic can’t be reached just now' }).waitFor();
    expect((await typed()).join('')).toBe(code);
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Verify' }).click();
    await joinNow.waitFor();
  });

  test('offers the other ways when a code cannot be sent, and keeps a code that cannot be checked', async () => {
    await page.route(SEND, failWith502);
    await openDialog();
    await page.getByRole('alert').filter({ hasText: 'could not be sent this way' }).waitFor();
    await page.unroute(SEND);
    await page.getByRole('button', { name: 'Send by SMS' }).click();
    await page.getByText(SENT).waitFor();

    await page.route(VERIFY, failWith502);
    await untilFocused(0);
    await page.keyboard.type(await clinic.codeFor('patient'));
    await page.getByRole('alert').filter({ hasText: 'could not be checked' }).waitFor();
    await page.unroute(VERIFY);
    await page.getByRole('button', { name: 'Verify' }).click();
    await joinNow.waitFor();
  });

  test('shows that it is sending, and that it is checking', async () => {
    const held: (() => void)[] = [];
    const hold = async (route: Route): Promise<void> => {
      await new Promise<void>((go) => held.push(go));
      await route.continue();
    };
    const letGo = (): void => {
      for (const go of held.splice(0)) go();
    };
    await page.route(SEND, hold);
    await page.route(VERIFY, hold);
    await openDialog();
    await page.getByText('Sending you a code…').waitFor();
    expect(await page.getByRole('button', { name: /^Resend code/ }).isDisabled()).toBe(true);
    letGo();
    await page.getByText(SENT).waitFor();
    await page.keyboard.type(await clinic.codeFor('patient'));
    await page.locator('button[type="submit"][data-loading]').waitFor();
    expect(await boxes.first().isDisabled()).toBe(true);
    letGo();
    await joinNow.waitFor();
  });
});
