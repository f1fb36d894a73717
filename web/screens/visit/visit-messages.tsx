import { Anchor, Stack, Text, Title } from '@mantine/core';
import { IconMailOff } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { Appointment } from '../../../contract/appointments.ts';
import { usePerson } from '../../session.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { LoadingCards } from '../../ui/loading-cards.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { PlannedMessages } from './planned-messages.tsx';
import { SentMessages } from './sent-messages.tsx';
import { useVisitMessages } from './use-visit-messages.ts';

const NoMessages = () => (
  <Empty icon={<IconMailOff />} title="No messages">
    What is sent about this visit appears here, and whether it arrived.
  </Empty>
);

/** Where the reader is told of their visits themselves, they can change how. */
const OwnChoice = () => (
  <Text>
    How you are told, and when not, you choose in{' '}
    <Anchor component={Link} href="/profile/reminders">
      Reminders
    </Anchor>
    .
  </Text>
);

const Messages = ({ visit }: { visit: Appointment }) => {
  const { role } = usePerson();
  const { data, isPending, error, refetch } = useVisitMessages(visit);
  const seesBoth = role !== 'patient';
  if (isPending) return <LoadingCards of="the messages" count={1} />;
  return (
    <Stack gap="md">
      {error && <ProblemNote problem={error} onRetry={() => void refetch()} />}
      {data && data.sent.length + data.planned.length === 0 && <NoMessages />}
      {data && data.sent.length + data.planned.length > 0 && (
        <Card>
          <Stack gap="xl">
            {data.planned.length > 0 && <PlannedMessages planned={data.planned} />}
            <SentMessages sent={data.sent} seesBoth={seesBoth} />
          </Stack>
        </Card>
      )}
      {role !== 'admin' && <OwnChoice />}
    </Stack>
  );
};

/** What was and will be told about a visit, to whom, and whether it arrived. */
export const VisitMessages = ({ visit }: { visit: Appointment }) => (
  <Stack component="section" gap="md" aria-labelledby="messages">
    <Title order={2} id="messages">
      Messages
    </Title>
    <Messages visit={visit} />
  </Stack>
);
