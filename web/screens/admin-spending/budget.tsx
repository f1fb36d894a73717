import { Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { Spending } from '../../../contract/spending.ts';
import { usePerson } from '../../session.tsx';
import { Card } from '../../ui/card.tsx';
import { Marked } from '../../ui/marked.tsx';
import { readerOf } from '../../when.ts';
import classes from './spending.module.css';

/** From here on somebody should look at where the codes go. */
const NEARLY = 0.8;

/** Codes of the last 24 hours beside what may go out in a day; no code goes out once that is reached. */
export const Budget = ({ budget: { used, most } }: Pick<Spending, 'budget'>) => {
  const { locale } = readerOf(usePerson());
  const part = Math.min(1, used / most);
  const words = `${used.toLocaleString(locale)} of ${most.toLocaleString(locale)} codes`;
  return (
    <Card>
      <Group justify="space-between" gap="xs" mb="xs">
        <Text fw={600}>Sent in the last 24 hours</Text>
        <Text className={classes['number'] ?? ''}>{words}</Text>
      </Group>
      <meter
        aria-label="Sent in the last 24 hours"
        aria-valuetext={words}
        max={most}
        value={Math.min(used, most)}
        className={classes['meter']}
        data-near={part >= NEARLY}
      />
      {part >= 1 && (
        <Text mt="xs">
          <Marked icon={IconAlertTriangle} tone="bad">
            The day’s budget is used up, so no code goes out just now.
          </Marked>
        </Text>
      )}
      {part >= NEARLY && part < 1 && (
        <Text mt="xs">
          <Marked icon={IconAlertTriangle} tone="open">
            Most of the day’s budget is used. Look below where the codes go.
          </Marked>
        </Text>
      )}
    </Card>
  );
};
