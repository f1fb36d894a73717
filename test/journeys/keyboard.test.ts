import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_PASSWORD, demoEmail } from '../../server/seed/demo-people.ts';
import { openBrowser } from './browser.ts';
import { type Clinic, startClinic } from './clinic.ts';
import { newPage, signIn, untilSaid } from './person.ts';

/** More stops than any page has. */
const MOST_STOPS = 80;

const isFocused = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => element === document.activeElement);

/** Whether eyes find what has the focus: a ring on it, or on the face that stands for it, or a field's frame. */
const focusIsSeen = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const focused = document.activeElement;
    // Between the last stop and the first the focus is with the browser itself.
    if (!focused || focused === document.body) return true;
    const hasRing = (element: Element | null): boolean => {
      if (!element) return false;
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
    };
    const probe = document.createElement('span');
    probe.style.color = 'var(--mantine-primary-color-filled)';
    document.body.append(probe);
    const accent = getComputedStyle(probe).color;
    probe.remove();
    // A password's frame stands around the field and its button.
    const frames = focused.matches('input, textarea, select') ? [focused, focused.parentElement] : [];
    const isFramed = frames.some((frame) => frame && getComputedStyle(frame).borderTopColor === accent);
    return hasRing(focused) || hasRing(focused.nextElementSibling) || isFramed;
  });

/** Presses Tab until the focus is there; every stop on the way must be seen. */
const tabTo = async (page: Page, target: Locator): Promise<void> => {
  await target.waitFor();
  for (let stops = 0; stops < MOST_STOPS; stops += 1) {
    if (await isFocused(target)) return;
    await page.keyboard.press('Tab');
    await expect.poll(() => focusIsSeen(page), { message: `seen on the way to ${target}` }).toBe(true);
  }
  throw new Error(`not reached by Tab: ${target}`);
};

describe('with the keyboard alone', () => {
  let clinic: Clinic;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    clinic = await startClinic();
    browser = await openBrowser();
    page = await newPage(browser, { reducedMotion: 'reduce' });
  });
  afterAll(async () => {
    await browser?.close();
    await clinic?.stop();
  });

  const press = async (target: Locator, key = 'Enter'): Promise<void> => {
    await tabTo(page, target);
    await page.keyboard.press(key);
  };

  const untilHeadingFocused = async (name: string): Promise<void> => {
    const heading = page.getByRole('heading', { level: 1, name });
    await heading.waitFor();
    await expect.poll(() => isFocused(heading)).toBe(true);
  };

  const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
  const newVisit = (): Locator => page.getByRole('article').filter({ hasText: 'By keyboard' });

  test('a patient signs in, past the bar on top', async () => {
    await page.goto(clinic.origin);
    await page.getByLabel('E-mail').waitFor();
    await press(page.getByRole('link', { name: 'Skip to content' }));
    await page.keyboard.press('Tab');
    expect(await isFocused(page.getByLabel('E-mail'))).toBe(true);
    await page.keyboard.type(demoEmail('patient'));
    await tabTo(page, page.getByLabel('Password', { exact: true }));
    await page.keyboard.type(DEMO_PASSWORD);
    await press(button('Show what I type'), 'Space');
    expect(await page.getByLabel('Password', { exact: true }).getAttribute('type')).toBe('text');
    await press(button('Sign in'));
    await untilHeadingFocused('Hello, Priya');
  });

  test('books a visit', async () => {
    await press(page.getByRole('link', { name: 'Book a visit' }));
    await untilHeadingFocused('Book a visit');
    await tabTo(page, page.getByRole('radio').first());
    await page.keyboard.press('ArrowDown');
    const days = page.getByRole('group', { name: 'Day' }).getByRole('radio');
    await tabTo(page, days.first());
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(await isFocused(days.nth(2))).toBe(true);
    const times = page.getByRole('group', { name: /^(Morning|Afternoon|Evening)$/ }).getByRole('radio');
    await press(times.first(), 'Space');
    await page.keyboard.press('ArrowDown');
    await tabTo(page, page.getByLabel('What is it about?'));
    await page.keyboard.type('By keyboard');
    await press(button('Book a visit'));
    await untilHeadingFocused('Hello, Priya');
    await newVisit().waitFor();
  });

  test.each(['Move', 'Cancel visit'])(
    'opens “%s”, stays inside, and Escape leads back to it',
    async (name) => {
      const opener = newVisit().getByRole('button', { name });
      await press(opener);
      const dialog = page.getByRole('dialog');
      await dialog.waitFor();
      for (let stops = 0; stops < 12; stops += 1) {
        await page.keyboard.press('Tab');
        const inside = await dialog.evaluate((element) => element.contains(document.activeElement));
        expect(inside, `after ${stops + 1} stops`).toBe(true);
      }
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      await expect.poll(() => isFocused(opener)).toBe(true);
    },
  );

  test('joins a visit, mutes, and leaves', async () => {
    const join = page.getByRole('link', { name: 'Join video' }).first();
    await press(join);
    const boxes = page.getByRole('group', { name: 'One-time code' }).getByRole('textbox');
    await boxes.first().waitFor();
    await page.getByText('We sent a code').waitFor();
    await page.keyboard.press('Escape');
    await untilHeadingFocused('Hello, Priya');
    await press(join);
    // The code that came a moment ago still opens.
    await page.getByText('Enter that one here.').waitFor();
    await expect.poll(() => isFocused(boxes.first())).toBe(true);
    await page.keyboard.type(await clinic.codeFor('patient'));

    await untilHeadingFocused('Ready to join?');
    await press(button('Join now'));
    await untilSaid(page, 'Waiting for Dr Amara Okafor');
    await press(button('Mute'), 'Space');
    await button('Unmute').waitFor();
    expect(await isFocused(button('Unmute'))).toBe(true);
    await press(button('Leave'));
    await untilHeadingFocused('You left');
    await press(page.getByRole('link', { name: 'Back to dashboard' }));
    await untilHeadingFocused('Hello, Priya');
  });

  test('nothing moves for those who asked for less motion', async () => {
    const quiet = await newPage(browser, { reducedMotion: 'reduce' });
    await signIn(quiet, clinic, 'patient2');
    await quiet.getByRole('button', { name: 'Cancel visit' }).first().click();
    await quiet.getByRole('dialog').waitFor();
    const moving = await quiet.evaluate(() => {
      const seconds = (list: string): number => Math.max(...list.split(',').map(Number.parseFloat));
      return Array.from(document.querySelectorAll('*'))
        .map((element) => ({ name: element.className, style: getComputedStyle(element) }))
        .filter(
          ({ style }) =>
            seconds(style.transitionDuration) > 0.001 || seconds(style.animationDuration) > 0.001,
        )
        .map(({ name }) => String(name));
    });
    expect(moving).toEqual([]);
    await quiet.context().close();
  });
});
