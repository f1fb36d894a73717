import { Stack, Text, Title, type TitleOrder } from '@mantine/core';
import { useId } from 'react';
import type { Appointment } from '../../../contract/appointments.ts';
import { OtherIsWaiting } from '../../notifications/other-is-waiting.tsx';
import { usePerson } from '../../session.tsx';
import { Card } from '../../ui/card.tsx';
import { useNow } from '../../ui/use-now.ts';
import { HOUR, minutesInWords, readerOf, visitInWords, zoneInWords } from '../../when.ts';
import { VisitActions } from './visit-actions.tsx';
import classes from './visit-card.module.css';
import { isOver, nextStep, statusInWords, untilOpen, whoInWords } from './visit-words.ts';

interface Props {
  visit: Appointment;
  order?: TitleOrder;
  /** Whether this is the visit's own page, where nothing leads to it. */
  isOnItsPage?: boolean;
}

const moodOf = (visit: Appointment) => {
  if (isOver(visit)) return 'quiet';
  return visit.can_join || visit.status === 'IN_PROGRESS' ? 'now' : 'plain';
};

/** Seconds are only worth counting near the visit. */
const tickOf = (visit: Appointment): number =>
  !isOver(visit) && Math.abs(Date.parse(visit.join_opens_at) - Date.now()) < HOUR ? 1_000 : 30_000;

const Status = ({ visit }: { visit: Appointment }) => (
  <span className={classes['status']} data-status={visit.status}>
    {statusInWords(visit)}
  </span>
);

const NextStep = ({ visit, now }: { visit: Appointment; now: number }) => {
  const person = usePerson();
  const step = nextStep(visit, person.role, readerOf(person), now);
  const left = untilOpen(visit, now);
  if (!step) return null;
  return (
    <Text c="dimmed">
      {step}{' '}
      {left && (
        <span role="timer">
          Opens in <span className={classes['countdown']}>{left}</span>
        </span>
      )}
    </Text>
  );
};

/** Who, when, how long, and what to do next. */
export const VisitCard = ({ visit, order = 3, isOnItsPage = false }: Props) => {
  const person = usePerson();
  const reader = readerOf(person);
  const id = useId();
  const now = useNow(tickOf(visit));
  const times = { startsAt: visit.appointment_date, endsAt: visit.ends_at };
  return (
    <Card mood={moodOf(visit)} component="article" aria-labelledby={id}>
      <div className={classes['layout']}>
        <Stack gap="xs">
          <div id={id}>
            <Title order={order} size="h3">
              {whoInWords(visit, person.role)}
            </Title>
            <Text size="lg" className={classes['when'] ?? ''}>
              {visitInWords(times, reader, now)}
            </Text>
          </div>
          <Text c="dimmed">
            {minutesInWords(visit.duration_minutes)} · {zoneInWords(visit.appointment_date, reader)}
          </Text>
          {visit.reason && <Text>{visit.reason}</Text>}
          <OtherIsWaiting visit={visit} />
          <NextStep visit={visit} now={now} />
        </Stack>
        <Status visit={visit} />
        <VisitActions visit={visit} describedBy={id} hasDetails={!isOnItsPage} />
      </div>
    </Card>
  );
};
