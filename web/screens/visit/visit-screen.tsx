import { Stack } from '@mantine/core';
import type { Appointment } from '../../../contract/appointments.ts';
import { JoinNoticesRegion } from '../../notifications/join-notices-region.tsx';
import { usePerson } from '../../session.tsx';
import { LoadingCards } from '../../ui/loading-cards.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { VisitCard } from '../dashboard/visit-card.tsx';
import { whoInWords } from '../dashboard/visit-words.ts';
import { NotFoundScreen } from '../not-found/not-found-screen.tsx';
import { isNoVisit, useVisitPage } from './use-visit-page.ts';
import { VisitMessages } from './visit-messages.tsx';
import { VisitPlace } from './visit-place.tsx';

const tabTitleOf = (visit: Appointment | undefined, role: Parameters<typeof whoInWords>[1]): string => {
  if (!visit) return 'Visit';
  return role === 'admin' ? `Visit of ${whoInWords(visit, role)}` : `Visit with ${whoInWords(visit, role)}`;
};

/** One visit: what it is, what can be done with it, and what was told about it. */
export const VisitScreen = ({ id }: { id: string }) => {
  const { role } = usePerson();
  const { data: visit, isPending, error, refetch } = useVisitPage(id);
  if (isNoVisit(error)) return <NotFoundScreen />;
  return (
    <Page title="Visit" tabTitle={tabTitleOf(visit, role)}>
      <Stack gap="xl">
        {isPending && <LoadingCards of="the visit" count={1} />}
        {error && <ProblemNote problem={error} onRetry={() => void refetch()} />}
        {visit && (
          <>
            <JoinNoticesRegion>
              <VisitCard visit={visit} order={2} isOnItsPage />
            </JoinNoticesRegion>
            <VisitPlace visit={visit} />
            <VisitMessages visit={visit} />
          </>
        )}
      </Stack>
    </Page>
  );
};
