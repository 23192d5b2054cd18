import type { Finding, Report } from '../../model/report.ts';
import { SEVERITIES } from '../../model/verdict.ts';
import type { Canvas } from './findings.ts';
import { formatCount, pack, plural } from './layout.ts';
import { COUNTED, STANDINGS, type Standing, SYMBOLS, standingOf } from './style.ts';

const countOf = ({ summary }: Report, standing: Standing): number =>
  standing === 'not-applicable' ? summary.notApplicable : summary[standing];

/** `2 critical, 1 low` */
const bySeverity = (failures: readonly Finding[]): string =>
  SEVERITIES.flatMap((severity) => {
    const count = failures.filter((failure) => failure.severity === severity).length;
    return count === 0 ? [] : [`${formatCount(count)} ${severity}`];
  }).join(', ');

const countText = (report: Report, standing: Standing, { style }: Canvas): string => {
  const failures = standing === 'fail' ? report.findings.filter((finding) => standingOf(finding) === 'fail') : [];
  const detail = failures.length === 0 ? '' : ` (${bySeverity(failures)})`;
  return style.standing[standing](`${SYMBOLS[standing]} ${formatCount(countOf(report, standing))} ${COUNTED[standing]}`) + detail;
};

const countsLines = (report: Report, canvas: Canvas): readonly string[] => {
  const counts = STANDINGS.filter((standing) => countOf(report, standing) > 0).map((standing) => countText(report, standing, canvas));
  return counts.length === 0 ? ['Nothing was checked.'] : pack(counts, ' · ', canvas.width);
};

const distinct = (findings: readonly Finding[], key: (finding: Finding) => string): number => new Set(findings.map(key)).size;

/** Selectors of components have findings of their own, but are no resources of the platform. */
const resourcesOf = ({ findings }: Report): number =>
  distinct(
    findings.filter(({ resource }) => !resource.kind.startsWith('component/')),
    ({ resource }) => JSON.stringify([resource.target, resource.id]),
  );
const componentsOf = ({ findings }: Report): number => distinct(findings, ({ policy, component }) => JSON.stringify([policy, component]));

const coverage = (report: Report): readonly string[] => [
  `${plural(resourcesOf(report), 'resource')} in ${plural(componentsOf(report), 'component')}`,
  ...(report.gaps.length === 0 ? [] : [`${plural(report.gaps.length, 'read')} failed`]),
  `as of ${report.takenAt}`,
  `${report.tool.name} ${report.tool.version}`,
];

/** The numbers of a report, and what it covers. */
export const summaryLines = (report: Report, canvas: Canvas): readonly string[] => [
  canvas.style.heading('Summary'),
  '',
  ...countsLines(report, canvas),
  ...pack(coverage(report), ' · ', canvas.width).map(canvas.style.quiet),
];
