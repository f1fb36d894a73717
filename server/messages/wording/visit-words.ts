import type { SessionType } from '../../../contract/appointments.ts';
import type { VisitMessageKind } from '../../../contract/deliveries.ts';

/** What the sentences of a message about a visit may speak of. */
export interface VisitGist {
  /** Whom the reader meets: `Dr Mehta`. */
  who: string;
  readerIs: 'doctor' | 'patient';
  isVideo: boolean;
  /** The day inside a sentence: `tomorrow`, or `on Saturday 15 November`. */
  day: string;
  /** How soon inside a sentence: `in about 40 minutes`. */
  left: string;
}

type PerKind<T> = Record<VisitMessageKind, T>;

/** The words of one language about a visit. Sentences are whole, and end as sentences do. */
export interface VisitWords {
  /** What was done, or how near it is. */
  news: PerKind<(gist: VisitGist) => string>;
  /** What it means for the reader, or what to do now. */
  advice: PerKind<(gist: VisitGist) => string>;
  /** What the subject of an e-mail begins with; a reminder on the day before or the day itself says that instead. */
  tag: PerKind<string>;
  /** As above in a template of WhatsApp, which can't tell video from clinic nor doctor from patient; `{{1}}` is who. */
  template: PerKind<{ news: string; advice: string }>;
  labels: { who: string; when: string; zone: string; length: string };
  /** What leads into a video visit now, to its page at any time, and to the list of visits. */
  link: { join: string; open: string; list: string };
  /** Between parts of a list, with its space. */
  comma: string;
  today: string;
  tomorrow: string;
  /** Any other day inside a sentence. */
  on: (date: string) => string;
  /** How soon, in whole minutes; 0 is now. */
  left: (minutes: number) => string;
  /** How long and by which way: `30 minutes, by video`. */
  length: Record<SessionType, (minutes: string) => string>;
}
