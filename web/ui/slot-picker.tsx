import { Button, Stack, Text } from '@mantine/core';
import { useId, useState } from 'react';
import type { Slot } from '../../contract/appointments.ts';
import {
  dayInWords,
  dayOf,
  groupByDay,
  hourOf,
  type Reader,
  shortDate,
  shortWeekday,
  timeOfDay,
  zoneInWords,
} from '../when.ts';
import { Pick } from './pick.tsx';

interface Props {
  slots: readonly Slot[];
  reader: Reader;
  now: number;
  /** Start of the chosen slot. */
  value: string | null;
  onChange: (startsAt: string | null) => void;
  /** Absent where no later days can be asked for. */
  onLater?: (() => void) | undefined;
  isLoadingLater?: boolean | undefined;
}

const PARTS = [
  { name: 'Morning', until: 12 },
  { name: 'Afternoon', until: 17 },
  { name: 'Evening', until: 24 },
];

const partsOf = (slots: readonly Slot[], timeZone: string) =>
  PARTS.map(({ name, until }, index) => {
    const from = PARTS[index - 1]?.until ?? 0;
    const inside = slots.filter(({ starts_at }) => {
      const hour = hourOf(starts_at, timeZone);
      return hour >= from && hour < until;
    });
    return { name, slots: inside };
  }).filter((part) => part.slots.length > 0);

const upperFirst = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

const dayLabel = (day: string, reader: Reader, now: number) => {
  const words = dayInWords(day, reader, now);
  return words === 'today' || words === 'tomorrow' ? upperFirst(words) : shortWeekday(day, reader.locale);
};

/** A day, then a time of that day, both in the reader's zone. */
export const SlotPicker = ({ slots, reader, now, value, onChange, onLater, isLoadingLater }: Props) => {
  const id = useId();
  const days = groupByDay(slots, ({ starts_at }) => starts_at, reader.timeZone);
  const [chosenDay, setChosenDay] = useState<string | null>(value ? dayOf(value, reader.timeZone) : null);
  const open = days.find(({ day }) => day === chosenDay) ?? days[0];
  const chooseDay = (day: string): void => {
    setChosenDay(day);
    onChange(null);
  };
  if (!open) return null;
  return (
    <Stack gap="xl">
      <Stack gap="sm">
        <Pick
          legend="Day"
          name={`${id}-day`}
          value={open.day}
          onChange={chooseDay}
          options={days.map(({ day, items }) => ({
            value: day,
            name: `${upperFirst(dayInWords(day, reader, now))}, ${items.length} free`,
            label: (
              <>
                <strong>{dayLabel(day, reader, now)}</strong>
                <small>{shortDate(day, reader.locale)}</small>
              </>
            ),
          }))}
        />
        {onLater && (
          <Button
            variant="default"
            style={{ alignSelf: 'start' }}
            onClick={onLater}
            loading={isLoadingLater ?? false}
          >
            Show later days
          </Button>
        )}
      </Stack>
      {partsOf(open.items, reader.timeZone).map((part) => (
        <Pick
          key={part.name}
          legend={part.name}
          name={`${id}-time`}
          value={value}
          onChange={onChange}
          options={part.slots.map(({ starts_at }) => ({
            value: starts_at,
            label: timeOfDay(starts_at, reader),
          }))}
        />
      ))}
      <Text c="dimmed">Times are in {zoneInWords(open.items[0]?.starts_at ?? now, reader)}.</Text>
    </Stack>
  );
};
