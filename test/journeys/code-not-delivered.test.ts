import { describe, expect, test } from 'vitest';
import { DEMO_PASSWORD, demoEmail } from '../../server/seed/demo-people.ts';
import { accountPages, loseMessages, phoneOf } from './account-pages.ts';
import { codeTo, countTo } from './inbox.ts';
import { expectToLookWell } from './look.ts';
import { linkTo } from './person.ts';

describe('when the message with a code was not delivered', () => {
  const at = accountPages();
  const { field, press, says, untilIn, type, askFor, letPass } = at;

  test('a sign-in goes another way', async () => {
    await at.page.goto(`${at.clinic.origin}/sign-in/code`);
    await at.page.getByLabel('Phone number or e-mail').fill(phoneOf('patient3'));
    await loseMessages(at.page, 'unreachable', ['whatsapp', 'voice']);
    await askFor(phoneOf('patient3'));
    await says('The message was not delivered.');
    await says('switched off or out of reach');
    await at.page.unroute('**/api/deliveries/*');
    await letPass(1);
    const before = await countTo(at.clinic, phoneOf('patient3'));
    await press('Try WhatsApp');
    await at.page.getByText('We sent a code by WhatsApp').waitFor();
    expect(await at.page.getByText('was not delivered').count()).toBe(0);
    await type(await codeTo(at.clinic, phoneOf('patient3'), before));
    await untilIn();
  });

  test('the dialog of a visit offers another way', async () => {
    const visit = await at.clinic.book('doctor', 'patient3');
    await loseMessages(at.page, 'blocked', ['email', 'voice']);
    await at.page.goto(linkTo(at.clinic, visit));
    await field('E-mail').fill(demoEmail('patient3'));
    await field('Password').fill(DEMO_PASSWORD);
    await press('Sign in');
    await says('The message was not delivered.');
    await expectToLookWell(at.page, 'code-not-delivered', {
      title: 'Your visit is open',
      heading: 'Your visit is open',
    });
    await at.page.unroute('**/api/deliveries/*');
    await press('Try e-mail');
    await type(await codeTo(at.clinic, demoEmail('patient3')));
    await at.page.getByRole('button', { name: 'Join now' }).waitFor();
  });
});
