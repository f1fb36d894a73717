import { Button, Group, NativeSelect, SimpleGrid } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useRef } from 'react';
import { CHANNEL_WORDS } from '../../ui/channel-words.ts';
import { DayFields } from '../../ui/day-fields.tsx';
import { KIND_WORDS, STATUS_WORDS } from '../../ui/delivery-words.ts';
import classes from './deliveries.module.css';
import type { Filter, FilterName } from './filter.ts';

interface Props {
  filter: Filter;
  /** The name of the person in the filter; null where nobody is. */
  person: string | null;
  onChange: (name: FilterName, value: string) => void;
  onClear: () => void;
}

const CHOICES = [
  { name: 'channel', label: 'Channel', any: 'Any channel', words: CHANNEL_WORDS },
  { name: 'status', label: 'Status', any: 'Any status', words: STATUS_WORDS },
  { name: 'kind', label: 'Purpose', any: 'Any purpose', words: KIND_WORDS },
] as const;

/** A button that takes itself away leaves the focus with the first of the fields. */
export const DeliveryFilters = ({ filter, person, onChange, onClear }: Props) => {
  const around = useRef<HTMLElement>(null);
  const andFocus = (act: () => void) => (): void => {
    act();
    around.current?.querySelector('select')?.focus();
  };
  return (
    <search ref={around}>
      <SimpleGrid cols={{ base: 2, sm: 3, md: 5 }} spacing="sm" className={classes['filters'] ?? ''}>
        {CHOICES.map(({ name, label, any, words }) => (
          <NativeSelect
            key={name}
            label={label}
            value={filter[name] ?? ''}
            onChange={(event) => onChange(name, event.currentTarget.value)}
            data={[
              { value: '', label: any },
              ...Object.entries(words).map(([value, word]) => ({ value, label: word })),
            ]}
          />
        ))}
        <DayFields days={filter} onChange={onChange} />
      </SimpleGrid>
      {Object.keys(filter).length > 0 && (
        <Group gap="sm" mt="sm">
          {person !== null && (
            <Button
              variant="light"
              maw="100%"
              rightSection={<IconX aria-hidden />}
              onClick={andFocus(() => onChange('person_id', ''))}
            >
              Only {person}
            </Button>
          )}
          <Button variant="default" onClick={andFocus(onClear)}>
            Show everything
          </Button>
        </Group>
      )}
    </search>
  );
};
