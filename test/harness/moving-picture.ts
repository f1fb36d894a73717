import { setTimeout as pause } from 'node:timers/promises';
import type { Locator } from 'playwright-core';

const LOOK_EVERY_MS = 50;

/** Frames that the `<video>` has decoded since it was given its stream; 0 before there is one. */
export async function decodedFrames(video: Locator): Promise<number> {
  return await video.evaluate((element) =>
    element instanceof HTMLVideoElement ? element.getVideoPlaybackQuality().totalVideoFrames : 0,
  );
}

/** A `<video>` that appears, or is put in place of another, later counts from then. */
async function framesIfThere(video: Locator): Promise<number> {
  return (await video.count()) === 1 ? await decodedFrames(video) : 0;
}

/**
 * Waits until the picture moves: `frames` more decoded than at the lowest count seen (a new stream starts at 0).
 * Returns how long that took, in milliseconds. @throws when it takes longer than `within` milliseconds
 */
export async function untilMoving(video: Locator, { within = 20_000, frames = 5 } = {}): Promise<number> {
  const started = performance.now();
  let lowest = await framesIfThere(video);
  for (;;) {
    const now = await framesIfThere(video);
    lowest = Math.min(lowest, now);
    const took = performance.now() - started;
    if (now - lowest >= frames) return took;
    if (took > within) throw new Error(`The picture did not move for ${within} ms: ${video}`);
    await pause(LOOK_EVERY_MS);
  }
}

/**
 * Waits until the picture stands: not one frame more for `still` milliseconds.
 * @throws when it still moves after `within` milliseconds
 */
export async function untilStill(video: Locator, { within = 20_000, still = 1_500 } = {}): Promise<void> {
  const started = performance.now();
  let last = await framesIfThere(video);
  let since = started;
  for (;;) {
    await pause(LOOK_EVERY_MS);
    const now = await framesIfThere(video);
    if (now !== last) {
      last = now;
      since = performance.now();
    }
    if (performance.now() - since >= still) return;
    if (performance.now() - started > within) {
      throw new Error(`The picture still moved after ${within} ms: ${video}`);
    }
  }
}
