import { describe, expect, test } from 'vitest';
import { demoEmail } from '../../server/seed/demo-people.ts';
import { accountPages, phoneOf } from './account-pages.ts';
import { wrong } from './inbox.ts';
import { expectToLookWell } from './look.ts';

describe('signing in with a code', () => {
  const at = accountPages();
  const { field, press, boxes, untilFocused, link, says, untilIn, pathOf, type, askFor, fillRegister } = at;

  test('by SMS, after a wrong code', async () => {
    await at.page.goto(`${at.clinic.origin}/sign-in?next=%2Fbook`);
    await link('Sign in with a code').click();
    await at.page.getByLabel('Phone number or e-mail').fill(phoneOf('patient2'));
    expect(await at.page.getByRole('radio', { name: 'SMS' }).isChecked()).toBe(true);
    const code = await askFor(phoneOf('patient2'));
    expect(await boxes().first().getAttribute('autocomplete')).toBe('one-time-code');
    await type(wrong(code));
    await says('That code is wrong or has expired');
    expect(await boxes().first().getAttribute('aria-invalid')).toBe('true');
    await type(code);
    await at.page.getByRole('heading', { name: 'Book a visit', level: 1 }).waitFor();
    expect(pathOf()).toBe('/book');
  });

  test('by e-mail, which follows from the address, with a code that is pasted', async () => {
    await at.page.goto(`${at.clinic.origin}/sign-in/code`);
    await at.page.getByLabel('Phone number or e-mail').fill(demoEmail('patient2'));
    expect(await at.page.getByRole('radio', { name: 'E-mail' }).isChecked()).toBe(true);
    await at.page.getByRole('radio', { name: 'WhatsApp' }).check();
    await press('Send me a code');
    await at.page.getByText('For a code by WhatsApp, enter your phone number').waitFor();
    await at.page.getByRole('radio', { name: 'E-mail' }).check();
    const code = await askFor(demoEmail('patient2'));
    await at.page.getByText(`We sent a code by e-mail to ${demoEmail('patient2')}`).waitFor();
    await at.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await at.page.evaluate((text) => navigator.clipboard.writeText(text), `Code: ${code}.`);
    await untilFocused(boxes().first());
    await at.page.keyboard.press('Control+V');
    await untilIn();
  });

  test('offers to register where there is no account, with the number and the code at hand', async () => {
    const phone = '+12025550164';
    await at.page.goto(`${at.clinic.origin}/sign-in/code`);
    await at.page.getByLabel('Phone number or e-mail').fill(phone);
    const code = await askFor(phone);
    await type(code);
    await says('there is no account for this address yet');
    const register = at.page.getByRole('alert').getByRole('link', { name: 'Register' });
    await untilFocused(register);
    await at.page.keyboard.press('Enter');
    await at.page.getByRole('heading', { name: 'Register', level: 1 }).waitFor();
    expect(await field('Phone number').inputValue()).toBe(phone);
    expect(pathOf()).toBe('/register');
    await fillRegister('fresh@clinic.test', phone);
    await press('Continue');
    await says('Enter that one here');
    await type(code);
    await untilIn();
  });

  test('looks well on a phone and at a desk, in light and in dark', async () => {
    const looks = { title: 'Sign in with a code', heading: 'Sign in with a code' };
    await at.page.goto(`${at.clinic.origin}/sign-in/code`);
    await at.page.getByLabel('Phone number or e-mail').waitFor();
    await expectToLookWell(at.page, 'sign-in-with-code', looks);
    await at.page.getByLabel('Phone number or e-mail').fill('+12025550169');
    await askFor('+12025550169');
    await type('000000');
    await says('That code is wrong');
    await expectToLookWell(at.page, 'sign-in-with-code-wrong', looks);
  });
});
