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
const facts = (typed: string): Message =>
  message({
    body: {
      kind: 'visit',
      template: 'visit_moved',
      url,
      label: 'Open',
      facts: [],
      details: [{ label: typed, value: typed }],
      invite: null,
    },
  });
const VALUES = ['Dr Mehta', 'Saturday 15 November, 11:00'];
const visit = message({
  text: [
    'Your visit & yours begins.',
    '',
    `With: ${VALUES[0]}`,
    `When: ${VALUES[1]}`,
    '',
    'Join early.',
    '',
    `Join: ${url.href}`,
  ].join('\n'),
  body: {
    kind: 'visit',
    template: 'reminder_hour',
    url,
    label: 'Join',
    facts: [],
    details: [
      { label: 'With', value: 'Dr Mehta' },
      { label: 'When', value: 'Saturday 15 November, 11:00' },
    ],
    invite: null,
  },
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
      html(facts(typed)),
    ];
    for (const page of pages) {
      expect(page).not.toMatch(/<script|<a href='|<b>/);
      expect(page).toContain('&quot;&gt;&lt;script&gt;');
      expect(page.match(/href="(?!https:\/\/visits\.clinic\.test\/)/g)).toBeNull();
    }
  });

  it('has the facts of a visit in a box, in its order, and what is left of the words around it', () => {
    const page = html(visit);
    const order = [
      '<h1 class="news"',
      '<table class="details"',
      ...VALUES,
      'Join early.',
      '<a class="button"',
      'Join: <a',
    ];
    const places = order.map((piece) => page.indexOf(piece));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    for (const value of VALUES) expect(page.split(value)).toHaveLength(2);
    expect(page).toContain(`>Your visit &amp; yours begins.</h1>`);
    expect(page).not.toContain('When: ');
  });

  it('lets each fact run its own way, in a table that says it is none', () => {
    expect(html(visit).match(/<td class="value"[^>]* dir="auto"/g)).toHaveLength(2);
    expect(html(visit).match(/<table(?![^>]*role="presentation")/)).toBeNull();
  });

  it('stands facts under their names and is dark where the reader wishes it', () => {
    const page = html(visit);
    expect(page).toMatch(/@media \(max-width: 420px\) \{[^@]*\.label, \.value \{ display: block/);
    expect(page).toMatch(/prefers-color-scheme: dark\) \{[^@]*\.details \{ background/);
  });

  it('loads nothing from anywhere', () => {
    for (const page of [html(link('Today.')), html(visit)])
      expect(page).not.toMatch(/<img|<link|@import|url\(|src=/);
  });
});
