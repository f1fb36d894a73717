import { Text, Title } from '@mantine/core';
import type { VisitMessage } from '../../../contract/reminders.ts';
import { usePerson } from '../../session.tsx';
import { DeliveryStatus } from '../../ui/delivery-status.tsx';
import { DeliverySteps } from '../../ui/delivery-steps.tsx';
import { KIND_WORDS } from '../../ui/delivery-words.ts';
import { Fold } from '../../ui/fold.tsx';
import { useNow } from '../../ui/use-now.ts';
import { MINUTE, pointInTime, readerOf } from '../../when.ts';
import { byInWords, receiverInWords, whyNotInWords } from './message-words.ts';
import classes from './messages.module.css';

interface MessageProps {
  message: VisitMessage;
  seesBoth: boolean;
}

const SentMessage = ({ message, seesBoth }: MessageProps) => {
  const person = usePerson();
  const reader = readerOf(person);
  const now = useNow(MINUTE);
  const { kind, channel, to, status, fault, created_at, history } = message;
  const why = (reason: NonNullable<typeof fault>): string =>
    whyNotInWords(reason, message.person.id === person.id, person.role);
  return (
    <li data-status={status}>
      <div className={classes['head']}>
        <Text fw={600}>{KIND_WORDS[kind]}</Text>
        <DeliveryStatus status={status} />
      </div>
      <Text component="time" dateTime={created_at} className={classes['when'] ?? ''}>
        {pointInTime(created_at, reader, now)}
      </Text>
      <Text c="dimmed" className={classes['address'] ?? ''}>
        To {seesBoth ? `${receiverInWords(message.person, person)}, ` : ''}
        {to}, <span className={classes['way']}>{byInWords(channel)}</span>
      </Text>
      {fault && <Text>{why(fault)}</Text>}
      {status === 'unknown' && !fault && <Text>Nobody has told us whether it arrived.</Text>}
      {history.length > 1 && (
        <Fold summary="How far it came">
          <DeliverySteps history={history} reader={reader} />
        </Fold>
      )}
    </li>
  );
};

interface Props {
  sent: readonly VisitMessage[];
  seesBoth: boolean;
}

/** What was sent about a visit, newest first. */
export const SentMessages = ({ sent, seesBoth }: Props) => (
  <section aria-labelledby="sent">
    <Title order={3} id="sent" className={classes['title'] ?? ''}>
      Sent
    </Title>
    {sent.length === 0 ? (
      <Text c="dimmed">Nothing yet.</Text>
    ) : (
      <ol className={classes['line']}>
        {sent.map((message) => (
          <SentMessage key={message.id} message={message} seesBoth={seesBoth} />
        ))}
      </ol>
    )}
  </section>
);
