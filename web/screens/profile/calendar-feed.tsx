import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useRef, useState } from 'react';
import type { CalendarFeed as Feed } from '../../../contract/calendar.ts';
import type { Role } from '../../../contract/primitives.ts';
import { usePerson } from '../../session.tsx';
import { AskOnceMore } from '../../ui/ask-once-more.tsx';
import { BusyButton } from '../../ui/busy-button.tsx';
import { Card } from '../../ui/card.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { useNow } from '../../ui/use-now.ts';
import { dayAndTime, fromNow, MINUTE, readerOf } from '../../when.ts';
import { MadeAddress } from './made-address.tsx';
import { useCalendarFeed, useMakeFeed, useRevokeFeed } from './use-calendar-feed.ts';

const seenIn = (role: Role): string =>
  role === 'patient' ? 'when your visits are and with whom' : 'when your visits are and your patients’ names';

const About = ({ role }: { role: Role }) => (
  <>
    <Text>
      Let the calendar on your phone or computer show your visits. It follows when one is booked, moved or
      cancelled, mostly within a few hours.
    </Text>
    <Text c="dimmed">
      For this it gets a secret address. Whoever has the address sees {seenIn(role)}, without signing in; so
      does the company that runs your calendar. What a visit is about is never shown. Give the address to your
      calendar only; you can end it at any time.
    </Text>
  </>
);

const Dates = ({ feed }: { feed: Feed }) => {
  const reader = readerOf(usePerson());
  const now = useNow(MINUTE);
  return (
    <Text>
      Your address was made {dayAndTime(feed.made_at, reader, now)}. Last read by a calendar:{' '}
      {feed.last_read_at === null ? 'never' : fromNow(feed.last_read_at, reader, now)}.
    </Text>
  );
};

const MakeButton = ({ make }: { make: ReturnType<typeof useMakeFeed> }) => (
  <Stack gap="sm" align="start">
    <BusyButton variant="default" loading={make.isPending} onClick={() => make.mutate()}>
      Make an address
    </BusyButton>
    {make.isError && <ProblemNote problem={make.error} />}
  </Stack>
);

type Asked = 'replace' | 'end' | null;

const ChangeButtons = ({ onAsk }: { onAsk: (asked: Asked) => void }) => (
  <Group gap="sm">
    <Button variant="default" onClick={() => onAsk('replace')}>
      Make a new address
    </Button>
    <Button variant="subtle" color="red" onClick={() => onAsk('end')}>
      End this address
    </Button>
  </Group>
);

/** An address for a calendar elsewhere, which anybody who has it can read. */
export const CalendarFeed = () => {
  const { role } = usePerson();
  const { data, error, refetch } = useCalendarFeed();
  const [make, revoke] = [useMakeFeed(), useRevokeFeed()];
  const [asked, setAsked] = useState<Asked>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const copy = useRef<HTMLDivElement>(null);
  const feed = data?.feed;
  const close = (): void => setAsked(null);
  return (
    <Card>
      <Stack gap="md">
        <Title order={2} ref={title} tabIndex={-1}>
          Your calendar
        </Title>
        <About role={role} />
        {error && <ProblemNote problem={error} onRetry={() => void refetch()} />}
        {feed === null && <MakeButton make={make} />}
        {feed && <Dates feed={feed} />}
        {feed && make.data?.made_at === feed.made_at && <MadeAddress url={make.data.url} copy={copy} />}
        {feed && <ChangeButtons onAsk={setAsked} />}
      </Stack>
      <AskOnceMore
        keep="Keep the address"
        title="Make a new address?"
        words="Calendars with the address you have now stop following your visits, until you give them the new one."
        go="Yes, make a new one"
        change={make}
        opened={asked === 'replace'}
        onClose={close}
        onDone={() => copy.current?.querySelector('button')?.focus()}
      />
      <AskOnceMore
        keep="Keep the address"
        title="End this address?"
        words="Calendars with this address stop following your visits. What they show already stays until you remove it there."
        go="Yes, end it"
        change={revoke}
        opened={asked === 'end'}
        onClose={close}
        onDone={() => title.current?.focus()}
      />
    </Card>
  );
};
