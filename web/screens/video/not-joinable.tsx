import { Text } from '@mantine/core';
import type { Appointment } from '../../../contract/appointments.ts';
import type { Me } from '../../../contract/people.ts';
import { useNow } from '../../ui/use-now.ts';
import { countdown, DAY, readerOf } from '../../when.ts';
import classes from './lobby.module.css';
import { Notice } from './notice.tsx';
import { VisitLine } from './visit-line.tsx';
import { notJoinableWords } from './visit-words.ts';

/** Why the visit is closed, and, before its time, how long until it opens (which the page then does). */
export const NotJoinable = ({ appointment, person }: { appointment: Appointment; person: Me }) => {
  const now = useNow(1_000);
  const words = notJoinableWords(appointment, readerOf(person), now);
  const left = Date.parse(appointment.join_opens_at) - now;
  const isWaiting =
    appointment.status === 'CONFIRMED' && appointment.session_type === 'telehealth' && left > 0 && left < DAY;
  return (
    <Notice title={words.title} text={words.text}>
      <VisitLine appointment={appointment} person={person} now={now} />
      {isWaiting && (
        <Text className={classes['countdown']} role="timer" aria-label="Time until you can join">
          Opens in {countdown(left)}
        </Text>
      )}
    </Notice>
  );
};
