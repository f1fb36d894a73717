import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from './browser.ts';
import type { Clinic } from './clinic.ts';
import { pageWithJitsi, startClinicWithJitsi } from './jitsi-frame/clinic-with-jitsi.ts';
import type { JitsiServer } from './jitsi-frame/jitsi-server.ts';
import { joinNow, linkTo, signIn } from './person.ts';

const DOCTOR = 'Amara Okafor';

describe('a page that the clinic’s own Jitsi throws out or does not let in', () => {
  let clinic: Clinic;
  let browser: Browser;
  let jitsi: JitsiServer;
  let doctor: Page;

  const press = (page: Page, name: string): Promise<void> =>
    page.getByRole('button', { name, exact: true }).click();
  const untilInside = (...names: string[]): Promise<void> =>
    expect.poll(() => [...jitsi.inside].sort()).toEqual(names.sort());

  beforeAll(async () => {
    ({ clinic, jitsi } = await startClinicWithJitsi({ VIDEO_OTP: 'off', JITSI_LOBBY: 'on' }));
    browser = await openBrowser();
    doctor = await pageWithJitsi(browser, jitsi);
    await signIn(doctor, clinic, 'doctor');
  });
  afterAll(async () => {
    await browser?.close();
    await clinic?.stop();
  });

  test('can be left while the clinic does not say why a page was thrown out, and waits for it 5 s at most', async () => {
    const next = await clinic.book('doctor', 'patient');
    await doctor.goto(linkTo(clinic, next));
    await joinNow(doctor);
    await untilInside(DOCTOR);
    const asking = '**/api/video-calls/*/presence';
    await doctor.route(asking, () => {});
    await jitsi.kick(DOCTOR);
    await press(doctor, 'Leave');
    await doctor.getByRole('heading', { name: 'You left' }).waitFor();
    await press(doctor, 'Rejoin');
    await untilInside(DOCTOR);
    await jitsi.kick(DOCTOR);
    await doctor.getByRole('heading', { name: 'The connection was lost' }).waitFor();
    await doctor.unroute(asking);
  });

  test('asks the clinic why when a page is thrown out of the room, and says that', async () => {
    const next = await clinic.book('doctor', 'patient');
    await doctor.goto(linkTo(clinic, next));
    await joinNow(doctor);
    await untilInside(DOCTOR);
    await jitsi.kick(DOCTOR);
    await doctor.getByRole('heading', { name: 'The connection was lost' }).waitFor();
    await press(doctor, 'Join again');
    await untilInside(DOCTOR);
    await (await clinic.as('doctor')).request('POST', `/api/appointments/${next.id}/cancel`, {});
    await jitsi.kick(DOCTOR);
    await doctor.getByRole('heading', { name: 'This visit was cancelled' }).waitFor();
  });

  test('whose token Jitsi refuses tries a fresh one, once, and then says what helps', async () => {
    const next = await clinic.book('doctor', 'patient');
    const before = jitsi.refused.length;
    jitsi.isStrange = true;
    await doctor.goto(linkTo(clinic, next));
    await doctor.getByRole('button', { name: 'Join now' }).click();
    await doctor.getByRole('heading', { name: 'This visit needs to be opened again' }).waitFor();
    expect(jitsi.refused.length - before).toBe(2);
    jitsi.isStrange = false;
    await press(doctor, 'Join again');
    await untilInside(DOCTOR);
    await press(doctor, 'Leave');
    await untilInside();
  });

  test('that can’t be reached says so, and opens once it can', async () => {
    const next = await clinic.book('doctor2', 'patient2');
    const other = await pageWithJitsi(browser, jitsi);
    jitsi.isDown = true;
    await signIn(other, clinic, 'patient2');
    await other.goto(linkTo(clinic, next));
    await other.getByRole('button', { name: 'Join now' }).click();
    await other.getByRole('heading', { name: 'The video can’t be reached' }).waitFor();
    jitsi.isDown = false;
    await press(other, 'Join again');
    await untilInside('Mateo Fernández Ruiz');
  });
});
