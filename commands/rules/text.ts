import { suggest } from '../../engine/suggest.ts';
import { rules } from '../../generated/rules.ts';
import { scanners } from '../../generated/scanners.ts';
import { InputError } from '../../model/errors.ts';
import { type AnyRule, isAbout, kindsOf } from '../../model/rule.ts';
import { jsonText, printable } from '../../model/text.ts';
import { type Step, steps } from '../../reporters/shared/remediation.ts';
import { indent, table, wrap } from '../../reporters/terminal/layout.ts';
import {
  actionsByKind,
  describeDefault,
  describeRule,
  type ParamDescription,
  type ReadDescription,
  type RuleDescription,
} from '../compose/catalogue.ts';
import { shippedControls } from '../compose/controls.ts';

const WIDTH = 100;

interface ListFlags {
  readonly kind: string | undefined;
  readonly json: boolean;
}

const idsOf = ({ subject }: AnyRule): readonly string[] => kindsOf(subject).map(({ id }) => id);

const rulesAbout = (kind: string | undefined): readonly AnyRule[] => {
  const all = [...rules.values()];
  const found = kind === undefined ? all : all.filter(({ subject }) => isAbout(subject, kind));
  if (found.length > 0) return found;
  const known = [...new Set(all.flatMap(idsOf))];
  throw InputError.of(
    'unknown-kind',
    `No rule is about the kind ${JSON.stringify(kind)}. Kinds: ${known.join(', ')}.`,
    suggest(kind ?? '', known),
  );
};

/**
 * The rules, one a line or as a JSON array.
 * @throws InputError where no rule is about the kind
 */
export const listRules = ({ kind, json }: ListFlags): string => {
  const found = rulesAbout(kind);
  if (json) return jsonText(found.map((rule) => ({ id: rule.id, severity: rule.severity, kinds: idsOf(rule), title: rule.title })));
  const rows = found.map((rule) => [rule.id, rule.severity, idsOf(rule).join(', '), rule.title]);
  return `${table([['RULE', 'SEVERITY', 'KIND', 'DESIRED STATE'], ...rows]).join('\n')}\n`;
};

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', title, ...indent(lines, 2)];

const stepLines = (step: Step): readonly string[] =>
  step.type === 'command'
    ? ['', `  ${step.text}`, '']
    : wrap(
        step.stretches
          .map(({ text }) => text)
          .join('')
          .trim(),
        WIDTH - 2,
      );

/** A rule's text, in which commands stand by themselves, unbroken, so that they can be copied. */
const prose = (text: string): readonly string[] => steps(text).flatMap(stepLines);

const bullets = (items: readonly string[]): readonly string[] => items.map((item) => `- ${item}`);

const paramLine = ({ name, type, default: fallback, description }: ParamDescription): readonly string[] => [
  name,
  type,
  fallback === undefined ? 'optional' : `default ${describeDefault(fallback)}`,
  description,
];

const readLine = ({ kind, facet, action }: ReadDescription): readonly string[] => [`${kind} ${facet}`, action ?? ''];

const textOf = (rule: RuleDescription): string => {
  const lines = [
    `${rule.id}  (${rule.severity}, ${rule.kinds.map(({ id }) => id).join(', ')})`,
    `${rule.title}.`,
    ...section('Why', prose(rule.rationale)),
    ...section('Params', table(rule.params.map(paramLine))),
    ...section('Reads', table(rule.reads.map(readLine))),
    ...section('How to mend it', prose(rule.remediation)),
    ...section('Controls', bullets(rule.controls.map(({ title, id }) => `${title}: ${id}`))),
    ...section('Examples', bullets(rule.examples.map(({ name, verdict }) => `${name}: ${verdict}`))),
    ...section('References', bullets(rule.references)),
  ];
  return `${lines.map(printable).join('\n')}\n`;
};

const find = (id: string): AnyRule => {
  const rule = rules.get(id);
  if (rule) return rule;
  const { hint = 'See mlops-dr rules list.' } = suggest(id, [...rules.keys()]);
  throw InputError.of('unknown-rule', `There is no rule ${JSON.stringify(id)}.`, { hint });
};

/**
 * One rule explained, for people or as JSON.
 * @throws InputError where there is no such rule
 */
export const showRule = async (id: string, { json }: { readonly json: boolean }): Promise<string> => {
  const rule = find(id);
  const controls = (await shippedControls()).get(id) ?? [];
  const description = describeRule(rule, actionsByKind([...scanners.values()]), controls);
  return json ? jsonText(description) : textOf(description);
};
