import { Button, Stack, Text } from '@mantine/core';
import type { Delivery } from '../../../contract/deliveries.ts';
import { usePerson } from '../../session.tsx';
import { DeliverySteps } from '../../ui/delivery-steps.tsx';
import { FAULT_WORDS, providerInWords } from '../../ui/delivery-words.ts';
import { readerOf } from '../../when.ts';

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
      <DeliverySteps history={history} reader={reader} faultInWords={(fault) => FAULT_WORDS[fault]} />
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
