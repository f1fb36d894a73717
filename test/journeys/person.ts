import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { DEMO_PASSWORD, type DemoName, demoEmail } from '../../server/seed/demo-people.ts';
import { untilMoving } from '../harness/moving-picture.ts';
import type { Clinic, Visit } from './clinic.ts';

/** Longer than any step takes on a busy machine; shorter than a test. */
const STEP_LIMIT_MS = 20_000;

/** A phone held upright, the narrowest that patients have. */
export const PHONE: BrowserContextOptions = {
  viewport: { width: 360, height: 740 },
  isMobile: true,
  hasTouch: true,
};

/** A page of a profile that nobody has used before. */
export const newPage = async (browser: Browser, options: BrowserContextOptions = {}): Promise<Page> => {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(STEP_LIMIT_MS);
  return context.newPage();
};

/** Fills in the sign-in page that is shown. */
export const fillSignIn = async (page: Page, name: DemoName): Promise<void> => {
  await page.getByLabel('E-mail').fill(demoEmail(name));
  await page.getByLabel('Password', { exact: true }).fill(DEMO_PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
};

/** Opens the clinic's front page and signs in, as far as the dashboard. */
export const signIn = async (page: Page, { origin }: Clinic, name: DemoName): Promise<void> => {
  await page.goto(origin);
  await fillSignIn(page, name);
  await page.getByRole('heading', { name: 'Upcoming' }).waitFor();
};

/** Types the code that was sent; the last digit hands it in. */
export const enterCode = async (page: Page, clinic: Clinic, name: DemoName): Promise<void> => {
  const boxes = page.getByRole('group', { name: 'One-time code' });
  await boxes.waitFor();
  const code = await clinic.codeFor(name);
  await boxes.getByRole('textbox').first().focus();
  await page.keyboard.type(code);
  await page.getByRole('button', { name: 'Join now' }).waitFor();
};

export const linkTo = ({ origin }: Clinic, { room }: Visit): string => `${origin}/video-session/${room}`;

/** From the lobby into the room; it is in when the bar of the call is there. */
export const joinNow = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Join now' }).click();
  await page.getByRole('button', { name: 'Leave' }).waitFor();
};

/** Signs in, opens the link to the visit and joins, where no code is asked for. */
export const enterVisit = async (page: Page, clinic: Clinic, name: DemoName, visit: Visit): Promise<void> => {
  await signIn(page, clinic, name);
  await page.goto(linkTo(clinic, visit));
  await joinNow(page);
};

export const otherPicture = (page: Page): Locator => page.getByLabel("Other person's video");

/** Milliseconds until the picture of the other side moves on every one of these pages. */
export const untilAllSee = async (pages: Page[], within = STEP_LIMIT_MS): Promise<number> =>
  Math.max(...(await Promise.all(pages.map((page) => untilMoving(otherPicture(page), { within })))));

/** What the page says of the other side, in its header. */
export const badge = (page: Page, words: string): Locator =>
  page.getByRole('listitem').filter({ hasText: words });

/** Waits until the page says so anywhere; returns how many milliseconds that took. */
export const untilSaid = async (
  page: Page,
  words: RegExp | string,
  within = STEP_LIMIT_MS,
): Promise<number> => {
  const started = performance.now();
  await page.getByText(words).first().waitFor({ timeout: within });
  return performance.now() - started;
};

/** A measured figure, where whoever runs the tests sees it. */
export const tell = (what: string, milliseconds: number): void => {
  process.stdout.write(`    ${what}: ${Math.round(milliseconds)} ms\n`);
};
