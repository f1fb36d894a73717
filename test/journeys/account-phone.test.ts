import { describe, test } from 'vitest';
import { DEMO_PASSWORD, demoEmail } from '../../server/seed/demo-people.ts';
import { accountPages, phoneOf } from './account-pages.ts';
import { wrong } from './inbox.ts';
import { expectToLookWell } from './look.ts';
import { signIn } from './person.ts';

describe('another phone number', () => {
  const at = accountPages();
  const { field, press, untilFocused, link, says, type, askFor } = at;

  const NEW_NUMBER = '+12025550166';

  test('is bound once its code is right; the old one stands until then', async () => {
    await signIn(at.page, at.clinic, 'patient2');
    await link('Profile').click();
    await press('Change phone number');
    await untilFocused(field('New phone number'));
    await field('New phone number').fill(NEW_NUMBER);
    const code = await askFor(NEW_NUMBER, 'Send the code');
    await at.page.getByText(`Phone: ${phoneOf('patient2')}`).waitFor();
    await type(wrong(code));
    await says('That code is wrong');
    await type(code);
    await at.page.getByText('Your number is changed.').waitFor();
    await at.page.getByText(`Phone: ${NEW_NUMBER}`).waitFor();
    await untilFocused(at.page.getByRole('button', { name: 'Change phone number' }));
  });

  test('is asked for again where the number belongs to somebody else', async () => {
    await signIn(at.page, at.clinic, 'doctor');
    await link('Profile').click();
    await press('Change phone number');
    await field('New phone number').fill(phoneOf('admin'));
    await type(await askFor(phoneOf('admin'), 'Send the code'));
    await at.page.getByText('This number belongs to another account already.').waitFor();
    await untilFocused(field('New phone number'));
    await field('New phone number').fill('+12025550172');
    await type(await askFor('+12025550172', 'Send the code'));
    await at.page.getByText('Phone: +12025550172').waitFor();
  });

  test('needs a sign-in of the last minutes, and goes on after one', async () => {
    await signIn(at.page, at.clinic, 'patient3');
    await link('Profile').click();
    await at.db.query("UPDATE sessions SET created_at = created_at - interval '11 minutes'", []);
    await press('Change phone number');
    await field('New phone number').fill('+12025550167');
    await press('Send the code');
    await says('needs a sign-in of the last few minutes');
    await untilFocused(at.page.getByRole('button', { name: 'Sign in again' }));
    await press('Sign in again');
    await field('E-mail').fill(demoEmail('patient3'));
    await field('Password').fill(DEMO_PASSWORD);
    await press('Sign in');
    await field('New phone number').fill('+12025550167');
    await type(await askFor('+12025550167', 'Send the code'));
    await at.page.getByText('Phone: +12025550167').waitFor();
  });

  test('looks well on a phone and at a desk, in light and in dark', async () => {
    const looks = { title: 'Profile', heading: 'Profile' };
    await signIn(at.page, at.clinic, 'doctor2');
    await link('Profile').click();
    await press('Change phone number');
    await field('New phone number').waitFor();
    await expectToLookWell(at.page, 'profile-phone', looks);
    await field('New phone number').fill('+12025550171');
    await askFor('+12025550171', 'Send the code');
    await expectToLookWell(at.page, 'profile-phone-code', looks);
  });
});
