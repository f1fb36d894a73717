import { type Measured, median } from './figure.ts';

const HEAD = ['', 'median', 'spread', 'ratio', 'promise', 'kept'] as const;

const number = (value: number): string => value.toFixed(value >= 100 ? 0 : 1);

const cells = ({ what, unit, samples, ratio, promise }: Measured): string[] => [
  what,
  `${number(median(samples))} ${unit}`,
  samples.length > 1 ? `${number(Math.min(...samples))} to ${number(Math.max(...samples))}` : '',
  ratio ? `${ratio.value.toFixed(2)} of ${ratio.to}` : '1.00',
  promise?.words ?? '',
  promise ? (promise.kept ? 'yes' : 'NO') : '',
];

/** Columns parted by two spaces, as wide as their widest cell. */
export const printTable = (title: string, measured: readonly Measured[]): void => {
  const lines = [[...HEAD], ...measured.map(cells)];
  const widths = HEAD.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  console.log(`\n${title}`);
  for (const line of lines) {
    console.log(
      `  ${line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd()}`,
    );
  }
};
