/** Date and time of day in a zone, as `2025-10-18` and `10:00`. */
export const localTime = (instant: Date, timeZone: string): { date: string; time: string } => {
  // The Swedish form is ISO 8601.
  const text = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    calendar: 'iso8601',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(instant);
  const [date = '', time = ''] = text.split(' ');
  return { date, time };
};

const DAY_MS = 86_400_000;

/** The calendar date `days` after another. */
export const addDays = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** Days from one date to another, both counted in. */
export const daysBetween = (from: string, to: string): number =>
  (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS + 1;
