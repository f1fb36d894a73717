import { Stack, Text, VisuallyHidden } from '@mantine/core';
import { IconInbox, IconPlugConnectedX } from '@tabler/icons-react';
import type { Inbox } from '../../../contract/messages.ts';
import { useInbox } from '../../queries.ts';
import { Empty } from '../../ui/empty.tsx';
import { LoadingCards } from '../../ui/loading-cards.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { MessageCard } from './message-card.tsx';

/** Read out when a message comes in: the sum of the page would be too much, the newest is enough. */
const Newest = ({ messages }: { messages: Inbox }) => {
  const [newest] = messages;
  return (
    <VisuallyHidden aria-live="polite">
      {newest && `Newest message to ${newest.to}: ${newest.subject ?? newest.text}`}
    </VisuallyHidden>
  );
};

const Messages = ({ messages }: { messages: Inbox }) =>
  messages.length === 0 ? (
    <Empty icon={<IconInbox />} title="No messages yet">
      Book a visit or ask for a code; what would be sent appears here by itself.
    </Empty>
  ) : (
    <Stack gap="md">
      {messages.map((message) => (
        <MessageCard key={message.id} message={message} />
      ))}
    </Stack>
  );

export const InboxScreen = () => {
  const { data, isPending, error, refetch } = useInbox();
  if (data === null)
    return (
      <Page title="Not available here" width="narrow">
        <Text>This server sends its messages for real, so it keeps no inbox to look into.</Text>
      </Page>
    );
  return (
    <Page
      title="Inbox"
      width="narrow"
      intro="Every message this server would have sent, newest first. Nothing here left the machine."
    >
      <Stack gap="md">
        {isPending && <LoadingCards of="messages" />}
        {error && !data && <ProblemNote problem={error} onRetry={() => void refetch()} />}
        {error && data && (
          <Text c="dimmed">
            <IconPlugConnectedX aria-hidden /> The server can’t be reached. Still trying.
          </Text>
        )}
        {data && <Newest messages={data} />}
        {data && <Messages messages={data} />}
      </Stack>
    </Page>
  );
};
