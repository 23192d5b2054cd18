import type { Finding, Report } from '../../../model/report.ts';
import type { Verdict } from '../../../model/verdict.ts';

/** `POLICY RULE BUCKET` → verdict. */
export type Verdicts = ReadonlyMap<string, Verdict>;

export const BUCKETS = ['mlops-models', 'mlops-model-backup', 'velero-mlops-backups'] as const;

/** A rule's verdicts on the three buckets, in their order; `undefined` where the policy does not bind it. */
type Row = readonly [Verdict?, Verdict?, Verdict?];

/** Selectors bear their own text as a name: `s3/bucket, name mlops-models`. */
const bucketOf = ({ resource }: Finding): string => resource.name.replace('s3/bucket, name ', '');

/** What a report says. Throws where it says two things about one rule and bucket. */
export const verdictsOf = ({ findings }: Report): Verdicts => {
  const verdicts = new Map(findings.map((finding) => [`${finding.policy} ${finding.rule} ${bucketOf(finding)}`, finding.verdict]));
  if (verdicts.size !== findings.length) throw new Error('The report holds two findings on one rule and bucket.');
  return verdicts;
};

const fromTable = (policy: string, table: Readonly<Record<string, Row>>): Verdicts =>
  new Map(
    Object.entries(table).flatMap(([rule, row]) =>
      row.flatMap((verdict, index) => (verdict ? [[`${policy} ${rule} ${BUCKETS[index]}`, verdict] as const] : [])),
    ),
  );

/** What holds when the commands of the runbook have run and nothing else has. */
export const AFTER_RUNBOOK: Verdicts = new Map([
  ...fromTable('mlops-platform', {
    'component/resources-present': ['pass', 'pass', 'pass'],
    's3/versioning-enabled': ['pass', 'pass', 'fail'],
    's3/replicated-cross-region': ['pass'],
    's3/replication-destination-versioned': ['pass'],
    // The runbook says nothing of KMS keys, and writers may ask for them.
    's3/replication-includes-kms': ['unknown'],
    // The runbook asks for Enabled; moto answers Disabled, whatever it was given.
    's3/replication-delete-markers': ['fail'],
    's3/noncurrent-retention': ['pass', 'pass', 'fail'],
    's3/no-early-expiration': ['pass', 'pass', 'pass'],
    's3/public-access-blocked': ['fail', 'fail', 'fail'],
  }),
  ...fromTable('every-rule', {
    'component/resources-present': ['pass', 'pass', 'pass'],
    's3/denies-deletion': ['fail', 'fail', 'fail'],
    's3/encrypted-with-customer-key': ['fail', 'fail', 'fail'],
    's3/mfa-delete-enabled': ['fail', 'fail', 'fail'],
    's3/no-early-expiration': ['pass', 'pass', 'pass'],
    's3/noncurrent-retention': ['pass', 'pass', 'fail'],
    's3/object-lock-retention': ['fail', 'fail', 'fail'],
    's3/public-access-blocked': ['fail', 'fail', 'fail'],
    's3/replicated-cross-region': ['pass', 'fail', 'fail'],
    's3/replication-delete-markers': ['fail', 'fail', 'fail'],
    's3/replication-destination-versioned': ['pass', 'fail', 'fail'],
    's3/replication-includes-kms': ['unknown', 'fail', 'fail'],
    's3/replication-time-control': ['fail', 'fail', 'fail'],
    's3/versioning-enabled': ['pass', 'pass', 'fail'],
  }),
]);

const POLICIES = ['mlops-platform', 'every-rule'] as const;

const inBothPolicies = (verdicts: Readonly<Record<string, Verdict>>): Verdicts =>
  new Map(POLICIES.flatMap((policy) => Object.entries(verdicts).map(([key, verdict]) => [`${policy} ${key}`, verdict] as const)));

/** The copy is not versioned any more: that is all that changed. */
export const AFTER_SUSPENSION: Verdicts = new Map([
  ...AFTER_RUNBOOK,
  ...inBothPolicies({
    's3/replication-destination-versioned mlops-models': 'fail',
    's3/versioning-enabled mlops-model-backup': 'fail',
    's3/noncurrent-retention mlops-model-backup': 'fail',
  }),
]);

/** The copy is gone: nothing is said of it but that. */
export const AFTER_DELETION: Verdicts = new Map([
  ...[...AFTER_SUSPENSION].filter(([key]) => !key.endsWith(' mlops-model-backup')),
  ...inBothPolicies({
    'component/resources-present mlops-model-backup': 'fail',
    's3/replicated-cross-region mlops-models': 'fail',
  }),
]);
