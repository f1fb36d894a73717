import { describe, expect, test } from 'vitest';
import { browserFamilyOf, inAppBrowserOf } from './in-app-browser.ts';

const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const android = 'Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko)';
const chrome = `${android} Chrome/131.0.0.0 Mobile Safari/537.36`;
const safari = `${iphone} Version/18.1 Mobile/15E148 Safari/604.1`;
const desktop =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36';
const mac =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15';

describe('a browser inside another app', () => {
  test.each([
    [`${iphone} Mobile/15E148 WhatsApp/24.20`, 'WhatsApp'],
    [`${iphone} Mobile/15E148 Instagram 350.0.0.0`, 'Instagram'],
    [`${iphone} Mobile/15E148 [FBAN/FBIOS;FBAV/480.0.0.0]`, 'Facebook'],
    [`${android} Version/4.0 Chrome/131.0 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/480.0]`, 'Facebook'],
    [`${iphone} Safari Line/14.18.0`, 'LINE'],
    [
      'Mozilla/5.0 (Linux; Android 14; SM-A155F Build/UP1A; wv) AppleWebKit/537.36 Version/4.0 Chrome/131.0 Mobile Safari/537.36',
      'another app',
    ],
  ])('%s is known', (userAgent, app) => {
    expect(inAppBrowserOf(userAgent)).toBe(app);
  });

  test.each([chrome, safari, desktop, mac])('%s stands on its own', (userAgent) => {
    expect(inAppBrowserOf(userAgent)).toBeNull();
  });
});

describe('where a browser keeps its permissions', () => {
  test.each([
    [safari, 5, 'ios'],
    [mac, 5, 'ios'],
    [mac, 0, 'safari'],
    [chrome, 5, 'android'],
    [`${android} SamsungBrowser/27.0 Chrome/125.0 Mobile Safari/537.36`, 5, 'samsung'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0', 0, 'firefox'],
    [desktop, 0, 'chromium'],
  ] as const)('%s with %i touch points: %s', (userAgent, touchPoints, family) => {
    expect(browserFamilyOf(userAgent, touchPoints)).toBe(family);
  });
});
