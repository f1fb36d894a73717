import { ActionIcon, Button, Checkbox, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import classes from './availability.module.css';
import { type Exception, FIRST_HOURS, faultInException } from './hours.ts';
import { RangeFields } from './range-fields.tsx';

interface Props {
  value: readonly Exception[];
  onChange: (exceptions: Exception[]) => void;
}

interface RowProps {
  value: Exception;
  onChange: (exception: Exception) => void;
  onRemove: () => void;
}

const ExceptionRow = ({ value, onChange, onRemove }: RowProps) => {
  const isClosed = 'closed' in value;
  const fault = faultInException(value);
  const close = (closed: boolean): void =>
    onChange(closed ? { date: value.date, closed: true } : { date: value.date, ...FIRST_HOURS });
  return (
    <div>
      <div className={classes['exception']}>
        <TextInput
          type="date"
          label="Date"
          className={classes['date'] ?? ''}
          value={value.date}
          onChange={(event) => onChange({ ...value, date: event.currentTarget.value })}
        />
        <Checkbox
          label="Closed all day"
          checked={isClosed}
          onChange={(event) => close(event.currentTarget.checked)}
        />
        {!isClosed && (
          <RangeFields
            of={value.date || 'Other hours'}
            value={value}
            onChange={(range) => onChange({ ...value, ...range })}
          />
        )}
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Remove ${value.date || 'this day'}`}
          onClick={onRemove}
        >
          <IconTrash aria-hidden />
        </ActionIcon>
      </div>
      {fault && (
        <Text c="var(--mantine-color-error)" role="alert">
          {fault}
        </Text>
      )}
    </div>
  );
};

export const Exceptions = ({ value, onChange }: Props) => (
  <Stack gap="sm" align="start">
    {value.length === 0 && <Text c="dimmed">No special days. Holidays and days off go here.</Text>}
    {value.map((exception, index) => (
      <ExceptionRow
        // biome-ignore lint/suspicious/noArrayIndexKey: a row being typed has no identity but its place
        key={index}
        value={exception}
        onChange={(changed) => onChange(value.map((old, at) => (at === index ? changed : old)))}
        onRemove={() => onChange(value.filter((_, at) => at !== index))}
      />
    ))}
    <Button
      variant="default"
      leftSection={<IconPlus aria-hidden />}
      onClick={() => onChange([...value, { date: '', closed: true }])}
    >
      Add a special day
    </Button>
  </Stack>
);
