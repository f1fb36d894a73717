import { Stack, Table, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconMailOff } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import type { Delivery } from '../../../contract/deliveries.ts';
import { AdminNav } from '../../ui/admin-nav.tsx';
import { BusyButton } from '../../ui/busy-button.tsx';
import { isBackwards } from '../../ui/days.ts';
import { Empty } from '../../ui/empty.tsx';
import { LoadingCards } from '../../ui/loading-cards.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { DeliveryFilters } from './delivery-filters.tsx';
import { DeliveryCard, DeliveryRow } from './delivery-row.tsx';
import { type Filter, type FilterName, readFilter } from './filter.ts';
import { deliveriesOf, useDeliveries } from './use-deliveries.ts';

/** Room for the six columns of the table. */
const DESK = '(min-width: 62em)';
const COLUMNS = ['When', 'To', 'Purpose', 'Channel', 'Status'] as const;

interface ListProps {
  deliveries: readonly Delivery[];
  onPerson: (id: string) => void;
}

const Deliveries = ({ deliveries, onPerson }: ListProps) => {
  const isDesk = useMediaQuery(DESK, undefined, { getInitialValueInEffect: false });
  const [open, setOpen] = useState<string | null>(null);
  const Item = isDesk ? DeliveryRow : DeliveryCard;
  const items = deliveries.map((delivery) => (
    <Item
      key={delivery.id}
      delivery={delivery}
      isOpen={delivery.id === open}
      onToggle={() => setOpen(delivery.id === open ? null : delivery.id)}
      onPerson={onPerson}
    />
  ));
  if (!isDesk) return <Stack gap="md">{items}</Stack>;
  return (
    <Table verticalSpacing="sm" aria-label="Messages, newest first">
      <Table.Thead>
        <Table.Tr>
          {COLUMNS.map((name) => (
            <Table.Th key={name} scope="col">
              {name}
            </Table.Th>
          ))}
          <Table.Td />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>{items}</Table.Tbody>
    </Table>
  );
};

const NoDeliveries = ({ isFiltered }: { isFiltered: boolean }) => (
  <Empty icon={<IconMailOff />} title={isFiltered ? 'No messages like that' : 'No messages yet'}>
    {isFiltered
      ? 'Look for something else, or show everything.'
      : 'Every code and notice that the clinic sends appears here.'}
  </Empty>
);

const countInWords = (count: number, hasMore: boolean): string => {
  const messages = count === 1 ? '1 message' : `${count} messages`;
  return hasMore ? `The newest ${messages}` : messages;
};

/** The filter lives in the page's address, so that it can be bookmarked and "back" leads back to it. */
const useFilter = () => {
  const [path, navigate] = useLocation();
  const filter = readFilter(new URLSearchParams(useSearch()));
  const setFilter = (next: Filter): void => {
    const query = String(new URLSearchParams(next));
    navigate(query ? `${path}?${query}` : path, { replace: true });
  };
  const change = (name: FilterName, value: string): void => {
    const { [name]: _, ...others } = filter;
    setFilter(value ? { ...others, [name]: value } : others);
  };
  return { filter, change, clear: () => setFilter({}) };
};

const nameOfPerson = (id: string | undefined, deliveries: readonly Delivery[]): string | null => {
  if (id === undefined) return null;
  const person = deliveries.find((delivery) => delivery.person?.id === id)?.person;
  return person ? `${person.first_name} ${person.last_name}`.trim() || 'this person' : 'one person';
};

export const DeliveriesScreen = () => {
  const { filter, change, clear } = useFilter();
  const { data, isPending, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useDeliveries(filter);
  const deliveries = deliveriesOf(data);
  const isFiltered = Object.keys(filter).length > 0;
  const found = useRef<HTMLDivElement>(null);
  const showMore = async (): Promise<void> => {
    const { hasNextPage: hasMore } = await fetchNextPage();
    // The button is gone then, and the focus with it.
    if (!hasMore) found.current?.focus();
  };
  return (
    <Page
      title="Delivery log"
      intro="Every message and how far it came, newest first. What a message says is not kept."
    >
      <AdminNav />
      <Stack gap="lg">
        <DeliveryFilters
          filter={filter}
          person={nameOfPerson(filter.person_id, deliveries)}
          onChange={change}
          onClear={clear}
        />
        {error && <ProblemNote problem={error} onRetry={() => void refetch()} />}
        {isPending && !isBackwards(filter) && !error && <LoadingCards of="messages" />}
        {deliveries.length > 0 && (
          <Deliveries deliveries={deliveries} onPerson={(id) => change('person_id', id)} />
        )}
        <div role="status" ref={found} tabIndex={-1}>
          {data && deliveries.length === 0 && <NoDeliveries isFiltered={isFiltered} />}
          {deliveries.length > 0 && <Text c="dimmed">{countInWords(deliveries.length, hasNextPage)}</Text>}
        </div>
        {hasNextPage && (
          <BusyButton variant="default" loading={isFetchingNextPage} onClick={() => void showMore()}>
            Show more
          </BusyButton>
        )}
      </Stack>
    </Page>
  );
};
