import type { ObjectiveResult, Recovery } from '../../model/report.ts';
import { clip } from '../../model/text.ts';
import { groupBy } from '../shared/group.ts';
import type { Canvas } from './findings.ts';
import { indent, plural, table, wrap } from './layout.ts';
import { LABELS, STANDINGS, SYMBOLS } from './style.ts';

const MOST_ROWS = 20;
const LONGEST_VALUE = 32;
// What the other columns take, with the longest objective and usual values.
const OTHER_COLUMNS = 66;

/** One objective of one resource. */
interface Row {
  readonly resource: string;
  readonly objective: string;
  readonly result: ObjectiveResult;
}

// In the order of the contract; the words are the members of a policy's `objectives`.
const OBJECTIVES = ['rpo', 'retention', 'copies', 'regions', 'immutable', 'restoreTestedWithin'] as const;

const rowsOf = ({ resource, objectives }: Recovery): readonly Row[] =>
  OBJECTIVES.flatMap((objective) => {
    const result = objectives[objective];
    return result === undefined ? [] : [{ resource: resource.name, objective, result }];
  });

const valueText = (value: string | number | boolean | null): string => {
  if (value === null) return 'unknown';
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
};

const verdictText = ({ verdict }: ObjectiveResult, { style }: Canvas): string =>
  style.standing[verdict](`${SYMBOLS[verdict]} ${LABELS[verdict]}`);

const cells = ({ resource, objective, result }: Row, canvas: Canvas): readonly string[] => [
  clip(resource, canvas.width - OTHER_COLUMNS),
  objective,
  ...[result.target, result.design, result.observed].map((value) => clip(valueText(value), LONGEST_VALUE)),
  verdictText(result, canvas),
];

const HEADER = ['resource', 'objective', 'target', 'design', 'observed', 'verdict'];

const reasonLines = ({ resource, objective, result }: Row, { style, width }: Canvas): readonly string[] =>
  result.verdict === 'pass' ? [] : wrap(`${resource}, ${objective}: ${result.message}`, width - 2).map(style.quiet);

const gravity = ({ result }: Row): number => STANDINGS.indexOf(result.verdict);

const componentLines = (recoveries: readonly [Recovery, ...Recovery[]], canvas: Canvas): readonly string[] => {
  const rows = recoveries.flatMap(rowsOf).sort((one, other) => gravity(one) - gravity(other));
  const shown = rows.slice(0, MOST_ROWS);
  const more = rows.length > MOST_ROWS ? [`and ${plural(rows.length - MOST_ROWS, 'objective')} more; the JSON report lists them all.`] : [];
  const lines = [
    ...table([HEADER, ...shown.map((row) => cells(row, canvas))]),
    ...shown.flatMap((row) => reasonLines(row, canvas)),
    ...more,
  ];
  return rows.length === 0 ? [] : [`${recoveries[0].policy} / ${recoveries[0].component}`, ...indent(lines, 2), ''];
};

/** For each component a table of its objectives: what is asked for, what the configuration promises, what was seen. */
export const recoveryLines = (recovery: readonly Recovery[], canvas: Canvas): readonly string[] => {
  const components = groupBy(recovery, ({ policy, component }) => JSON.stringify([policy, component]));
  const lines = [...components.values()].flatMap((recoveries) => componentLines(recoveries, canvas));
  return lines.length === 0 ? [] : [canvas.style.heading('Recovery objectives'), '', ...lines];
};
