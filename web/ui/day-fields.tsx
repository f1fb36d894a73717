import { TextInput } from '@mantine/core';
import { type Days, isBackwards } from './days.ts';

interface Props {
  days: Days;
  onChange: (end: keyof Days, day: string) => void;
}

/** The first and the last of the days that are looked at; both are counted in. */
export const DayFields = ({ days, onChange }: Props) => (
  <>
    <TextInput
      type="date"
      label="From"
      value={days.from ?? ''}
      onChange={(event) => onChange('from', event.currentTarget.value)}
    />
    <TextInput
      type="date"
      label="To"
      value={days.to ?? ''}
      onChange={(event) => onChange('to', event.currentTarget.value)}
      error={isBackwards(days) ? 'Must not be before the first day' : null}
    />
  </>
);
