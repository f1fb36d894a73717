import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BrowserOptions, openBrowser } from './browser.ts';
import { type Clinic, startClinic, type Visit } from './clinic.ts';
import {
  badge,
  enterVisit,
  joinNow,
  linkTo,
  newPage,
  otherPicture,
  signIn,
  tell,
  untilAllSee,
} from './person.ts';

/** Every WebSocket fails as it does behind a proxy that forbids them: with an error, some time later. */
const NO_WEB_SOCKETS = `globalThis.WebSocket = class extends WebSocket {
  constructor() { super('ws://127.0.0.1:9/'); }
};`;

/** Width and height of what arrives from the other side. */
const sizeSeen = (page: Page): Promise<string> =>
  otherPicture(page).evaluate((video) =>
    video instanceof HTMLVideoElement ? `${video.videoWidth}x${video.videoHeight}` : '',
  );

describe('in a call', () => {
  let clinic: Clinic;
  let doctors: Browser;
  let doctor: Page;
  let visit: Visit;

  beforeAll(async () => {
    clinic = await startClinic({ env: { VIDEO_OTP: 'off' } });
    doctors = await openBrowser();
    visit = await clinic.book('doctor', 'patient');
    doctor = await newPage(doctors);
    await enterVisit(doctor, clinic, 'doctor', visit);
  });
  afterAll(async () => {
    await doctors?.close();
    await clinic?.stop();
  });

  // The fake machine without a camera still has a microphone.
  const troubles: {
    camera: NonNullable<BrowserOptions['camera']>;
    title: string;
    way: RegExp;
    isHeard: boolean;
  }[] = [
    {
      camera: 'refused',
      title: 'Your microphone and camera are blocked',
      way: /Click the icon beside the address.*reload this page/,
      isHeard: false,
    },
    { camera: 'absent', title: 'No camera found', way: /Plug one in.*sound only/, isHeard: true },
  ];
  test.each(troubles)(
    'a camera that is $camera is explained, and who joins without sees the other',
    async (trouble) => {
      await using patients = await openBrowser({ camera: trouble.camera });
      const patient = await newPage(patients);
      await signIn(patient, clinic, 'patient');
      await patient.goto(linkTo(clinic, visit));
      const alert = patient.getByRole('alert').filter({ hasText: trouble.title });
      await alert.waitFor();
      expect(await alert.textContent()).toMatch(trouble.way);
      await alert.getByRole('button', { name: 'Try again' }).waitFor();

      await joinNow(patient);
      tell(`picture without a camera of one’s own (${trouble.camera})`, await untilAllSee([patient]));
      await badge(doctor, 'Camera off').waitFor();
      await badge(doctor, 'Muted').waitFor({ state: trouble.isHeard ? 'detached' : 'visible' });
      await patient.getByRole('button', { name: 'Leave' }).click();
      await doctor.getByText('Priya Raman left').waitFor();
    },
  );

  test('a shared screen: the other side sees it, is told so, and sees the camera again after', async () => {
    await using patients = await openBrowser();
    const patient = await newPage(patients);
    await enterVisit(patient, clinic, 'patient', visit);
    await untilAllSee([patient, doctor]);
    const camera = await sizeSeen(patient);

    await doctor.getByRole('button', { name: 'Share screen' }).click();
    await badge(patient, 'Shares the screen').waitFor();
    await expect.poll(() => sizeSeen(patient), { timeout: 10_000 }).not.toBe(camera);
    await untilAllSee([patient]);
    await doctor.getByRole('button', { name: 'Stop sharing' }).click();
    await badge(patient, 'Shares the screen').waitFor({ state: 'detached' });
    await untilAllSee([patient, doctor]);
    await expect.poll(() => sizeSeen(patient), { timeout: 10_000 }).toBe(camera);
  });

  test('a network that lets no WebSocket through costs nobody the call', async () => {
    await using patients = await openBrowser();
    const patient = await newPage(patients);
    await patient.addInitScript(NO_WEB_SOCKETS);
    await enterVisit(patient, clinic, 'patient', visit);
    tell('pictures without a WebSocket', await untilAllSee([patient, doctor]));
    await patient.getByRole('button', { name: 'Mute', exact: true }).click();
    await badge(doctor, 'Muted').waitFor();
  });
});
