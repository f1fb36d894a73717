import type { Browser, Page } from 'playwright-core';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { VideoCallDetails } from '../../contract/video-calls.ts';
import { keepScreenshot } from '../harness/appearance.ts';
import { contractsOrSkip } from '../vendors/contracts.ts';
import { openBrowser } from './browser.ts';
import type { Visit } from './clinic.ts';
import { badge, enterVisit, joinNow, linkTo, PHONE, tell, untilAllSee, untilSaid } from './person.ts';
import { loudestSound } from './twilio-signalling/loudest-sound.ts';
import { sayWhoSpeaks } from './twilio-signalling/speakers.ts';
import { NOWHERE, startTwilioClinic, type TwilioClinic } from './twilio-signalling/twilio-clinic.ts';

const SIGNALLING_AWAY = 'The connection is being restored. Your call goes on.';
/** The fifteen seconds for which a place is kept, and what the SDK needs to notice. */
const PLACE_LOST_WITHIN_MS = 40_000;
/** Longer than all tries at Twilio take together. */
const OFFLINE_MS = 20_000;
/** The fake microphone beeps once a second, far louder than this. */
const SILENT = 0.01;

const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click();

contractsOrSkip('two people in a room at Twilio', () => {
  describe('two people in a room at Twilio', () => {
    let place: TwilioClinic;
    const browsers: Browser[] = [];
    let visit: Visit;
    let patient: Page;
    let doctor: Page;

    beforeAll(async () => {
      place = await startTwilioClinic();
      visit = await place.clinic.book('doctor', 'patient');
      for (let count = 0; count < 2; count += 1) browsers.push(await openBrowser({ flags: [NOWHERE] }));
      const [patients, doctors] = browsers;
      if (!patients || !doctors) throw new Error('two browsers were opened');
      patient = await place.page(patients, { ...PHONE, colorScheme: 'dark' });
      doctor = await place.page(doctors);
      await enterVisit(patient, place.clinic, 'patient', visit);
      await enterVisit(doctor, place.clinic, 'doctor', visit);
    });
    afterAll(async () => {
      for (const browser of browsers) await browser.close();
      await place?.stop();
    });

    const record = async (): Promise<VideoCallDetails['videoCall']> => {
      const { body } = await (await place.clinic.as('doctor')).mustGet(`/api/video-calls/${visit.id}`);
      return Value.Parse(VideoCallDetails, body).videoCall;
    };

    test('see each other, over the room that was made for them, and talk to Twilio at one address alone', async () => {
      tell('pictures', await untilAllSee([patient, doctor]));
      expect(place.rest.rooms.inside(visit.room)).toHaveLength(2);
      expect([...place.video.pages.addresses]).toEqual(['wss://global.vss.twilio.com/signaling']);
    });

    test('were let in by tokens for this room alone, under names that hold no address', () => {
      expect(place.video.tokens).toHaveLength(2);
      for (const { grants } of place.video.tokens) {
        expect(grants.video).toEqual({ room: visit.room });
        expect(grants.identity).toMatch(/^[0-9a-f-]{36}-(doctor|patient)$/);
      }
    });

    test('are told by the browser itself where no webhook can reach the clinic', async () => {
      const videoCall = await record();
      expect(videoCall.status).toBe('IN_PROGRESS');
      expect(videoCall.doctorJoinedAt).not.toBeNull();
      expect(videoCall.patientJoinedAt).not.toBeNull();
    });

    test('who mutes is not heard, and the other is told; also the other way round', async () => {
      expect(await loudestSound(patient)).toBeGreaterThan(SILENT);
      await press(doctor, 'Mute');
      await badge(patient, 'Muted').waitFor();
      expect(await loudestSound(patient)).toBeLessThan(SILENT);
      await press(doctor, 'Unmute');
      await badge(patient, 'Muted').waitFor({ state: 'detached' });
      expect(await loudestSound(patient)).toBeGreaterThan(SILENT);
    });

    test('a camera that is turned off is let go of, and comes back', async () => {
      await press(doctor, 'Camera off');
      await badge(patient, 'Camera off').waitFor();
      await untilSaid(patient, /has the camera off/);
      await press(doctor, 'Camera on');
      await badge(patient, 'Camera off').waitFor({ state: 'detached' });
      await untilAllSee([patient]);
    });

    test('a camera that Twilio refuses is sent once more, and then said to be off on both sides', async () => {
      const refuse = async (times: number): Promise<void> => {
        await press(doctor, 'Camera off');
        await badge(patient, 'Camera off').waitFor();
        place.video.refuseTracks('camera', times);
        await press(doctor, 'Camera on');
        await doctor.getByRole('button', { name: 'Camera off', exact: true }).waitFor();
      };
      await refuse(1);
      await badge(patient, 'Camera off').waitFor({ state: 'detached' });
      await untilAllSee([patient]);
      await refuse(2);
      await doctor.getByRole('button', { name: 'Camera on', exact: true }).waitFor();
      expect(await badge(patient, 'Camera off').count()).toBe(1);
      await press(doctor, 'Camera on');
      await badge(patient, 'Camera off').waitFor({ state: 'detached' });
      await untilAllSee([patient]);
    });

    test('a shared screen is seen instead of the camera, and the camera again after', async () => {
      await press(doctor, 'Share screen');
      await badge(patient, 'Shares the screen').waitFor();
      await untilAllSee([patient]);
      await keepScreenshot(patient, 'twilio-shares-phone');
      await press(doctor, 'Stop sharing');
      await badge(patient, 'Shares the screen').waitFor({ state: 'detached' });
      await untilAllSee([patient, doctor]);
    });

    test('who speaks is said over the picture, and moves nothing', async () => {
      const name = patient.getByRole('heading', { level: 1 });
      const before = await name.boundingBox();
      const [identity] = place.video.identitiesIn(visit.room).filter((one) => one.endsWith('-doctor'));
      expect(await sayWhoSpeaks(doctor, place.video.sidOf(identity ?? ''))).toBe(1);
      await untilSaid(patient, /is speaking$/);
      expect(await name.boundingBox()).toEqual(before);
      await keepScreenshot(patient, 'twilio-speaking-phone');
      await sayWhoSpeaks(doctor, null);
      await patient.getByText(/is speaking$/).waitFor({ state: 'detached' });
      const [theirs] = place.video.identitiesIn(visit.room).filter((one) => one.endsWith('-patient'));
      await sayWhoSpeaks(patient, place.video.sidOf(theirs ?? ''));
      await untilSaid(doctor, /is speaking$/);
      await keepScreenshot(doctor, 'twilio-speaking-desk');
    });

    test('a signalling link that is cut is said, costs no picture, and is back by itself', async () => {
      place.video.pages.cutOff(patient);
      await untilSaid(patient, SIGNALLING_AWAY);
      await untilAllSee([patient, doctor]);
      await keepScreenshot(patient, 'twilio-away-phone');
      place.video.pages.bringBack(patient);
      await patient.getByText(SIGNALLING_AWAY).waitFor({ state: 'detached' });
      await press(patient, 'Mute');
      await badge(doctor, 'Muted').waitFor();
      await press(patient, 'Unmute');
      await badge(doctor, 'Muted').waitFor({ state: 'detached' });
    });

    test('a place that is lost meanwhile is taken again with a fresh token', async () => {
      const before = place.video.tokens.length;
      place.video.pages.cutOff(patient);
      await untilSaid(doctor, /lost the connection/, PLACE_LOST_WITHIN_MS);
      await untilSaid(patient, 'Connection lost', PLACE_LOST_WITHIN_MS);
      place.video.pages.bringBack(patient);
      tell('pictures after the place was lost', await untilAllSee([patient, doctor]));
      expect(place.video.tokens.length).toBe(before + 1);
    });

    test('half a minute on no network at all ends no call', async () => {
      await patient.context().setOffline(true);
      place.video.pages.cutOff(patient);
      await untilSaid(patient, 'Connection lost', PLACE_LOST_WITHIN_MS);
      await keepScreenshot(patient, 'twilio-reconnecting-phone');
      await patient.waitForTimeout(OFFLINE_MS);
      expect(await patient.getByText('Connection lost').count()).toBe(1);
      place.video.pages.bringBack(patient);
      await patient.context().setOffline(false);
      tell('pictures after no network', await untilAllSee([patient, doctor]));
    });

    test('a reload, and leaving and coming back, lead to the other again', async () => {
      const before = (await record()).updatedAt;
      await patient.reload();
      // Told by a page that is gone by then.
      await expect.poll(async () => (await record()).updatedAt).not.toBe(before);
      await joinNow(patient);
      tell('pictures after a reload', await untilAllSee([patient, doctor]));
      await press(patient, 'Leave');
      await untilSaid(doctor, /left$/);
      await press(patient, 'Rejoin');
      tell('pictures after leaving', await untilAllSee([patient, doctor]));
    });

    test('a second tab takes the visit over, and it can be brought back', async () => {
      const second = await place.tabOf(doctor);
      await second.goto(linkTo(place.clinic, visit));
      await joinNow(second);
      await doctor.getByRole('heading', { name: 'This visit is open in another tab' }).waitFor();
      await untilAllSee([patient, second]);
      await doctor.bringToFront();
      await press(doctor, 'Use here');
      await second.getByRole('heading', { name: 'This visit is open in another tab' }).waitFor();
      await untilAllSee([patient, doctor]);
      await second.close();
    });

    test('the doctor ends it for both, in the record and at Twilio', async () => {
      await press(doctor, 'End visit');
      for (const page of [patient, doctor]) {
        await page.getByRole('heading', { name: 'The visit is over' }).waitFor();
      }
      await expect.poll(() => place.rest.rooms.open(visit.room)).toBeUndefined();
      expect((await record()).status).toBe('COMPLETED');
    });
  });
});
