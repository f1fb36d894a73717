import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** WCAG 2.2, levels A and AA, and axe's own good practice. */
const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** All that colours decide: nothing else is another in the other scheme. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

const LOOKED_AT = {
  light: (axe: AxeBuilder) => axe.withTags(STANDARDS),
  dark: (axe: AxeBuilder) => axe.withRules(COLOURS),
} as const;

/**
 * What axe finds on the page as it stands, in light and in dark: one line a finding, none when all is well.
 * Leaves the page in the scheme of the system's default, light.
 */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  const problems: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await LOOKED_AT[colorScheme](new AxeBuilder({ page })).analyze();
    for (const { id, help, nodes } of violations) {
      const where = nodes.map((node) => node.target.join(' ')).join(', ');
      problems.push(`${colorScheme}: ${id}: ${help}: ${where}`);
    }
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: null });
  return problems;
}

/** Keeps a picture of the page as `test-results/<name>.png`, for a person to look at; returns its path. */
export async function keepScreenshot(page: Page, name: string): Promise<string> {
  const path = `test-results/${name.replaceAll(/[^a-z0-9-]+/gi, '-')}.png`;
  await page.screenshot({ path, fullPage: true });
  return path;
}
