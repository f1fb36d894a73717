import type { BrowserContext, Page } from 'playwright-core';

/** A notification as a page made it. */
export interface Told {
  title: string;
  body: string;
  tag: string;
}

declare global {
  interface Window {
    /** What this page made since it was loaded. */
    told: Notification[];
    asked: number;
    /** How far its clock is put forward, in milliseconds; its timers are not. */
    ahead: number;
  }
}

/**
 * In every page of this profile from now on: keeps what is shown, and takes a tab for hidden where `hide` was
 * called in it, because a browser without a screen shows all its tabs at once.
 */
export const listen = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript(() => {
    window.told = [];
    window.asked = 0;
    window.ahead = 0;
    const { now } = Date;
    Date.now = () => now() + window.ahead;
    const { Notification: Real } = window;
    window.Notification = class extends Real {
      constructor(title: string, options?: NotificationOptions) {
        super(title, options);
        // Without a title it only asks whether it could be made.
        if (title !== '') window.told.push(this);
      }
      static override requestPermission(): Promise<NotificationPermission> {
        window.asked += 1;
        return Real.requestPermission();
      }
    };
    Object.defineProperty(document, 'visibilityState', {
      get: () => (sessionStorage.getItem('hidden') === 'yes' ? 'hidden' : 'visible'),
    });
  });

const setHidden = (page: Page, isHidden: boolean): Promise<void> =>
  page.evaluate(
    (value) => {
      sessionStorage.setItem('hidden', value);
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    },
    isHidden ? 'yes' : 'no',
  );

export const hide = (page: Page): Promise<void> => setHidden(page, true);
export const show = (page: Page): Promise<void> => setHidden(page, false);

/** What these tabs have shown since they were loaded. */
export const toldIn = async (...pages: Page[]): Promise<Told[]> =>
  (
    await Promise.all(
      pages.map((page) =>
        page.evaluate(() => window.told.map(({ title, body, tag }) => ({ title, body, tag }))),
      ),
    )
  ).flat();

/** Longer than a page takes what it has read for new enough. */
const NEW_ENOUGH_MS = 6_000;

/** Has a page look at the server again, as it does when the network comes back, and waits for what that brings. */
export const lookAgain = async (page: Page): Promise<void> => {
  let isAnswered = false;
  const answered = page
    .waitForResponse((answer) => answer.url().includes('/api/appointments?scope=upcoming'))
    .then(() => {
      isAnswered = true;
    });
  while (!isAnswered) {
    await page.evaluate((ahead) => {
      window.ahead += ahead;
      window.dispatchEvent(new Event('offline'));
      window.dispatchEvent(new Event('online'));
    }, NEW_ENOUGH_MS);
    await Promise.race([answered, page.waitForTimeout(1_000)]);
  }
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(500);
};
