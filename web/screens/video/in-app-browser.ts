/**
 * Browsers inside other apps often cannot use a camera, or ask for it in a place that nobody finds.
 * Signs that the apps put into their user agent; a plain Android web view carries `; wv`.
 */
const signs: [pattern: RegExp, app: string][] = [
  [/WhatsApp/i, 'WhatsApp'],
  [/Instagram/i, 'Instagram'],
  [/FBAN|FBAV|FB_IAB/, 'Facebook'],
  [/\bLine\//i, 'LINE'],
  [/MicroMessenger/i, 'WeChat'],
  [/Telegram/i, 'Telegram'],
  [/Snapchat/i, 'Snapchat'],
  [/TikTok|musical_ly|BytedanceWebview/i, 'TikTok'],
  [/LinkedInApp/i, 'LinkedIn'],
  [/\bGSA\//, 'the Google app'],
  [/; wv\)/, 'another app'],
];

/** The app whose browser this is; null for a browser of its own. */
export const inAppBrowserOf = (userAgent: string): string | null =>
  signs.find(([pattern]) => pattern.test(userAgent))?.[1] ?? null;

export type BrowserFamily = 'ios' | 'samsung' | 'android' | 'firefox' | 'safari' | 'chromium';

/** As far as it matters for where permissions are kept. Every browser on iOS keeps them in Settings. */
export const browserFamilyOf = (userAgent: string, touchPoints: number): BrowserFamily => {
  const isTablet = /Macintosh/.test(userAgent) && touchPoints > 1;
  if (/iPhone|iPad|iPod/.test(userAgent) || isTablet) return 'ios';
  if (/SamsungBrowser/.test(userAgent)) return 'samsung';
  if (/Firefox/.test(userAgent)) return 'firefox';
  if (/Android/.test(userAgent)) return 'android';
  return /Safari/.test(userAgent) && !/Chrom|Edg/.test(userAgent) ? 'safari' : 'chromium';
};

/** Where a link is opened in the phone's real browser instead. */
export const realBrowserOf = (family: BrowserFamily): string => (family === 'ios' ? 'Safari' : 'Chrome');
