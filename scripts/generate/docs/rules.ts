import { dump } from 'js-yaml';
import { describeDefault, type ParamDescription, type ReadDescription, type RuleDescription } from '../../../commands/compose/catalogue.ts';
import type { Example } from '../../../model/rule.ts';
import { escapeMarkdown, ruleMarkdown, sentence } from '../../../reporters/sarif/text.ts';
import { code, codeBlock, GENERATED, list, page, section, table } from './markdown.ts';

const yaml = (value: unknown): string => codeBlock('yaml', dump(value, { lineWidth: 120, noRefs: true }));

const paramRow = ({ name, type, default: fallback, description }: ParamDescription): readonly string[] => [
  code(name),
  escapeMarkdown(type),
  fallback === undefined ? '' : code(describeDefault(fallback)),
  escapeMarkdown(description),
];

const readRow = ({ kind, facet, action }: ReadDescription): readonly string[] => [
  code(kind),
  code(facet),
  action === undefined ? '' : code(action),
];

type Mapped = RuleDescription['controls'][number];

const controlLine = ([first, ...rest]: readonly [Mapped, ...Mapped[]]): string => {
  const title = first.url === undefined ? escapeMarkdown(first.title) : `[${escapeMarkdown(first.title)}](${first.url})`;
  const ids = [first, ...rest].map(({ id }) => id).join(', ');
  return title + escapeMarkdown(`: ${ids}`);
};

const controlLines = (controls: readonly Mapped[]): readonly string[] => {
  const groups = new Map<string, [Mapped, ...Mapped[]]>();
  for (const control of controls)
    groups.set(control.framework, [...(groups.get(control.framework) ?? []), control] as [Mapped, ...Mapped[]]);
  return [...groups.values()].map(controlLine);
};

const given = (members: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));

/** Facets in the three states: what is given was read, the rest is not configured. */
const exampleBlocks = ({ name, verdict, kind, facets, params, joined, around }: Example): readonly string[] => [
  `### ${escapeMarkdown(name)}: ${verdict}`,
  yaml({ ...given({ kind, params }), facets, ...given({ joined, around }) }),
];

const defaultsOf = ({ params }: RuleDescription): Readonly<Record<string, unknown>> =>
  Object.fromEntries(params.flatMap(({ name, default: fallback }) => (fallback === undefined ? [] : [[name, fallback]])));

/** How a policy binds the rule, with its defaults written out. */
const binding = (rule: RuleDescription): string => {
  const params = defaultsOf(rule);
  return yaml({ rules: [{ rule: rule.id, severity: rule.severity, ...(Object.keys(params).length === 0 ? {} : { params }) }] });
};

/** The page of a rule. */
export const rulePage = (rule: RuleDescription): string =>
  page(
    GENERATED,
    `# ${escapeMarkdown(rule.id)}`,
    escapeMarkdown(sentence(rule.title)),
    `Severity: **${rule.severity}**. About: ${rule.kinds.map(({ id, title }) => `${escapeMarkdown(title)} (${code(id)})`).join(', ')}.`,
    ...section('Why', ruleMarkdown(rule.rationale)),
    ...section('How to mend it', ruleMarkdown(rule.remediation)),
    ...section('In a policy', binding(rule)),
    ...section('Params', table(['Param', 'Type', 'Default', 'Meaning'], rule.params.map(paramRow)) || 'None.'),
    ...section('What it reads', table(['Kind', 'Facet', 'Permission'], rule.reads.map(readRow))),
    ...section('Controls', list(controlLines(rule.controls))),
    ...section('Examples', ...rule.examples.flatMap(exampleBlocks)),
    ...section('References', list(rule.references.map((address) => `<${address}>`))),
  );

const areaOf = ({ id }: RuleDescription): string => id.split('/')[0] ?? '';

const indexRow = ({ id, severity, title }: RuleDescription): readonly string[] => [
  `[${escapeMarkdown(id)}](${id}.md)`,
  severity,
  escapeMarkdown(title),
];

/** The list of all rules, area by area. */
export const rulesIndex = (rules: readonly RuleDescription[]): string => {
  const areas = [...new Set(rules.map(areaOf))];
  return page(
    GENERATED,
    '# Rules',
    'What policies can bind. `mlops-dr rules show RULE` prints the same pages.',
    ...areas.flatMap((area) => {
      const rows = rules.filter((rule) => areaOf(rule) === area).map(indexRow);
      return section(area, table(['Rule', 'Severity', 'Desired state'], rows));
    }),
  );
};
