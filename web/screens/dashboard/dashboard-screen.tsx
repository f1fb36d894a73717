import { Alert, Button, Stack, Title } from '@mantine/core';
import { IconCalendarPlus } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { useHistoryState } from 'wouter/use-browser-location';
import { JoinNoticesRegion } from '../../notifications/join-notices-region.tsx';
import { TellMe } from '../../notifications/tell-me.tsx';
import { usePerson } from '../../session.tsx';
import { Page } from '../../ui/page.tsx';
import { AdminLinks } from './admin-links.tsx';
import { PastVisits } from './past-visits.tsx';
import { UpcomingVisits } from './upcoming-visits.tsx';

/** What the page before has just done, in words. Said once: not again after a reload or on the way back. */
const useArrivalNote = (): string | null => {
  const state = useHistoryState<{ done?: string } | null>();
  const [note] = useState(state?.done ?? null);
  useEffect(() => window.history.replaceState(null, ''), []);
  return note;
};

const BookLink = () => (
  <Button component={Link} href="/book" leftSection={<IconCalendarPlus aria-hidden />}>
    Book a visit
  </Button>
);

export const DashboardScreen = () => {
  const person = usePerson();
  const note = useArrivalNote();
  const greeting = person.first_name ? `Hello, ${person.first_name}` : 'Your visits';
  return (
    <Page title={greeting} tabTitle="Visits" action={person.role === 'patient' ? <BookLink /> : null}>
      <Stack gap="xl">
        {note && (
          <Alert role="status" color="teal">
            {note}
          </Alert>
        )}
        {person.role === 'admin' && <AdminLinks />}
        <Stack component="section" gap="md" aria-labelledby="upcoming">
          <Title order={2} id="upcoming">
            Upcoming
          </Title>
          <JoinNoticesRegion>
            <TellMe />
            <UpcomingVisits />
          </JoinNoticesRegion>
        </Stack>
        <Stack component="section" gap="md" aria-labelledby="past">
          <Title order={2} id="past">
            Past
          </Title>
          <PastVisits />
        </Stack>
      </Stack>
    </Page>
  );
};
