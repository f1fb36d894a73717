import { describe, expect, it } from 'vitest';
import { VisitMessageKind } from '../../contract/deliveries.ts';
import { smsSegments } from '../../test/sms-segments.ts';
import { type VisitFacts, visitMessage } from './visit-message.ts';
import { visitTemplate } from './visit-template.ts';

const LANGUAGES = ['en', 'hi', 'ur', 'es'] as const;
const CHANNELS = ['sms', 'whatsapp', 'email', 'voice'] as const;
const KINDS = VisitMessageKind.anyOf.map(({ const: kind }) => kind);
const MINUTE = 60_000;

const startsAt = new Date('2025-11-15T05:30:00Z');
const earlierBy = (minutes: number): Date => new Date(startsAt.getTime() - minutes * MINUTE);
/** When each kind goes out. */
const dueAt = (kind: VisitMessageKind): Date =>
  earlierBy({ reminder_day: 24 * 60, reminder_hour: 60, reminder_quarter: 15 }[String(kind)] ?? 3 * 24 * 60);

const facts = (over: Partial<VisitFacts> = {}): VisitFacts => ({
  kind: 'reminder_hour',
  appName: 'Lindenhof',
  other: 'Anneliese Mehta',
  readerIs: 'patient',
  sessionType: 'telehealth',
  startsAt,
  minutes: 30,
  timeZone: 'Asia/Kolkata',
  language: 'en',
  now: dueAt(over.kind ?? 'reminder_hour'),
  url: new URL('https://visits.lindenhof.example/appointments/01989a3c-0000-7000-8000-000000000001/video'),
  ...over,
});
const sms = (over: Partial<VisitFacts>): string => visitMessage(facts(over), 'sms', null).text;

/** How each language says the day, the time and the zone of it. */
const SAID = {
  en: ['Saturday 15 November', '11:00', 'India Standard Time', '30 minutes'],
  hi: ['शनिवार, 15 नवंबर', '11:00 am', 'भारतीय मानक समय', '30 मिनट'],
  ur: ['ہفتہ، 15 نومبر', '11:00 AM', 'ہندوستان کا معیاری وقت', '30 منٹ'],
  es: ['sábado, 15 de noviembre', '11:00', 'hora estándar de la India', '30 minutos'],
} as const;

describe.each(LANGUAGES)('a message about a visit in %s', (language) => {
  it.each(KINDS)('of the kind %s says who, when, in which zone, how long, and has one link', (kind) => {
    for (const sessionType of ['telehealth', 'in_person'] as const) {
      const all = facts({ language, kind, sessionType });
      for (const channel of ['email', 'whatsapp'] as const) {
        const { text } = visitMessage(all, channel, null);
        for (const said of ['Anneliese Mehta', ...SAID[language]]) expect(text).toContain(said);
        expect(text.split(all.url.href)).toHaveLength(2);
      }
      const { text } = visitMessage(all, 'sms', null);
      for (const said of ['Lindenhof', 'Anneliese Mehta', ...SAID[language].slice(1)])
        expect(text).toContain(said);
      expect(text.split(all.url.href)).toHaveLength(2);
      expect(text).toMatch(/\b15\b/);
      expect(visitMessage(all, 'voice', null).text).not.toContain('http');
    }
  });

  it('has words of its own for each kind, way and reader that they differ for', () => {
    const texts = KINDS.map((kind) => sms({ language, kind, now: earlierBy(60) }));
    expect(new Set(texts).size).toBe(KINDS.length);
    for (const kind of ['visit_confirmed', 'reminder_hour', 'reminder_quarter'] as const)
      expect(sms({ language, kind, sessionType: 'in_person' })).not.toBe(sms({ language, kind }));
    expect(sms({ language, kind: 'visit_requested', other: '', readerIs: 'doctor' })).not.toBe(
      sms({ language, kind: 'visit_requested', other: '' }),
    );
  });

  it('has a subject in e-mails alone, of one line, with who and when', () => {
    for (const kind of KINDS) {
      expect(visitMessage(facts({ language, kind }), 'sms', null).subject).toBeNull();
      const { subject } = visitMessage(facts({ language, kind, other: 'A\r\nBcc: x' }), 'email', null);
      expect(subject).toMatch(/A.* Bcc x.*11:00/);
      expect(subject).not.toMatch(/[\r\n]/);
    }
  });

  it('fits few SMS, though a name may be long', () => {
    // Written in what GSM 03.38 has, 153 letters go into one of several; Hindi, Urdu and Spanish accents take more.
    const most = { en: [2, 3], es: [5, 6], hi: [5, 6], ur: [5, 6] }[language];
    const long = { timeZone: 'Europe/Madrid', startsAt: new Date('2026-09-30T09:00:00Z'), language };
    const taken = ['Anneliese Mehta', 'Maria '.repeat(10)].map((other) =>
      Math.max(
        ...KINDS.flatMap((kind) =>
          (['doctor', 'patient'] as const).map((readerIs) =>
            smsSegments(sms({ ...long, kind, other, readerIs, now: new Date('2026-09-30T08:00:00Z') })),
          ),
        ),
      ),
    );
    expect(taken).toEqual(most);
  });

  it('fills the blanks of its template: who, when with the zone and how near, how long and by which way', () => {
    for (const kind of KINDS) {
      const all = facts({ language, kind });
      const { body, text } = visitMessage(all, 'whatsapp', null);
      expect(body.template).toBe(kind);
      const [who = '', when = '', length = '', ...more] = body.facts;
      expect(more).toEqual([]);
      expect(who).toContain('Anneliese Mehta');
      const [date, time, zone, minutes] = SAID[language];
      for (const said of [date, time, zone]) expect(when).toContain(said);
      expect(length).toContain(minutes);
      expect(when).not.toMatch(/[\n\t]| {5}/);
      const lines = visitTemplate(language, kind).body.split('\n');
      expect(text.split('\n')).toHaveLength(lines.length + 2);
      expect(text).not.toContain('{{');
    }
  });

  it('shows a page the same facts apart', () => {
    const { details } = visitMessage(facts({ language }), 'email', null).body;
    const [date, time, zone, minutes] = SAID[language];
    expect(details.map(({ value }) => value)).toEqual([
      expect.stringContaining('Anneliese Mehta'),
      expect.stringMatching(new RegExp(`^${date}.+${time}$`)),
      zone,
      expect.stringContaining(minutes),
    ]);
    const { text } = visitMessage(facts({ language }), 'email', null);
    for (const { label, value } of details) expect(text.split('\n')).toContain(`${label}: ${value}`);
  });

  it.each(KINDS)('has a template for %s that WhatsApp takes', (kind) => {
    const { body, button } = visitTemplate(language, kind);
    expect(body.match(/\{\{\d\}\}/g)).toEqual(['{{1}}', '{{2}}', '{{3}}']);
    expect(body).not.toMatch(/^\{\{|\}\}$|\}\}\s*\{\{|\n{3}/);
    expect(body.length).toBeLessThan(550);
    expect(button.length).toBeLessThanOrEqual(25);
  });

  it('says what is so, though nobody has a name', () => {
    for (const readerIs of ['doctor', 'patient'] as const)
      expect(sms({ language, other: ' ', readerIs })).not.toMatch(/ {2}|undefined|null/);
  });

  it('makes no line and no link of a name', () => {
    for (const other of ['http://evil.example/x', 'evil.com\nPay: www.evil.com', 'a@evil.com']) {
      for (const channel of CHANNELS) {
        const all = facts({ language, other });
        const { text, body } = visitMessage(all, channel, null);
        expect(text.replace(all.url.href, '')).not.toMatch(/evil\.\S|:\/\/|@|www\.\S/);
        expect(text.split('\n')).toHaveLength(
          visitMessage(facts({ language }), channel, null).text.split('\n').length,
        );
        expect([...body.facts, ...body.details.map(({ value }) => value)].join()).not.toMatch(
          /[\n/@]|evil\.\S/,
        );
      }
    }
  });
});

describe('how near a visit is', () => {
  it.each([
    ['Asia/Kolkata', '2025-11-14T05:30:00Z', 'tomorrow'],
    ['Asia/Kolkata', '2025-11-14T18:29:00Z', 'tomorrow'],
    ['Asia/Kolkata', '2025-11-14T18:30:00Z', 'today'],
    ['America/New_York', '2025-11-15T05:00:00Z', 'today'],
    ['America/New_York', '2025-11-15T04:59:00Z', 'tomorrow'],
    ['America/New_York', '2025-11-14T04:30:00Z', 'on Saturday 15 November'],
    ['Pacific/Kiritimati', '2025-11-15T05:00:00Z', 'today'],
    ['America/Los_Angeles', '2025-11-14T05:30:00Z', 'tomorrow'],
    ['Asia/Kolkata', '2025-11-12T05:30:00Z', 'on Saturday 15 November'],
    ['Asia/Kolkata', '2024-12-31T05:30:00Z', 'on Saturday, 15 November 2025'],
  ])('is by the calendar of %s at %s %s', (timeZone, now, day) => {
    const text = sms({ kind: 'reminder_day', timeZone, now: new Date(now) });
    expect(text).toContain(`with Dr Anneliese Mehta is ${day}.`);
    const all = facts({ kind: 'reminder_day', timeZone, now: new Date(now) });
    const blank = visitMessage(all, 'whatsapp', null).body.facts[1];
    expect(blank?.replace(/(Fri|Sat).*/, '')).toBe(day.startsWith('on ') ? '' : `${day}, `);
  });

  it('is today on the long day on which a clock goes back', () => {
    const zone = { timeZone: 'Europe/Madrid', startsAt: new Date('2025-10-26T22:30:00Z') };
    const now = new Date('2025-10-25T22:30:00Z');
    expect(sms({ kind: 'reminder_day', ...zone, now })).toMatch(
      /is today\.\n.*23:30 \(Central European Standard Time\)/,
    );
  });

  it.each([
    ['reminder_hour', 60, 'in about 60 minutes'],
    ['reminder_hour', 38, 'in about 40 minutes'],
    ['reminder_hour', 5, 'in about 5 minutes'],
    ['reminder_quarter', 14.5, 'in about 15 minutes'],
    ['reminder_quarter', 7, 'in about 7 minutes'],
    ['reminder_quarter', 0.2, 'in about 1 minute.'],
    ['reminder_quarter', 0, 'begins now'],
    ['reminder_quarter', -3, 'begins now'],
  ] as const)('is told by %s, %s minutes before, as “%s”', (kind, minutes, left) => {
    const all = facts({ kind, now: earlierBy(minutes) });
    for (const channel of ['sms', 'email'] as const)
      expect(visitMessage(all, channel, null).text).toContain(left);
    expect(visitMessage(all, 'whatsapp', null).body.facts[1]).toContain(left.replace(/begins |\.$/g, ''));
  });

  it.each(LANGUAGES)('is never said to be an hour by a late one in %s', (language) => {
    for (const channel of CHANNELS) {
      const { text } = visitMessage(facts({ language, now: earlierBy(38) }), channel, null);
      expect(text).toContain('40');
      expect(text).not.toContain('60');
    }
  });
});

describe('the zone', () => {
  it.each([
    ['en', 'Europe/Madrid', '2025-07-01T09:00:00Z', '11:00 (Central European Summer Time)'],
    ['es', 'Europe/Madrid', '2025-07-01T09:00:00Z', '11:00 (hora de verano de Europa central)'],
    ['en', 'America/New_York', '2025-01-01T16:00:00Z', '11:00 (Eastern Standard Time)'],
    ['en', 'America/Punta_Arenas', '2025-07-01T14:00:00Z', '11:00 (Punta Arenas Time)'],
    ['hi', 'Africa/Casablanca', '2025-07-01T10:00:00Z', '11:00 am (मोरक्को समय)'],
    ['ur', 'Asia/Karachi', '2025-07-01T06:00:00Z', '11:00 AM (پاکستان کا معیاری وقت)'],
    ['en', 'Etc/GMT+5', '2025-07-01T16:00:00Z', '11:00 (GMT-05:00)'],
    ['en', 'UTC', '2025-07-01T11:00:00Z', '11:00 (Coordinated Universal Time)'],
  ] as const)('is named in %s for %s at %s: %s', (language, timeZone, at, said) => {
    const start = new Date(at);
    expect(sms({ language, timeZone, startsAt: start, now: start })).toContain(said);
  });
});

it('says lengths over an hour in hours', () => {
  expect(sms({ minutes: 75 })).toContain('1 hour 15 minutes');
  expect(sms({ minutes: 120, language: 'es' })).toContain('2 horas\n');
});

it('calls a doctor one, and a patient by name alone', () => {
  expect(sms({})).toContain('with Dr Anneliese Mehta');
  expect(sms({ readerIs: 'doctor', other: 'Amara Okafor' })).toContain('with Amara Okafor');
});

it('gives a calendar what it takes by e-mail alone', () => {
  const invite = { method: 'REQUEST', ics: 'BEGIN:VCALENDAR\r\n' } as const;
  for (const channel of CHANNELS)
    expect(visitMessage(facts(), channel, invite).body.invite).toBe(channel === 'email' ? invite : null);
});

it.each(CHANNELS)('has Urdu run from the right on %s, whatever name a line begins with', (channel) => {
  for (const readerIs of ['doctor', 'patient'] as const) {
    const { text } = visitMessage(facts({ language: 'ur', readerIs }), channel, null);
    for (const line of text.split('\n')) expect(line).toMatch(/^(\p{Script=Arabic}|\u200F|$)/u);
  }
});
