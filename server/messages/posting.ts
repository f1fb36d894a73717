import type { DeliveryFault, VisitMessageKind } from '../../contract/deliveries.ts';
import type { Locale } from '../../contract/primitives.ts';
import type { Route, Words } from './dispatcher.ts';
import type { MessageBody } from './messenger.ts';
import type { About } from './rows.ts';

/** A message about a visit, on one way. Of its kind, to its person and on its channel there is one at most. */
export interface Letter {
  about: About;
  kind: VisitMessageKind;
  personId: string;
  language: Locale;
  route: Route;
  words: Words;
  body: MessageBody;
  /** Seconds after which nobody is served by it. */
  life: number;
}

/** One try to post a letter. Whoever posts has taken it on for a while and keeps others from it. */
export interface Posting {
  letter: Letter;
  /** Where this way fails there is another one. */
  hasAnother: boolean;
  /** Tries until now, this one with them. */
  tries: number;
  /** Tries until now of which nobody knows whether they reached the provider. */
  doubts: number;
  /** Those of them whose provider was asked and never answered. */
  unanswered: number;
  /** Whether it is still theirs, and still true: asked right before it leaves. @throws DatabaseUnavailable */
  mayLeave: () => Promise<'yes' | 'lost' | 'untrue'>;
}

/** What came of the try. */
export type Posted =
  /** A provider has it, from this try or an earlier one. */
  | { posted: 'accepted' }
  /** It will not go this way. */
  | { posted: 'failed'; fault: DeliveryFault }
  /** The provider never said, and can't be asked: it may have it. */
  | { posted: 'unknown' }
  /** To be tried again after so many milliseconds; nothing of it was sent, unless that is in doubt. */
  | { posted: 'later'; after: number; inDoubt: boolean }
  /** Somebody else has taken it on meanwhile; nothing of it was sent. */
  | { posted: 'lost' };

export interface CameOf {
  came: Posted;
  /** Writes it into the ledger; the same again changes nothing. @throws DatabaseUnavailable */
  write: () => Promise<void>;
}
