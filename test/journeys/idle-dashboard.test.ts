import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type DemoName, demoEmail } from '../../server/seed/demo-people.ts';
import { textAt } from '../processes/api-client.ts';
import { openBrowser } from './browser.ts';
import { type ClinicInTime, startClinicInTime } from './clinic-in-time.ts';
import { listen, toldIn } from './notification-log.ts';
import { fillSignIn, newPage, signIn, untilSaid } from './person.ts';

const MINUTE_MS = 60_000;
/** As `startClinic` has it. */
const JOIN_EARLY_MINUTES = 120;
const OPENS_IN_MINUTES = 90;
const SPAN_MINUTES = 120;
const VISITS = '/api/appointments?scope=upcoming';
const SIGNED_OUT = 'You have been signed out, as happens by itself after a while without use.';

describe('a dashboard that stays open', () => {
  let inTime: ClinicInTime;
  let browser: Browser;
  beforeAll(async () => {
    inTime = await startClinicInTime();
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await inTime?.stop();
  });

  /** Somebody on their dashboard, with a clock of their own. */
  const person = async (name: DemoName): Promise<Page> => {
    const page = await newPage(browser);
    onTestFinished(() => page.context().close());
    await listen(page.context());
    await page.context().grantPermissions(['notifications'], { origin: inTime.clinic.origin });
    await page.clock.install();
    await signIn(page, inTime.clinic, name);
    return page;
  };

  /** So many minutes more since the server heard of them, in all their sessions. */
  const letIdle = async (name: DemoName, minutes: number): Promise<void> => {
    await inTime.db.query(
      `UPDATE sessions SET seen_at = seen_at - $2::integer * interval '1 minute'
       WHERE person_id = (SELECT id FROM people WHERE lower(email) = $1)`,
      [demoEmail(name), minutes],
    );
  };

  /** Lets the page's own time pass until it looks at the server again; what it is answered. */
  const nextLook = async (page: Page, minutes: number): Promise<number> => {
    const answer = page.waitForResponse((response) => response.url().includes(VISITS));
    await page.clock.fastForward(minutes * MINUTE_MS);
    // A page that was still busy has set its timer only now.
    const again = setInterval(() => void page.clock.fastForward(MINUTE_MS).catch(() => {}), 2_000);
    try {
      return (await answer).status();
    } finally {
      clearInterval(again);
    }
  };

  /** A visit whose room opens in an hour and a half, or a little later where somebody has another one then. */
  const bookAhead = async (): Promise<{ visit: string; opensAt: number }> => {
    const { clinic } = inTime;
    const idOf = async (name: DemoName) =>
      textAt((await (await clinic.as(name)).mustGet('/api/me')).body, 'id');
    const visit = {
      doctor_id: await idOf('doctor2'),
      patient_id: await idOf('patient3'),
      duration_minutes: 5,
    };
    const doctor = await clinic.as('doctor2');
    const earliest = Math.ceil(Date.now() / MINUTE_MS + JOIN_EARLY_MINUTES + OPENS_IN_MINUTES);
    for (let minute = earliest; minute < earliest + SPAN_MINUTES; minute += 5) {
      const starts_at = new Date(minute * MINUTE_MS).toISOString();
      const answer = await doctor.request('POST', '/api/appointments', { ...visit, starts_at });
      const opensAt = (minute - JOIN_EARLY_MINUTES) * MINUTE_MS;
      if (answer?.status === 201) return { visit: textAt(answer.body, 'id'), opensAt };
    }
    throw new Error('both are busy all the time');
  };

  test('keeps the session of whoever touches it', async () => {
    const page = await person('doctor');
    for (let times = 0; times < 3; times += 1) {
      await letIdle('doctor', 40);
      await page.mouse.move(100, 100 + times);
      expect(await nextLook(page, 1)).toBe(200);
    }
  });

  test('lets it end where nobody does, and still tells of the visits that it knew', async () => {
    const { visit, opensAt } = await bookAhead();
    const page = await person('doctor2');
    await page.getByRole('button', { name: 'Tell me when it is time to join' }).click();
    await page.getByText('Your browser tells you when it is time to join').waitFor();
    await letIdle('doctor2', 40);
    expect(await nextLook(page, 11)).toBe(200);
    await letIdle('doctor2', 25);
    expect(await nextLook(page, 11)).toBe(401);
    await untilSaid(page, SIGNED_OUT);

    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    const told = async () => (await toldIn(page)).filter(({ tag }) => tag === `anteroom-open-${visit}`);
    expect(await told()).toEqual([]);
    await page.clock.fastForward(opensAt - (await page.evaluate(() => Date.now())));
    await expect.poll(told).toEqual([
      {
        title: 'It should be time to join your visit',
        body: expect.stringMatching(
          /^You have been signed out\. As last known, your visit at Anteroom starts/,
        ),
        tag: `anteroom-open-${visit}`,
      },
    ]);
    expect(asked).toEqual([]);

    await page.evaluate((tag) => {
      window.told.find((notice) => notice.tag === tag)?.dispatchEvent(new Event('click'));
    }, `anteroom-open-${visit}`);
    await page.waitForURL('**/sign-in?next=**');
    await fillSignIn(page, 'doctor2');
    await page.waitForURL(`**/appointments/${visit}/video`);
  });
});
