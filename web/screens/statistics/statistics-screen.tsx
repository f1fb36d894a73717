import { Group, SimpleGrid, Stack, Table, Title } from '@mantine/core';
import { IconChartBar } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import type { VideoCallStats } from '../../../contract/video-calls.ts';
import { useStatistics } from '../../queries.ts';
import { usePerson } from '../../session.tsx';
import { Card } from '../../ui/card.tsx';
import { DayFields } from '../../ui/day-fields.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Figure } from '../../ui/figure.tsx';
import { LoadingCards } from '../../ui/loading-cards.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { addDays, dateInWords, dayOf, readerOf, secondsInWords } from '../../when.ts';
import classes from './statistics.module.css';

const CallsPerDay = lazy(async () => ({ default: (await import('./calls-per-day.tsx')).CallsPerDay }));

const FIRST_SPAN_DAYS = 29;

const STATUS_WORDS: Record<string, string> = {
  SCHEDULED: 'Planned',
  IN_PROGRESS: 'Happening now',
  COMPLETED: 'Took place',
  CANCELLED: 'Cancelled',
  FAILED: 'Broke off',
  NO_SHOW: 'Somebody was missing',
};

const DayTable = ({ stats }: { stats: VideoCallStats }) => {
  const reader = readerOf(usePerson());
  return (
    <Table verticalSpacing="sm">
      <Table.Caption>Days without a call are left out.</Table.Caption>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">Day</Table.Th>
          <Table.Th scope="col">Calls</Table.Th>
          <Table.Th scope="col">Took place</Table.Th>
          <Table.Th scope="col">Time spent</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {stats.perDay
          .filter(({ calls }) => calls > 0)
          .map(({ date, calls, completed, duration }) => (
            <Table.Tr key={date}>
              <Table.Th scope="row">{dateInWords(date, reader, Date.now())}</Table.Th>
              <Table.Td>{calls}</Table.Td>
              <Table.Td>{completed}</Table.Td>
              <Table.Td>{secondsInWords(duration)}</Table.Td>
            </Table.Tr>
          ))}
      </Table.Tbody>
    </Table>
  );
};

const Results = ({ stats }: { stats: VideoCallStats }) => {
  if (stats.totalCalls === 0)
    return (
      <Empty icon={<IconChartBar />} title="No video calls in this time">
        Choose other days, or come back after the first visit.
      </Empty>
    );
  return (
    <Stack gap="xl">
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        <Figure name="Video calls" value={String(stats.totalCalls)} />
        <Figure name="Time together" value={secondsInWords(stats.totalDuration)} />
        <Figure name="Average call" value={secondsInWords(stats.averageDuration)} />
      </SimpleGrid>
      <Stack gap="sm" component="section">
        <Title order={2}>How they ended</Title>
        <Card>
          <dl className={classes['statuses']}>
            {Object.entries(stats.byStatus)
              .filter(([, count]) => count > 0)
              .map(([status, count]) => (
                <div key={status}>
                  <dt>{STATUS_WORDS[status] ?? status}</dt>
                  <dd>{count}</dd>
                </div>
              ))}
          </dl>
        </Card>
      </Stack>
      <Stack gap="sm" component="section">
        <Title order={2}>Day by day</Title>
        <Card>
          <Stack gap="lg">
            <Suspense fallback={<LoadingCards of="the chart" count={1} />}>
              <CallsPerDay days={stats.perDay} />
            </Suspense>
            <DayTable stats={stats} />
          </Stack>
        </Card>
      </Stack>
    </Stack>
  );
};

export const StatisticsScreen = () => {
  const person = usePerson();
  const today = dayOf(Date.now(), person.time_zone);
  const [days, setDays] = useState({ from: addDays(today, -FIRST_SPAN_DAYS), to: today });
  const { data, isPending, error, refetch, fetchStatus } = useStatistics(days.from, days.to);
  return (
    <Page title="Statistics" intro="Your video calls in numbers.">
      <Stack gap="xl">
        <Group gap="md" align="start">
          <DayFields days={days} onChange={(end, day) => setDays({ ...days, [end]: day })} />
        </Group>
        {error && <ProblemNote problem={error} onRetry={() => void refetch()} />}
        {isPending && fetchStatus === 'fetching' && <LoadingCards of="the numbers" />}
        {data && !error && <Results stats={data} />}
      </Stack>
    </Page>
  );
};
