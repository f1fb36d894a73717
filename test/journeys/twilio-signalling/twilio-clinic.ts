import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import { startTwilioFake, type TwilioFake } from '../../vendors/twilio-fake.ts';
import { type Clinic, startClinic } from '../clinic.ts';
import { newPage } from '../person.ts';
import { RoomSignalling } from './room-signalling.ts';
import { prepareSpeakers } from './speakers.ts';

const KEYS = {
  accountSid: `AC${'0a'.repeat(16)}`,
  apiKeySid: `SK${'2c'.repeat(16)}`,
  apiKeySecret: 'secret of the key that only the vendor has too',
};

/** Nothing of a page leaves this machine, whatever it asks for. */
export const NOWHERE = '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1';

export interface TwilioClinic {
  readonly clinic: Clinic;
  readonly rest: TwilioFake;
  readonly video: RoomSignalling;
  /** A page of a new profile, whose way to Twilio ends on this machine. */
  page: (browser: Browser, options?: BrowserContextOptions) => Promise<Page>;
  /** Another tab of the same person. */
  tabOf: (page: Page) => Promise<Page>;
  stop: () => Promise<void>;
}

/** A clinic that holds its visits at Twilio, with the vendor's REST and signalling in its place. */
export const startTwilioClinic = async (env: Record<string, string> = {}): Promise<TwilioClinic> => {
  const authToken = 'token that only the vendor knows';
  const rest = await startTwilioFake({ accountSid: KEYS.accountSid, authToken });
  const video = new RoomSignalling(KEYS, rest.rooms);
  const clinic = await startClinic({
    env: {
      VIDEO_OTP: 'off',
      VIDEO_PROVIDER: 'twilio',
      TWILIO_ACCOUNT_SID: KEYS.accountSid,
      TWILIO_AUTH_TOKEN: authToken,
      TWILIO_API_KEY_SID: KEYS.apiKeySid,
      TWILIO_API_KEY_SECRET: KEYS.apiKeySecret,
      TWILIO_VIDEO_URL: rest.url.href,
      ...env,
    },
  });
  const led = async (page: Page): Promise<Page> => {
    await video.pages.lead(page);
    await prepareSpeakers(page);
    return page;
  };
  return {
    clinic,
    rest,
    video,
    page: async (browser, options) => led(await newPage(browser, options)),
    tabOf: async (page) => led(await page.context().newPage()),
    stop: async () => {
      await clinic.stop();
      video.stop();
      await rest.stop();
      expect(rest.violations).toEqual([]);
    },
  };
};
