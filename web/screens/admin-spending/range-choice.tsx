import { SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Pick } from '../../ui/pick.tsx';
import { addDays } from '../../when.ts';

export interface Range {
  from: string;
  to: string;
}

interface Props {
  range: Range;
  /** The reader's own date. */
  today: string;
  onChange: (range: Range) => void;
}

const SPANS = ['7', '30', '90'] as const;
const OTHER = 'other';

const OPTIONS = [
  ...SPANS.map((days) => ({ value: days, label: `${days} days`, name: `The last ${days} days` })),
  { value: OTHER, label: 'Other', name: 'Other days' },
];

export const isBackwards = ({ from, to }: Range): boolean => from !== '' && to !== '' && from > to;

/** The last so many days, today with them. */
export const lastDays = (days: number, today: string): Range => ({
  from: addDays(today, 1 - days),
  to: today,
});

export const FIRST_SPAN = '30';

const Dates = ({ range, onChange }: Omit<Props, 'today'>) => (
  <SimpleGrid cols={2} spacing="sm" maw="26rem">
    <TextInput
      type="date"
      label="From"
      value={range.from}
      onChange={(event) => onChange({ ...range, from: event.currentTarget.value })}
    />
    <TextInput
      type="date"
      label="To"
      value={range.to}
      onChange={(event) => onChange({ ...range, to: event.currentTarget.value })}
      error={isBackwards(range) ? 'Must not be before the first day' : null}
    />
  </SimpleGrid>
);

/** A usual span with one press, or any other days. */
export const RangeChoice = ({ range, today, onChange }: Props) => {
  const [span, setSpan] = useState<string>(FIRST_SPAN);
  const choose = (chosen: string): void => {
    setSpan(chosen);
    if (chosen !== OTHER) onChange(lastDays(Number(chosen), today));
  };
  return (
    <Stack gap="md">
      <Pick legend="Which days" name="span" options={OPTIONS} value={span} onChange={choose} />
      {span === OTHER && <Dates range={range} onChange={onChange} />}
    </Stack>
  );
};
