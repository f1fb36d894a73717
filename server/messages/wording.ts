import type { Channel, Locale } from '../../contract/primitives.ts';
import type { Words } from './dispatcher.ts';
import { en } from './wording/en.ts';
import { es } from './wording/es.ts';
import { hi } from './wording/hi.ts';
import type { CalendarWords, CodeFacts, CodeUse, LanguageWords, Notice } from './wording/language-words.ts';
import { ur } from './wording/ur.ts';
import type { VisitWords } from './wording/visit-words.ts';

const WORDS: Record<Locale, LanguageWords> = { en, hi, ur, es };

/** Heard one by one, with a breath between. */
const apart = (code: string): string => [...code].join(', ');

/** The message with a code, in the reader's language, as its channel needs it. */
export const codeWords = (language: Locale, use: CodeUse, channel: Channel, facts: CodeFacts): Words => {
  const words = WORDS[language];
  if (channel === 'voice') {
    return { subject: null, text: words.spoken({ ...facts, code: apart(facts.code) }) };
  }
  const subject = channel === 'email' ? words.codeSubject(facts) : null;
  return { subject, text: words.code[use](facts) };
};

/** Something a person is told of: no code, no link. */
export const noticeWords = (language: Locale, notice: Notice, channel: Channel, appName: string): Words => {
  const { subject, text } = WORDS[language].notice[notice](appName);
  return { subject: channel === 'email' ? subject : null, text };
};

export const calendarWords = (language: Locale): CalendarWords => WORDS[language].calendar;

export const visitWords = (language: Locale): VisitWords => WORDS[language].visit;
