import type { Channel, Locale } from '../../contract/primitives.ts';
import type { Words } from './dispatcher.ts';
import type { Invite, VisitBody } from './messenger.ts';
import { type VisitFacts, type VisitPieces, visitPieces } from './visit-pieces.ts';
import { filledTemplate, visitTemplate } from './visit-template.ts';
import { calendarWords } from './wording.ts';

export type { VisitFacts };

const detailsOf = ({ words: { labels }, who, when, zone, lengthAndWay }: VisitPieces) => [
  { label: labels.who, value: who },
  { label: labels.when, value: when },
  { label: labels.zone, value: zone },
  { label: labels.length, value: lengthAndWay },
];

/** The blanks of a template: whom the reader meets, when with the zone and how near that is, how long. */
const blanksOf = ({ words, who, near, when, zone, left, lengthAndWay }: VisitPieces): string[] => [
  who,
  [near, `${when} (${zone})`, left].filter((part) => part !== null).join(words.comma),
  lengthAndWay,
];

const capital = (text: string, language: Locale): string =>
  `${text.charAt(0).toLocaleUpperCase(language)}${text.slice(1)}`;

/** `Tomorrow: Video visit with Dr Mehta, Sat 15 Nov, 11:00`. */
const subjectOf = ({ kind, language, sessionType }: VisitFacts, pieces: VisitPieces): string => {
  const { words, near, who, shortWhen } = pieces;
  const title = calendarWords(language).title[sessionType](who);
  return `${capital(near ?? words.tag[kind], language)}: ${title}${words.comma}${shortWhen}`;
};

/** The few lines of an SMS, without its link. */
const shortLines = ({ appName, language }: VisitFacts, pieces: VisitPieces): string[] => {
  const { words, news, advice, shortWhen, zone, length } = pieces;
  const when = `${capital(shortWhen, language)} (${zone})${words.comma}${length}`;
  return [`${appName}: ${news}`, when, advice];
};

const letter = ({ url }: VisitFacts, pieces: VisitPieces): string[] => {
  const details = detailsOf(pieces).map(({ label, value }) => `${label}: ${value}`);
  return [pieces.news, '', ...details, '', pieces.advice, '', `${pieces.label}: ${url.href}`];
};

/** WhatsApp itself is given the template: this is how it reads. */
const templateLines = ({ language, kind, url }: VisitFacts, pieces: VisitPieces): string[] => {
  const template = visitTemplate(language, kind);
  const said = filledTemplate(template, blanksOf(pieces)).split('\n');
  return [...said, '', `${template.button}: ${url.href}`];
};

const linesOf = (facts: VisitFacts, channel: Channel, pieces: VisitPieces): string[] => {
  switch (channel) {
    case 'sms':
      return [...shortLines(facts, pieces), `${pieces.label}: ${facts.url.href}`];
    case 'voice':
      return shortLines(facts, pieces);
    case 'email':
      return letter(facts, pieces);
    case 'whatsapp':
      return templateLines(facts, pieces);
  }
};

/** A line runs the way of its first letter, and names of clinics and people may be Latin: a mark turns those. */
const directed = (lines: readonly string[], language: Locale): string[] =>
  language === 'ur'
    ? lines.map((line) => (/^(\p{Script=Arabic}|$)/u.test(line) ? line : `\u200F${line}`))
    : [...lines];

/** One message about a visit, in the reader's language and zone, as its channel needs it. */
export const visitMessage = (
  facts: VisitFacts,
  channel: Channel,
  invite: Invite | null,
): Words & { body: VisitBody } => {
  const pieces = visitPieces(facts);
  const isEmail = channel === 'email';
  return {
    subject: isEmail ? subjectOf(facts, pieces) : null,
    text: directed(linesOf(facts, channel, pieces), facts.language).join('\n'),
    body: {
      kind: 'visit',
      template: facts.kind,
      facts: blanksOf(pieces),
      details: detailsOf(pieces),
      url: facts.url,
      label: pieces.label,
      invite: isEmail ? invite : null,
    },
  };
};
