/*
 * Makes the pictures of the guide to messages, from the words and pages that are really sent:
 *   node docs/images/make-message-pictures.ts [path of a Chromium]
 * Hindi and Urdu need fonts on this machine that have their letters.
 */
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import type { Channel } from '../../contract/primitives.ts';
import { type VisitFacts, visitMessage } from '../../server/messages/visit-message.ts';
import { visitTemplate } from '../../server/messages/visit-template.ts';
import { emailHtml } from '../../server/providers/email-html.ts';
import { escaped } from '../../server/providers/email-pieces.ts';

const MINUTE_MS = 60_000;
const publicUrl = new URL('https://visits.example.org');
const startsAt = new Date('2027-03-16T05:30:00Z');

const facts = (over: Partial<VisitFacts>, minutesBefore: number): VisitFacts => ({
  kind: 'reminder_day',
  appName: 'Lindenhof Clinic',
  other: 'Anneliese Mehta',
  readerIs: 'patient',
  sessionType: 'telehealth',
  startsAt,
  minutes: 30,
  timeZone: 'Asia/Kolkata',
  language: 'en',
  now: new Date(startsAt.getTime() - minutesBefore * MINUTE_MS),
  url: new URL('/appointments/01989a3c-7d52-7c1e-9b0a-6f1d2c3b4a59/video', publicUrl),
  ...over,
});

const emailPage = (of: VisitFacts): string => {
  const { subject, text, body } = visitMessage(of, 'email', null);
  const message = { id: '', channel: 'email' as const, to: '', language: of.language, subject, text, body };
  return emailHtml(message, { appName: of.appName, publicUrl });
};

const PHONE = `
body { margin: 0; padding: 24px 20px; background: #e9edec; font: 16px/1.45 Inter, 'Noto Sans', 'Noto Naskh Arabic', sans-serif; }
h2 { margin: 0 0 10px; font-size: 14px; font-weight: 600; color: #4d5959; }
.bubble { max-width: 330px; margin: 0 0 22px; border-radius: 4px 16px 16px 16px; background: #fff; color: #1b2323; overflow: hidden; box-shadow: 0 1px 2px #0002; }
[dir=rtl] { line-height: 1.7; }
.said { padding: 12px 14px; white-space: pre-line; overflow-wrap: anywhere; }
.said a { color: #0f62c4; text-decoration: underline; }
.press { display: block; padding: 11px; border-top: 1px solid #e2e7e7; text-align: center; color: #0b7a5a; font-weight: 600; }
.two { display: flex; gap: 24px; align-items: start; }
.two > div { flex: 1; }
`;

/** Our own address is what a phone makes a link of. */
const said = (text: string, url: URL): string =>
  text
    .split(url.href)
    .map(escaped)
    .join(`<a>${escaped(url.href)}</a>`);

const bubble = (of: VisitFacts, channel: Extract<Channel, 'sms' | 'whatsapp'>): string => {
  const { text } = visitMessage(of, channel, null);
  const lines = text.split('\n');
  const isTemplate = channel === 'whatsapp';
  const words = isTemplate ? lines.slice(0, -2).join('\n') : text;
  const button = isTemplate
    ? `<span class="press">${escaped(visitTemplate(of.language, of.kind).button)}</span>`
    : '';
  const direction = of.language === 'ur' ? 'rtl' : 'ltr';
  return `<div class="bubble" dir="${direction}"><div class="said">${said(words, of.url)}</div>${button}</div>`;
};

const phonePage = (columns: readonly (readonly [heading: string, bubbles: readonly string[]])[]): string =>
  `<!doctype html><meta charset="utf-8"><style>${PHONE}</style><div class="two">${columns
    .map(([heading, bubbles]) => `<div><h2>${heading}</h2>${bubbles.join('')}</div>`)
    .join('')}</div>`;

const dayBefore = facts({}, 24 * 60);
const soon = facts({ kind: 'reminder_hour' }, 60);
const urdu = facts({ kind: 'visit_confirmed', language: 'ur', timeZone: 'Asia/Karachi' }, 3 * 24 * 60);
const now = { kind: 'reminder_quarter' } as const;

const PICTURES = [
  { name: 'email-light', width: 600, colorScheme: 'light', html: emailPage(dayBefore) },
  { name: 'email-dark', width: 360, colorScheme: 'dark', html: emailPage(soon) },
  { name: 'email-urdu', width: 360, colorScheme: 'light', html: emailPage(urdu) },
  {
    name: 'phone',
    width: 760,
    colorScheme: 'light',
    html: phonePage([
      ['SMS', [bubble(soon, 'sms'), bubble(facts({ ...now, language: 'hi' }, 15), 'sms')]],
      [
        'WhatsApp',
        [bubble(soon, 'whatsapp'), bubble(facts({ kind: 'visit_moved', language: 'es' }, 5_000), 'whatsapp')],
      ],
    ]),
  },
] as const;

const take = async (page: Page, { name, width, colorScheme, html }: (typeof PICTURES)[number]) => {
  await page.setViewportSize({ width, height: 100 });
  await page.emulateMedia({ colorScheme });
  await page.setContent(html);
  await page.screenshot({ path: join(import.meta.dirname, `${name}.png`), fullPage: true });
};

const browser = await chromium.launch({
  executablePath: process.argv[2] ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
  ],
});
try {
  const page = await browser.newPage({ deviceScaleFactor: 1.5 });
  for (const picture of PICTURES) await take(page, picture);
} finally {
  await browser.close();
}
