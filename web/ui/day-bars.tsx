import '@mantine/charts/styles.layer.css';
import { BarChart } from '@mantine/charts';
import { shortDate } from '../when.ts';
import classes from './day-bars.module.css';

const COLORS = {
  good: 'var(--anteroom-bar)',
  quiet: 'var(--anteroom-bar-quiet)',
  held: 'var(--anteroom-now)',
} as const;

interface Props<Part extends string> {
  /** From the foot of each bar upwards. */
  parts: readonly { key: Part; name: string; tone: keyof typeof COLORS }[];
  days: readonly ({ date: string } & Record<Part, number>)[];
  /** BCP 47. */
  locale: string;
}

/**
 * A bar for each day. It is a picture of a table beside it, and therefore hidden from screen readers, which read the
 * table.
 */
export const DayBars = <Part extends string>({ parts, days, locale }: Props<Part>) => (
  <div aria-hidden className={classes['chart']}>
    <BarChart
      h="16rem"
      data={days.map((day) => ({ ...day, date: shortDate(day.date, locale) }))}
      dataKey="date"
      type="stacked"
      withLegend
      legendProps={{ itemSorter: null }}
      tickLine="none"
      gridAxis="x"
      yAxisProps={{ allowDecimals: false }}
      barChartProps={{ accessibilityLayer: false }}
      barProps={{ isAnimationActive: false }}
      series={parts.map(({ key, name, tone }) => ({ name: key, label: name, color: COLORS[tone] }))}
    />
  </div>
);
