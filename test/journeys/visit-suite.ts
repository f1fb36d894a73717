import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { VideoCallDetails } from '../../contract/video-calls.ts';
import { openBrowser } from './browser.ts';
import type { Clinic, Visit } from './clinic.ts';
import { badge, enterCode, joinNow, linkTo, PHONE, signIn, untilSaid } from './person.ts';

/** A clinic that holds its visits at one provider, and what stands in for that provider's machines. */
export interface VisitPlace {
  clinic: Clinic;
  /** A page of a profile that nobody has used before, which reaches the provider. */
  page: (browser: Browser, options?: BrowserContextOptions) => Promise<Page>;
  /** More of Chromium's own flags. */
  flags?: string[];
  stop: () => Promise<void>;
}

const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click();

const untilTogether = (page: Page): Promise<void> =>
  page.getByRole('timer', { name: 'Time in the visit' }).waitFor();

/** The first visit of a clinic, as every provider of calls has to hold it: only the call itself is another. */
export const describeVisit = (provider: string, start: () => Promise<VisitPlace>): void => {
  describe(`a first visit held at ${provider}`, () => {
    let place: VisitPlace;
    const browsers: Browser[] = [];
    let visit: Visit;
    let doctor: Page;
    let patient: Page;

    beforeAll(async () => {
      place = await start();
      visit = await place.clinic.book('doctor', 'patient');
      // A browser each: a hidden tab is no witness.
      for (let count = 0; count < 2; count += 1)
        browsers.push(await openBrowser({ flags: place.flags ?? [] }));
      const [patients, doctors] = browsers;
      if (!patients || !doctors) throw new Error('two browsers were opened');
      patient = await place.page(patients, PHONE);
      doctor = await place.page(doctors);
    });
    afterAll(async () => {
      for (const browser of browsers) await browser.close();
      await place?.stop();
    });

    const both = () => [patient, doctor];

    test('asks each for a code, has the first wait by name, and joins them', async () => {
      for (const [page, name] of [
        [patient, 'patient'],
        [doctor, 'doctor'],
      ] as const) {
        await signIn(page, place.clinic, name);
        await page.goto(linkTo(place.clinic, visit));
        await page.getByRole('group', { name: 'One-time code' }).waitFor();
        // Nothing of the provider's is there before somebody has shown who they are.
        expect(page.frames()).toHaveLength(1);
        await enterCode(page, place.clinic, name);
        await joinNow(page);
        if (page === patient) await untilSaid(patient, 'Waiting for Dr Amara Okafor');
      }
      await Promise.all(both().map(untilTogether));
      expect(await doctor.getByRole('button', { name: 'End visit' }).count()).toBe(1);
      expect(await patient.getByRole('button', { name: 'End visit' }).count()).toBe(0);
    });

    test('tells the other side of a muted microphone, a camera that is off, and a shared screen', async () => {
      for (const [off, on, words] of [
        ['Mute', 'Unmute', 'Muted'],
        ['Camera off', 'Camera on', 'Camera off'],
        ['Share screen', 'Stop sharing', 'Shares the screen'],
      ] as const) {
        await press(doctor, off);
        await badge(patient, words).waitFor();
        await press(doctor, on);
        await badge(patient, words).waitFor({ state: 'detached' });
      }
    });

    test('has whoever leaves gone for the other, and back when they rejoin', async () => {
      await press(patient, 'Leave');
      await patient.getByRole('heading', { name: 'You left' }).waitFor();
      await untilSaid(doctor, 'Priya Raman left');
      await press(patient, 'Rejoin');
      await Promise.all(both().map(untilTogether));
      await untilSaid(doctor, /^Priya Raman$/);
      await doctor.getByText('Priya Raman left').waitFor({ state: 'detached' });
    });

    test('has a page that is loaded anew back in without another code', async () => {
      await patient.reload();
      await joinNow(patient);
      await Promise.all(both().map(untilTogether));
      await doctor.getByText(/Priya Raman (left|lost the connection)/).waitFor({ state: 'detached' });
    });

    test('ends for both when the doctor ends it, with the truth in its record', async () => {
      await press(doctor, 'End visit');
      await Promise.all(
        both().map((page) => page.getByRole('heading', { name: 'The visit is over' }).waitFor()),
      );
      const { body } = await (await place.clinic.as('doctor')).mustGet(`/api/video-calls/${visit.id}`);
      const { appointment, videoCall } = Value.Parse(VideoCallDetails, body);
      expect([videoCall.status, appointment.status]).toEqual(['COMPLETED', 'COMPLETED']);
      expect(videoCall.roomName).toBe(`appointment_${visit.id}`);
      const at = (instant: string | null): number => Date.parse(instant ?? '');
      expect(at(videoCall.patientJoinedAt)).toBeLessThanOrEqual(at(videoCall.doctorJoinedAt));
      expect(videoCall.startedAt).toBe(videoCall.doctorJoinedAt);
      expect(videoCall.duration).toBe(Math.floor((at(videoCall.endedAt) - at(videoCall.startedAt)) / 1_000));
    });

    test('is a visit of the past on the dashboard', async () => {
      await patient.getByRole('link', { name: 'Back to dashboard' }).click();
      const past = patient.getByRole('region', { name: 'Past' });
      await past.getByRole('article').filter({ hasText: 'Took place' }).first().waitFor();
      expect(await patient.locator(`a[href*="${visit.id}/video"]`).count()).toBe(0);
    });
  });
};
