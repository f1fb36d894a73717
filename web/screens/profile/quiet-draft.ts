import type { QuietHours } from '../../../contract/people.ts';
import { type Reader, timeOfDay } from '../../when.ts';

/** What the form of quiet hours holds; the times stay while they are switched off. */
export interface QuietDraft {
  isOn: boolean;
  from: string;
  to: string;
}

/** What is offered to whoever switches them on. */
const NIGHT: QuietHours = { from: '22:00', to: '07:00' };

export const quietDraftOf = (hours: QuietHours | null): QuietDraft => ({
  isOn: hours !== null,
  ...(hours ?? NIGHT),
});

export const quietHoursOf = ({ isOn, from, to }: QuietDraft): QuietHours | null =>
  isOn ? { from, to } : null;

/** What is wrong with them, in words; null when nothing is. */
export const faultInQuiet = ({ isOn, from, to }: QuietDraft): string | null => {
  if (!isOn) return null;
  if (!from || !to) return 'Fill in both times.';
  return from === to ? 'They must end at another time than they begin.' : null;
};

const clock = (time: string, { locale }: Reader): string =>
  timeOfDay(`2000-01-01T${time}:00Z`, { locale, timeZone: 'UTC' });

/** "Quiet hours from 22:00 to 07:00.", as this reader writes times. */
export const quietInWords = (hours: QuietHours | null, reader: Reader): string =>
  hours ? `Quiet hours from ${clock(hours.from, reader)} to ${clock(hours.to, reader)}.` : 'No quiet hours.';
