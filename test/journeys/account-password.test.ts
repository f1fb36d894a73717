import { describe, expect, test } from 'vitest';
import { DEMO_PASSWORD, demoEmail } from '../../server/seed/demo-people.ts';
import { accountPages, NEW_PASSWORD, phoneOf } from './account-pages.ts';
import { countTo } from './inbox.ts';
import { expectToLookWell } from './look.ts';
import { newPage, signIn } from './person.ts';

describe('a forgotten password', () => {
  const at = accountPages();
  const { field, press, boxes, untilFocused, link, says, untilIn, type, askFor } = at;

  const ask = async (email: string, phone: string): Promise<void> => {
    await at.page.goto(`${at.clinic.origin}/sign-in`);
    await link('Choose a new one').click();
    await field('E-mail').fill(email);
    await field('Phone number').fill(phone);
  };
  const SENT = /^If there is an account with this e-mail address and number, a code is on its way by SMS\./;

  test('is replaced, and every device is signed out', async () => {
    const elsewhere = await newPage(at.browser);
    await signIn(elsewhere, at.clinic, 'patient');
    await ask(demoEmail('patient'), phoneOf('patient'));
    const code = await askFor(phoneOf('patient'));
    await at.page.getByText(SENT).waitFor();
    expect(code).toHaveLength(8);
    expect(await boxes().count()).toBe(8);
    await type(code);
    await press('Change password');
    await at.page.getByText('Choose a password').waitFor();
    await untilFocused(field('New password'));
    await field('New password').fill('password123');
    await press('Change password');
    await at.page.getByText('one of the first that anybody would try').waitFor();
    await field('New password').fill(NEW_PASSWORD);
    await press('Change password');
    await at.page.getByRole('heading', { name: 'Your password is changed' }).waitFor();
    await at.page.getByText('signed out on every device').waitFor();

    await elsewhere.goto(`${at.clinic.origin}/profile`);
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
    await at.page.getByText(SENT).waitFor();
    await type('12345678');
    await field('New password').fill(NEW_PASSWORD);
    await press('Change password');
    await says('That code is wrong or has expired');
    expect(await countTo(at.clinic, '+12025550165')).toBe(0);
  });

  test('looks well on a phone and at a desk, in light and in dark', async () => {
    const looks = { title: 'Forgot password', heading: 'Forgot your password?' };
    await at.page.goto(`${at.clinic.origin}/forgot-password`);
    await field('E-mail').waitFor();
    await expectToLookWell(at.page, 'forgot-password', looks);
    await field('E-mail').fill('look@clinic.test');
    await field('Phone number').fill('+12025550170');
    await press('Send me a code');
    await boxes().first().waitFor();
    await expectToLookWell(at.page, 'forgot-password-code', looks);
  });
});
