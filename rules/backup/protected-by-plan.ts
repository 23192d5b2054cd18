import { Type } from 'typebox';
import { ASSETS, type Asset } from '../../model/backup/assets.ts';
import { type Assignment, type Coverage, type CoverageFacts, coverageJoins, coverageOf, raise } from '../../model/backup/coverage.ts';
import { covered, PLAN, planFacets } from '../../model/backup/examples.ts';
import { coverageMessages, unlessCovered } from '../../model/backup/words.ts';
import { matchesGlob } from '../../model/glob.ts';
import { s3Bucket } from '../../model/kinds/s3.ts';
import { nameGlob, params } from '../../model/params.ts';
import { allOf, anyOf, defineRule, fail, pass, type Subject, self } from '../../model/rule.ts';

/** Which plans and selections will do. */
interface Wanted {
  readonly plan?: string;
  readonly selection?: string;
}

const holds = (glob: string | undefined, name: string | undefined): boolean =>
  glob === undefined || name === undefined || matchesGlob(glob, name);

/** Whether a plan and a selection are the wanted ones; where a name is not known, they may be. */
const isWanted = (wanted: Wanted, plan: string | undefined, selection: string | undefined): boolean =>
  holds(wanted.plan, plan) && holds(wanted.selection, selection);

const describeWanted = ({ plan = '*', selection = '*' }: Wanted): string => `selection ${selection} of plan ${plan}`;

const evidenceOf = (assignments: readonly Assignment[], expected: string) =>
  assignments.map(({ plan, reason }) => ({ facet: 'definition', observed: reason(), expected, resource: plan.id }));

const judgeKnown = (coverage: Coverage, wanted: Wanted) => {
  const { assignments } = coverage;
  const [first] = assignments;
  if (!first) return unlessCovered(coverage).uncovered();
  const [found] = assignments.filter(({ plan, selection }) => isWanted(wanted, plan.name, selection));
  if (found) return pass('protected', { reason: found.reason() }, evidenceOf([found], describeWanted(wanted)));
  const values = { reason: first.reason(), wanted: describeWanted(wanted) };
  return fail('elsewhere', values, evidenceOf(assignments, describeWanted(wanted)));
};

const judgeCoverage = (coverage: Coverage, wanted: Wanted) => {
  const open = coverage.open.filter(({ plan, selection }) => isWanted(wanted, plan, selection));
  const { disputed } = unlessCovered(coverage);
  return anyOf<Message>([
    () => judgeKnown(coverage, wanted),
    ...open.map((question) => () => raise<ReturnType<typeof disputed>>(question, disputed)),
  ]);
};

const judgeVersioning = ({ id, facets: { versioning } }: Subject<typeof s3Bucket, 'versioning'>) => {
  const { status } = versioning;
  if (status === 'Enabled') return pass('protected');
  return fail('unversioned', { status }, [{ facet: 'versioning', observed: status, expected: 'Enabled', resource: id }]);
};

const messages = {
  ...coverageMessages,
  protected: 'It is {reason}.',
  elsewhere: 'It is {reason}; {wanted} is required.',
  unversioned: 'Versioning of the bucket is {status}: AWS Backup cannot back it up.',
};
type Message = keyof typeof messages;

const versioning = (status: string) => ({ versioning: { status, mfaDelete: 'NeverSet' } });

export default defineRule({
  id: 'backup/protected-by-plan',
  title: 'A backup plan covers it',
  rationale:
    'What no selection of a plan in its Region takes in is never backed up, whatever plans there are. Selections are evaluated as AWS Backup does it: ARNs and patterns or tags, conditions, exclusions, and the opt-in of the resource type where the match depends on it. A bucket without versioning is refused by AWS Backup although it is selected. The verdict speaks of the assignment: how often the plan runs, how long it keeps and whether its jobs succeed are the questions of other rules.',
  remediation:
    'Assign it to a plan by its ARN, which works without the opt-in of its type: `aws backup create-backup-selection --region {region} --backup-plan-id PLAN-ID --backup-selection \'{"SelectionName":"NAME","IamRoleArn":"arn:aws:iam::{account}:role/BACKUP-ROLE","Resources":["{id}"]}\'`. A bucket has to be versioned, too.',
  references: [
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html',
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/s3-backups.html',
  ],
  severity: 'critical',
  subject: ASSETS,
  reads: [],
  joins: {
    ...coverageJoins,
    bucket: self(s3Bucket, ['versioning'], (asset: Asset, _: unknown, facts: CoverageFacts) => {
      const { assignments, open } = coverageOf(asset, facts);
      return assignments.length + open.length > 0;
    }),
  },
  params: params({
    plan: Type.Optional(nameGlob({ description: 'Name of the plan that must cover it; `*` and `?` are wildcards. Any plan without it.' })),
    selection: Type.Optional(nameGlob({ description: 'Name of the selection that must take it in; `*` and `?` are wildcards.' })),
  }),
  messages,
  examples: [
    { name: 'Selected by its ARN', facets: {}, around: covered(), verdict: 'pass' },
    { name: 'No plan selects it', facets: {}, around: covered([], { 'backup/plan': {} }), verdict: 'fail' },
    {
      name: 'Selected for another plan than the one that is required',
      facets: {},
      around: covered(),
      params: { plan: 'gold-*' },
      verdict: 'fail',
    },
    { name: 'A bucket with versioning', kind: 's3/bucket', facets: versioning('Enabled'), around: covered(), verdict: 'pass' },
    {
      name: 'A bucket whose versioning is suspended',
      kind: 's3/bucket',
      facets: versioning('Suspended'),
      around: covered(),
      verdict: 'fail',
    },
    {
      name: 'Selections that could not be listed',
      facets: {},
      around: covered([], { 'backup/plan': { [PLAN]: { ...planFacets(), selectionList: 'unread' } } }),
      verdict: 'unknown',
    },
  ],
  check: (asset, { params: wanted, joined }) => {
    const coverage = coverageOf(asset, joined);
    return allOf<Message>([() => judgeCoverage(coverage, wanted), ...joined.bucket.map((bucket) => () => judgeVersioning(bucket))]);
  },
});
