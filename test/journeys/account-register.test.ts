import type { BrowserContextOptions } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { demoEmail } from '../../server/seed/demo-people.ts';
import { call } from '../processes/api-client.ts';
import { accountPages, NEW_PASSWORD } from './account-pages.ts';
import { expectToLookWell } from './look.ts';
import { PHONE } from './person.ts';

const MEXICO: BrowserContextOptions = { locale: 'es-MX', timezoneId: 'America/Mexico_City' };

describe('registering', () => {
  const at = accountPages();
  const { field, press, untilFocused, link, says, untilIn, pathOf, type, askFor, fillRegister, letPass } = at;

  const statusOfSignIn = async (email: string, password: string): Promise<number> =>
    (await call(at.clinic.origin, 'POST', '/api/sessions', { body: { email, password } })).status;

  test('leads from sign-in to the page asked for, in the zone and language of the browser', async () => {
    await at.reopen({ ...PHONE, ...MEXICO });
    const phone = '+12025550161';
    await at.page.goto(`${at.clinic.origin}/profile`);
    await link('Register').click();
    await at.page.getByRole('heading', { name: 'Register', level: 1 }).waitFor();
    await fillRegister('lucia@clinic.test', '+1 (202) 555-0161');
    const code = await askFor(phone, 'Continue');
    await type(code);
    await at.page.getByRole('heading', { name: 'Profile', level: 1 }).waitFor();
    expect(pathOf()).toBe('/profile');
    expect(await at.page.getByLabel('First name').inputValue()).toBe('Lucía');
    const me: unknown = await at.page.evaluate(async () => (await fetch('/api/me')).json());
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
    await at.page.goto(`${at.clinic.origin}/register`);
    await at.page.getByText('At least 8 characters.').waitFor();
    await field('Password').fill('short');
    await press('Continue');
    for (const words of [
      'Enter your name',
      'Enter your e-mail address',
      'Enter your phone number',
      'Too short: at least 8 characters',
    ])
      await at.page.getByText(words).waitFor();
    await untilFocused(field('First name'));
    await fillRegister('new@clinic.test', '+44 12');
    await press('Continue');
    await at.page.getByText('That is not a phone number we can reach.').waitFor();
    await untilFocused(field('Phone number'));
  });

  test('says at its field which address is taken, keeps the rest, and goes on with another', async () => {
    const phone = '+12025550162';
    await at.page.goto(`${at.clinic.origin}/register`);
    await fillRegister(demoEmail('patient'), phone);
    await type(await askFor(phone, 'Continue'));
    await at.page.getByText('There is an account with this address already.').waitFor();
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
    await at.page.goto(`${at.clinic.origin}/register`);
    await fillRegister('common@clinic.test', phone);
    await field('Password').fill('password123');
    const code = await askFor(phone, 'Continue');
    await type(code);
    await at.page.getByText('one of the first that anybody would try').waitFor();
    await untilFocused(field('Password'));
    await field('Password').fill(NEW_PASSWORD);
    await press('Continue');
    await says('Enter that one here');
    await type(code);
    await untilIn();
  });

  test('looks well on a phone and at a desk, in light and in dark', async () => {
    const looks = { title: 'Register', heading: 'Register' };
    await at.page.goto(`${at.clinic.origin}/register`);
    await field('E-mail').waitFor();
    await expectToLookWell(at.page, 'register', looks);
    await press('Continue');
    await at.page.getByText('Enter your name').waitFor();
    await expectToLookWell(at.page, 'register-missing', looks);
    await fillRegister('look@clinic.test', '+12025550168');
    await askFor('+12025550168', 'Continue');
    await expectToLookWell(at.page, 'register-code', looks);
  });
});
