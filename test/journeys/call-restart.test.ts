import type { Browser, Page } from 'playwright-core';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { VideoCallDetails } from '../../contract/video-calls.ts';
import { openBrowser } from './browser.ts';
import { type Clinic, startClinic, type Visit } from './clinic.ts';
import { badge, enterVisit, joinNow, newPage, tell, untilAllSee, untilSaid } from './person.ts';

const UNREACHABLE = 'The connection is being restored. Your call goes on.';
/** On restart within 5 s everything resumes by itself. */
const RESUMES_WITHIN_MS = 5_000;

describe('a call that loses what it stands on', () => {
  let clinic: Clinic;
  const browsers: Browser[] = [];
  let visit: Visit;
  let patient: Page;
  let doctor: Page;

  beforeAll(async () => {
    clinic = await startClinic({ env: { VIDEO_OTP: 'off' } });
    visit = await clinic.book('doctor', 'patient');
    const [doctors, patients] = [await openBrowser(), await openBrowser()];
    browsers.push(doctors, patients);
    patient = await newPage(patients);
    doctor = await newPage(doctors);
    await enterVisit(patient, clinic, 'patient', visit);
    await enterVisit(doctor, clinic, 'doctor', visit);
    await untilAllSee([patient, doctor]);
  });
  afterAll(async () => {
    for (const browser of browsers) await browser.close();
    await clinic?.stop();
  });

  test('has the picture back after the patient reloaded the page', async () => {
    await patient.reload();
    await joinNow(patient);
    tell('pictures after a reload and “Join now”', await untilAllSee([patient, doctor]));
  });

  test('goes on while the server is killed, and links up again when it is back', async () => {
    await clinic.kill();
    await Promise.all([patient, doctor].map((page) => untilSaid(page, UNREACHABLE)));
    await untilAllSee([patient, doctor]);
    await clinic.restart();
    const started = performance.now();
    await Promise.all(
      [patient, doctor].map((page) =>
        page.getByText(UNREACHABLE).waitFor({ state: 'detached', timeout: RESUMES_WITHIN_MS }),
      ),
    );
    await patient.getByRole('button', { name: 'Mute', exact: true }).click();
    await badge(doctor, 'Muted').waitFor({ timeout: RESUMES_WITHIN_MS });
    tell('linked up again after the restart', performance.now() - started);
    await untilAllSee([patient, doctor]);
  });

  test('still ends for both, in one record', async () => {
    await doctor.getByRole('button', { name: 'End visit' }).click();
    for (const page of [patient, doctor])
      await page.getByRole('heading', { name: 'The visit is over' }).waitFor();
    const { body } = await (await clinic.as('doctor')).mustGet(`/api/video-calls/${visit.id}`);
    const { videoCall } = Value.Parse(VideoCallDetails, body);
    expect(videoCall.status).toBe('COMPLETED');
    expect(videoCall.duration).toBeGreaterThan(0);
  });
});
