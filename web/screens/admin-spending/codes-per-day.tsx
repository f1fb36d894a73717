import '@mantine/charts/styles.layer.css';
import { BarChart } from '@mantine/charts';
import type { Spending } from '../../../contract/spending.ts';
import { usePerson } from '../../session.tsx';
import { readerOf, shortDate } from '../../when.ts';
import classes from './spending.module.css';

const NAMES = { used: 'Given back right', unused: 'Not used', blocked: 'Held back' };

/** A picture of the table below it, and therefore hidden from screen readers, which read the table. */
export const CodesPerDay = ({ days }: { days: Spending['by_day'] }) => {
  const { locale } = readerOf(usePerson());
  const data = days.map(({ date, sent, used, blocked }) => ({
    day: shortDate(date, locale),
    [NAMES.used]: used,
    [NAMES.unused]: sent - used,
    [NAMES.blocked]: blocked,
  }));
  return (
    <div aria-hidden className={classes['chart']}>
      <BarChart
        h="16rem"
        data={data}
        dataKey="day"
        type="stacked"
        withLegend
        tickLine="none"
        gridAxis="x"
        yAxisProps={{ allowDecimals: false }}
        barChartProps={{ accessibilityLayer: false }}
        barProps={{ isAnimationActive: false }}
        series={[
          { name: NAMES.used, color: 'teal.5' },
          { name: NAMES.unused, color: 'gray.5' },
          { name: NAMES.blocked, color: 'now.4' },
        ]}
      />
    </div>
  );
};
