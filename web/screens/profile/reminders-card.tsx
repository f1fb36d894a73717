import { Button, Stack, Text, Title } from '@mantine/core';
import { Link } from 'wouter';
import { usePerson } from '../../session.tsx';
import { Card } from '../../ui/card.tsx';
import { readerOf } from '../../when.ts';
import { NothingReaches } from './nothing-reaches.tsx';
import { quietInWords } from './quiet-draft.ts';
import { waysInWords, waysOf } from './reminder-ways.ts';
import { useObstacles } from './use-obstacles.ts';

/** How a person is reminded now, and the way to change it. */
export const RemindersCard = () => {
  const person = usePerson();
  const ways = waysOf(person.channels);
  const { obstacleOn } = useObstacles(person);
  return (
    <Card>
      <Stack gap="md">
        <Title order={2}>Reminders</Title>
        {ways.every(obstacleOn) && <NothingReaches chosen={ways.length} />}
        <Text>
          {waysInWords(ways)} {quietInWords(person.quiet_hours, readerOf(person))}
        </Text>
        <div>
          <Button component={Link} href="/profile/reminders" variant="default">
            Change reminders
          </Button>
        </div>
      </Stack>
    </Card>
  );
};
