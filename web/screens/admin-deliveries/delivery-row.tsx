import { Button, Table, Text } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useId } from 'react';
import type { Delivery } from '../../../contract/deliveries.ts';
import { usePerson } from '../../session.tsx';
import { Card } from '../../ui/card.tsx';
import { ChannelName } from '../../ui/channel-name.tsx';
import { DeliveryStatus } from '../../ui/delivery-status.tsx';
import { FAULT_WORDS, KIND_WORDS } from '../../ui/delivery-words.ts';
import { dayInWords, dayOf, daysBetween, readerOf, shortDate, timeOfDay } from '../../when.ts';
import classes from './deliveries.module.css';
import { DeliveryHistory } from './delivery-history.tsx';

interface Props {
  delivery: Delivery;
  isOpen: boolean;
  onToggle: () => void;
  onPerson: (id: string) => void;
}

const nameIn = ({ person }: Delivery): string =>
  person ? `${person.first_name} ${person.last_name}`.trim() : '';

/** Short enough for a column; the history has the whole date. */
const When = ({ at }: { at: string }) => {
  const reader = readerOf(usePerson());
  const day = dayOf(at, reader.timeZone);
  const isNear = daysBetween(day, dayOf(Date.now(), reader.timeZone)) <= 1;
  return (
    <Text component="time" dateTime={at} className={classes['when'] ?? ''}>
      {isNear ? dayInWords(day, reader, Date.now()) : shortDate(day, reader.locale)},{' '}
      <span className={classes['time']}>{timeOfDay(at, reader)}</span>
    </Text>
  );
};

/** Somebody whose name is known, and always the masked address. */
const Receiver = ({ delivery }: { delivery: Delivery }) => {
  const name = nameIn(delivery);
  return (
    <>
      {name && <Text fw={600}>{name}</Text>}
      <Text {...(name ? { c: 'dimmed' } : {})} className={classes['address'] ?? ''}>
        {delivery.to}
      </Text>
    </>
  );
};

const HistoryButton = ({
  delivery,
  isOpen,
  onToggle,
  panel,
}: Omit<Props, 'onPerson'> & { panel: string }) => (
  <Button
    variant="subtle"
    color="gray"
    className={classes['toggle'] ?? ''}
    rightSection={<IconChevronDown aria-hidden data-open={isOpen} />}
    aria-expanded={isOpen}
    {...(isOpen ? { 'aria-controls': panel } : {})}
    aria-label={`History of the message to ${nameIn(delivery) || delivery.to}`}
    onClick={onToggle}
  >
    History
  </Button>
);

/** A row of the table at a desk; its history opens below it. */
export const DeliveryRow = ({ delivery, isOpen, onToggle, onPerson }: Props) => {
  const panel = useId();
  const { created_at, kind, channel, status, fault } = delivery;
  return (
    <>
      <Table.Tr data-open={isOpen}>
        <Table.Td>
          <When at={created_at} />
        </Table.Td>
        <Table.Th scope="row">
          <Receiver delivery={delivery} />
        </Table.Th>
        <Table.Td className={classes['kind'] ?? ''}>{KIND_WORDS[kind]}</Table.Td>
        <Table.Td>
          <ChannelName channel={channel} />
        </Table.Td>
        <Table.Td>
          <DeliveryStatus status={status} />
          {fault && <Text className={classes['fault'] ?? ''}>{FAULT_WORDS[fault]}</Text>}
        </Table.Td>
        <Table.Td>
          <HistoryButton delivery={delivery} isOpen={isOpen} onToggle={onToggle} panel={panel} />
        </Table.Td>
      </Table.Tr>
      {isOpen && (
        <Table.Tr id={panel} className={classes['opened'] ?? ''}>
          <Table.Td colSpan={6}>
            <DeliveryHistory delivery={delivery} onPerson={onPerson} />
          </Table.Td>
        </Table.Tr>
      )}
    </>
  );
};

/** The same on a phone. */
export const DeliveryCard = ({ delivery, isOpen, onToggle, onPerson }: Props) => {
  const panel = useId();
  const { created_at, kind, channel, status, fault } = delivery;
  return (
    <Card component="article" aria-label={`${KIND_WORDS[kind]} to ${nameIn(delivery) || delivery.to}`}>
      <div className={classes['summary']}>
        <DeliveryStatus status={status} />
        <ChannelName channel={channel} />
      </div>
      {fault && <Text>{FAULT_WORDS[fault]}</Text>}
      <div className={classes['receiver']}>
        <Receiver delivery={delivery} />
      </div>
      <Text>{KIND_WORDS[kind]}</Text>
      <div className={classes['summary']}>
        <When at={created_at} />
        <HistoryButton delivery={delivery} isOpen={isOpen} onToggle={onToggle} panel={panel} />
      </div>
      {isOpen && (
        <div id={panel} className={classes['panel']}>
          <DeliveryHistory delivery={delivery} onPerson={onPerson} />
        </div>
      )}
    </Card>
  );
};
