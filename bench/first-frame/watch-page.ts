import type { Page } from 'playwright-core';

declare global {
  interface Window {
    benchPressed?: number;
    benchFirstFrame?: number;
  }
}

/** The same clock in every page of this machine, in milliseconds. */
const watch = (): void => {
  const now = () => performance.timeOrigin + performance.now();
  const watched = new WeakSet<HTMLVideoElement>();
  const look = (): void => {
    for (const video of document.querySelectorAll('video')) {
      if (watched.has(video) || video.getAttribute('aria-label') !== "Other person's video") continue;
      watched.add(video);
      video.requestVideoFrameCallback(() => {
        window.benchFirstFrame ??= now();
      });
    }
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
  document.addEventListener(
    'click',
    ({ target }) => {
      const button = target instanceof Element ? target.closest('button') : null;
      if (button?.textContent === 'Join now') window.benchPressed ??= now();
    },
    true,
  );
};

/** Notes, from before the page's first script: when "Join now" was pressed, when the other's first frame was shown. */
export const watchPage = async (page: Page): Promise<void> => {
  await page.addInitScript(watch);
};

/** The instant at which this page's "Join now" was pressed. */
export const pressedAt = (page: Page): Promise<number> =>
  page.evaluate(() => window.benchPressed ?? Number.NaN);

/** The instant at which this page showed the first frame of the other side; waits for it. */
export const firstFrameAt = async (page: Page): Promise<number> => {
  await page.waitForFunction(() => window.benchFirstFrame !== undefined, undefined, { polling: 20 });
  return page.evaluate(() => window.benchFirstFrame ?? Number.NaN);
};
