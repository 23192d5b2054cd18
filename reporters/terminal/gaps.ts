import type { ReportedGap } from '../../model/report.ts';
import { groupBy } from '../shared/group.ts';
import type { Canvas } from './findings.ts';
import { enumerate, formatCount, indent, wrap } from './layout.ts';
import { SYMBOLS } from './style.ts';

type Group = readonly [ReportedGap, ...ReportedGap[]];

const MOST_IDS = 3;

/** Gaps of one key have one cause. Regions and ids are what they differ in. */
const cause = ({ target, kind, facet, action, code }: ReportedGap): string => JSON.stringify([target, kind, facet, action, code]);

const unique = (texts: readonly (string | undefined)[]): readonly string[] => [...new Set(texts.filter((text) => text !== undefined))];

/** What is not known: a target, a listing, or a facet of some resources. */
const subject = (group: Group): string => {
  const [{ target, kind, facet }] = group;
  const places = enumerate(unique(group.map(({ id, region }) => id ?? region)), MOST_IDS);
  if (kind === undefined) return `The whole target ${target} could not be scanned.`;
  if (facet === undefined) return `The list of ${kind} in ${target}${places === '' ? '' : `: ${places}`}`;
  return `${facet} of ${kind} in ${target}: ${places}`;
};

const gapLines = (group: Group, { style, width }: Canvas): readonly string[] => {
  const [{ action, code, message }] = group;
  const times = group.length === 1 ? '' : `  ${formatCount(group.length)} times`;
  const title = `${style.standing.unknown(SYMBOLS.unknown)} ${style.strong(action)}  ${code}${times}`;
  const details = [...wrap(subject(group), width - 4), ...wrap(message, width - 4).map(style.quiet)];
  return [...indent([title], 2), ...indent(details, 4)];
};

/** What could not be read, one entry a cause, with the permission that the read needs. */
export const gapsLines = (gaps: readonly ReportedGap[], canvas: Canvas): readonly string[] => {
  if (gaps.length === 0) return [];
  const groups = [...groupBy(gaps, cause).values()];
  return [canvas.style.heading('Could not be read'), '', ...groups.flatMap((group) => [...gapLines(group, canvas), ''])];
};
