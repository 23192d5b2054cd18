import { type TProperties, type TSchema, Type } from 'typebox';
import { REPORT_SCHEMA } from './report.ts';
import { oneOf } from './schemas/words.ts';
import { SEVERITIES, VERDICTS } from './verdict.ts';

const closed = <P extends TProperties>(properties: P, description?: string) =>
  Type.Object(properties, { additionalProperties: false, ...(description === undefined ? {} : { description }) });

const text = (description: string) => Type.String({ description });
const count = (description: string) => Type.Integer({ minimum: 0, description });
const time = (description: string) => Type.String({ format: 'date-time', description: `${description} ISO 8601, UTC.` });

/** A schema or `null`; written with `type` where it can be, because its errors read better than those of `anyOf`. */
const textOrNull = (description: string) => Type.Unsafe<string | null>({ type: ['string', 'null'], description });
const nullable = <S extends TSchema>(schema: S, description: string) => Type.Union([schema, Type.Null()], { description });

const Place = closed(
  {
    file: text('Path of the file, relative to the repository.'),
    line: Type.Integer({ minimum: 1, description: 'Line, from 1.' }),
    column: Type.Integer({ minimum: 1, description: 'Column, from 1.' }),
  },
  'A position in a file.',
);

const Resource = closed(
  {
    kind: text('Kind of the resource: s3/bucket.'),
    id: text('Stable id: an ARN, or k8s://CLUSTER/GROUP/NAMESPACE/KIND/NAME.'),
    name: text('Name for people.'),
    target: text('Name of the target that holds it.'),
    account: Type.Optional(text('AWS account.')),
    region: Type.Optional(text('AWS Region.')),
    cluster: Type.Optional(text('Kubernetes cluster.')),
    namespace: Type.Optional(text('Kubernetes namespace.')),
  },
  'One thing that was scanned.',
);

const Evidence = closed(
  {
    facet: text('The facet that was looked at.'),
    observed: text('What was seen.'),
    expected: Type.Optional(text('What is asked for.')),
    resource: Type.Optional(text('Id of the resource that was looked at, where it is another one.')),
  },
  'What was seen in one facet, and what is asked for.',
);

const Waiver = closed({
  reason: text('Why the failure is accepted.'),
  approvedBy: text('Who accepted it.'),
  expires: time('The last moment at which the waiver holds.'),
  location: Place,
});

const Finding = closed(
  {
    fingerprint: Type.String({
      pattern: '^[0-9a-f]{64}$',
      description: 'The same from run to run: sha256 over rule, binding and resource.',
    }),
    rule: text('Id of the rule.'),
    policy: text('Name of the policy.'),
    component: text('Name of the component.'),
    resource: Resource,
    verdict: oneOf(VERDICTS, 'unknown: needs a fact that could not be read. pending: too new, its first run is not due.'),
    severity: oneOf(SEVERITIES, 'How grave a failure is.'),
    message: text('What is and what is required, in words.'),
    evidence: Type.Array(Evidence),
    waiver: nullable(Waiver, 'The approved exception that keeps a failure from counting, or null.'),
    location: Place,
  },
  'The verdict of one rule, as one line of a policy binds it, on one resource.',
);

const Gap = closed(
  {
    target: text('Name of the target.'),
    kind: Type.Optional(text('Kind of the resources; absent: the whole target could not be scanned.')),
    id: Type.Optional(text('Id of the resource.')),
    region: Type.Optional(text('AWS Region.')),
    facet: Type.Optional(text('The facet; absent: a listing could not be read.')),
    action: text('The permission that the read needs: s3:GetReplicationConfiguration.'),
    code: text('The error code: AccessDenied.'),
    message: text('The error in words.'),
  },
  'Something that could not be read.',
);

const measure = (description: string) =>
  Type.Unsafe<string | number | boolean | null>({ type: ['string', 'number', 'boolean', 'null'], description });

const Objective = closed({
  target: Type.Unsafe<string | number | boolean>({
    type: ['string', 'number', 'boolean'],
    description: 'What the policy asks for. Durations are ISO 8601.',
  }),
  design: measure('What the configuration promises; null: cannot be told.'),
  observed: measure('What was seen; null: cannot be told.'),
  verdict: oneOf(VERDICTS, 'Whether the objective is met.'),
  message: text('Why, in one sentence.'),
});

const Objectives = closed({
  rpo: Type.Optional(Objective),
  retention: Type.Optional(Objective),
  copies: Type.Optional(Objective),
  regions: Type.Optional(Objective),
  immutable: Type.Optional(Objective),
  restoreTestedWithin: Type.Optional(Objective),
});

const Protection = closed(
  {
    mechanism: text('s3-versioning, s3-replication, …'),
    region: textOrNull('Where the recovery points are; null: could not be read.'),
    location: text('Id of what holds the recovery points.'),
    rpo: closed({
      design: textOrNull('ISO 8601 duration; null: cannot be told.'),
      observed: textOrNull('ISO 8601 duration; null: cannot be told.'),
    }),
    retention: closed({
      design: textOrNull('ISO 8601 duration, or unlimited; null: cannot be told.'),
      observed: textOrNull('ISO 8601 duration, or unlimited; null: cannot be told.'),
    }),
    immutability: oneOf(
      ['none', 'governance', 'compliance', 'unknown'],
      'How well the recovery points resist somebody who wants them gone.',
    ),
    health: oneOf(['healthy', 'degraded', 'unknown'], 'Whether it works.'),
    evidence: Type.Array(Evidence),
  },
  'One way in which the resource could be recovered.',
);

const RecoveryResult = closed({
  policy: text('Name of the policy.'),
  component: text('Name of the component.'),
  resource: Resource,
  objectives: Objectives,
  protections: Type.Array(Protection),
});

const Summary = closed({
  pass: count('Passed.'),
  fail: count('Failed, without those under a waiver.'),
  unknown: count('Not evaluated, because a fact could not be read.'),
  pending: count('Too new to be judged.'),
  notApplicable: count('Not applicable.'),
  waived: count('Failed under a waiver.'),
});

/** The JSON report, `mlops-dr/report/v1`, as a draft-07 schema. Agrees with `Report`; a test holds the two together. */
export const ReportSchema = closed(
  {
    schema: Type.Literal(REPORT_SCHEMA, { description: 'The version of this contract.' }),
    tool: closed({ name: text('mlops-dr'), version: text('Version of the program.') }),
    takenAt: time('When the facts were read.'),
    summary: Summary,
    findings: Type.Array(Finding),
    gaps: Type.Array(Gap),
    recovery: Type.Array(RecoveryResult),
  },
  'A report of mlops-dr.',
);
