import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { accessibilityProblems, keepScreenshot } from '../harness/appearance.ts';

const WIDTHS = { phone: { width: 360, height: 740 }, desk: { width: 1280, height: 800 } } as const;

/** What a browser says by itself of an answer from 400 to 499, which the page then puts into words. */
const EXPECTED = /^Failed to load resource: the server responded with a status of 4\d\d/;

/** Everything that the browser complains about on a page from now on: errors, refused scripts and styles. */
export const listenToComplaints = (page: Page): string[] => {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
  page.on('console', (message) => {
    const isFault = message.type() === 'error' || message.type() === 'warning';
    if (isFault && !EXPECTED.test(message.text())) complaints.push(`${page.url()}: ${message.text()}`);
  });
  return complaints;
};

/**
 * The `<header>` of the library's dialogs stands in a `<section>` and is therefore no banner (HTML AAM); axe goes
 * by the section's role and takes it for a second one.
 */
const NO_FAULT = /: landmark-(no-duplicate-banner|unique): .*: \._bar_\w+$/;

/** A dialog that still fades in has colours of its own. */
const untilStill = (page: Page): Promise<void> =>
  expect
    .poll(() =>
      page.evaluate(
        () =>
          document
            .getAnimations()
            .filter(({ effect }) => Number.isFinite(Number(effect?.getComputedTiming().endTime))).length,
      ),
    )
    .toBe(0);

/** Whether the page is wider than the screen, and stays so: what measures itself takes a moment after a change. */
const staysTooWide = (page: Page): Promise<boolean> =>
  page
    .waitForFunction(() => document.documentElement.scrollWidth <= window.innerWidth, null, {
      timeout: 2_000,
    })
    .then(
      () => false,
      () => true,
    );

export interface Looks {
  /** The words of the browser's tab, before the clinic's name. */
  title: string;
  heading: string | RegExp;
}

/**
 * Looks at the page as it stands, on a phone and at a desk, in light and in dark: one heading and a title of its
 * own, nothing wider than the screen, nothing that axe finds. Leaves the page at the desk's width.
 */
export const expectToLookWell = async (
  page: Page,
  name: string,
  { title, heading }: Looks,
): Promise<void> => {
  await page.getByRole('heading', { level: 1, name: heading, includeHidden: true }).waitFor();
  expect(await page.title()).toBe(`${title} · Anteroom`);
  expect(await page.locator('h1').count(), `headings of the first order on “${name}”`).toBe(1);
  const problems: string[] = [];
  await untilStill(page);
  for (const [place, size] of Object.entries(WIDTHS)) {
    await page.setViewportSize(size);
    await page.evaluate('document.fonts.ready.then(() => true)');
    if (await staysTooWide(page)) problems.push(`${place}: wider than the screen`);
    const found = (await accessibilityProblems(page)).filter((problem) => !NO_FAULT.test(problem));
    problems.push(...found.map((problem) => `${place}, ${problem}`));
    await keepScreenshot(page, `${name}-${place}`);
  }
  expect(problems, name).toEqual([]);
};
