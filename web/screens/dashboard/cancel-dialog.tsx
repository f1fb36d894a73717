import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import type { Appointment } from '../../../contract/appointments.ts';
import { useCancel } from '../../queries.ts';
import { usePerson } from '../../session.tsx';
import { BusyButton } from '../../ui/busy-button.tsx';
import { oneLine } from '../../ui/one-line.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { dayAndTime, readerOf } from '../../when.ts';
import { whoInWords } from './visit-words.ts';

interface Props {
  visit: Appointment;
  opened: boolean;
  onClose: () => void;
}

const CancelForm = ({ visit, onClose }: Omit<Props, 'opened'>) => {
  const person = usePerson();
  const cancel = useCancel(visit.id);
  const [reason, setReason] = useState('');
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const said = oneLine(reason);
    cancel.mutate(said ? { reason: said } : {}, { onSuccess: onClose });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Text>
          The visit with {whoInWords(visit, person.role)}{' '}
          {dayAndTime(visit.appointment_date, readerOf(person), Date.now())} will not take place.
        </Text>
        <Textarea
          label="Reason (if you like)"
          maxLength={500}
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {cancel.isError && <ProblemNote problem={cancel.error} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Keep the visit
          </Button>
          <BusyButton type="submit" color="red" loading={cancel.isPending}>
            Yes, cancel it
          </BusyButton>
        </Group>
      </Stack>
    </form>
  );
};

export const CancelDialog = ({ visit, opened, onClose }: Props) => (
  <Modal opened={opened} onClose={onClose} title="Cancel this visit?">
    <CancelForm visit={visit} onClose={onClose} />
  </Modal>
);
