import { Text } from '@mantine/core';
import type { Appointment } from '../../../contract/appointments.ts';
import type { Me } from '../../../contract/people.ts';
import { nameOf } from '../../names.ts';
import { dayAndTime, minutesInWords, readerOf, visitInWords, zoneInWords } from '../../when.ts';
import classes from './lobby.module.css';
import { initialsOf } from './visit-words.ts';

/** The person at the other side of the visit; an admin looks at it as the patient would. */
export const otherOf = (appointment: Appointment, person: Me) =>
  appointment.doctor.id === person.id ? appointment.patient : appointment.doctor;

const isStillOn = ({ status }: Appointment): boolean =>
  status === 'SCHEDULED' || status === 'CONFIRMED' || status === 'IN_PROGRESS';

interface Props {
  appointment: Appointment;
  person: Me;
  now: number;
}

/** Who, when (in the reader's own zone, named) and how long. */
export const VisitLine = ({ appointment, person, now }: Props) => {
  const other = otherOf(appointment, person);
  const reader = readerOf(person);
  const { appointment_date: startsAt, ends_at: endsAt } = appointment;
  const when = isStillOn(appointment)
    ? visitInWords({ startsAt, endsAt }, reader, now)
    : dayAndTime(startsAt, reader, now);
  return (
    <div className={classes['visit']}>
      <span className={classes['initials']} aria-hidden>
        {initialsOf(other)}
      </span>
      <div>
        <Text fw={600}>{nameOf(other)}</Text>
        <Text className={classes['when']}>{when}</Text>
        <Text c="dimmed">
          {minutesInWords(appointment.duration_minutes)} · {zoneInWords(startsAt, reader)}
        </Text>
      </div>
    </div>
  );
};
