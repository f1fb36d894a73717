import { Anchor, Group, Stack, Text, Title } from '@mantine/core';
import type { InboxMessage } from '../../../contract/messages.ts';
import { Card } from '../../ui/card.tsx';
import { ChannelName } from '../../ui/channel-name.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { useNow } from '../../ui/use-now.ts';
import { dayAndTime, fromNow, readerOf } from '../../when.ts';
import { linkParts } from './link-parts.ts';
import classes from './message-card.module.css';

/** Nobody need be signed in here, so the browser's own zone counts. */
const here = readerOf({ time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone });

const TICK_MS = 10_000;

const MessageText = ({ text }: { text: string }) => (
  <Text className={classes['text'] ?? ''}>
    {linkParts(text, window.location.origin).map((part, index) =>
      part.href ? (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never change their order
        <Anchor key={index} href={part.href}>
          {part.text}
        </Anchor>
      ) : (
        part.text
      ),
    )}
  </Text>
);

export const MessageCard = ({ message }: { message: InboxMessage }) => {
  const now = useNow(TICK_MS);
  return (
    <Card component="article">
      <Stack gap="sm">
        <Group justify="space-between" gap="xs">
          <span className={classes['kind']}>
            <ChannelName channel={message.channel}> to {message.to}</ChannelName>
          </span>
          <Text component="time" c="dimmed" dateTime={message.at} title={dayAndTime(message.at, here, now)}>
            {fromNow(message.at, here, now)}
          </Text>
        </Group>
        {message.subject && <Title order={2}>{message.subject}</Title>}
        {message.code && (
          <Group gap="md">
            <Text className={classes['code'] ?? ''}>{message.code}</Text>
            <CopyButton variant="default" value={message.code} done="The code is copied">
              Copy code
            </CopyButton>
          </Group>
        )}
        <MessageText text={message.text} />
      </Stack>
    </Card>
  );
};
