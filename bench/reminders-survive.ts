import { type ChaosReport, runChaos, tellChaos } from '../test/processes/reminder-chaos.ts';
import type { Figure, Measured } from './figure.ts';

const COUNT = 10_000;
const SPAN_MS = 40_000;

const KINDS = [
  { deduplicates: true, tells: true },
  { deduplicates: true, tells: false },
  { deduplicates: false, tells: true },
  { deduplicates: false, tells: false },
] as const;
type Kind = (typeof KINDS)[number];

const whatOf = ({ deduplicates, tells }: Kind): string =>
  `a provider that ${deduplicates ? 'deduplicates' : 'does not deduplicate'} and ${tells ? 'tells' : 'does not tell'} what it took`;

const boundOf = ({ deduplicates }: Kind, { inFlight, unheard }: ChaosReport): number =>
  deduplicates ? 0 : inFlight + unheard;

const isKept = (kind: Kind, report: ChaosReport): boolean => {
  const { lost, early, twice, notSent, untrue, tooMany } = report.reckoning;
  const isWell = lost + early + notSent + untrue + tooMany === 0 && report.errors === '';
  return isWell && twice <= boundOf(kind, report);
};

const measure = async (say: (line: string) => void): Promise<Measured[]> => {
  const measured: Measured[] = [];
  for (const kind of KINDS) {
    const report = await runChaos({ count: COUNT, spanMs: SPAN_MS, ...kind });
    say(`${whatOf(kind)}: ${tellChaos(report)}`);
    measured.push({
      what: `late, with ${whatOf(kind)}`,
      unit: 'ms',
      samples: report.reckoning.lateness,
      promise: {
        words: `0 lost, twice ${report.reckoning.twice} <= ${boundOf(kind, report)}`,
        kept: isKept(kind, report),
      },
    });
  }
  return measured;
};

export const remindersSurvive: Figure = {
  name: 'reminders-survive',
  title: `${COUNT} reminders while their senders are killed every 0.4 to 1.2 s, PostgreSQL every 5 to 10 s, 2% faults`,
  measure,
};
