import { contractsOrSkip } from '../vendors/contracts.ts';
import { startClinic } from './clinic.ts';
import { pageWithJitsi, startClinicWithJitsi } from './jitsi-frame/clinic-with-jitsi.ts';
import { newPage } from './person.ts';
import { NOWHERE, startTwilioClinic } from './twilio-signalling/twilio-clinic.ts';
import { describeVisit } from './visit-suite.ts';

describeVisit('Anteroom itself', async () => {
  const clinic = await startClinic();
  return { clinic, page: newPage, stop: clinic.stop };
});

describeVisit('the clinic’s own Jitsi', async () => {
  const { clinic, jitsi } = await startClinicWithJitsi({});
  return { clinic, page: (browser, options) => pageWithJitsi(browser, jitsi, options), stop: clinic.stop };
});

contractsOrSkip('a first visit held at Twilio', () => {
  describeVisit('Twilio', async () => {
    const { clinic, page, stop } = await startTwilioClinic({ VIDEO_OTP: 'required' });
    return { clinic, page, stop, flags: [NOWHERE] };
  });
});
