import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { Appointment } from '../../../contract/appointments.ts';
import { ApiProblem } from '../../api.ts';
import { FreeTimes } from '../../free-times.tsx';
import { useMove } from '../../queries.ts';
import { usePerson } from '../../session.tsx';
import { BusyButton } from '../../ui/busy-button.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { dayAndTime, pointInTime, readerOf } from '../../when.ts';
import classes from './move-dialog.module.css';
import { whoInWords } from './visit-words.ts';

interface Props {
  visit: Appointment;
  opened: boolean;
  onClose: () => void;
}

const MoveForm = ({ visit, onClose }: Omit<Props, 'opened'>) => {
  const person = usePerson();
  const reader = readerOf(person);
  const move = useMove(visit.id);
  const [startsAt, setStartsAt] = useState<string | null>(null);
  const isTaken = move.error instanceof ApiProblem && move.error.code === 'slot_taken';
  const submit = (): void => {
    if (!startsAt) return;
    move.mutate(startsAt, { onSuccess: onClose, onError: () => setStartsAt(null) });
  };
  return (
    <Stack gap="lg">
      <Text>
        So far {dayAndTime(visit.appointment_date, reader, Date.now())}, with {whoInWords(visit, person.role)}
        .
      </Text>
      {move.isError && !isTaken && <ProblemNote problem={move.error} />}
      <FreeTimes doctorId={visit.doctor.id} value={startsAt} onChange={setStartsAt} isTaken={isTaken} />
      <Group justify="flex-end" gap="sm" className={classes['footer'] ?? ''}>
        <Button variant="default" onClick={onClose}>
          Keep the old time
        </Button>
        <BusyButton disabled={!startsAt} loading={move.isPending} onClick={submit}>
          {startsAt ? `Move to ${pointInTime(startsAt, reader, Date.now())}` : 'Pick a time'}
        </BusyButton>
      </Group>
    </Stack>
  );
};

export const MoveDialog = ({ visit, opened, onClose }: Props) => (
  <Modal opened={opened} onClose={onClose} title="Move this visit" size="lg">
    <MoveForm visit={visit} onClose={onClose} />
  </Modal>
);
