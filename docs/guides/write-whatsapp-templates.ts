/*
 * Writes the page of templates to submit to WhatsApp, from the words that are really sent:
 *   node docs/guides/write-whatsapp-templates.ts
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { VisitMessageKind } from '../../contract/deliveries.ts';
import { Locale } from '../../contract/primitives.ts';
import { readConfig } from '../../server/config.ts';
import { visitMessage } from '../../server/messages/visit-message.ts';
import { visitTemplate } from '../../server/messages/visit-template.ts';

const NAMES = { en: 'English', hi: 'Hindi', ur: 'Urdu', es: 'Spanish' };
const LANGUAGES = Locale.anyOf.map(({ const: language }) => language);
const KINDS = VisitMessageKind.anyOf.map(({ const: kind }) => kind);
const startsAt = new Date('2027-03-16T05:30:00Z');
const url = new URL('https://visits.example.org/appointments/01989a3c-7d52-7c1e-9b0a-6f1d2c3b4a59/video');

const { whatsapp } = readConfig({ WHATSAPP_ACCESS_TOKEN: 'any', WHATSAPP_BUSINESS_NUMBER: '12345' }).messages;
if (!whatsapp) throw new Error('there are no names of templates');

const samples = (language: Locale, kind: VisitMessageKind): string => {
  const now = new Date(startsAt.getTime() - 3_600_000);
  const { facts } = visitMessage(
    {
      ...{ kind, language, startsAt, now, url, minutes: 30, other: 'Anneliese Mehta', appName: 'Clinic' },
      ...{ readerIs: 'patient', sessionType: 'telehealth', timeZone: 'Asia/Kolkata' },
    },
    'whatsapp',
    null,
  ).body;
  return facts.map((fact, index) => `\`{{${index + 1}}}\` ${fact}`).join('; ');
};

const section = (language: Locale, kind: VisitMessageKind): string => {
  const { body, button } = visitTemplate(language, kind);
  return [
    `### \`${whatsapp.templates.visit[kind]}\` (${language})`,
    `\`\`\`text\n${body}\n\`\`\``,
    `Button: \`${button}\``,
    `Samples: ${samples(language, kind)}`,
  ].join('\n\n');
};

const page = [
  '# Templates to submit to WhatsApp',
  'Written by `node docs/guides/write-whatsapp-templates.ts`; change the words in `server/messages/wording/`, not here. What to set beside them is in [messages.md](messages.md#templates-of-whatsapp).',
  `Each has the category *Utility*, the language beside its name, no header and no footer, and one button of the type *Visit website*, with the type of address *Dynamic*: \`<PUBLIC_URL>/{{1}}\`, sample \`${url.href.replace(url.origin, '<PUBLIC_URL>')}\`.`,
  ...LANGUAGES.flatMap((language) => [
    `## ${NAMES[language]}`,
    ...KINDS.map((kind) => section(language, kind)),
  ]),
].join('\n\n');

writeFileSync(join(import.meta.dirname, 'whatsapp-templates.md'), `${page}\n`);
