import type { SessionType } from '../../contract/appointments.ts';
import type { VisitMessageKind } from '../../contract/deliveries.ts';
import type { Locale } from '../../contract/primitives.ts';
import { typedName } from './typed-name.ts';
import {
  dateInWords,
  daysUntil,
  minutesInWords,
  minutesUntil,
  type Reader,
  timeInWords,
  zoneInWords,
} from './visit-when.ts';
import type { VisitGist, VisitWords } from './wording/visit-words.ts';
import { calendarWords, visitWords } from './wording.ts';

/** What a message about a visit tells, and to whom. */
export interface VisitFacts {
  kind: VisitMessageKind;
  appName: string;
  /** Whom the reader meets, as typed; empty where no name is known. */
  other: string;
  readerIs: 'doctor' | 'patient';
  sessionType: SessionType;
  startsAt: Date;
  minutes: number;
  /** IANA; the reader's. */
  timeZone: string;
  language: Locale;
  now: Date;
  /** Our own page: the visit's, or the list of visits for one in person or cancelled. */
  url: URL;
}

/** What its messages are put together from, each in the reader's language and zone. */
export interface VisitPieces {
  words: VisitWords;
  who: string;
  news: string;
  advice: string;
  /** `Saturday 15 November, 11:00` and `Sat 15 Nov, 11:00`. */
  when: string;
  shortWhen: string;
  zone: string;
  /** `30 minutes` and `30 minutes, by video`. */
  length: string;
  lengthAndWay: string;
  /** `tomorrow`, where that is what the message is about; else null. */
  near: string | null;
  /** `in about 40 minutes`, likewise. */
  left: string | null;
  /** What leads to the page. */
  label: string;
}

const whoOf = ({ language, readerIs, other }: VisitFacts): string => {
  const { doctor, nameless } = calendarWords(language);
  const name = typedName(other);
  if (readerIs === 'doctor') return name || nameless.patient;
  return name === '' ? nameless.doctor : doctor(name);
};

/** `today` or `tomorrow` by the reader's calendar; null for any other day. */
const nearDay = (days: number, { today, tomorrow }: VisitWords): string | null => {
  if (days === 0) return today;
  return days === 1 ? tomorrow : null;
};

const labelOf = ({ kind, sessionType }: VisitFacts, { link }: VisitWords): string => {
  if (sessionType === 'in_person' || kind === 'visit_cancelled') return link.list;
  return kind === 'reminder_hour' || kind === 'reminder_quarter' ? link.join : link.open;
};

/** How near the visit is comes from `now`: a late message says nothing that is no longer true. */
export const visitPieces = (facts: VisitFacts): VisitPieces => {
  const { kind, language, timeZone, startsAt, now, sessionType } = facts;
  const words = visitWords(language);
  const reader: Reader = { language, timeZone };
  const near = nearDay(daysUntil(startsAt, now, reader), words);
  const left = words.left(minutesUntil(startsAt, now));
  const time = timeInWords(startsAt, reader);
  const date = dateInWords(startsAt, now, reader, 'long');
  const gist: VisitGist = {
    who: whoOf(facts),
    readerIs: facts.readerIs,
    isVideo: sessionType === 'telehealth',
    day: near ?? words.on(date),
    left,
  };
  const length = minutesInWords(facts.minutes, reader);
  return {
    words,
    who: gist.who,
    news: words.news[kind](gist),
    advice: words.advice[kind](gist),
    when: `${date}${words.comma}${time}`,
    shortWhen: `${dateInWords(startsAt, now, reader, 'short')}${words.comma}${time}`,
    zone: zoneInWords(startsAt, reader),
    length,
    lengthAndWay: words.length[sessionType](length),
    near: kind === 'reminder_day' ? near : null,
    left: kind === 'reminder_hour' || kind === 'reminder_quarter' ? left : null,
    label: labelOf(facts, words),
  };
};
