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
import { canChange, canMove, isOver } from './visit-words.ts';

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

const DetailsLink = ({ visit, describedBy }: Props) => (
  <Button component={Link} href={`/appointments/${visit.id}`} variant="subtle" aria-describedby={describedBy}>
    Details
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

/** Ways to keep a visit at hand, while it is still to come. */
const KeepButtons = ({ visit, describedBy }: Props) => (
  <>
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
    <AddToCalendar visit={visit} describedBy={describedBy} />
  </>
);

/** The one thing to do first, then the quiet ones; of a visit that is over there is only more to read. */
export const VisitActions = ({ visit, describedBy, hasDetails }: Props & { hasDetails: boolean }) => {
  const { role } = usePerson();
  const rest = { visit, describedBy };
  if (isOver(visit) && !hasDetails) return null;
  return (
    <div className={classes['actions']}>
      {visit.can_join && <JoinLink {...rest} />}
      {visit.status === 'SCHEDULED' && role !== 'patient' && <ConfirmButton {...rest} />}
      <div className={classes['quiet']}>
        {!isOver(visit) && <KeepButtons {...rest} />}
        {canChange(visit) && <ChangeButtons {...rest} />}
        {hasDetails && <DetailsLink {...rest} />}
      </div>
    </div>
  );
};
