import { describe, expect, it } from 'vitest';
import type { Message } from '../messages/messenger.ts';
import { emailHtml } from './email-html.ts';

const letterhead = { appName: 'Lindenhof & <b>Co</b>', publicUrl: new URL('https://visits.clinic.test') };
const url = new URL('https://visits.clinic.test/appointments/17/video?day=2&lang=en');

const message = (over: Partial<Message> = {}): Message => ({
  id: '01989a3c-0000-7000-8000-000000000001',
  channel: 'email',
  to: 'amara@patient.test',
  language: 'en',
  subject: 'Your <code>',
  text: '048213 is your code.\nNever share it.',
  body: { kind: 'code', code: '048213', minutes: 10 },
  ...over,
});
const link = (text: string, label = 'Open your visit'): Message =>
  message({
    text,
    body: { kind: 'visit', template: 'reminder_day', url, label, facts: [], details: [], invite: null },
  });
const html = (of: Message): string => emailHtml(of, letterhead);

describe('the e-mail as a page', () => {
  it('has the code by itself, to be marked with one touch, and each line as a paragraph', () => {
    expect(html(message())).toMatch(/<p class="code" dir="ltr"[^>]*user-select:all[^>]*>048213<\/p>/);
    expect(html(message()).match(/<p class="words"/g)).toHaveLength(2);
  });

  it.each([
    ['en', 'ltr'],
    ['es', 'ltr'],
    ['hi', 'ltr'],
    ['ur', 'rtl'],
  ] as const)('says that %s is its language, and that it runs %s', (language, direction) => {
    const page = html(message({ language }));
    expect(page).toContain(`<html lang="${language}" dir="${direction}">`);
    expect(page.match(new RegExp(` lang="${language}" dir="${direction}"`, 'g'))).toHaveLength(2);
  });

  it('has the link as a button, and once in words', () => {
    for (const text of [`Open ${url.href} to join.`, 'Your visit is today at 11:00.']) {
      const hrefs = html(link(text)).match(/href="[^"]*"/g);
      expect(hrefs).toEqual(
        Array(2).fill('href="https://visits.clinic.test/appointments/17/video?day=2&amp;lang=en"'),
      );
      expect(html(link(text))).toContain(
        '>https://visits.clinic.test/appointments/17/video?day=2&amp;lang=en</a>',
      );
    }
  });

  it('makes no link, element or attribute of what anybody typed', () => {
    const typed = `"><script>alert(1)</script> <a href='https://evil.test'>x</a> & ' " javascript:alert(1)`;
    const pages = [
      html(message({ text: typed, subject: typed })),
      html(message({ body: { kind: 'code', code: typed, minutes: 5 } })),
      html(message({ text: typed, body: { kind: 'notice' } })),
      html(link(typed, typed)),
    ];
    for (const page of pages) {
      expect(page).not.toMatch(/<script|<a href='|<b>/);
      expect(page).toContain('&quot;&gt;&lt;script&gt;');
      expect(page.match(/href="(?!https:\/\/visits\.clinic\.test\/)/g)).toBeNull();
    }
  });

  it('loads nothing from anywhere', () => {
    expect(html(link('Today.'))).not.toMatch(/<img|<link|@import|url\(|src=/);
  });
});
