const MINUTE_MS = 60_000;

const counted = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? '' : 's'}`;

/** How long a ticket lives, as older clients show it: "3 hours", "1 hour 5 minutes", "45 minutes". */
export const lifeInWords = (milliseconds: number): string => {
  const minutes = Math.max(1, Math.round(milliseconds / MINUTE_MS));
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return counted(rest, 'minute');
  return rest === 0 ? counted(hours, 'hour') : `${counted(hours, 'hour')} ${counted(rest, 'minute')}`;
};
