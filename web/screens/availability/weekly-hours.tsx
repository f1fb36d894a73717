import { Button, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import classes from './availability.module.css';
import { faultIn, hoursOn, nextRange, type Range, WEEKDAYS, type Weekly, withDay } from './hours.ts';
import { RangeFields } from './range-fields.tsx';

interface Props {
  value: Weekly;
  onChange: (weekly: Weekly) => void;
}

interface DayProps {
  name: string;
  ranges: readonly Range[];
  onChange: (ranges: Range[]) => void;
}

const DayRow = ({ name, ranges, onChange }: DayProps) => {
  const fault = faultIn(ranges);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a grid row with its legend in a cell
    <div role="group" aria-label={name} className={classes['day']}>
      <span className={classes['name']}>{name}</span>
      <div className={classes['ranges']}>
        {ranges.length === 0 && <Text c="dimmed">No visits</Text>}
        {ranges.map((range, index) => (
          <RangeFields
            // biome-ignore lint/suspicious/noArrayIndexKey: a stretch has no identity but its place in the day
            key={index}
            of={name}
            value={range}
            onChange={(changed) => onChange(ranges.map((old, at) => (at === index ? changed : old)))}
            onRemove={() => onChange(ranges.filter((_, at) => at !== index))}
          />
        ))}
        {fault && (
          <Text c="var(--mantine-color-error)" role="alert">
            {fault}
          </Text>
        )}
      </div>
      <Button
        variant="subtle"
        leftSection={<IconPlus aria-hidden />}
        aria-label={`Add hours on ${name}`}
        onClick={() => onChange([...ranges, nextRange(ranges)])}
      >
        Add hours
      </Button>
    </div>
  );
};

export const WeeklyHours = ({ value, onChange }: Props) => (
  <div>
    {WEEKDAYS.map(({ weekday, name }) => (
      <DayRow
        key={weekday}
        name={name}
        ranges={hoursOn(value, weekday)}
        onChange={(ranges) => onChange(withDay(value, weekday, ranges))}
      />
    ))}
  </div>
);
