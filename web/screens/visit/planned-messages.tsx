import { Text, Title } from '@mantine/core';
import type { PlannedMessage } from '../../../contract/reminders.ts';
import { usePerson } from '../../session.tsx';
import { KIND_WORDS } from '../../ui/delivery-words.ts';
import { useNow } from '../../ui/use-now.ts';
import { MINUTE, pointInTime, readerOf } from '../../when.ts';
import { joinLines, keyOf, type PlannedTelling, whereInWords } from './message-words.ts';
import classes from './messages.module.css';

/** A little late is nobody's concern: it is on its way. */
const isLate = ({ due_at }: PlannedTelling, now: number): boolean => now - Date.parse(due_at) > MINUTE;

const Telling = ({ telling }: { telling: PlannedTelling }) => {
  const person = usePerson();
  const now = useNow(MINUTE);
  return (
    <li>
      <Text fw={600}>{KIND_WORDS[telling.kind]}</Text>
      <Text component="time" dateTime={telling.due_at} className={classes['when'] ?? ''}>
        {pointInTime(telling.due_at, readerOf(person), now)}
      </Text>
      {isLate(telling, now) && <Text>It has not gone yet, and is tried again.</Text>}
      <Text c="dimmed">{whereInWords(telling, person)}</Text>
    </li>
  );
};

/** What is still to be sent about a visit, next first. */
export const PlannedMessages = ({ planned }: { planned: readonly PlannedMessage[] }) => (
  <section aria-labelledby="planned">
    <Title order={3} id="planned" className={classes['title'] ?? ''}>
      Still to come
    </Title>
    <ol className={classes['line']} data-of="planned">
      {joinLines(planned).map((telling) => (
        <Telling key={keyOf(telling)} telling={telling} />
      ))}
    </ol>
  </section>
);
