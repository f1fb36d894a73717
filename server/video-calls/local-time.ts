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
