import type { RegisterWithOtp } from '../../../contract/accounts.ts';

type Locale = NonNullable<RegisterWithOtp['locale']>;

const LOCALES: readonly Locale[] = ['en', 'hi', 'ur', 'es'];

/** The first of the browser's languages that messages are written in. */
export const localeOf = (languages: readonly string[]): Locale | undefined =>
  languages
    .map((language) => LOCALES.find((locale) => locale === language.toLowerCase().split('-')[0]))
    .find((locale) => locale !== undefined);

/** Where and in which language this browser's person reads, as far as the browser says. */
export const browserReader = (): Pick<RegisterWithOtp, 'time_zone' | 'locale'> => {
  const locale = localeOf(navigator.languages);
  return {
    time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    ...(locale ? { locale } : {}),
  };
};
