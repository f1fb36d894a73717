import { Stack } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useVisits, visitsOf } from '../../queries.ts';
import { BusyButton } from '../../ui/busy-button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { LoadingCards } from '../../ui/loading-cards.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { VisitCard } from './visit-card.tsx';

export const PastVisits = () => {
  const { data, isPending, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useVisits('past');
  const visits = visitsOf(data);
  if (isPending) return <LoadingCards of="past visits" count={1} />;
  if (error && visits.length === 0) return <ProblemNote problem={error} onRetry={() => void refetch()} />;
  if (visits.length === 0) return <Empty icon={<IconHistory />} title="No visits yet" />;
  return (
    <Stack gap="md">
      {visits.map((visit) => (
        <VisitCard key={visit.id} visit={visit} />
      ))}
      {error && <ProblemNote problem={error} onRetry={() => void fetchNextPage()} />}
      {hasNextPage && (
        <BusyButton variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show older visits
        </BusyButton>
      )}
    </Stack>
  );
};
