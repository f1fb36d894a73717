import { Text } from '@mantine/core';
import { Card } from './card.tsx';
import classes from './figure.module.css';

interface Props {
  name: string;
  value: string;
  /** What else there is to know of it. */
  note?: string | null;
}

/** One number that a page is about. */
export const Figure = ({ name, value, note }: Props) => (
  <Card>
    <Text c="dimmed">{name}</Text>
    <Text className={classes['value'] ?? ''}>{value}</Text>
    {note && <Text c="dimmed">{note}</Text>}
  </Card>
);
