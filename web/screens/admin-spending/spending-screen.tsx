import { SimpleGrid, Stack, Title } from '@mantine/core';
import { IconReportMoney } from '@tabler/icons-react';
import { lazy, type ReactNode, Suspense, useId, useState } from 'react';
import type { Spending } from '../../../contract/spending.ts';
import { usePerson } from '../../session.tsx';
import { AdminNav } from '../../ui/admin-nav.tsx';
import { Card } from '../../ui/card.tsx';
import { isBackwards } from '../../ui/days.ts';
import { Empty } from '../../ui/empty.tsx';
import { Figure } from '../../ui/figure.tsx';
import { Fold } from '../../ui/fold.tsx';
import { LoadingCards } from '../../ui/loading-cards.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { dayOf, readerOf } from '../../when.ts';
import { Budget } from './budget.tsx';
import { money, share } from './money.ts';
import { FIRST_SPAN, lastDays, RangeChoice } from './range-choice.tsx';
import { ByChannel, ByCountry, DayTable, HeldBack } from './spending-tables.tsx';
import { useSpending } from './use-spending.ts';

const CodesPerDay = lazy(async () => ({ default: (await import('./codes-per-day.tsx')).CodesPerDay }));

/** Whether part of what was sent has no price, so that the sums say too little. */
const lacksPrices = ({ by_channel, by_country }: Spending): boolean =>
  [...by_channel, ...by_country].some(({ sent, cost }) => sent > 0 && cost === null);

const costNote = (spending: Spending): string | null => {
  if (spending.total.cost === null) return 'No prices are set yet.';
  return lacksPrices(spending) ? 'Without the codes that have no price.' : null;
};

const Figures = ({ spending }: { spending: Spending }) => {
  const { locale } = readerOf(usePerson());
  const { total, currency } = spending;
  const ofSent = total.sent === 0 ? null : `${share(total.used, total.sent, locale)} of those sent`;
  return (
    <SimpleGrid cols={{ base: 2, md: 4 }} spacing={{ base: 'sm', sm: 'md' }}>
      <Figure name="Codes sent" value={total.sent.toLocaleString(locale)} />
      <Figure name="Used" value={total.used.toLocaleString(locale)} note={ofSent} />
      <Figure
        name="Cost"
        value={total.cost === null ? 'Not known' : money(total.cost, currency, locale)}
        note={costNote(spending)}
      />
      <Figure name="Held back" value={total.blocked.toLocaleString(locale)} />
    </SimpleGrid>
  );
};

const Section = ({ title, children }: { title: string; children: ReactNode }) => {
  const id = useId();
  return (
    <Stack gap="sm" component="section" aria-labelledby={id}>
      <Title order={2} id={id}>
        {title}
      </Title>
      <Card>{children}</Card>
    </Stack>
  );
};

const Results = ({ spending }: { spending: Spending }) => {
  const { total, by_day, blocked } = spending;
  if (total.sent + total.blocked === 0)
    return (
      <Empty icon={<IconReportMoney />} title="No codes in these days">
        Choose other days, or come back after the first code.
      </Empty>
    );
  return (
    <>
      <Figures spending={spending} />
      <Section title="Day by day">
        <Stack gap="lg">
          <Suspense fallback={<LoadingCards of="the chart" count={1} />}>
            <CodesPerDay days={by_day} />
          </Suspense>
          <Fold summary="The same as a table">
            <DayTable spending={spending} />
          </Fold>
        </Stack>
      </Section>
      {total.sent > 0 && (
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
          <Section title="By channel">
            <ByChannel spending={spending} />
          </Section>
          <Section title="By country">
            <ByCountry spending={spending} />
          </Section>
        </SimpleGrid>
      )}
      <Section title="Held back">
        <HeldBack blocked={blocked} />
      </Section>
    </>
  );
};

export const SpendingScreen = () => {
  const today = dayOf(Date.now(), usePerson().time_zone);
  const [range, setRange] = useState(() => lastDays(Number(FIRST_SPAN), today));
  const { data, isPending, error, refetch } = useSpending(range.from, range.to);
  return (
    <Page title="Spending" intro="What codes cost, how many come back, and what was held back.">
      <AdminNav />
      <Stack gap="xl">
        <RangeChoice range={range} today={today} onChange={setRange} />
        {error && <ProblemNote problem={error} onRetry={() => void refetch()} />}
        {isPending && !isBackwards(range) && !error && <LoadingCards of="the numbers" />}
        {data && !error && <Budget budget={data.budget} />}
        {data && !error && <Results spending={data} />}
      </Stack>
    </Page>
  );
};
