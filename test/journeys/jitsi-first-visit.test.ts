import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from './browser.ts';
import type { Clinic, Visit } from './clinic.ts';
import { pageWithJitsi, startClinicWithJitsi } from './jitsi-frame/clinic-with-jitsi.ts';
import type { JitsiServer } from './jitsi-frame/jitsi-server.ts';
import { enterCode, joinNow, linkTo, signIn, untilSaid } from './person.ts';

describe('the first visit of a clinic that has its own Jitsi', () => {
  let clinic: Clinic;
  let jitsi: JitsiServer;
  let browser: Browser;
  let visit: Visit;
  let doctor: Page;
  let patient: Page;

  beforeAll(async () => {
    ({ clinic, jitsi } = await startClinicWithJitsi({}));
    visit = await clinic.book('doctor', 'patient');
    browser = await openBrowser();
    doctor = await pageWithJitsi(browser, jitsi);
    patient = await pageWithJitsi(browser, jitsi);
  });
  afterAll(async () => {
    await browser?.close();
    await clinic?.stop();
  });

  test('asks both for a code before anything of Jitsi is seen, and then lets both straight in', async () => {
    for (const [page, name] of [
      [patient, 'patient'],
      [doctor, 'doctor'],
    ] as const) {
      await signIn(page, clinic, name);
      await page.goto(linkTo(clinic, visit));
      await page.getByRole('group', { name: 'One-time code' }).waitFor();
      expect(page.frames().length).toBe(1);
      await enterCode(page, clinic, name);
      await joinNow(page);
      if (page === patient) await untilSaid(patient, 'Waiting for Dr Amara Okafor');
    }
    for (const page of [patient, doctor])
      await page.getByRole('timer', { name: 'Time in the visit' }).waitFor();
    expect(jitsi.inside.sort()).toEqual(['Amara Okafor', 'Priya Raman']);
    expect(jitsi.tokens.map(({ context }) => context.user.lobby_bypass)).toEqual([true, true]);
  });

  test('ends for both when the doctor ends it, and is recorded with its length', async () => {
    await doctor.getByRole('button', { name: 'End visit' }).click();
    for (const page of [patient, doctor])
      await page.getByRole('heading', { name: 'The visit is over' }).waitFor();
    const { body } = await (await clinic.as('doctor')).mustGet(`/api/video-calls/${visit.id}`);
    expect(body['videoCall']).toMatchObject({ status: 'COMPLETED', duration: expect.any(Number) });
  });
});
