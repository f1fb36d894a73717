import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { type Clinic, startClinic } from '../clinic.ts';
import { JitsiServer } from './jitsi-server.ts';

const DEPLOYMENT = { domain: 'meet.clinic.test', appId: 'clinic', appSecret: 'a secret of the clinic’s own' };

declare global {
  interface Window {
    /** Every track that the window was given. */
    givenTracks: MediaStreamTrack[];
  }
}

const keepTracks = (): void => {
  window.givenTracks = [];
  const given = navigator.mediaDevices;
  if (!given) return;
  const ask = given.getUserMedia.bind(given);
  given.getUserMedia = async (wanted) => {
    const stream = await ask(wanted);
    window.givenTracks.push(...stream.getTracks());
    return stream;
  };
};

/** A clinic that holds its visits at a Jitsi of its own, and that Jitsi. */
export const startClinicWithJitsi = async (
  env: Record<string, string>,
): Promise<{ clinic: Clinic; jitsi: JitsiServer }> => {
  const clinic = await startClinic({
    env: {
      VIDEO_PROVIDER: 'jitsi',
      JITSI_DOMAIN: DEPLOYMENT.domain,
      JITSI_APP_ID: DEPLOYMENT.appId,
      JITSI_APP_SECRET: DEPLOYMENT.appSecret,
      ...env,
    },
  });
  return { clinic, jitsi: new JitsiServer(DEPLOYMENT) };
};

/** A page of a new profile that reaches this Jitsi. */
export const pageWithJitsi = async (
  browser: Browser,
  jitsi: JitsiServer,
  options: BrowserContextOptions = {},
): Promise<Page> => {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(20_000);
  await context.addInitScript(keepTracks);
  await jitsi.serve(context);
  return context.newPage();
};

export const frameOfJitsi = (page: Page) => {
  const frame = page.frames().find((one) => one.url().startsWith(`https://${DEPLOYMENT.domain}/`));
  if (!frame) throw new Error('there is no frame of Jitsi');
  return frame;
};
