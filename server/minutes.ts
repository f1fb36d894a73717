const HOUR = 60;

/** Minutes from midnight of `09:30`; `24:00` is 1440. */
export const minuteOf = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * HOUR + minutes;
};

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** The opposite of `minuteOf`. */
export const timeOf = (minute: number): string =>
  `${twoDigits(Math.floor(minute / HOUR))}:${twoDigits(minute % HOUR)}`;
