import type { Browser, Page } from 'playwright-core';
import { DEMO_PASSWORD, type DemoName, demoEmail } from '../server/seed/demo-people.ts';
import { openBrowser } from '../test/journeys/browser.ts';
import { type Clinic, startClinic, type Visit } from '../test/journeys/clinic.ts';
import { joinNow, newPage } from '../test/journeys/person.ts';
import { type Figure, type Measured, median, medianRatio } from './figure.ts';
import { type SampleServer, startSampleServer } from './first-frame/sample-server.ts';
import { firstFrameAt, pressedAt, watchPage } from './first-frame/watch-page.ts';

/*
 * Ready is the same for both: each page has its camera's picture on screen, the first side has pressed
 * "Join now" and waits, and the second side presses it. From that press until the later of the two first
 * frames is shown.
 */

const ROUNDS = 12;
const AT_MOST = 1.5;
/** What was started for the page (the call's code, a preview) is done by then, on both. */
const SETTLE_MS = 1_000;

type Sides = readonly [first: Page, second: Page];

const watched = async (browser: Browser): Promise<Page> => {
  const page = await newPage(browser);
  await watchPage(page);
  return page;
};

const untilOwnPicture = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => [...document.querySelectorAll('video')].some((video) => video.videoWidth > 0));

const toTheLobby = async (page: Page, clinic: Clinic, name: DemoName, visit: Visit): Promise<void> => {
  const { origin } = clinic;
  await page.request.post(`${origin}/api/sessions`, {
    data: { email: demoEmail(name), password: DEMO_PASSWORD },
    headers: { origin },
  });
  await page.goto(`${origin}/appointments/${visit.id}/video`);
  await page.getByRole('button', { name: 'Join now' }).waitFor();
  await untilOwnPicture(page);
};

const measured = async ([first, second]: Sides, firstIsIn: () => Promise<unknown>): Promise<number> => {
  for (const page of [first, second]) await page.waitForTimeout(SETTLE_MS);
  await firstIsIn();
  await first.waitForTimeout(SETTLE_MS);
  await second.getByRole('button', { name: 'Join now' }).click();
  const shown = await Promise.all([firstFrameAt(first), firstFrameAt(second)]);
  const took = Math.max(...shown) - (await pressedAt(second));
  for (const page of [first, second]) await page.context().close();
  return took;
};

const ownCall = async (browser: Browser, clinic: Clinic, visit: Visit): Promise<number> => {
  const sides: Sides = [await watched(browser), await watched(browser)];
  await toTheLobby(sides[0], clinic, 'patient', visit);
  await toTheLobby(sides[1], clinic, 'doctor', visit);
  return measured(sides, () => joinNow(sides[0]));
};

const sampleCall = async (browser: Browser, server: SampleServer): Promise<number> => {
  server.clear();
  const sides: Sides = [await watched(browser), await watched(browser)];
  for (const page of sides) {
    await page.goto(server.origin);
    await untilOwnPicture(page);
  }
  return measured(sides, async () => {
    await sides[0].getByRole('button', { name: 'Join now' }).click();
    await sides[0].getByRole('button', { name: 'Waiting' }).waitFor();
  });
};

const measure = async (say: (line: string) => void): Promise<Measured[]> => {
  await using stack = new AsyncDisposableStack();
  const clinic = await startClinic({ env: { VIDEO_OTP: 'off' } });
  stack.defer(clinic.stop);
  const sample = await startSampleServer();
  stack.defer(sample.close);
  const browser = await openBrowser();
  stack.defer(() => browser.close());
  const visit = await clinic.book('doctor', 'patient');

  const own: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const theirs = await sampleCall(browser, sample);
    const ours = await ownCall(browser, clinic, visit);
    say(
      `${round === 0 ? 'warm-up' : `round ${round}`}: sample ${theirs.toFixed(0)} ms, ours ${ours.toFixed(0)} ms`,
    );
    if (round === 0) continue;
    bare.push(theirs);
    own.push(ours);
  }
  const ratio = median(own) / median(bare);
  return [
    { what: 'peer: bare two-page WebRTC sample', unit: 'ms', samples: bare },
    {
      what: `our call (median of the rounds' own ratios: ${medianRatio(own, bare).toFixed(2)})`,
      unit: 'ms',
      samples: own,
      ratio: { value: ratio, to: 'the sample' },
      promise: { words: `<= ${AT_MOST}`, kept: ratio <= AT_MOST },
    },
  ];
};

export const firstFrame: Figure = {
  name: 'first-frame',
  title: 'from both sides ready to the first remote frame on both',
  measure,
};
