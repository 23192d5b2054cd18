import type { ReportingDescriptor } from 'sarif';
import type { Finding } from '../../model/report.ts';
import type { RenderContext } from '../../model/reporter.ts';
import type { AnyRule } from '../../model/rule.ts';
import { clip } from '../../model/text.ts';
import { SEVERITIES, type Severity } from '../../model/verdict.ts';
import { fillRemediation } from '../shared/remediation.ts';
import { LEVELS, type Profile } from './profile.ts';
import { relationships, type Taxonomy } from './taxonomies.ts';
import { escapeMarkdown, messageText, ruleMarkdown, sentence } from './text.ts';
import { webAddress } from './uri.ts';

/** What a descriptor tells of a rule. */
type Documentation = Pick<AnyRule, 'title' | 'rationale' | 'remediation' | 'references'>;

// Bands of GitHub: critical above 9.0, high from 7.0, medium from 4.0, low from 0.1.
const SECURITY_SEVERITIES: Readonly<Record<Severity, string>> = { critical: '9.5', high: '8.0', medium: '5.5', low: '2.0' };

// GitHub keeps ten tags of a rule and rejects a file with more than twenty.
const MOST_TAGS = 10;
// Limits of GitHub for a rule's name and descriptions.
const LONGEST_NAME = 255;
const LONGEST_DESCRIPTION = 1024;

const undocumented = (id: string): Documentation => ({
  title: id,
  rationale: `This version of the program does not know the rule ${id}; the report comes from another one.`,
  remediation: 'The version that made the report documents the rule.',
  references: [],
});

/** `S3VersioningEnabled` for `s3/versioning-enabled`. */
const pascalCase = (id: string): string =>
  id
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

const addresses = (references: readonly string[]): readonly string[] => references.flatMap((reference) => webAddress(reference) ?? []);

const helpText = ({ rationale, remediation, references }: Documentation): string =>
  [sentence(rationale), `How to mend it: ${sentence(remediation)}`, ...addresses(references)].join(' ');

const helpMarkdown = ({ title, rationale, remediation, references }: Documentation): string =>
  [
    `## ${escapeMarkdown(title)}`,
    ruleMarkdown(rationale),
    '### How to mend it',
    ruleMarkdown(remediation),
    ...(addresses(references).length === 0
      ? []
      : [
          '### References',
          addresses(references)
            .map((address) => `- <${address}>`)
            .join('\n'),
        ]),
  ].join('\n\n');

const tags = (id: string, context: RenderContext): string[] => {
  const controls = (context.controls.get(id) ?? []).map(({ framework, id: control }) => `${framework.id}/${control}`);
  return [...new Set(['security', 'disaster-recovery', ...controls])].slice(0, MOST_TAGS);
};

/** The gravest severity of a rule's results: GitHub takes it from the rule, and a policy may have made it graver. */
const gravest = (findings: readonly Finding[]): Severity =>
  SEVERITIES.find((severity) => findings.some((finding) => finding.severity === severity)) ?? 'low';

/** What is known when the rules of a run are described. */
interface Setting {
  readonly context: RenderContext;
  readonly profile: Profile;
  readonly taxonomies: readonly Taxonomy[];
}

const texts = (id: string, documentation: Documentation, { literal }: Profile): Partial<ReportingDescriptor> => {
  const remediation = fillRemediation(documentation.remediation, []);
  return {
    name: clip(pascalCase(id), LONGEST_NAME) || 'Rule',
    shortDescription: { text: literal(messageText(sentence(documentation.title), LONGEST_DESCRIPTION)) },
    fullDescription: { text: literal(messageText(sentence(documentation.rationale), LONGEST_DESCRIPTION)) },
    help: {
      text: literal(messageText(helpText({ ...documentation, remediation }), Number.POSITIVE_INFINITY)),
      markdown: literal(helpMarkdown({ ...documentation, remediation })),
    },
  };
};

/** The descriptor of a rule from its own definition. `findings` are its results, or what it found where it has none. */
export const ruleDescriptor = (
  id: string,
  findings: readonly Finding[],
  { context, profile, taxonomies }: Setting,
): ReportingDescriptor => {
  const rule = context.rules.get(id);
  const documentation = rule ?? undocumented(id);
  const severity = gravest(findings);
  const helpUri = addresses(documentation.references)[0];
  const related = profile.complete ? relationships(id, taxonomies, context) : [];
  return {
    id,
    ...texts(id, documentation, profile),
    ...(helpUri === undefined ? {} : { helpUri }),
    defaultConfiguration: { level: LEVELS[rule?.severity ?? severity] },
    ...(related.length === 0 ? {} : { relationships: [...related] }),
    properties: { tags: tags(id, context), precision: 'very-high', 'security-severity': SECURITY_SEVERITIES[severity] },
  };
};
