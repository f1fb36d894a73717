import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { contractsOrSkip } from '../vendors/contracts.ts';
import { openBrowser } from './browser.ts';
import type { Visit } from './clinic.ts';
import { expectToLookWell, listenToComplaints } from './look.ts';
import { joinNow, linkTo, PHONE, signIn, tell, untilSaid } from './person.ts';
import { NOWHERE, startTwilioClinic, type TwilioClinic } from './twilio-signalling/twilio-clinic.ts';

/** Whoever a move or a cancellation concerns is out within this. */
const OUT_WITHIN_MS = 5_000;
const HOUR_MS = 3_600_000;
const WAITING = /^Waiting for /;

const heading = (page: Page, name: string): Promise<void> =>
  page.getByRole('heading', { level: 1, name }).waitFor();

contractsOrSkip('a patient whom Twilio does not let in', () => {
  describe('a patient whom Twilio does not let in', () => {
    let place: TwilioClinic;
    let patients: Browser;
    let patient: Page;
    let visit: Visit;

    beforeAll(async () => {
      place = await startTwilioClinic();
      patients = await openBrowser({ flags: [NOWHERE] });
      patient = await place.page(patients, PHONE);
      await signIn(patient, place.clinic, 'patient');
      visit = await place.clinic.book('doctor', 'patient');
    });
    beforeEach(async () => {
      await patient.goto(linkTo(place.clinic, visit));
    });
    afterEach(() => place.video.refuse(null));
    afterAll(async () => {
      await patients?.close();
      await place?.stop();
    });

    /** In a visit of its own, for what ends it. */
    const waitInAnother = async (): Promise<Visit> => {
      const another = await place.clinic.book('doctor', 'patient');
      await patient.goto(linkTo(place.clinic, another));
      await joinNow(patient);
      await untilSaid(patient, WAITING);
      return another;
    };

    const comeBack = async (): Promise<void> => {
      place.video.refuse(null);
      await patient.getByRole('button', { name: 'Join again' }).click();
      await untilSaid(patient, WAITING);
    };

    test.each([
      { code: 20101, title: 'This visit needs to be opened again' },
      { code: 53105, title: 'The room is full' },
      { code: 53106, title: 'The room was closed' },
      { code: 53405, title: 'No way through for picture and sound' },
      { code: 53407, title: 'No way through for picture and sound' },
    ] as const)(
      'for $code reads “$title”, and comes in by “Join again” once that has passed',
      async (refusal) => {
        place.video.refuse(refusal.code);
        await patient.getByRole('button', { name: 'Join now' }).click();
        await heading(patient, refusal.title);
        await comeBack();
      },
    );

    test('with a token that has expired gets another without noticing', async () => {
      const before = place.video.tokens.length;
      place.video.refuse(20104, 1);
      await joinNow(patient);
      await untilSaid(patient, WAITING);
      expect(place.video.tokens.length).toBe(before + 1);
    });

    test('whose fresh token has expired as well reads so, and can join again', async () => {
      place.video.refuse(20104);
      await patient.getByRole('button', { name: 'Join now' }).click();
      await heading(patient, 'This page was open for a long time');
      await comeBack();
    });

    test('while nobody answers at Twilio is told that it is tried, then that it can’t be reached', async () => {
      place.video.pages.cutOff(patient);
      await patient.getByRole('button', { name: 'Join now' }).click();
      await untilSaid(patient, 'The visit can’t be reached just now');
      await heading(patient, 'The video can’t be reached');
      await expectToLookWell(patient, 'twilio unreachable', {
        title: 'The video can’t be reached',
        heading: 'The video can’t be reached',
      });
      place.video.pages.bringBack(patient);
      await comeBack();
    });

    test('is out of a visit that was moved within five seconds, and so is the old room', async () => {
      const { id, room } = await waitInAnother();
      const starts_at = new Date(Math.ceil(Date.now() / HOUR_MS + 48) * HOUR_MS).toISOString();
      const started = performance.now();
      const path = `/api/appointments/${id}`;
      expect(await (await place.clinic.as('doctor')).request('PATCH', path, { starts_at })).toMatchObject({
        status: 200,
      });
      await heading(patient, 'This visit was moved to another time');
      const took = performance.now() - started;
      tell('out of a visit that was moved', took);
      expect(took).toBeLessThan(OUT_WITHIN_MS);
      await expect.poll(() => place.rest.rooms.open(room)).toBeUndefined();
      expect(place.video.identitiesIn(room)).toEqual([]);
    });

    test('is out of a visit that was cancelled within five seconds, also while Twilio puts nobody out', async () => {
      const { id, room } = await waitInAnother();
      place.rest.behave({ as: 'refuse', status: 500, code: 20500 }, room);
      const started = performance.now();
      const path = `/api/appointments/${id}/cancel`;
      await (await place.clinic.as('doctor')).request('POST', path, {});
      await heading(patient, 'This visit was cancelled');
      const took = performance.now() - started;
      tell('out of a visit that was cancelled', took);
      expect(took).toBeLessThan(OUT_WITHIN_MS);
      place.rest.behave({ as: 'usual' }, room);
    });

    test('and whom somebody at Twilio puts out reads that the room was closed', async () => {
      const { room } = await waitInAnother();
      const sid = place.rest.rooms.open(room)?.sid ?? '';
      place.rest.rooms.update(sid, new Map([['Status', 'completed']]));
      await heading(patient, 'The room was closed');
    });

    test('in a browser without WebRTC reads so instead of waiting', async () => {
      const old = await place.tabOf(patient);
      await old.addInitScript(() => Reflect.deleteProperty(window, 'RTCPeerConnection'));
      await old.goto(linkTo(place.clinic, visit));
      await old.getByRole('button', { name: 'Join now' }).click();
      await heading(old, 'This browser can’t hold a video visit');
      await old.close();
    });

    test('has a page that lets the SDK load and reach its one address, and no other', async () => {
      const page = await patient.context().newPage();
      const complaints = listenToComplaints(page);
      await page.goto(linkTo(place.clinic, visit));
      const refusedBy = (address: string) =>
        page.evaluate(async (url) => {
          const refusals: string[] = [];
          document.addEventListener('securitypolicyviolation', (event) =>
            refusals.push(event.effectiveDirective),
          );
          await new Promise((resolve) => {
            const socket = new WebSocket(url);
            socket.addEventListener('error', resolve);
            setTimeout(resolve, 3_000);
          }).catch(() => {});
          return refusals;
        }, address);
      expect(await refusedBy('wss://global.vss.twilio.com/signaling')).toEqual([]);
      expect(await refusedBy('wss://elsewhere.twilio.com/signaling')).toEqual(['connect-src']);
      expect(complaints.filter((each) => /unsafe-eval|script-src/.test(each))).toEqual([]);
      await page.close();
    });
  });
});
