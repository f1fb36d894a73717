/** Below this a sum is shown to a hundredth of a cent: one message often costs less than a cent. */
const SMALL = 1;

/** "$12.40", "$0.0035"; `currency` is ISO 4217. */
export const money = (amount: number, currency: string, locale: string): string =>
  new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    ...(amount !== 0 && Math.abs(amount) < SMALL ? { maximumFractionDigits: 4 } : {}),
  }).format(amount);

/** "83%"; of nothing there is no share. */
export const share = (part: number, whole: number, locale: string): string =>
  whole === 0
    ? '–'
    : new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(part / whole);

/** "India"; the code itself where the browser knows no name for it. */
export const countryName = (code: string, locale: string): string =>
  new Intl.DisplayNames(locale, { type: 'region', fallback: 'code' }).of(code) ?? code;
