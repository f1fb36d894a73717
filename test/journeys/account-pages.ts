import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import type { DeliveryState } from '../../contract/deliveries.ts';
import { DEMO_PEOPLE, type DemoName } from '../../server/seed/demo-people.ts';
import { openBrowser } from './browser.ts';
import type { Clinic } from './clinic.ts';
import { type ClinicInTime, startClinicInTime } from './clinic-in-time.ts';
import { codeTo, countTo } from './inbox.ts';
import { listenToComplaints } from './look.ts';
import { newPage } from './person.ts';

export const NEW_PASSWORD = 'three lanterns by the door';

export const phoneOf = (name: DemoName): string => DEMO_PEOPLE[name].phone ?? '';

/** Whoever asks on this page what became of a message is told that it was not delivered. */
export const loseMessages = (
  page: Page,
  fault: NonNullable<DeliveryState['fault']>,
  otherChannels: DeliveryState['other_channels'],
): Promise<unknown> =>
  page.route('**/api/deliveries/*', (route) =>
    route.fulfill({
      json: {
        id: route.request().url().split('/').at(-1),
        channel: 'sms',
        status: 'failed',
        fault,
        other_channels: otherChannels,
      },
    }),
  );

const untilFocused = (target: Locator): Promise<void> =>
  expect.poll(() => target.evaluate((element) => element === document.activeElement)).toBe(true);

/** What people do on the page that is shown. */
const onPage = (pageOf: () => Page, clinicOf: () => Clinic) => {
  const field = (name: string): Locator => pageOf().getByLabel(name, { exact: true });
  const press = (name: string): Promise<void> => pageOf().getByRole('button', { name, exact: true }).click();
  const boxes = (): Locator => pageOf().getByRole('group', { name: 'One-time code' }).getByRole('textbox');
  return {
    field,
    press,
    boxes,
    untilFocused,
    link: (name: string): Locator => pageOf().getByRole('link', { name, exact: true }),
    says: (words: string | RegExp): Promise<void> =>
      pageOf().getByRole('alert').filter({ hasText: words }).first().waitFor(),
    untilIn: (): Promise<void> => pageOf().getByRole('heading', { name: 'Upcoming' }).waitFor(),
    pathOf: (): string => pageOf().url().slice(clinicOf().origin.length),
    /** Types into the boxes, which have the cursor by themselves. */
    type: async (code: string): Promise<void> => {
      await untilFocused(boxes().first());
      await pageOf().keyboard.type(code);
    },
    /** Asks for a code on the page that is shown, and reads what came. */
    askFor: async (to: string, button = 'Send me a code'): Promise<string> => {
      const before = await countTo(clinicOf(), to);
      await press(button);
      await boxes().first().waitFor();
      return codeTo(clinicOf(), to, before);
    },
    fillRegister: async (email: string, phone: string): Promise<void> => {
      await field('First name').fill('Lucía');
      await field('Last name').fill('Ortega');
      await field('E-mail').fill(email);
      await field('Phone number').fill(phone);
      await field('Password').fill(NEW_PASSWORD);
    },
  };
};

/** A clinic for the tests of a file and a page for each of them, two days after the codes of the one before. */
export const accountPages = () => {
  let running: ClinicInTime;
  let browser: Browser;
  let page: Page;
  let complaints: string[];

  const open = async (options: BrowserContextOptions = {}): Promise<void> => {
    page = await newPage(browser, options);
    complaints = listenToComplaints(page);
  };

  beforeAll(async () => {
    running = await startClinicInTime();
    browser = await openBrowser();
  });
  beforeEach(async () => {
    await running.letPass(2 * 24 * 60);
    await open();
  });
  afterEach(async () => {
    await page.context().close();
    expect(complaints).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await running?.stop();
  });

  return {
    ...onPage(
      () => page,
      () => running.clinic,
    ),
    get page() {
      return page;
    },
    get browser() {
      return browser;
    },
    get clinic() {
      return running.clinic;
    },
    get db() {
      return running.db;
    },
    letPass: (minutes: number): Promise<void> => running.letPass(minutes),
    /** Another page in place of the one that is there. */
    reopen: async (options: BrowserContextOptions): Promise<void> => {
      await page.context().close();
      await open(options);
    },
  };
};
