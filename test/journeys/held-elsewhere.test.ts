import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { VideoProvider } from '../../contract/primitives.ts';
import type { DemoName } from '../../server/seed/demo-people.ts';
import { openBrowser } from './browser.ts';
import { type Clinic, startClinic, type Visit } from './clinic.ts';
import { expectToLookWell, listenToComplaints } from './look.ts';
import { newPage, PHONE, signIn } from './person.ts';

const DAY_MS = 86_400_000;
const FOR_DOCTOR = { title: 'Visit with Priya Raman', heading: 'Visit' };
const FOR_ADMIN = { title: 'Visit of Priya Raman with Dr Amara Okafor', heading: 'Visit' };

describe('where a visit is held', () => {
  let clinic: Clinic;
  let browser: Browser;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    clinic = await startClinic({
      env: {
        VIDEO_OTP: 'off',
        JITSI_DOMAIN: 'meet.clinic.test',
        JITSI_APP_ID: 'clinic',
        JITSI_APP_SECRET: 'jB3vK8sQ1xT6nW9eR4yU7iO2pA5dF0gH',
      },
    });
    browser = await openBrowser();
  });
  afterEach(async () => {
    await page.context().close();
    expect(complaints).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await clinic?.stop();
  });

  const question = (): Locator => page.getByRole('group', { name: 'Where is it held?' });
  const way = (name: string): Locator => question().getByRole('radio', { name });
  const save = (): Locator => page.getByRole('button', { name: 'Save', exact: true });
  const region = (): Locator => page.getByRole('region', { name: 'Where is it held?' });

  const openAs = async (name: DemoName, { id }: Visit, options = {}): Promise<void> => {
    page = await newPage(browser, options);
    complaints = listenToComplaints(page);
    await signIn(page, clinic, name);
    await page.goto(`${clinic.origin}/appointments/${id}`);
  };
  const named = async ({ id }: Visit): Promise<unknown> =>
    (await (await clinic.as('doctor')).mustGet(`/api/appointments/${id}`)).body['video_provider'];
  const name = async ({ id }: Visit, provider: VideoProvider): Promise<void> => {
    const body = { video_provider: provider };
    const path = `/api/appointments/${id}/video-provider`;
    expect((await (await clinic.as('doctor')).request('PUT', path, body))?.status).toBe(200);
  };
  /** What this page hears of the clinic from now on. */
  const onlySetUp = (providers: VideoProvider[]) =>
    page.route('**/api/clinic', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ json: { ...(await answer.json()), video_providers: providers } });
    });

  test('is chosen by the doctor, with the keyboard alone', async () => {
    const visit = await clinic.book('doctor', 'patient');
    await openAs('doctor', visit);
    await way('As usual').waitFor();
    expect(await way('As usual').isChecked()).toBe(true);
    await question().getByText('Anteroom at this clinic').waitFor();
    await way('As usual').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await way('Jitsi').isChecked()).toBe(true);
    expect(await named(visit)).toBeNull();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('Saved.', { exact: true }).waitFor();
    expect(await named(visit)).toBe('jitsi');
    await expectToLookWell(page, 'visit-place', FOR_DOCTOR);
    await page.reload();
    await way('Jitsi').waitFor();
    expect(await way('Jitsi').isChecked()).toBe(true);
  });

  test('is chosen by an admin on a phone', async () => {
    const visit = await clinic.book('doctor', 'patient');
    await openAs('admin', visit, PHONE);
    await way('Anteroom').last().check();
    await save().click();
    await page.getByText('Saved.', { exact: true }).waitFor();
    expect(await named(visit)).toBe('builtin');
    await way('As usual').check();
    expect(await page.getByText('Saved.', { exact: true }).count()).toBe(0);
    await save().click();
    await page.getByText('Saved.', { exact: true }).waitFor();
    expect(await named(visit)).toBeNull();
  });

  test('stays once its room is made, until the visit is moved', async () => {
    const visit = await clinic.book('doctor', 'patient');
    await openAs('doctor', visit);
    await way('Jitsi').check();
    const body = { appointmentId: visit.id };
    const opened = await (await clinic.as('patient')).request('POST', '/api/video-calls/initiate', body);
    expect(opened?.body['provider']).toBe('builtin');
    await save().click();
    await region().getByText('It is held with Anteroom: its room is made already').waitFor();
    expect(await question().count()).toBe(0);
    expect(await named(visit)).toBeNull();
    await expectToLookWell(page, 'visit-place-fixed', FOR_DOCTOR);

    const later = new Date(Math.ceil(Date.now() / DAY_MS) * DAY_MS + 20 * DAY_MS).toISOString();
    const path = `/api/appointments/${visit.id}`;
    await (await clinic.as('doctor')).request('PATCH', path, { starts_at: later });
    await page.reload();
    await way('Jitsi').check();
    await save().click();
    await page.getByText('Saved.', { exact: true }).waitFor();
    expect(await named(visit)).toBe('jitsi');
  });

  test('is to be chosen anew where the clinic is not set up any more', async () => {
    const visit = await clinic.book('doctor', 'patient');
    await name(visit, 'jitsi');
    await openAs('admin', visit);
    await onlySetUp(['builtin']);
    await page.reload();
    await page.getByText('Nobody can join it until you choose another way.').waitFor();
    expect(await save().isDisabled()).toBe(true);
    await expectToLookWell(page, 'visit-place-missing', FOR_ADMIN);
    await way('As usual').check();
    await save().click();
    await region().waitFor({ state: 'detached' });
    expect(await named(visit)).toBeNull();
  });

  test('is no question where there is one way, and never the patient’s', async () => {
    const visit = await clinic.book('doctor', 'patient');
    await openAs('patient', visit);
    await page.getByRole('heading', { name: 'Messages' }).waitFor();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.reload();
    await page.getByText('Visit confirmed', { exact: true }).first().waitFor();
    expect(asked.filter((path) => path.endsWith('/messages'))).toHaveLength(1);
    expect(asked.filter((path) => path.endsWith('/video-provider'))).toEqual([]);
    expect(await page.getByText('Where is it held?').count()).toBe(0);
    await page.context().clearCookies();
    await signIn(page, clinic, 'doctor');
    await onlySetUp(['builtin']);
    await page.goto(`${clinic.origin}/appointments/${visit.id}`);
    await page.getByRole('heading', { name: 'Messages' }).waitFor();
    expect(await page.getByText('Where is it held?').count()).toBe(0);
  });
});
