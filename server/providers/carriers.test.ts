import { expect, it } from 'vitest';
import { describeOnBothDatabases, testConfig } from '../../test/harness.ts';
import { carriersFor } from './carriers.ts';

const TWILIO = {
  TWILIO_ACCOUNT_SID: `AC${'0a'.repeat(16)}`,
  TWILIO_AUTH_TOKEN: 'the vendor’s token',
  TWILIO_FROM_NUMBER: '+14155550100',
};
const SMTP = { SMTP_URL: 'smtps://mail.clinic.test', MAIL_FROM: 'Clinic <visits@clinic.test>' };

describeOnBothDatabases('who carries messages', (world) => {
  it.each([
    [{}, ['sms', 'whatsapp', 'email', 'voice']],
    [SMTP, ['sms', 'whatsapp', 'voice']],
    // A message that leaves must not come after a page that nobody reads.
    [{ ...TWILIO, SMS_PROVIDER: 'twilio' }, ['email']],
    [{ ...TWILIO, ...SMTP, SMS_PROVIDER: 'twilio' }, []],
    // Asked for to be shown.
    [{ ...TWILIO, ...SMTP }, ['sms', 'whatsapp', 'voice']],
  ])('with %o shows %o on the page', (env, shown) => {
    const { db, deps } = world();
    const config = testConfig(env);
    const { messengers } = carriersFor({ ...deps, db, config }, () => {});
    const page = messengers.find(({ name }) => name === 'console');
    expect(page?.channels ?? []).toEqual(shown);
  });
});
