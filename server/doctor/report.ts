import type { Finding, Level } from './check.ts';
import type { Checked } from './run-checks.ts';

const WIDTH = 78;
const MARKS: Record<Level, string> = { ok: 'ok', warning: 'look', fault: 'FAULT' };
/** As wide as the widest mark, with a margin on both sides. */
const INDENT = 9;

/** Colours a word of the report; without a terminal it leaves it as it is. */
export type Paint = (level: Level, text: string) => string;

/** Breaks between words at `width`; a word that is longer stands alone. */
export const wrapped = (text: string, width: number): string[] => {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
};

const indented = (text: string, by: number): string[] =>
  wrapped(text, WIDTH - by).map((line) => ' '.repeat(by) + line);

const linesOf = ({ level, what, remedy }: Finding, paint: Paint): string[] => {
  const [first = '', ...rest] = indented(what, INDENT);
  const mark = paint(level, `  ${MARKS[level]}`.padEnd(INDENT));
  const [todo = '', ...more] = remedy === null ? [] : indented(remedy, INDENT + 2);
  const advice = remedy === null ? [] : [`${' '.repeat(INDENT)}→ ${todo.trimStart()}`, ...more];
  return [mark + first.slice(INDENT), ...rest, ...advice];
};

/** What was found by one check, as lines of at most 80 columns. */
export const blockOf = ({ name, findings }: Checked, paint: Paint): string =>
  [name, ...findings.flatMap((finding) => linesOf(finding, paint))].join('\n');

const counted = (count: number, one: string, more: string): string => `${count} ${count === 1 ? one : more}`;

export const countOf = (checked: readonly Checked[], level: Level): number =>
  checked.flatMap(({ findings }) => findings).filter((finding) => finding.level === level).length;

/** The last lines: how it stands, and what was not asked. */
export const closingOf = (checked: readonly Checked[], notConfigured: readonly string[]): string => {
  const faults = countOf(checked, 'fault');
  const warnings = countOf(checked, 'warning');
  const toLookAt = warnings === 0 ? '' : `, and ${counted(warnings, 'thing', 'things')} to look at`;
  const verdict =
    faults === 0 ? `No faults${toLookAt}.` : `${counted(faults, 'fault', 'faults')} to put right${toLookAt}.`;
  const left =
    notConfigured.length === 0
      ? []
      : wrapped(`Not configured, so not asked: ${notConfigured.join(', ')}.`, WIDTH);
  return [...left, verdict].join('\n');
};

/** The same for machines: one JSON object. */
export const asJson = (checked: readonly Checked[], notConfigured: readonly string[]): string =>
  JSON.stringify(
    {
      ok: countOf(checked, 'fault') === 0,
      faults: countOf(checked, 'fault'),
      warnings: countOf(checked, 'warning'),
      checks: checked,
      notConfigured,
    },
    null,
    2,
  );
