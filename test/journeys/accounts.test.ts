import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type { Database } from '../../server/database/database.ts';
import { openServerDatabase } from '../../server/database/server-database.ts';
import { DEMO_PASSWORD, DEMO_PEOPLE, type DemoName, demoEmail } from '../../server/seed/demo-people.ts';
import { call } from '../processes/api-client.ts';
import { createDatabase } from '../set-up/postgres.ts';
import { openBrowser } from './browser.ts';
import { type Clinic, startClinic } from './clinic.ts';
import { codeTo, countTo } from './inbox.ts';
import { expectToLookWell, listenToComplaints } from './look.ts';
import { linkTo, newPage, PHONE, signIn } from './person.ts';

const NEW_PASSWORD = 'three lanterns by the door';
const MEXICO: BrowserContextOptions = { locale: 'es-MX', timezoneId: 'America/Mexico_City' };

const phoneOf = (name: DemoName): string => DEMO_PEOPLE[name].phone ?? '';

/** Another code than this one, of the same length. */
const wrong = (code: string): string => `${(Number(code.charAt(0)) + 1) % 10}${code.slice(1)}`;

describe('accounts by code', () => {
  let clinic: Clinic;
  let browser: Browser;
  let db: Database;
  let page: Page;
  let complaints: string[];

  const open = async (options: BrowserContextOptions = {}): Promise<void> => {
    page = await newPage(browser, options);
    complaints = listenToComplaints(page);
  };

  beforeAll(async () => {
    // A PostgreSQL of the test's own, so that the minutes between two codes can be made to pass.
    const url = await createDatabase(inject('postgresUrl'));
    clinic = await startClinic({ env: { DATABASE_URL: url } });
    db = await openServerDatabase(url, 1);
    browser = await openBrowser();
  });
  beforeEach(async () => {
    await letPass(2 * 24 * 60);
    await open();
  });
  afterEach(async () => {
    await page.context().close();
    expect(complaints).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await clinic?.stop();
    await db?.close();
  });

  /** So many minutes more since every code that was sent. */
  const letPass = async (minutes: number): Promise<void> => {
    await db.query("UPDATE otp_sends SET at = at - $1::integer * interval '1 minute'", [minutes]);
  };

  const press = (name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
  const field = (name: string): Locator => page.getByLabel(name, { exact: true });
  const link = (name: string): Locator => page.getByRole('link', { name, exact: true });
  const says = (words: string | RegExp): Promise<void> =>
    page.getByRole('alert').filter({ hasText: words }).first().waitFor();
  const untilIn = (): Promise<void> => page.getByRole('heading', { name: 'Upcoming' }).waitFor();
  const pathOf = (): string => page.url().slice(clinic.origin.length);
  const boxes = (): Locator => page.getByRole('group', { name: 'One-time code' }).getByRole('textbox');

  const isFocused = (target: Locator): Promise<boolean> =>
    target.evaluate((element) => element === document.activeElement);

  const untilFocused = (target: Locator): Promise<void> => expect.poll(() => isFocused(target)).toBe(true);

  /** Types into the boxes, which have the cursor by themselves. */
  const type = async (code: string): Promise<void> => {
    await untilFocused(boxes().first());
    await page.keyboard.type(code);
  };

  /** Asks for a code on the page that is shown, and reads what came. */
  const askFor = async (to: string, button = 'Send me a code'): Promise<string> => {
    const before = await countTo(clinic, to);
    await press(button);
    await boxes().first().waitFor();
    return codeTo(clinic, to, before);
  };

  const fillRegister = async (email: string, phone: string): Promise<void> => {
    await field('First name').fill('Lucía');
    await field('Last name').fill('Ortega');
    await field('E-mail').fill(email);
    await field('Phone number').fill(phone);
    await field('Password').fill(NEW_PASSWORD);
  };

  const statusOfSignIn = async (email: string, password: string): Promise<number> =>
    (await call(clinic.origin, 'POST', '/api/sessions', { body: { email, password } })).status;

  describe('registering', () => {
    test('leads from sign-in to the page asked for, in the zone and language of the browser', async () => {
      await page.context().close();
      await open({ ...PHONE, ...MEXICO });
      const phone = '+12025550161';
      await page.goto(`${clinic.origin}/profile`);
      await link('Register').click();
      await page.getByRole('heading', { name: 'Register', level: 1 }).waitFor();
      await fillRegister('lucia@clinic.test', '+1 (202) 555-0161');
      const code = await askFor(phone, 'Continue');
      await type(code);
      await page.getByRole('heading', { name: 'Profile', level: 1 }).waitFor();
      expect(pathOf()).toBe('/profile');
      expect(await page.getByLabel('First name').inputValue()).toBe('Lucía');
      const me: unknown = await page.evaluate(async () => (await fetch('/api/me')).json());
      expect(me).toMatchObject({
        email: 'lucia@clinic.test',
        phone,
        phone_verified: true,
        role: 'patient',
        time_zone: 'America/Mexico_City',
        locale: 'es',
      });
      expect(await statusOfSignIn('lucia@clinic.test', NEW_PASSWORD)).toBe(201);
    });

    test('asks for what is missing, at the first field, and says what a password needs before', async () => {
      await page.goto(`${clinic.origin}/register`);
      await page.getByText('At least 8 characters.').waitFor();
      await field('Password').fill('short');
      await press('Continue');
      for (const words of [
        'Enter your name',
        'Enter your e-mail address',
        'Enter your phone number',
        'Too short: at least 8 characters',
      ])
        await page.getByText(words).waitFor();
      await untilFocused(field('First name'));
      await fillRegister('new@clinic.test', '+44 12');
      await press('Continue');
      await page.getByText('That is not a phone number we can reach.').waitFor();
      await untilFocused(field('Phone number'));
    });

    test('says at its field which address is taken, keeps the rest, and goes on with another', async () => {
      const phone = '+12025550162';
      await page.goto(`${clinic.origin}/register`);
      await fillRegister(demoEmail('patient'), phone);
      await type(await askFor(phone, 'Continue'));
      await page.getByText('There is an account with this address already.').waitFor();
      await untilFocused(field('E-mail'));
      await field('E-mail').fill('free@clinic.test');
      // The code is used up, and the next has to wait its minute.
      await press('Continue');
      await says('The next code can be sent in');
      await letPass(1);
      await press('Change what I entered');
      await type(await askFor(phone, 'Continue'));
      await untilIn();
    });

    test('says that a password is too common, and takes the same code with a better one', async () => {
      const phone = '+12025550163';
      await page.goto(`${clinic.origin}/register`);
      await fillRegister('common@clinic.test', phone);
      await field('Password').fill('password123');
      const code = await askFor(phone, 'Continue');
      await type(code);
      await page.getByText('one of the first that anybody would try').waitFor();
      await untilFocused(field('Password'));
      await field('Password').fill(NEW_PASSWORD);
      await press('Continue');
      await says('Enter that one here');
      await type(code);
      await untilIn();
    });
  });

  describe('signing in with a code', () => {
    test('by SMS, after a wrong code', async () => {
      await page.goto(`${clinic.origin}/sign-in?next=%2Fbook`);
      await link('Sign in with a code').click();
      await page.getByLabel('Phone number or e-mail').fill(phoneOf('patient2'));
      expect(await page.getByRole('radio', { name: 'SMS' }).isChecked()).toBe(true);
      const code = await askFor(phoneOf('patient2'));
      expect(await boxes().first().getAttribute('autocomplete')).toBe('one-time-code');
      await type(wrong(code));
      await says('That code is wrong or has expired');
      expect(await boxes().first().getAttribute('aria-invalid')).toBe('true');
      await type(code);
      await page.getByRole('heading', { name: 'Book a visit', level: 1 }).waitFor();
      expect(pathOf()).toBe('/book');
    });

    test('by e-mail, which follows from the address, with a code that is pasted', async () => {
      await page.goto(`${clinic.origin}/sign-in/code`);
      await page.getByLabel('Phone number or e-mail').fill(demoEmail('patient2'));
      expect(await page.getByRole('radio', { name: 'E-mail' }).isChecked()).toBe(true);
      await page.getByRole('radio', { name: 'WhatsApp' }).check();
      await press('Send me a code');
      await page.getByText('For a code by WhatsApp, enter your phone number').waitFor();
      await page.getByRole('radio', { name: 'E-mail' }).check();
      const code = await askFor(demoEmail('patient2'));
      await page.getByText(`We sent a code by e-mail to ${demoEmail('patient2')}`).waitFor();
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await page.evaluate((text) => navigator.clipboard.writeText(text), `Code: ${code}.`);
      await untilFocused(boxes().first());
      await page.keyboard.press('Control+V');
      await untilIn();
    });

    test('offers to register where there is no account, with the number and the code at hand', async () => {
      const phone = '+12025550164';
      await page.goto(`${clinic.origin}/sign-in/code`);
      await page.getByLabel('Phone number or e-mail').fill(phone);
      const code = await askFor(phone);
      await type(code);
      await says('there is no account for this address yet');
      const register = page.getByRole('alert').getByRole('link', { name: 'Register' });
      await untilFocused(register);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Register', level: 1 }).waitFor();
      expect(await field('Phone number').inputValue()).toBe(phone);
      expect(pathOf()).toBe('/register');
      await fillRegister('fresh@clinic.test', phone);
      await press('Continue');
      await says('Enter that one here');
      await type(code);
      await untilIn();
    });

    test('goes another way when the message was not delivered', async () => {
      await page.goto(`${clinic.origin}/sign-in/code`);
      await page.getByLabel('Phone number or e-mail').fill(phoneOf('patient3'));
      await page.route('**/api/deliveries/*', (route) =>
        route.fulfill({
          json: {
            id: route.request().url().split('/').at(-1),
            channel: 'sms',
            status: 'failed',
            fault: 'unreachable',
            other_channels: ['whatsapp', 'voice'],
          },
        }),
      );
      await askFor(phoneOf('patient3'));
      await says('The message was not delivered.');
      await says('switched off or out of reach');
      await page.unroute('**/api/deliveries/*');
      await letPass(1);
      const before = await countTo(clinic, phoneOf('patient3'));
      await press('Try WhatsApp');
      await page.getByText('We sent a code by WhatsApp').waitFor();
      expect(await page.getByText('was not delivered').count()).toBe(0);
      await type(await codeTo(clinic, phoneOf('patient3'), before));
      await untilIn();
    });
  });

  describe('a forgotten password', () => {
    const ask = async (email: string, phone: string): Promise<void> => {
      await page.goto(`${clinic.origin}/sign-in`);
      await link('Choose a new one').click();
      await field('E-mail').fill(email);
      await field('Phone number').fill(phone);
    };
    const SENT = /^If there is an account with this e-mail address and number, a code is on its way by SMS\./;

    test('is replaced, and every device is signed out', async () => {
      const elsewhere = await newPage(browser);
      await signIn(elsewhere, clinic, 'patient');
      await ask(demoEmail('patient'), phoneOf('patient'));
      const code = await askFor(phoneOf('patient'));
      await page.getByText(SENT).waitFor();
      expect(code).toHaveLength(8);
      expect(await boxes().count()).toBe(8);
      await type(code);
      await press('Change password');
      await page.getByText('Choose a password').waitFor();
      await untilFocused(field('New password'));
      await field('New password').fill('password123');
      await press('Change password');
      await page.getByText('one of the first that anybody would try').waitFor();
      await field('New password').fill(NEW_PASSWORD);
      await press('Change password');
      await page.getByRole('heading', { name: 'Your password is changed' }).waitFor();
      await page.getByText('signed out on every device').waitFor();

      await elsewhere.goto(`${clinic.origin}/profile`);
      await elsewhere.getByRole('heading', { name: 'Welcome' }).waitFor();
      await elsewhere.context().close();
      await link('Sign in').click();
      await field('E-mail').fill(demoEmail('patient'));
      await field('Password').fill(DEMO_PASSWORD);
      await press('Sign in');
      await says('don’t go together');
      await field('Password').fill(NEW_PASSWORD);
      await press('Sign in');
      await untilIn();
    });

    test('is asked for in the same words where there is no such account', async () => {
      await ask('nobody@clinic.test', '+12025550165');
      await press('Send me a code');
      await page.getByText(SENT).waitFor();
      await type('12345678');
      await field('New password').fill(NEW_PASSWORD);
      await press('Change password');
      await says('That code is wrong or has expired');
      expect(await countTo(clinic, '+12025550165')).toBe(0);
    });
  });

  describe('another phone number', () => {
    const NEW_NUMBER = '+12025550166';

    test('is bound once its code is right; the old one stands until then', async () => {
      await signIn(page, clinic, 'patient2');
      await link('Profile').click();
      await press('Change phone number');
      await untilFocused(field('New phone number'));
      await field('New phone number').fill(NEW_NUMBER);
      const code = await askFor(NEW_NUMBER, 'Send the code');
      await page.getByText(`Phone: ${phoneOf('patient2')}`).waitFor();
      await type(wrong(code));
      await says('That code is wrong');
      await type(code);
      await page.getByText('Your number is changed.').waitFor();
      await page.getByText(`Phone: ${NEW_NUMBER}`).waitFor();
      await untilFocused(page.getByRole('button', { name: 'Change phone number' }));
    });

    test('is asked for again where the number belongs to somebody else', async () => {
      await signIn(page, clinic, 'doctor');
      await link('Profile').click();
      await press('Change phone number');
      await field('New phone number').fill(phoneOf('admin'));
      await type(await askFor(phoneOf('admin'), 'Send the code'));
      await page.getByText('This number belongs to another account already.').waitFor();
      await untilFocused(field('New phone number'));
      await field('New phone number').fill('+12025550172');
      await type(await askFor('+12025550172', 'Send the code'));
      await page.getByText('Phone: +12025550172').waitFor();
    });

    test('needs a sign-in of the last minutes, and goes on after one', async () => {
      await signIn(page, clinic, 'patient3');
      await link('Profile').click();
      await db.query("UPDATE sessions SET created_at = created_at - interval '11 minutes'", []);
      await press('Change phone number');
      await field('New phone number').fill('+12025550167');
      await press('Send the code');
      await says('needs a sign-in of the last few minutes');
      await untilFocused(page.getByRole('button', { name: 'Sign in again' }));
      await press('Sign in again');
      await field('E-mail').fill(demoEmail('patient3'));
      await field('Password').fill(DEMO_PASSWORD);
      await press('Sign in');
      await field('New phone number').fill('+12025550167');
      await type(await askFor('+12025550167', 'Send the code'));
      await page.getByText('Phone: +12025550167').waitFor();
    });
  });

  test('the dialog of a visit offers another way when its code was not delivered', async () => {
    const visit = await clinic.book('doctor', 'patient3');
    await page.route('**/api/deliveries/*', (route) =>
      route.fulfill({
        json: {
          id: route.request().url().split('/').at(-1),
          channel: 'sms',
          status: 'failed',
          fault: 'blocked',
          other_channels: ['email', 'voice'],
        },
      }),
    );
    await page.goto(linkTo(clinic, visit));
    await field('E-mail').fill(demoEmail('patient3'));
    await field('Password').fill(DEMO_PASSWORD);
    await press('Sign in');
    await says('The message was not delivered.');
    await expectToLookWell(page, 'code-not-delivered', {
      title: 'Your visit is open',
      heading: 'Your visit is open',
    });
    await page.unroute('**/api/deliveries/*');
    await press('Try e-mail');
    await type(await codeTo(clinic, demoEmail('patient3')));
    await page.getByRole('button', { name: 'Join now' }).waitFor();
  });

  describe('every page, on a phone and at a desk, in light and in dark', () => {
    test('registering', async () => {
      const looks = { title: 'Register', heading: 'Register' };
      await page.goto(`${clinic.origin}/register`);
      await field('E-mail').waitFor();
      await expectToLookWell(page, 'register', looks);
      await press('Continue');
      await page.getByText('Enter your name').waitFor();
      await expectToLookWell(page, 'register-missing', looks);
      await fillRegister('look@clinic.test', '+12025550168');
      await askFor('+12025550168', 'Continue');
      await expectToLookWell(page, 'register-code', looks);
    });

    test('signing in with a code', async () => {
      const looks = { title: 'Sign in with a code', heading: 'Sign in with a code' };
      await page.goto(`${clinic.origin}/sign-in/code`);
      await page.getByLabel('Phone number or e-mail').waitFor();
      await expectToLookWell(page, 'sign-in-with-code', looks);
      await page.getByLabel('Phone number or e-mail').fill('+12025550169');
      await askFor('+12025550169');
      await type('000000');
      await says('That code is wrong');
      await expectToLookWell(page, 'sign-in-with-code-wrong', looks);
    });

    test('a forgotten password', async () => {
      const looks = { title: 'Forgot password', heading: 'Forgot your password?' };
      await page.goto(`${clinic.origin}/forgot-password`);
      await field('E-mail').waitFor();
      await expectToLookWell(page, 'forgot-password', looks);
      await field('E-mail').fill('look@clinic.test');
      await field('Phone number').fill('+12025550170');
      await press('Send me a code');
      await boxes().first().waitFor();
      await expectToLookWell(page, 'forgot-password-code', looks);
    });

    test('another phone number', async () => {
      const looks = { title: 'Profile', heading: 'Profile' };
      await signIn(page, clinic, 'doctor2');
      await link('Profile').click();
      await press('Change phone number');
      await field('New phone number').waitFor();
      await expectToLookWell(page, 'profile-phone', looks);
      await field('New phone number').fill('+12025550171');
      await askFor('+12025550171', 'Send the code');
      await expectToLookWell(page, 'profile-phone-code', looks);
    });
  });
});
