import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { VideoCallDetails } from '../../contract/video-calls.ts';
import { decodedFrames, untilStill } from '../harness/moving-picture.ts';
import { openBrowser } from './browser.ts';
import { type Clinic, startClinic } from './clinic.ts';
import {
  badge,
  enterCode,
  joinNow,
  newPage,
  otherPicture,
  signIn,
  tell,
  untilAllSee,
  untilSaid,
} from './person.ts';
import { makeTwoHosts, type TwoHosts, whyNoTwoHosts } from './two-hosts.ts';

const reason = whyNoTwoHosts();
if (reason !== null) process.stderr.write(`left out: ${reason}\n`);

/** What a person who waits for a picture puts up with. */
const BACK_WITHIN_MS = 5_000;
/** Nothing tells a browser that its address changed but its own silence. */
const BACK_ELSEWHERE_WITHIN_MS = 8_000;
const CUT_MS = 6_000;
/** How far the clock of the test and the record of the visit may be apart: reading it takes time. */
const CLOCK_SLACK_MS = 2_000;

describe.skipIf(reason !== null)('a visit between two hosts', () => {
  let hosts: TwoHosts;
  let clinic: Clinic;
  const browsers: Browser[] = [];
  let doctor: Page;
  let patient: Page;
  let visitId: string;
  let metAt: number;

  beforeAll(async () => {
    hosts = makeTwoHosts();
    clinic = await startClinic({ address: hosts.serverAddress });
    for (const host of [hosts.doctor, hosts.patient]) {
      browsers.push(await openBrowser({ host: host.namespace, secureOrigins: [clinic.origin] }));
    }
    const [doctors, patients] = browsers;
    if (!doctors || !patients) throw new Error('both browsers must be open');
    doctor = await newPage(doctors);
    patient = await newPage(patients);
  });

  afterAll(async () => {
    for (const browser of browsers) await browser.close();
    await clinic?.stop();
    hosts?.remove();
  });

  const both = (): Page[] => [doctor, patient];

  test('begins on the dashboard, with a code, and each sees the other move', async () => {
    for (const [page, name] of [
      [patient, 'patient'],
      [doctor, 'doctor'],
    ] as const) {
      await signIn(page, clinic, name);
      await page.getByRole('link', { name: 'Join video' }).click();
      await enterCode(page, clinic, name);
      visitId = /appointments\/([^/]+)\/video/.exec(page.url())?.[1] ?? '';
      if (page === patient) {
        await joinNow(patient);
        await untilSaid(patient, 'Waiting for Dr Amara Okafor');
      }
    }
    metAt = Date.now();
    await joinNow(doctor);
    tell('first pictures after the second one joined', await untilAllSee(both()));
    for (const page of both()) expect(await decodedFrames(otherPicture(page))).toBeGreaterThan(0);
  });

  test('says at the other side who is muted and whose camera is off, and shows the camera again', async () => {
    await patient.getByRole('button', { name: 'Mute', exact: true }).click();
    await badge(doctor, 'Muted').waitFor();
    await patient.getByRole('button', { name: 'Unmute' }).click();
    await badge(doctor, 'Muted').waitFor({ state: 'detached' });

    await patient.getByRole('button', { name: 'Camera off' }).click();
    await badge(doctor, 'Camera off').waitFor();
    await doctor.getByText('Priya Raman has the camera off.').waitFor();
    await untilStill(otherPicture(doctor));
    await patient.getByRole('button', { name: 'Camera on' }).click();
    await badge(doctor, 'Camera off').waitFor({ state: 'detached' });
    tell('the camera’s picture after “Camera on”', await untilAllSee([doctor]));
  });

  test.each(['cable', 'silence'] as const)(
    'after six seconds without a network (%s) both have the picture back in five, and were told meanwhile',
    async (how) => {
      await untilAllSee(both());
      const cutAt = performance.now();
      hosts.cut('patient', how);
      const said = await Promise.all([
        untilSaid(patient, /^(Connection lost|The picture stopped)$/, CUT_MS),
        untilSaid(doctor, /^(Priya Raman lost the connection|The picture stopped)$/, CUT_MS),
      ]);
      tell(`said to the patient after a cut (${how})`, said[0]);
      tell(`said to the doctor after a cut (${how})`, said[1]);
      await untilStill(otherPicture(doctor), { still: 1_000, within: CUT_MS });
      await pause(Math.max(0, cutAt + CUT_MS - performance.now()));
      hosts.restore('patient');
      const took = await Promise.all(both().map((page) => untilAllSee([page], BACK_WITHIN_MS)));
      tell(`the doctor’s picture back after a cut (${how})`, took[0] ?? 0);
      tell(`the patient’s picture back after a cut (${how})`, took[1] ?? 0);
      for (const page of both()) {
        await page
          .getByText(/Connection lost|The picture stopped|lost the connection/)
          .waitFor({ state: 'detached' });
      }
    },
  );

  test('goes on when a side gets another address', async () => {
    await untilAllSee(both());
    hosts.renumber('patient');
    await untilStill(otherPicture(doctor), { still: 500 });
    const took = await untilAllSee(both(), BACK_ELSEWHERE_WITHIN_MS);
    tell('pictures back after another address', took);
  });

  test('ends for both when the doctor ends it, with the truth in its record', async () => {
    await untilAllSee(both());
    await doctor.getByRole('button', { name: 'End visit' }).click();
    const endedAt = Date.now();
    await Promise.all(
      both().map((page) => page.getByRole('heading', { name: 'The visit is over' }).waitFor()),
    );
    await untilSaid(patient, /The doctor ended it/);

    const { body } = await (await clinic.as('doctor')).mustGet(`/api/video-calls/${visitId}`);
    const { appointment, videoCall } = Value.Parse(VideoCallDetails, body);
    expect([videoCall.status, appointment.status]).toEqual(['COMPLETED', 'COMPLETED']);
    const [from, to] = [Date.parse(videoCall.startedAt ?? ''), Date.parse(videoCall.endedAt ?? '')];
    expect(Math.abs(from - metAt)).toBeLessThan(CLOCK_SLACK_MS);
    expect(Math.abs(to - endedAt)).toBeLessThan(CLOCK_SLACK_MS);
    expect(videoCall.duration).toBe(Math.floor((to - from) / 1_000));
  });

  test('is a visit of the past on the dashboard', async () => {
    await patient.getByRole('link', { name: 'Back to dashboard' }).click();
    const past = patient.getByRole('region', { name: 'Past' });
    await past.getByRole('article').filter({ hasText: 'Took place' }).filter({ hasText: 'today' }).waitFor();
    expect(await patient.getByRole('link', { name: 'Join video' }).count()).toBe(0);
  });
});
