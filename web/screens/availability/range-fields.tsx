import { ActionIcon, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import classes from './availability.module.css';
import { endFromField, endToField, type Range } from './hours.ts';

interface Props {
  /** What these hours belong to, for the names of the fields: "Monday". */
  of: string;
  value: Range;
  onChange: (range: Range) => void;
  onRemove?: () => void;
}

export const RangeFields = ({ of, value, onChange, onRemove }: Props) => (
  <div className={classes['range']}>
    <TextInput
      type="time"
      aria-label={`${of}, from`}
      value={value.from}
      onChange={(event) => onChange({ ...value, from: event.currentTarget.value })}
    />
    <span aria-hidden>to</span>
    <TextInput
      type="time"
      aria-label={`${of}, to`}
      value={endToField(value.to)}
      onChange={(event) => onChange({ ...value, to: endFromField(event.currentTarget.value) })}
    />
    {onRemove && (
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={`Remove ${of}, ${value.from} to ${value.to}`}
        onClick={onRemove}
      >
        <IconTrash aria-hidden />
      </ActionIcon>
    )}
  </div>
);
