import type { Locale } from '../people/person.ts';

const LOCALES: readonly Locale[] = ['en', 'hi', 'ur', 'es'];
const MOST_LENGTH = 200;

const isLocale = (text: string): text is Locale => LOCALES.some((locale) => locale === text);

/** The first language of `Accept-Language` (RFC 9110 §12.5.4) that messages are written in, by weight; else English. */
export const askedLanguage = (header: string | undefined): Locale => {
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
