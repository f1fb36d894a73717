import type { VisitMessageKind } from '../../contract/deliveries.ts';
import type { Locale } from '../../contract/primitives.ts';
import { visitWords } from './wording.ts';

export interface VisitTemplate {
  /** `{{1}}` is whom the reader meets, `{{2}}` when with the zone, `{{3}}` how long and by which way. */
  body: string;
  /** What its one button says; it opens PUBLIC_URL with a slash and what is sent with the message. */
  button: string;
}

/** What a clinic submits to WhatsApp for approval: one template for each kind of message and language. */
export const visitTemplate = (language: Locale, kind: VisitMessageKind): VisitTemplate => {
  const { template, labels, link } = visitWords(language);
  const { news, advice } = template[kind];
  return {
    body: [news, '', `${labels.when}: {{2}}`, `${labels.length}: {{3}}`, '', advice].join('\n'),
    button: kind === 'visit_cancelled' ? link.list : link.open,
  };
};

/** The template as its reader sees it, without the button. */
export const filledTemplate = ({ body }: VisitTemplate, facts: readonly string[]): string =>
  body.replace(/\{\{(\d)\}\}/g, (_, blank: string) => facts[Number(blank) - 1] ?? '');
