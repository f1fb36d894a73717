import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCheck, IconVideo } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { Appointment } from '../../../contract/appointments.ts';
import { useConfirm } from '../../queries.ts';
import { usePerson } from '../../session.tsx';
import { BusyButton } from '../../ui/busy-button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { useNow } from '../../ui/use-now.ts';
import { AddToCalendar } from './add-to-calendar.tsx';
import { CancelDialog } from './cancel-dialog.tsx';
import { MoveDialog } from './move-dialog.tsx';
import classes from './visit-card.module.css';
import { canChange, canMove } from './visit-words.ts';

interface Props {
  visit: Appointment;
  /** Id of the text that says which visit these buttons belong to; their names are the same on every card. */
  describedBy: string;
}

const TICK_MS = 15_000;

const ConfirmButton = ({ visit, describedBy }: Props) => {
  const confirm = useConfirm(visit.id);
  return (
    <>
      <BusyButton
        className={classes['main'] ?? ''}
        leftSection={<IconCheck aria-hidden />}
        aria-describedby={describedBy}
        loading={confirm.isPending}
        onClick={() => confirm.mutate()}
      >
        Confirm
      </BusyButton>
      {confirm.isError && <ProblemNote problem={confirm.error} />}
    </>
  );
};

const JoinLink = ({ visit, describedBy }: Props) => (
  <Button
    component={Link}
    href={`/appointments/${visit.id}/video`}
    className={classes['main'] ?? ''}
    leftSection={<IconVideo aria-hidden />}
    aria-describedby={describedBy}
  >
    Join video
  </Button>
);

const ChangeButtons = ({ visit, describedBy }: Props) => {
  const now = useNow(TICK_MS);
  const [isMoving, move] = useDisclosure(false);
  const [isCancelling, cancel] = useDisclosure(false);
  return (
    <>
      {canMove(visit, now) && (
        <Button variant="subtle" aria-describedby={describedBy} onClick={move.open}>
          Move
        </Button>
      )}
      <Button variant="subtle" color="red" aria-describedby={describedBy} onClick={cancel.open}>
        Cancel visit
      </Button>
      <MoveDialog visit={visit} opened={isMoving} onClose={move.close} />
      <CancelDialog visit={visit} opened={isCancelling} onClose={cancel.close} />
    </>
  );
};

/** The one thing to do first, then the quiet ones. */
export const VisitActions = ({ visit, describedBy }: Props) => {
  const { role } = usePerson();
  const rest = { visit, describedBy };
  return (
    <div className={classes['actions']}>
      {visit.can_join && <JoinLink {...rest} />}
      {visit.status === 'SCHEDULED' && role !== 'patient' && <ConfirmButton {...rest} />}
      <div className={classes['quiet']}>
        {visit.meeting_url && (
          <CopyButton
            variant="subtle"
            value={visit.meeting_url}
            done="The link to this visit is copied"
            aria-describedby={describedBy}
          >
            Copy link
          </CopyButton>
        )}
        <AddToCalendar {...rest} />
        {canChange(visit) && <ChangeButtons {...rest} />}
      </div>
    </div>
  );
};
