import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from './browser.ts';
import { type Clinic, startClinic, type Visit } from './clinic.ts';
import { enterVisit, joinNow, linkTo, newPage, otherPicture, tell, untilAllSee } from './person.ts';

const MOVED = 'This visit is open in another tab';

describe('a doctor with the visit in two tabs', () => {
  let clinic: Clinic;
  const browsers: Browser[] = [];
  let visit: Visit;
  let patient: Page;
  let first: Page;
  let second: Page;

  beforeAll(async () => {
    clinic = await startClinic({ env: { VIDEO_OTP: 'off' } });
    visit = await clinic.book('doctor', 'patient');
    const [doctors, patients] = [await openBrowser(), await openBrowser()];
    browsers.push(doctors, patients);
    patient = await newPage(patients);
    first = await newPage(doctors);
    await enterVisit(patient, clinic, 'patient', visit);
    await enterVisit(first, clinic, 'doctor', visit);
    await untilAllSee([patient, first]);
  });
  afterAll(async () => {
    for (const browser of browsers) await browser.close();
    await clinic?.stop();
  });

  test('goes on in the newer tab, and the older says so', async () => {
    second = await first.context().newPage();
    await second.goto(linkTo(clinic, visit));
    await joinNow(second);
    await first.getByRole('heading', { name: MOVED }).waitFor();
    tell('pictures in the newer tab', await untilAllSee([patient, second]));
    expect(await otherPicture(first).count()).toBe(0);
  });

  test('comes back to the older tab with “Use here”, and then the newer says so', async () => {
    await first.bringToFront();
    await first.getByRole('button', { name: 'Use here' }).click();
    tell('pictures in the older tab', await untilAllSee([patient, first]));
    await second.getByRole('heading', { name: MOVED }).waitFor();
  });
});
