import { describe, expect, it } from 'vitest';
import type { Channel } from '../../contract/primitives.ts';
import { smsSegments } from '../../test/sms-segments.ts';
import { codeWords, noticeWords } from './wording.ts';

const LANGUAGES = ['en', 'hi', 'ur', 'es'] as const;
const USES = ['video', 'account', 'reset', 'phone'] as const;
const NOTICES = ['phone_changed', 'password_changed'] as const;

describe.each(LANGUAGES)('the words in %s', (language) => {
  it.each(USES)('of a code (%s) fit one SMS, begin with the code, and say how long it works', (use) => {
    const facts = { appName: 'Clinica Sol', code: use === 'reset' ? '01234567' : '012345', minutes: 10 };
    const { text, subject } = codeWords(language, use, 'sms', facts);
    expect(subject).toBeNull();
    expect(text.startsWith(facts.code)).toBe(true);
    expect(text).toContain('10');
    expect(text).toContain(facts.appName);
    expect(smsSegments(text)).toBe(1);
    expect(text).not.toMatch(/https?:|\n/);
  });

  it('of a code in an e-mail name it in the subject', () => {
    const facts = { appName: 'Anteroom', code: '012345', minutes: 10 };
    expect(codeWords(language, 'video', 'email', facts).subject).toContain('012345');
  });

  it('of a code on the phone have its digits apart', () => {
    const facts = { appName: 'Anteroom', code: '012345', minutes: 10 };
    expect(codeWords(language, 'account', 'voice', facts).text).toContain('0, 1, 2, 3, 4, 5');
  });

  it.each(NOTICES)('of a notice (%s) name the clinic and carry no link', (notice) => {
    for (const channel of ['sms', 'email'] satisfies Channel[]) {
      const { subject, text } = noticeWords(language, notice, channel, 'Anteroom');
      expect(text).toContain('Anteroom');
      expect(text).not.toMatch(/https?:|\n/);
      expect(subject === null).toBe(channel !== 'email');
    }
  });
});
