import { Button, Stack, Text } from '@mantine/core';
import type { Delivery } from '../../../contract/deliveries.ts';
import { usePerson } from '../../session.tsx';
import { pointInTime, readerOf } from '../../when.ts';
import classes from './deliveries.module.css';
import { DeliveryStatus } from './delivery-status.tsx';
import { FAULT_WORDS, providerInWords } from './delivery-words.ts';

interface Props {
  delivery: Delivery;
  /** Shows this person's messages alone. */
  onPerson: (id: string) => void;
}

/** What was learned of a message, from first to last. */
export const DeliveryHistory = ({ delivery, onPerson }: Props) => {
  const reader = readerOf(usePerson());
  const { history, provider, instead_of, person } = delivery;
  return (
    <Stack gap="sm" align="start">
      <ol className={classes['history']}>
        {history.map(({ status, at, fault }) => (
          <li key={status}>
            <DeliveryStatus status={status} />
            <Text component="time" c="dimmed" dateTime={at} className={classes['when'] ?? ''}>
              {pointInTime(at, reader, Date.now())}
            </Text>
            {fault && <Text className={classes['fault'] ?? ''}>{FAULT_WORDS[fault]}</Text>}
          </li>
        ))}
      </ol>
      {instead_of && <Text>It took the place of a message that did not arrive another way.</Text>}
      {provider && <Text c="dimmed">Carried by {providerInWords(provider)}.</Text>}
      {person && (
        <Button variant="default" onClick={() => onPerson(person.id)}>
          Only messages to this person
        </Button>
      )}
    </Stack>
  );
};
