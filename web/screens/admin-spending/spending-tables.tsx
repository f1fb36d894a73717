import { Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Spending } from '../../../contract/spending.ts';
import { usePerson } from '../../session.tsx';
import { ChannelName } from '../../ui/channel-name.tsx';
import { dateInWords, readerOf } from '../../when.ts';
import { BLOCK_WORDS } from './block-words.ts';
import { countryName, money, share } from './money.ts';
import classes from './spending.module.css';

interface Part {
  key: string;
  name: ReactNode;
  sent: number;
  used: number;
  cost: number | null;
}

interface PartsProps {
  /** What the rows are: "Channel", "Country". */
  of: string;
  label: string;
  parts: readonly Part[];
  currency: string;
}

/** The length of the bar says a share at a glance; the figures beside it say it exactly. */
const Bar = ({ part, whole }: { part: number; whole: number }) => (
  <div aria-hidden className={classes['bar']}>
    <div style={{ inlineSize: `${whole === 0 ? 0 : (part / whole) * 100}%` }} />
  </div>
);

const Parts = ({ of, label, parts, currency }: PartsProps) => {
  const { locale } = readerOf(usePerson());
  const most = Math.max(...parts.map(({ sent }) => sent));
  return (
    <Table verticalSpacing="sm" aria-label={label} className={classes['parts'] ?? ''}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{of}</Table.Th>
          <Table.Th scope="col">Sent</Table.Th>
          <Table.Th scope="col">Used</Table.Th>
          <Table.Th scope="col">Cost</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {parts.map(({ key, name, sent, used, cost }) => (
          <Table.Tr key={key}>
            <Table.Th scope="row">
              <span className={classes['name']}>{name}</span>
              <Bar part={sent} whole={most} />
            </Table.Th>
            <Table.Td>{sent.toLocaleString(locale)}</Table.Td>
            <Table.Td>{share(used, sent, locale)}</Table.Td>
            <Table.Td>{cost === null ? 'not known' : money(cost, currency, locale)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
};

export const ByChannel = ({ spending: { by_channel, currency } }: { spending: Spending }) => (
  <Parts
    of="Channel"
    label="Codes by the way they went"
    currency={currency}
    parts={by_channel.map(({ channel, ...counts }) => ({
      key: channel,
      name: <ChannelName channel={channel} />,
      ...counts,
    }))}
  />
);

export const ByCountry = ({ spending: { by_country, currency } }: { spending: Spending }) => {
  const { locale } = readerOf(usePerson());
  return (
    <Parts
      of="Country"
      label="Codes by country"
      currency={currency}
      parts={by_country.map(({ country, ...counts }) => ({
        key: country ?? '',
        name: country === null ? 'No country (e-mail)' : countryName(country, locale),
        ...counts,
      }))}
    />
  );
};

export const HeldBack = ({ blocked }: Pick<Spending, 'blocked'>) => {
  const { locale } = readerOf(usePerson());
  const most = Math.max(...blocked.map(({ count }) => count));
  if (blocked.length === 0) return <Text>Nothing was held back in these days.</Text>;
  return (
    <Table verticalSpacing="sm" aria-label="Codes held back, by reason" className={classes['reasons'] ?? ''}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">Why</Table.Th>
          <Table.Th scope="col">Codes</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {blocked.map(({ reason, count }) => (
          <Table.Tr key={reason}>
            <Table.Th scope="row">
              {BLOCK_WORDS[reason]}
              <Bar part={count} whole={most} />
            </Table.Th>
            <Table.Td>{count.toLocaleString(locale)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
};

export const DayTable = ({ spending: { by_day, currency } }: { spending: Spending }) => {
  const reader = readerOf(usePerson());
  return (
    <Table verticalSpacing="sm" aria-label="Codes day by day" className={classes['days'] ?? ''}>
      <Table.Caption>Days without a code are left out.</Table.Caption>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">Day</Table.Th>
          <Table.Th scope="col">Sent</Table.Th>
          <Table.Th scope="col">Used</Table.Th>
          <Table.Th scope="col">Held back</Table.Th>
          <Table.Th scope="col">Cost</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {by_day
          .filter(({ sent, blocked }) => sent + blocked > 0)
          .map(({ date, sent, used, blocked, cost }) => (
            <Table.Tr key={date}>
              <Table.Th scope="row">
                <span className={classes['name']}>{dateInWords(date, reader, Date.now())}</span>
              </Table.Th>
              <Table.Td>{sent.toLocaleString(reader.locale)}</Table.Td>
              <Table.Td>{used.toLocaleString(reader.locale)}</Table.Td>
              <Table.Td>{blocked.toLocaleString(reader.locale)}</Table.Td>
              <Table.Td>{cost === null ? 'not known' : money(cost, currency, reader.locale)}</Table.Td>
            </Table.Tr>
          ))}
      </Table.Tbody>
    </Table>
  );
};
