import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from './browser.ts';
import { type Clinic, startClinic, type Visit } from './clinic.ts';
import {
  enterCode,
  enterVisit,
  fillSignIn,
  joinNow,
  linkTo,
  newPage,
  PHONE,
  signIn,
  tell,
  untilAllSee,
  untilSaid,
} from './person.ts';

const OUT_WITHIN_MS = 2_000;
const HEARS_WITHIN_MS = 5_000;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

describe('a link opened on a phone by somebody who is signed out', () => {
  let clinic: Clinic;
  let browser: Browser;
  let visit: Visit;
  let phone: Page;
  let doctor: Page;

  beforeAll(async () => {
    clinic = await startClinic();
    browser = await openBrowser();
    visit = await clinic.book('doctor', 'patient');
    phone = await newPage(browser, PHONE);
    doctor = await newPage(browser);
  });
  afterAll(async () => {
    await browser?.close();
    await clinic?.stop();
  });

  test('leads over sign-in and code into the room, and nothing is wider than the phone', async () => {
    const isTooWide = () => phone.evaluate('document.documentElement.scrollWidth > innerWidth');
    await phone.goto(linkTo(clinic, visit));
    await phone.getByLabel('E-mail').waitFor();
    expect(await isTooWide()).toBe(false);
    await fillSignIn(phone, 'patient');
    await enterCode(phone, clinic, 'patient');
    expect(new URL(phone.url()).pathname).toBe(`/video-session/${visit.room}`);
    expect(await isTooWide()).toBe(false);
    await joinNow(phone);
    await untilSaid(phone, 'Waiting for Dr Amara Okafor');
    expect(await isTooWide()).toBe(false);

    await signIn(doctor, clinic, 'doctor');
    await doctor.goto(linkTo(clinic, visit));
    await enterCode(doctor, clinic, 'doctor');
    await joinNow(doctor);
    await untilAllSee([phone, doctor]);
    expect(await isTooWide()).toBe(false);
  });

  test('puts the person out when they sign out in another tab, and says so', async () => {
    const tab = await phone.context().newPage();
    await tab.goto(`${clinic.origin}/profile`);
    const signOut = tab.getByRole('button', { name: 'Sign out' });
    await signOut.waitFor();
    const said = untilSaid(phone, 'You have been signed out', OUT_WITHIN_MS);
    await signOut.click();
    const took = await said;
    tell('put out after signing out elsewhere', took);
    await untilSaid(doctor, 'Priya Raman lost the connection');
    await phone.getByRole('link', { name: 'Sign in' }).click();
    await fillSignIn(phone, 'patient');
    // Another session: its code has to be earned anew.
    await phone.getByRole('group', { name: 'One-time code' }).waitFor();
    expect(await phone.getByRole('button', { name: 'Join now' }).count()).toBe(0);
  });
});

describe('a patient who waits alone in the room', () => {
  let clinic: Clinic;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    clinic = await startClinic({ env: { VIDEO_OTP: 'off' } });
    browser = await openBrowser();
  });
  afterEach(() => page.context().close());
  afterAll(async () => {
    await browser?.close();
    await clinic?.stop();
  });

  const waitAlone = async (): Promise<Visit> => {
    const visit = await clinic.book('doctor', 'patient');
    page = await newPage(browser);
    await enterVisit(page, clinic, 'patient', visit);
    await untilSaid(page, 'Waiting for Dr Amara Okafor');
    return visit;
  };

  test('is told within five seconds that the doctor cancelled', async () => {
    const visit = await waitAlone();
    const client = await clinic.as('doctor');
    const said = untilSaid(page, 'This visit was cancelled', HEARS_WITHIN_MS);
    const answer = await client.request('POST', `/api/appointments/${visit.id}/cancel`, { reason: 'ill' });
    expect(answer?.status).toBe(200);
    const took = await said;
    tell('told of the cancellation', took);
  });

  test('is told within five seconds that the doctor moved it, and the old link opens nothing', async () => {
    const visit = await waitAlone();
    const client = await clinic.as('doctor');
    // Of the doctor's next year nothing is taken.
    const later = new Date(Math.ceil(Date.now() / MINUTE_MS) * MINUTE_MS + 365 * DAY_MS).toISOString();
    const said = untilSaid(page, 'This visit was moved to another time', HEARS_WITHIN_MS);
    const answer = await client.request('PATCH', `/api/appointments/${visit.id}`, { starts_at: later });
    expect(answer?.status).toBe(200);
    const took = await said;
    tell('told of the move', took);
    await page.goto(linkTo(clinic, visit));
    await page.getByText('This link opens no visit of yours').waitFor();
  });
});
