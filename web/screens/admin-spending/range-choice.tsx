import { SimpleGrid, Stack } from '@mantine/core';
import { useState } from 'react';
import { DayFields } from '../../ui/day-fields.tsx';
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

/** The last so many days, today with them. */
export const lastDays = (days: number, today: string): Range => ({
  from: addDays(today, 1 - days),
  to: today,
});

export const FIRST_SPAN = '30';

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
      {span === OTHER && (
        <SimpleGrid cols={{ base: 2, md: 4 }} spacing="sm">
          <DayFields days={range} onChange={(end, day) => onChange({ ...range, [end]: day })} />
        </SimpleGrid>
      )}
    </Stack>
  );
};
