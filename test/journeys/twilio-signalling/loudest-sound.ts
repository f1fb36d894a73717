import type { Page } from 'playwright-core';

/** Longer than the silence between two beeps of the fake microphone. */
const LISTEN_MS = 2_500;

/** The loudest that is heard of the other side for a while: 0 to 1. */
export const loudestSound = (page: Page): Promise<number> =>
  page.evaluate(async (within) => {
    const stream = document.querySelector('audio')?.srcObject;
    if (!(stream instanceof MediaStream)) return 0;
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let loudest = 0;
    const until = performance.now() + within;
    while (performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      analyser.getFloatTimeDomainData(samples);
      loudest = Math.max(loudest, ...samples.map(Math.abs));
    }
    await context.close();
    return loudest;
  }, LISTEN_MS);
