import { formatPlace } from '../../model/errors.ts';
import type { Finding, ReportedResource } from '../../model/report.ts';
import type { RenderContext } from '../../model/reporter.ts';
import { printable } from '../../model/text.ts';
import { type Evidence, SEVERITIES } from '../../model/verdict.ts';
import { groupBy } from '../shared/group.ts';
import { fillRemediation, type Step, type Stretch, steps } from '../shared/remediation.ts';
import { enumerate, formatCount, indent, plural, spread, wrap } from './layout.ts';
import { COUNTED, LABELS, STANDINGS, type Standing, type Style, SYMBOLS, standingOf } from './style.ts';

/** What a section needs beside its part of the report. */
export interface Canvas {
  readonly style: Style;
  readonly context: RenderContext;
  readonly width: number;
}

type Group = readonly [Finding, ...Finding[]];

const MOST_NAMES = 12;
const MOST_OBSERVATIONS = 10;

/** Passed and not applicable: summed up in a line, not told one by one. */
const isQuiet = (standing: Standing): boolean => standing === 'pass' || standing === 'not-applicable';

const where = ({ target, region, cluster, namespace }: ReportedResource): string =>
  [target, region, cluster === target ? undefined : cluster, namespace].filter(Boolean).join(', ');

/** The resources of one observation in one place: `a, b and 3 more (prod, us-west-2)`. */
const subjectLines = (group: Group, { style, width }: Canvas): readonly string[] => {
  const place = where(group[0].resource);
  const names = enumerate(
    group.map(({ resource }) => resource.name),
    MOST_NAMES,
  );
  const lines = wrap(place === '' ? names : `${names} (${place})`, width - 4);
  return lines.map(style.strong);
};

const evidenceText = ({ facet, observed, expected, resource }: Evidence): string =>
  `${facet}${resource === undefined ? '' : ` of ${resource}`}: ${observed}${expected === undefined ? '' : `, required ${expected}`}`;

/** What was seen, once for all resources on which the same was seen. */
const observationLines = (group: Group, canvas: Canvas): readonly string[] => {
  const { message, evidence } = group[0];
  const facts = evidence.flatMap((fact) => wrap(evidenceText(fact), canvas.width - 6));
  return [...subjectLines(group, canvas), ...indent(wrap(message, canvas.width - 6), 2), ...indent(facts, 2).map(canvas.style.quiet)];
};

const observationKey = ({ resource, message, evidence, waiver }: Finding): string =>
  JSON.stringify([where(resource), message, evidence, waiver]);

const observationsLines = (group: Group, canvas: Canvas): readonly string[] => {
  const observations = [...groupBy(group, observationKey).values()];
  const left = observations.slice(MOST_OBSERVATIONS).flat();
  const more =
    left.length === 0 ? [] : wrap(`and ${plural(left.length, 'resource')} more; the JSON report lists them all.`, canvas.width - 4);
  const shown = observations.slice(0, MOST_OBSERVATIONS);
  return [...shown.flatMap((observation) => [...observationLines(observation, canvas), ...waiverLines(observation, canvas)]), ...more];
};

const waiverLines = ([{ waiver }]: Group, { width }: Canvas): readonly string[] =>
  waiver
    ? indent(
        wrap(`Waived until ${waiver.expires} by ${waiver.approvedBy}: ${waiver.reason} (${formatPlace(waiver.location)})`, width - 6),
        2,
      )
    : [];

const proseText = (stretches: readonly Stretch[]): string =>
  stretches.map(({ type, text }) => (type === 'code' ? `\`${printable(text)}\`` : printable(text))).join('');

/** Commands are not broken into lines: they are there to be copied. */
const stepLines = (step: Step, { style, width }: Canvas): readonly string[] => {
  if (step.type === 'prose') return wrap(proseText(step.stretches).trim(), width - 6);
  return step.text.split('\n').map((line, index) => `${index === 0 ? '$' : ' '} ${style.code(printable(line))}`);
};

const remediationLines = (group: Group, canvas: Canvas): readonly string[] => {
  const template = canvas.context.rules.get(group[0].rule)?.remediation;
  if (template === undefined || standingOf(group[0]) !== 'fail') return [];
  const text = fillRemediation(
    template,
    group.map(({ resource }) => resource),
  );
  return [
    'How to mend it',
    ...indent(
      steps(text).flatMap((step) => stepLines(step, canvas)),
      2,
    ),
  ];
};

const titleLines = ([finding]: Group, { style, width }: Canvas): readonly string[] => {
  const standing = standingOf(finding);
  const label = style.standing[standing](`${SYMBOLS[standing]} ${LABELS[standing]}`);
  const title = `${label} ${style.severity[finding.severity](finding.severity)}  ${style.strong(finding.rule)}`;
  return spread(title, style.quiet(formatPlace(finding.location)), width - 2);
};

/** One rule at one line of a policy, with every resource on which it came to the same. */
const groupLines = (group: Group, canvas: Canvas): readonly string[] => [
  ...indent(titleLines(group, canvas), 2),
  ...indent([...observationsLines(group, canvas), ...remediationLines(group, canvas)], 4),
  '',
];

const groupKey = (finding: Finding): string =>
  JSON.stringify([standingOf(finding), finding.severity, finding.rule, formatPlace(finding.location)]);

const gravity = (finding: Finding): number =>
  STANDINGS.indexOf(standingOf(finding)) * SEVERITIES.length + SEVERITIES.indexOf(finding.severity);

const quietLines = (findings: Group, { style }: Canvas): readonly string[] => {
  const counts = STANDINGS.filter(isQuiet).flatMap((standing) => {
    const count = findings.filter((finding) => standingOf(finding) === standing).length;
    return count === 0 ? [] : [style.standing[standing](`${SYMBOLS[standing]} ${formatCount(count)} ${COUNTED[standing]}`)];
  });
  return counts.length === 0 ? [] : [`  ${counts.join('  ')}`, ''];
};

/** One component: what failed, what is not known, what waits and what is waived, gravest first; the rest as numbers. */
export const componentLines = (findings: Group, canvas: Canvas): readonly string[] => {
  const loud = findings.filter((finding) => !isQuiet(standingOf(finding)));
  const groups = [...groupBy(loud, groupKey).values()].sort(([one], [other]) => gravity(one) - gravity(other));
  return [
    canvas.style.heading(`${findings[0].policy} / ${findings[0].component}`),
    '',
    ...groups.flatMap((group) => groupLines(group, canvas)),
    ...quietLines(findings, canvas),
  ];
};
