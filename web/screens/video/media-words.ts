import type { MediaFailure } from '../../call/media-devices.ts';
import type { BrowserFamily } from './in-app-browser.ts';

/** Both when one reason keeps both away, so that it is said once. */
export type Source = 'microphone' | 'camera' | 'both';

const nameOf: Record<Source, string> = {
  microphone: 'microphone',
  camera: 'camera',
  both: 'microphone and camera',
};

const where: Record<BrowserFamily, (device: string) => string> = {
  ios: (device) =>
    `Tap “AA” or the page icon beside the address, then Website Settings, and set ${device} to Allow. If it is not there, open the Settings app, choose your browser, and allow it. Then reload this page.`,
  samsung: (device) =>
    `Tap the lock beside the address, then Permissions, and allow the ${device}. Then reload this page.`,
  android: (device) =>
    `Tap the icon beside the address, then Permissions, and allow the ${device}. Then reload this page.`,
  firefox: (device) =>
    `Click the crossed-out ${device} beside the address and remove the block. Then reload this page.`,
  safari: (device) =>
    `Open Safari’s menu, choose “Settings for this website”, and set ${device} to Allow. Then reload this page.`,
  chromium: (device) => `Click the icon beside the address and switch ${device} on. Then reload this page.`,
};

const without: Record<Source, string> = {
  both: 'You can join all the same: you will see and hear, but not be seen or heard.',
  microphone: 'You can join all the same: you will see and hear, but not be heard.',
  camera: 'You can join with sound only.',
};

export interface MediaWords {
  title: string;
  text: string;
}

/** What is wrong with the microphone or camera, what to do about it, and what works without. */
export const mediaWords = (failure: MediaFailure, source: Source, family: BrowserFamily): MediaWords => {
  const name = nameOf[source];
  const isOne = source !== 'both';
  switch (failure) {
    case 'refused':
      return {
        title: `Your ${name} ${isOne ? 'is' : 'are'} blocked`,
        text: `${where[family](name)} ${without[source]}`,
      };
    case 'missing':
      return {
        title: isOne ? `No ${name} found` : 'No microphone or camera found',
        text: `Plug one in and it appears here by itself. ${without[source]}`,
      };
    case 'busy':
      return {
        title: `Your ${name} ${isOne ? 'is' : 'are'} in use`,
        text: `Another app or tab holds it. Close that one, then press “Try again”. ${without[source]}`,
      };
    case 'insecure':
      return {
        title: `Your ${name} can’t be used on this page`,
        text: 'Browsers allow that only over a secure connection. Open the link that starts with https, or ask the clinic for it.',
      };
    case 'unsupported':
      return {
        title: `Your ${name} can’t be used in this browser`,
        text: 'Open the link in an up-to-date Chrome, Safari, Firefox or Edge.',
      };
    case 'unknown':
      return {
        title: `Your ${name} did not start`,
        text: `Press “Try again”, or restart the browser. ${without[source]}`,
      };
  }
};
