import { Group, Stack, Text, Title } from '@mantine/core';
import { IconCalendarHeart } from '@tabler/icons-react';
import type { Appointment } from '../../../contract/appointments.ts';
import { useVisits, visitsOf } from '../../queries.ts';
import { usePerson } from '../../session.tsx';
import { BusyButton } from '../../ui/busy-button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { LoadingCards } from '../../ui/loading-cards.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { useNow } from '../../ui/use-now.ts';
import { dayInWords, groupByDay, MINUTE, readerOf } from '../../when.ts';
import classes from './upcoming-visits.module.css';
import { VisitCard } from './visit-card.tsx';

const NoVisits = () => {
  const { role } = usePerson();
  return (
    <Empty icon={<IconCalendarHeart />} title="Nothing planned">
      {role === 'patient'
        ? 'When you book a visit, it appears here with everything you need.'
        : 'Booked visits appear here by themselves.'}
    </Empty>
  );
};

/** Somebody with many visits finds today's first, counted. */
const ByDay = ({ visits }: { visits: readonly Appointment[] }) => {
  const reader = readerOf(usePerson());
  const now = useNow(MINUTE);
  return groupByDay(visits, ({ appointment_date }) => appointment_date, reader.timeZone).map(
    ({ day, items }) => (
      <Stack key={day} gap="md" component="section" aria-labelledby={`day-${day}`}>
        <Group gap="xs" align="baseline">
          <Title order={3} id={`day-${day}`} className={classes['day'] ?? ''}>
            {dayInWords(day, reader, now)}
          </Title>
          <Text c="dimmed">{items.length === 1 ? '1 visit' : `${items.length} visits`}</Text>
        </Group>
        {items.map((visit) => (
          <VisitCard key={visit.id} visit={visit} order={4} />
        ))}
      </Stack>
    ),
  );
};

export const UpcomingVisits = () => {
  const { role } = usePerson();
  const { data, isPending, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useVisits('upcoming');
  const visits = visitsOf(data);
  if (isPending) return <LoadingCards of="upcoming visits" />;
  if (error && visits.length === 0) return <ProblemNote problem={error} onRetry={() => void refetch()} />;
  return (
    <Stack gap="md">
      {error && <ProblemNote problem={error} onRetry={() => void refetch()} />}
      {visits.length === 0 && <NoVisits />}
      {role === 'patient' ? (
        visits.map((visit) => <VisitCard key={visit.id} visit={visit} />)
      ) : (
        <ByDay visits={visits} />
      )}
      {hasNextPage && (
        <BusyButton variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show later visits
        </BusyButton>
      )}
    </Stack>
  );
};
