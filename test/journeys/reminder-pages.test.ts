import type { Browser, Locator, Page } from 'playwright-core';
import { Value } from 'typebox/value';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Appointment } from '../../contract/appointments.ts';
import { Me } from '../../contract/people.ts';
import type { VisitMessages } from '../../contract/reminders.ts';
import { openBrowser } from './browser.ts';
import { type Clinic, startClinic } from './clinic.ts';
import { expectToLookWell, listenToComplaints } from './look.ts';
import { fillSignIn, newPage, PHONE, signIn } from './person.ts';
import { answerMessages, answerStopped, messagesOf, onlyTo, sentMessage } from './visit-messages.ts';

const REMINDERS = { title: 'Reminders', heading: 'Reminders' };
const VISIT = { title: 'Visit with Dr Amara Okafor', heading: 'Visit' };
const NOTHING: VisitMessages = { planned: [], sent: [] };

describe('what people are told of their visits', () => {
  let clinic: Clinic;
  let browser: Browser;
  let page: Page;
  let visit: Appointment;
  let complaints: string[];

  const bookAs = async (name: 'patient' | 'patient2'): Promise<Appointment> => {
    const { id } = await clinic.book('doctor', name);
    return Value.Parse(
      Appointment,
      (await (await clinic.as('doctor')).mustGet(`/api/appointments/${id}/`)).body,
    );
  };

  beforeAll(async () => {
    clinic = await startClinic();
    browser = await openBrowser();
    visit = await bookAs('patient');
  });
  beforeEach(async () => {
    page = await newPage(browser);
    complaints = listenToComplaints(page);
  });
  afterEach(async () => {
    await page.context().close();
    expect(complaints).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await clinic?.stop();
  });

  const box = (name: string | RegExp): Locator => page.getByRole('checkbox', { name });
  const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
  const sent = (): Locator => page.getByRole('region', { name: 'Sent', exact: true }).locator('ol').first();
  const planned = (): Locator => page.getByRole('region', { name: 'Still to come' });
  /** The messages that are shown of those sent, each as its own words. */
  const sentItems = (): Promise<string[]> => sent().locator(':scope > li').allInnerTexts();
  const untilFocused = (target: Locator): Promise<void> =>
    expect.poll(() => target.evaluate((element) => element === document.activeElement)).toBe(true);
  const own = async (): Promise<Me> =>
    Value.Parse(Me, (await (await clinic.as('patient')).mustGet('/api/me')).body);
  const pathOf = (): string => page.url().slice(clinic.origin.length);

  describe('is up to them', () => {
    afterEach(async () => {
      const asBefore = { channels: ['whatsapp', 'sms', 'email'], quiet_hours: null };
      await (await clinic.as('patient')).request('PATCH', '/api/me', asBefore);
    });

    test('which ways it takes, and in which hours reminders wait', async () => {
      await signIn(page, clinic, 'patient');
      await page.getByRole('link', { name: 'Profile', exact: true }).click();
      await page.getByText('By WhatsApp, or else by text message, and by e-mail. No quiet hours.').waitFor();
      await page.getByRole('link', { name: 'Change reminders' }).click();
      await untilFocused(page.getByRole('heading', { level: 1, name: 'Reminders' }));
      await box('WhatsApp').uncheck();
      await box('Hold reminders back in quiet hours').check();
      await page.getByText('In your own time zone: India Standard Time.').waitFor();
      await page.getByLabel('To', { exact: true }).fill('22:00');
      await button('Save').click();
      await page.getByText('They must end at another time than they begin.').waitFor();
      await untilFocused(page.getByLabel('To', { exact: true }));
      expect((await own()).quiet_hours).toBeNull();
      await expectToLookWell(page, 'reminders-fault', REMINDERS);
      await page.getByLabel('From', { exact: true }).fill('21:30');
      await page.getByLabel('To', { exact: true }).fill('06:15');
      await button('Save').click();
      await page.getByText('Saved.').waitFor();
      expect(await own()).toMatchObject({
        channels: ['sms', 'email'],
        quiet_hours: { from: '21:30', to: '06:15' },
      });

      await page.reload();
      expect(await box('WhatsApp').isChecked()).toBe(false);
      expect(await page.getByLabel('From', { exact: true }).inputValue()).toBe('21:30');
      await page.getByRole('link', { name: 'Profile', exact: true }).click();
      await page
        .getByText(/^By text message and by e-mail\. Quiet hours from 9:30\sPM to 6:15\sAM\.$/)
        .waitFor();
      await page.getByRole('link', { name: 'Change reminders' }).click();
      await box('Hold reminders back in quiet hours').uncheck();
      await button('Save').click();
      await page.getByText('Saved.').waitFor();
      expect((await own()).quiet_hours).toBeNull();
    });

    test('and a call for codes stays as it was', async () => {
      await (await clinic.as('patient')).request('PATCH', '/api/me', { channels: ['voice', 'email'] });
      await signIn(page, clinic, 'patient');
      await page.goto(`${clinic.origin}/profile/reminders`);
      await box(/Text message/).check();
      expect(await page.getByRole('checkbox').count()).toBe(4);
      await button('Save').click();
      await page.getByText('Saved.').waitFor();
      expect((await own()).channels).toEqual(['sms', 'email', 'voice']);
    });

    test('and they are told where STOP closed a way, and when nothing reaches them', async () => {
      await answerStopped(page, ['sms']);
      await signIn(page, clinic, 'patient');
      await page.goto(`${clinic.origin}/profile/reminders`);
      const stop = page.getByText(
        'You answered STOP from this number. Nothing about visits is sent to it until you answer START.',
      );
      await stop.nth(1).waitFor();
      expect(await stop.count()).toBe(2);
      expect(await page.getByText('Nothing reaches you').count()).toBe(0);
      await box('E-mail').uncheck();
      await page.getByText('Messages can’t be sent on any of the ways that are chosen.').waitFor();
      await expectToLookWell(page, 'reminders-stopped', REMINDERS);
      await box('WhatsApp').uncheck();
      await box(/Text message/).uncheck();
      await page.getByText('No way is chosen.').waitFor();
      await button('Save').click();
      await page.getByText('Saved.').waitFor();
      expect((await own()).channels).toEqual([]);
      await page.getByRole('link', { name: 'Profile', exact: true }).click();
      await page.getByText('Nothing reaches you').waitFor();
    });
  });

  describe('stands on the page of the visit', () => {
    test('as the clinic really told it', async () => {
      const { id } = await bookAs('patient');
      await signIn(page, clinic, 'patient');
      await page.goto(`${clinic.origin}/appointments/${id}`);
      await expect
        .poll(sentItems, { timeout: 20_000 })
        .toEqual([
          expect.stringMatching(/^Visit confirmed\n+(Sent|Delivered)\n+(Tomorrow|Today) at /),
          expect.stringMatching(/^Visit confirmed\n+(Sent|Delivered)\n+(Tomorrow|Today) at /),
        ]);
      const own = (await sentItems()).join('\n');
      expect(own).toMatch(/, by WhatsApp$/m);
      expect(own).toMatch(/^To p\S+, by e-mail$/m);
      expect(own).not.toContain('patient@clinic.test');
      await page.context().clearCookies();
      await signIn(page, clinic, 'doctor');
      await page.goto(`${clinic.origin}/appointments/${id}`);
      await expect.poll(sentItems).toHaveLength(4);
      expect((await sentItems()).join('\n')).toMatch(/^To Priya Raman, \S+, by e-mail$/m);
      await expectToLookWell(page, 'visit-page-real', { title: 'Visit with Priya Raman', heading: 'Visit' });
    });

    test('to a patient what went to them, and how far it came', async () => {
      let messages = onlyTo(visit.patient, messagesOf(visit));
      await answerMessages(page, () => messages);
      await signIn(page, clinic, 'patient');
      const card = page.getByRole('article').filter({ has: page.locator(`a[href*="${visit.id}"]`) });
      await card.getByRole('link', { name: 'Details', exact: true }).click();
      await untilFocused(page.getByRole('heading', { level: 1, name: 'Visit' }));
      expect(pathOf()).toBe(`/appointments/${visit.id}`);
      await page.getByRole('link', { name: 'Join video' }).waitFor();
      expect(await page.getByRole('link', { name: 'Details' }).count()).toBe(0);

      await planned().getByText('To your phone and e-mail').waitFor();
      expect(await planned().getByRole('listitem').count()).toBe(1);
      const items = await sentItems();
      expect(items.map((words) => words.split('\n').filter(Boolean).slice(0, 2))).toEqual([
        ['Visit moved', 'Waiting'],
        ['Reminder, a day before', 'Delivered'],
        ['Reminder, a day before', 'Not delivered'],
        ['Visit confirmed', 'Read'],
      ]);
      expect(items[1]).toContain('To +1 ••• ••• ••43, by text message');
      expect(items[2]).toContain('Sending this way did not work at the clinic.');
      await page.getByText('How far it came').last().click();
      await sent().getByRole('listitem').filter({ hasText: 'Waiting' }).last().waitFor();
      await expectToLookWell(page, 'visit-page', VISIT);

      // What waits is asked after again by itself.
      messages = {
        ...messages,
        sent: messages.sent.map((message) => ({ ...message, status: 'delivered', fault: null })),
      };
      await expect.poll(async () => (await sentItems())[0], { timeout: 15_000 }).toContain('Delivered');
      await page.getByRole('link', { name: 'Reminders' }).click();
      await page.getByRole('heading', { level: 1, name: 'Reminders' }).waitFor();
    });

    test.each(['doctor', 'admin'] as const)('to the %s what went to both, with names', async (name) => {
      await page.context().close();
      page = await newPage(browser, PHONE);
      complaints = listenToComplaints(page);
      await answerMessages(page, () => messagesOf(visit));
      await signIn(page, clinic, name);
      await page.goto(`${clinic.origin}/appointments/${visit.id}`);
      const doctor = name === 'doctor' ? 'you' : 'Dr Amara Okafor';
      await planned().getByText('To Priya Raman’s phone and e-mail').waitFor();
      expect(await planned().getByRole('listitem').count()).toBe(2);
      const items = await sentItems();
      expect(items).toHaveLength(6);
      expect(items[3]).toContain(`To ${doctor}, d•••••@clinic.test, by e-mail`);
      expect(items[4]).toContain('To Priya Raman, +1 ••• ••• ••43, by WhatsApp');
      expect(items[5]).toContain('Nobody has told us whether it arrived.');
      expect(items[2]).toContain(name === 'admin' ? 'Check the settings.' : 'did not work at the clinic.');
      const title =
        name === 'doctor' ? 'Visit with Priya Raman' : 'Visit of Priya Raman with Dr Amara Okafor';
      await expectToLookWell(page, `visit-page-${name}`, { title, heading: 'Visit' });
    });

    test('anew when the visit changes', async () => {
      const { id, patient } = await bookAs('patient');
      let messages = NOTHING;
      await answerMessages(page, () => messages);
      await signIn(page, clinic, 'patient');
      await page.goto(`${clinic.origin}/appointments/${id}`);
      await page.getByText('No messages', { exact: true }).waitFor();
      await expectToLookWell(page, 'visit-page-empty', VISIT);
      const cancelled = {
        kind: 'visit_cancelled',
        person: patient,
        channel: 'sms',
        to: '+1 ••• 43',
      } as const;
      messages = { planned: [], sent: [sentMessage({ ...cancelled, status: 'delivered' }, 0)] };
      await button('Cancel visit').click();
      await button('Yes, cancel it').click();
      await sent().getByText('Visit cancelled').waitFor();
      await page.getByText('Cancelled', { exact: true }).waitFor();
      await page.goto(clinic.origin);
      const past = page.getByRole('region', { name: 'Past' }).getByRole('article');
      await past.first().getByRole('link', { name: 'Details' }).click();
      await page.getByRole('heading', { name: 'Messages' }).waitFor();
    });

    test('or why not, with a way to ask again', async () => {
      let messages: VisitMessages | null = null;
      await answerMessages(page, () => messages);
      await signIn(page, clinic, 'patient');
      await page.goto(`${clinic.origin}/appointments/${visit.id}`);
      await page.getByRole('alert').filter({ hasText: 'can’t be reached' }).waitFor();
      await page.getByRole('link', { name: 'Join video' }).waitFor();
      complaints.length = 0;
      messages = onlyTo(visit.patient, messagesOf(visit));
      await button('Try again').click();
      await planned().waitFor();
      expect(await page.getByRole('alert').count()).toBe(0);
    });

    test('behind a link that was opened cold, and for nobody else', async () => {
      await answerMessages(page, () => NOTHING);
      await page.goto(`${clinic.origin}/appointments/${visit.id}`);
      await fillSignIn(page, 'patient');
      await page.getByRole('heading', { level: 1, name: 'Visit' }).waitFor();
      expect(pathOf()).toBe(`/appointments/${visit.id}`);
      await page.goto(`${clinic.origin}/appointments/${visit.number}`);
      await page.getByRole('article').getByRole('heading', { name: 'Dr Amara Okafor' }).waitFor();
      const foreign = await bookAs('patient2');
      for (const ref of [foreign.id, '0193d2b0-0000-7000-8000-000000000000', 'nonsense']) {
        await page.goto(`${clinic.origin}/appointments/${ref}`);
        await page.getByRole('heading', { level: 1, name: 'There is nothing here' }).waitFor();
      }
    });
  });
});
