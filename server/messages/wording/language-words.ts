import type { VisitWords } from './visit-words.ts';

/** What a code is for, as far as its words go. */
export type CodeUse = 'video' | 'account' | 'reset' | 'phone';

/** `minutes` is the life of the code as configured. */
export interface CodeFacts {
  appName: string;
  code: string;
  minutes: number;
}

/** What a person is told of, without a code. */
export type Notice = 'phone_changed' | 'password_changed';

/** What a calendar shows of a visit. */
export interface CalendarWords {
  /** A doctor by name, and the two sides where no name is known. */
  doctor: (name: string) => string;
  nameless: Record<'doctor' | 'patient', string>;
  /** Whom an admin sees meeting. */
  both: (patient: string, doctor: string) => string;
  /** What the entry is called, by the kind of visit; `who` is whom the reader meets. */
  title: Record<'telehealth' | 'in_person', (who: string) => string>;
  /** Some calendars show a cancelled entry as any other. */
  cancelled: (title: string) => string;
  /** A sentence with the link, by the kind of visit. */
  open: Record<'telehealth' | 'in_person', (link: string) => string>;
  /** What the calendar of a person's visits is called. */
  name: (appName: string) => string;
}

/**
 * The words of one language. In an SMS the code comes first, so that a phone's notification shows it, and all
 * of it fits one segment for a clinic's name of a dozen letters: 160 characters of GSM 03.38, 70 of any other
 * script, and Spanish accents count as another script.
 */
export interface LanguageWords {
  code: Record<CodeUse, (facts: CodeFacts) => string>;
  /** The subject of an e-mail with a code. */
  codeSubject: (facts: CodeFacts) => string;
  /** What is said on the phone; `code` has its digits apart. */
  spoken: (facts: CodeFacts) => string;
  notice: Record<Notice, (appName: string) => { subject: string; text: string }>;
  calendar: CalendarWords;
  visit: VisitWords;
}
