import type { Static } from 'typebox';
import { Value } from 'typebox/value';
import { Locale } from '../../contract/primitives.ts';

const MOST_LENGTH = 200;

const isLocale = (text: string): text is Static<typeof Locale> => Value.Check(Locale, text);

/** The first language of `Accept-Language` (RFC 9110 §12.5.4) that messages are written in, by weight; else English. */
export const askedLanguage = (header: string | undefined): Static<typeof Locale> => {
  const wanted = (header ?? '')
    .slice(0, MOST_LENGTH)
    .split(',')
    .map((part) => {
      const [range = '', weight = ''] = part.trim().split(/\s*;\s*q=/);
      return { tag: range.split('-')[0]?.toLowerCase() ?? '', weight: weight === '' ? 1 : Number(weight) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight);
  return wanted.map(({ tag }) => tag).find(isLocale) ?? 'en';
};
