import { expect, it } from 'vitest';
import { localeOf } from './browser-reader.ts';

it.each([
  [['es-MX', 'en'], 'es'],
  [['de-DE', 'ur', 'en'], 'ur'],
  [['EN-gb'], 'en'],
  [['hi-IN'], 'hi'],
  [['de', 'fr-FR', 'esu'], undefined],
  [[], undefined],
])('of the browser’s languages %j, messages come in %s', (languages, locale) => {
  expect(localeOf(languages)).toBe(locale);
});
