import '@mantine/charts/styles.layer.css';
import { BarChart } from '@mantine/charts';
import type { VideoCallStats } from '../../../contract/video-calls.ts';
import { usePerson } from '../../session.tsx';
import { readerOf, shortDate } from '../../when.ts';
import classes from './statistics.module.css';

const NAMES = { completed: 'Took place', others: 'Did not' };

/** A picture of the table below it, and therefore hidden from screen readers, which read the table. */
export const CallsPerDay = ({ days }: { days: VideoCallStats['perDay'] }) => {
  const { locale } = readerOf(usePerson());
  const data = days.map(({ date, calls, completed }) => ({
    day: shortDate(date, locale),
    [NAMES.completed]: completed,
    [NAMES.others]: calls - completed,
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
          { name: NAMES.completed, color: 'teal.5' },
          { name: NAMES.others, color: 'gray.5' },
        ]}
      />
    </div>
  );
};
