import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessibilityProblems, keepScreenshot } from '../harness/appearance.ts';
import { openBrowser } from './browser.ts';
import type { Clinic, Visit } from './clinic.ts';
import { frameOfJitsi, pageWithJitsi, startClinicWithJitsi } from './jitsi-frame/clinic-with-jitsi.ts';
import type { JitsiServer } from './jitsi-frame/jitsi-server.ts';
import { badge, enterVisit, joinNow, linkTo, PHONE, tell, untilSaid } from './person.ts';

const DOCTOR = 'Amara Okafor';
const PATIENT = 'Priya Raman';
/** Within this time whoever a move or a cancellation puts out is out. */
const OUT_WITHIN_MS = 5_000;

describe('a visit at the clinic’s own Jitsi', () => {
  let clinic: Clinic;
  let browser: Browser;
  let jitsi: JitsiServer;
  let doctor: Page;
  let patient: Page;
  let visit: Visit;

  const both = (): Page[] => [doctor, patient];
  const press = (page: Page, name: string): Promise<void> =>
    page.getByRole('button', { name, exact: true }).click();
  const untilInside = (...names: string[]): Promise<void> =>
    expect.poll(() => [...jitsi.inside].sort()).toEqual(names.sort());
  /** Both in the frame, and each page says that the visit runs. */
  const untilBothIn = async (): Promise<void> => {
    await untilInside(DOCTOR, PATIENT);
    for (const page of both()) await page.getByRole('timer', { name: 'Time in the visit' }).waitFor();
  };
  const admit = async (): Promise<void> => {
    await press(doctor, `Admit ${PATIENT}`);
    await untilBothIn();
  };
  const recordOf = async ({ id }: Visit) => {
    const { body } = await (await clinic.as('doctor')).mustGet(`/api/video-calls/${id}`);
    return body['videoCall'];
  };

  beforeAll(async () => {
    ({ clinic, jitsi } = await startClinicWithJitsi({ VIDEO_OTP: 'off', JITSI_LOBBY: 'on' }));
    browser = await openBrowser();
    doctor = await pageWithJitsi(browser, jitsi);
    patient = await pageWithJitsi(browser, jitsi, { ...PHONE, colorScheme: 'dark' });
    visit = await clinic.book('doctor', 'patient');
  });
  afterAll(async () => {
    await browser?.close();
    await clinic?.stop();
  });

  test('begins with the doctor, whose token makes an owner of exactly this room', async () => {
    await enterVisit(doctor, clinic, 'doctor', visit);
    await untilInside(DOCTOR);
    await untilSaid(doctor, `Waiting for ${PATIENT}`);
    const [token] = jitsi.tokens;
    expect(token?.room).toBe(`appointment_${visit.id}`);
    expect(token?.moderator).toBe(true);
    expect(token?.context.user).toMatchObject({
      name: DOCTOR,
      email: 'doctor@clinic.test',
      avatar: '',
      moderator: true,
      affiliation: 'owner',
      lobby_bypass: true,
    });
    expect(token?.context.user).not.toHaveProperty('id', null);
    expect((token?.exp ?? 0) - (token?.iat ?? 0)).toBeGreaterThanOrEqual(3 * 60 * 60);
    expect(jitsi.refused).toEqual([]);
  });

  test('gives camera and microphone to the frame once our page has let go of them', async () => {
    const states = (frame: { evaluate: Page['evaluate'] }) =>
      frame.evaluate(() => window.givenTracks.map(({ kind, readyState }) => `${kind} ${readyState}`));
    expect((await states(doctor)).sort()).toEqual(['audio ended', 'video ended']);
    expect((await states(frameOfJitsi(doctor))).sort()).toEqual(['audio live', 'video live']);
  });

  test('lets the patient knock, tells both so, and turns away whom the doctor declines', async () => {
    await enterVisit(patient, clinic, 'patient', visit);
    await untilSaid(patient, 'The doctor will let you in');
    await untilSaid(doctor, `${PATIENT} would like to come in`);
    expect(await accessibilityProblems(doctor)).toEqual([]);
    expect(await accessibilityProblems(patient)).toEqual([]);
    await patient.emulateMedia({ colorScheme: 'dark' });
    await keepScreenshot(patient, 'jitsi-knocks-phone');
    await doctor.setViewportSize({ width: 360, height: 740 });
    await doctor.emulateMedia({ colorScheme: 'dark' });
    await keepScreenshot(doctor, 'jitsi-knocking-phone');
    const button = await doctor.getByRole('button', { name: 'Admit' }).boundingBox();
    expect(button?.height).toBeGreaterThanOrEqual(44);
    await doctor.setViewportSize({ width: 1280, height: 800 });
    await doctor.emulateMedia({ colorScheme: 'light' });
    await keepScreenshot(doctor, 'jitsi-knocking-desk');
    await press(doctor, `Decline ${PATIENT}`);
    await patient.getByRole('heading', { name: 'The doctor has not let you in yet' }).waitFor();
    expect(await patient.getByRole('button', { name: 'Join again' }).count()).toBe(1);
    await untilInside(DOCTOR);
    await expect.poll(() => doctor.getByText('would like to come in').count()).toBe(0);
    expect(jitsi.tokens.at(-1)?.context.user).toMatchObject({ affiliation: 'member', lobby_bypass: false });
  });

  test('lets the patient in with the keyboard alone, and records that both are there', async () => {
    await patient.goto(linkTo(clinic, visit));
    await joinNow(patient);
    await doctor.getByRole('button', { name: `Admit ${PATIENT}` }).focus();
    await doctor.keyboard.press('Enter');
    await untilBothIn();
    await expect
      .poll(() => recordOf(visit))
      .toMatchObject({
        status: 'IN_PROGRESS',
        doctorJoinedAt: expect.any(String),
        patientJoinedAt: expect.any(String),
      });
    await keepScreenshot(patient, 'jitsi-call-phone');
    await keepScreenshot(doctor, 'jitsi-call-desk');
  });

  test('mutes, switches the camera and shares through our own bar, which shows what the frame says', async () => {
    await press(patient, 'Mute');
    await patient.getByRole('button', { name: 'Unmute' }).waitFor();
    await badge(doctor, 'Muted').waitFor();
    await press(patient, 'Unmute');
    await badge(doctor, 'Muted').waitFor({ state: 'detached' });
    await press(patient, 'Camera off');
    await badge(doctor, 'Camera off').waitFor();
    await press(patient, 'Camera on');
    await badge(doctor, 'Camera off').waitFor({ state: 'detached' });
    await press(doctor, 'Share screen');
    await badge(patient, 'Shares the screen').waitFor();
    await press(doctor, 'Stop sharing');
    await badge(patient, 'Shares the screen').waitFor({ state: 'detached' });
  });

  test('says who is heard', async () => {
    await jitsi.speaks(PATIENT);
    await untilSaid(doctor, `${PATIENT} is speaking`);
    await jitsi.speaks(DOCTOR);
    await doctor.getByText('is speaking').waitFor({ state: 'detached' });
    await untilSaid(patient, `Dr ${DOCTOR} is speaking`);
  });

  test('says when the other side left, and takes them back after a knock', async () => {
    await press(patient, 'Leave');
    await patient.getByRole('heading', { name: 'You left' }).waitFor();
    await untilSaid(doctor, `${PATIENT} left`);
    await press(patient, 'Rejoin');
    await admit();
  });

  test('begins again as it was last: what was switched off and on before is on', async () => {
    await patient.getByRole('button', { name: 'Mute', exact: true }).waitFor();
    await patient.getByRole('button', { name: 'Camera off', exact: true }).waitFor();
  });

  test('comes back after a reload, with the microphone that was chosen in the lobby', async () => {
    await patient.reload();
    await patient.getByLabel('Microphone').selectOption({ label: 'Fake Audio Input 2' });
    await joinNow(patient);
    await admit();
    const labels = await frameOfJitsi(patient).evaluate(() => window.givenTracks.map(({ label }) => label));
    expect(labels).toContain('Fake Audio Input 2');
    await doctor.reload();
    await joinNow(doctor);
    await untilBothIn();
  });

  test('comes back by itself after a drop, with a fresh token and as muted as before', async () => {
    await press(patient, 'Mute');
    await patient.getByRole('button', { name: 'Unmute' }).waitFor();
    const before = jitsi.tokens.length;
    // The times in a token are whole seconds.
    await pause(1_100);
    await jitsi.drop(PATIENT);
    await untilSaid(doctor, `${PATIENT} would like to come in`);
    await admit();
    await patient.getByRole('button', { name: 'Unmute' }).waitFor();
    const [old, fresh] = [jitsi.tokens[before - 1], jitsi.tokens.at(-1)];
    expect(fresh?.iat).toBeGreaterThan(old?.iat ?? Number.POSITIVE_INFINITY);
    expect(jitsi.tokens.length).toBe(before + 1);
    await press(patient, 'Unmute');
  });

  test('waits for a network before it comes back, and then does with a fresh token', async () => {
    const before = jitsi.tokens.length;
    await pause(1_100);
    await patient.context().setOffline(true);
    await jitsi.drop(PATIENT);
    await untilSaid(patient, 'Reconnecting');
    await pause(4_000);
    expect(jitsi.tokens.length).toBe(before);
    await patient.context().setOffline(false);
    await untilSaid(doctor, `${PATIENT} would like to come in`);
    await admit();
    expect(jitsi.tokens.at(-1)?.iat).toBeGreaterThan(
      jitsi.tokens[before - 1]?.iat ?? Number.POSITIVE_INFINITY,
    );
  });

  test('that stays lost says so, and “Join again” leads back in', async () => {
    jitsi.isDropping = true;
    await jitsi.drop(PATIENT);
    await patient.getByRole('heading', { name: 'The connection was lost' }).waitFor();
    jitsi.isDropping = false;
    await press(patient, 'Join again');
    await admit();
  });

  test('ends for both when the doctor ends it', async () => {
    await press(doctor, 'End visit');
    for (const page of both()) await page.getByRole('heading', { name: 'The visit is over' }).waitFor();
    await expect.poll(() => recordOf(visit)).toMatchObject({ status: 'COMPLETED' });
    await untilInside();
  });

  /** The doctor inside, the patient before the door. */
  const openNext = async (): Promise<Visit> => {
    const next = await clinic.book('doctor', 'patient');
    await doctor.goto(linkTo(clinic, next));
    await joinNow(doctor);
    await untilInside(DOCTOR);
    await patient.goto(linkTo(clinic, next));
    await joinNow(patient);
    await untilSaid(patient, 'The doctor will let you in');
    return next;
  };
  const untilOut = async (words: string): Promise<void> => {
    const out = await Promise.all(both().map((page) => untilSaid(page, words)));
    tell(`out with “${words}”`, Math.max(...out));
    expect(Math.max(...out)).toBeLessThan(OUT_WITHIN_MS);
    await untilInside();
  };

  test('puts out within 5 s who is inside and who knocks when it is moved, with the reason', async () => {
    const next = await openNext();
    const later = new Date(Date.now() + 26 * 60 * 60_000);
    later.setUTCMinutes(0, 0, 0);
    const answer = await (await clinic.as('doctor')).request('PATCH', `/api/appointments/${next.id}`, {
      starts_at: later.toISOString(),
    });
    expect(answer?.status, JSON.stringify(answer?.body)).toBe(200);
    await untilOut('This visit was moved to another time');
  });

  test('puts both out within 5 s when it is cancelled while they talk, with the reason', async () => {
    const next = await openNext();
    await admit();
    const answer = await (await clinic.as('doctor')).request('PATCH', `/api/video-calls/${next.id}/status`, {
      action: 'cancel',
    });
    expect(answer?.status, JSON.stringify(answer?.body)).toBe(200);
    await untilOut('This visit was cancelled');
  });

  test('lets in again who knocked when the doctor, alone inside, reloads; a page that is closed is gone', async () => {
    const next = await openNext();
    await doctor.reload();
    await untilInside(PATIENT);
    await joinNow(doctor);
    await untilBothIn();
    const present = async () =>
      (await (await clinic.as('doctor')).mustGet('/api/video-calls/presence')).body['rooms'];
    const room = { appointmentId: next.id, doctorIsIn: true };
    await expect.poll(present).toEqual([{ ...room, patientIsIn: true }]);
    await patient.goto('about:blank');
    await expect.poll(present).toEqual([{ ...room, patientIsIn: false }]);
    await press(doctor, 'Leave');
    await untilInside();
  });
});
