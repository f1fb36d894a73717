import { describe, expect, it } from 'vitest';
import { videoCodeWords } from './wording.ts';

const LANGUAGES = ['en', 'hi', 'ur', 'es'] as const;
const FACTS = { appName: 'Anteroom', code: '012345', minutes: 10 };
/** One segment: 160 characters of the GSM alphabet, or 70 of UCS-2 (3GPP TS 23.038). */
const SEGMENT = { gsm: 160, ucs2: 70 } as const;
const GSM = /^[A-Za-z0-9 @£$¥èéùìòÇØøÅå_ÆæßÉ!"#¤%&'()*+,\-./:;<=>?¡ÄÖÑÜ§¿äöñüà\n\r]*$/;

describe.each(LANGUAGES)('the message with a code, in %s', (language) => {
  const words = videoCodeWords(language, FACTS);

  it('begins with the code, its leading zero kept, so that a phone’s notification shows it', () => {
    expect(words.text.startsWith('012345 ')).toBe(true);
    expect(words.subject.startsWith('012345 ')).toBe(true);
  });

  it('says whose code it is and the configured figure of minutes', () => {
    expect(words.text).toContain('Anteroom');
    expect(words.subject).toContain('Anteroom');
    expect(words.text).toMatch(/\b10\b/);
    expect(videoCodeWords(language, { ...FACTS, minutes: 4 }).text).toMatch(/\b4\b/);
  });

  it('has no link, and one line', () => {
    expect(words.text).not.toMatch(/https?:|www\.|[\r\n]/);
    expect(words.subject).not.toMatch(/[\r\n]/);
  });

  it('costs one segment where its alphabet allows, and never more than two', () => {
    const fits = GSM.test(words.text) ? SEGMENT.gsm : 2 * (SEGMENT.ucs2 - 3);
    expect(words.text.length).toBeLessThanOrEqual(fits);
  });
});
