import type { Report, ReportedResource } from '../../../model/report.ts';
import type { Verdict } from '../../../model/verdict.ts';

/** `POLICY/COMPONENT RULE RESOURCE` → verdict; of objectives `POLICY/COMPONENT objective NAME RESOURCE`. */
export type Verdicts = ReadonlyMap<string, Verdict>;

/** Selectors bear their own text as a name: `s3/bucket, name mlops-models`. */
const nameOf = ({ name }: ReportedResource): string => name.replace(/^\S+, name /, '');

/** What a report says. Throws where it says two things about one resource in one place. */
export const verdictsOf = ({ findings, recovery }: Report): Verdicts => {
  const said: readonly (readonly [string, Verdict])[] = [
    ...findings.map(
      ({ policy, component, rule, resource, verdict }) => [`${policy}/${component} ${rule} ${nameOf(resource)}`, verdict] as const,
    ),
    ...recovery.flatMap(({ policy, component, resource, objectives }) =>
      Object.entries(objectives).map(
        ([name, { verdict }]) => [`${policy}/${component} objective ${name} ${nameOf(resource)}`, verdict] as const,
      ),
    ),
  ];
  const verdicts = new Map(said);
  if (verdicts.size !== said.length) throw new Error('The report holds two findings of one rule on one resource in one component.');
  return verdicts;
};

/** A rule's verdicts on the resources of a component, in their order; one word where all have the same. */
type Row = Verdict | readonly Verdict[];
type Rows = Readonly<Record<string, Row>>;

/** @param component `POLICY/COMPONENT` */
const table = (component: string, resources: readonly string[], rows: Rows): Verdicts =>
  new Map(
    Object.entries(rows).flatMap(([rule, row]) =>
      resources.map((resource, index) => {
        const verdict = typeof row === 'string' ? row : row[index];
        if (verdict === undefined) throw new RangeError(`${component} ${rule} says nothing of ${resource}`);
        return [`${component} ${rule} ${resource}`, verdict] as const;
      }),
    ),
  );

const merged = (...tables: readonly Verdicts[]): Verdicts => new Map(tables.flatMap((one) => [...one]));

/** What is said of all but the resources that are gone, with the verdicts that changed. */
const changed = (before: Verdicts, gone: readonly string[], ...tables: readonly Verdicts[]): Verdicts =>
  merged(new Map([...before].filter(([key]) => !gone.some((resource) => key.endsWith(` ${resource}`)))), ...tables);

const PRESENT = 'component/resources-present';

export const BUCKETS = ['mlops-models', 'mlops-model-backup', 'velero-mlops-backups'] as const;
export const TABLES = ['mlops-model-metadata', 'mlops-feature-store', 'mlops-experiments'] as const;
export const PLANS = ['MLOpsModelMetadataBackup'] as const;
export const VAULTS = ['mlops-scratch', 'mlops-backups', 'mlops-backup-copies'] as const;

/** Rules that ask what the plans behind an asset say. */
const aboutPlans = (row: Row): Rows => ({
  'backup/copied-cross-account': row,
  'backup/copied-cross-region': row,
  'backup/plan-frequency': row,
  'backup/plan-retention': row,
  'backup/retention-within-vault-lock': row,
  'backup/vault-denies-deletion': row,
  'backup/vault-encrypted-with-customer-key': row,
  'backup/vault-locked': row,
});

/**
 * Rules that ask what AWS Backup did and what it may do. moto knows none of the calls and answers 404 with a page for
 * people: nothing was read, which is neither "nothing there" nor "switched off".
 */
const ABOUT_DEEDS: Rows = {
  'backup/jobs-succeed': 'unknown',
  'backup/recovery-point-recent': 'unknown',
  'backup/restore-tested': 'unknown',
  'backup/service-opted-in': 'unknown',
};

// moto keeps plans but no selections: asked for those of a plan it breaks, with a 500 and a page for people. As long as
// there is a plan, nobody knows what it covers in its Region, us-west-2. In us-east-2 there is no plan, and that is known.
const EVERY_RULE = merged(
  table('every-rule/buckets', BUCKETS, {
    [PRESENT]: 'pass',
    's3/denies-deletion': 'fail',
    's3/encrypted-with-customer-key': 'fail',
    's3/mfa-delete-enabled': 'fail',
    's3/no-early-expiration': 'pass',
    's3/noncurrent-retention': ['pass', 'pass', 'fail'],
    's3/object-lock-retention': 'fail',
    's3/public-access-blocked': 'fail',
    's3/replicated-cross-region': ['pass', 'fail', 'fail'],
    's3/replication-delete-markers': 'fail',
    's3/replication-destination-versioned': ['pass', 'fail', 'fail'],
    's3/replication-includes-kms': ['unknown', 'fail', 'fail'],
    's3/replication-time-control': 'fail',
    's3/versioning-enabled': ['pass', 'pass', 'fail'],
    // AWS Backup takes versioned buckets only: whatever the plan selects, the last one is not protected.
    'backup/protected-by-plan': ['unknown', 'fail', 'fail'],
    ...aboutPlans(['unknown', 'fail', 'unknown']),
    ...ABOUT_DEEDS,
  }),
  table('every-rule/tables', TABLES, {
    [PRESENT]: 'pass',
    'backup/protected-by-plan': ['unknown', 'unknown', 'fail'],
    ...aboutPlans(['unknown', 'unknown', 'fail']),
    ...ABOUT_DEEDS,
    'dynamodb/deletion-protected': ['pass', 'fail', 'fail'],
    // The last one is under the key of AWS, but moto says of every key that a customer manages it.
    'dynamodb/encrypted-with-customer-key': ['fail', 'pass', 'pass'],
    'dynamodb/pitr-enabled': ['pass', 'fail', 'pass'],
    // Covered since it was made, a moment ago; switched off; for 3 days, where 7 are required.
    'dynamodb/pitr-window': ['pending', 'fail', 'fail'],
    // moto takes the request for a replica, and makes none.
    'dynamodb/replicated-cross-region': 'fail',
  }),
  table('every-rule/plans', PLANS, { [PRESENT]: 'pass', 'backup/plan-has-selections': 'unknown' }),
  table('every-rule/vaults', VAULTS, { [PRESENT]: 'pass' }),
  table('every-rule/tagged', ['dynamodb/table, tag backup=daily'], { [PRESENT]: 'pass' }),
  table('every-rule/tagged', ['mlops-model-metadata'], { 'dynamodb/pitr-enabled': 'pass' }),
);

const MLOPS_PLATFORM = merged(
  table('mlops-platform/model-artifacts', ['mlops-models'], {
    [PRESENT]: 'pass',
    's3/versioning-enabled': 'pass',
    's3/replicated-cross-region': 'pass',
    's3/replication-destination-versioned': 'pass',
    // The runbook says nothing of KMS keys, and writers may ask for them.
    's3/replication-includes-kms': 'unknown',
    // The runbook asks for Enabled; moto answers Disabled, whatever it was given.
    's3/replication-delete-markers': 'fail',
    's3/noncurrent-retention': 'pass',
    's3/no-early-expiration': 'pass',
    's3/public-access-blocked': 'fail',
    'objective retention': 'pass',
    // A replica that may leave out objects, and a plan that may cover the bucket.
    'objective copies': 'unknown',
    'objective regions': 'unknown',
  }),
  table('mlops-platform/model-artifacts-copy', ['mlops-model-backup'], {
    [PRESENT]: 'pass',
    's3/versioning-enabled': 'pass',
    's3/noncurrent-retention': 'pass',
    's3/no-early-expiration': 'pass',
    's3/public-access-blocked': 'fail',
  }),
  table('mlops-platform/model-metadata', ['mlops-model-metadata'], {
    [PRESENT]: 'pass',
    'backup/protected-by-plan': 'unknown',
    'backup/service-opted-in': 'unknown',
    'backup/plan-frequency': 'unknown',
    'backup/plan-retention': 'unknown',
    'backup/retention-within-vault-lock': 'unknown',
    'backup/copied-cross-region': 'unknown',
    'backup/vault-locked': 'unknown',
    'backup/recovery-point-recent': 'unknown',
    'backup/jobs-succeed': 'unknown',
    'backup/restore-tested': 'unknown',
    'dynamodb/pitr-enabled': 'pass',
    'dynamodb/deletion-protected': 'pass',
    // Point-in-time recovery goes back a moment, in the table's own Region; what the plan adds is not known.
    'objective rpo': 'unknown',
    'objective retention': 'unknown',
    'objective copies': 'unknown',
    'objective regions': 'unknown',
    'objective immutable': 'unknown',
    'objective restoreTestedWithin': 'unknown',
  }),
  table('mlops-platform/model-metadata-plan', PLANS, { [PRESENT]: 'pass', 'backup/plan-has-selections': 'unknown' }),
  table('mlops-platform/platform-tables', ['mlops-*'], { [PRESENT]: 'pass' }),
  table('mlops-platform/platform-tables', TABLES, {
    'backup/protected-by-plan': ['unknown', 'unknown', 'fail'],
    'dynamodb/deletion-protected': ['pass', 'fail', 'fail'],
  }),
  // No target of this scan is a cluster: whether there is a namespace or a schedule in one, nobody knows.
  table('mlops-platform/configuration-data', ['mlops'], { [PRESENT]: 'unknown' }),
  table('mlops-platform/configuration-data-schedule', ['mlops-daily-backup, namespace velero'], { [PRESENT]: 'unknown' }),
  table('mlops-platform/velero', ['velero/server'], { [PRESENT]: 'unknown' }),
  table('mlops-platform/platform-namespaces', ['mlops-*'], { [PRESENT]: 'unknown' }),
  // Nor is there one that is an Elasticsearch or a Prometheus.
  table('mlops-platform/monitoring-logs', ['mlops-logs'], { [PRESENT]: 'unknown' }),
  table('mlops-platform/monitoring-metrics', ['prometheus, cluster mlops, namespace monitoring'], { [PRESENT]: 'unknown' }),
  table('mlops-platform/configuration-data-bucket', ['velero-mlops-backups'], {
    [PRESENT]: 'pass',
    's3/versioning-enabled': 'fail',
    's3/noncurrent-retention': 'fail',
    's3/no-early-expiration': 'pass',
    's3/public-access-blocked': 'fail',
  }),
);

/** What holds when the commands of the runbook have run and nothing else has. */
export const AFTER_RUNBOOK = merged(MLOPS_PLATFORM, EVERY_RULE);

/**
 * Without Regions in the configuration, and with an answer to the question for them that is a page for people: only the
 * own Region is looked into. Buckets are listed all the same, but what plans there are around the one in us-east-2 is not known.
 */
export const WITHOUT_REGIONS_NAMED = changed(
  AFTER_RUNBOOK,
  ['mlops-experiments', 'mlops-backup-copies'],
  table('every-rule/tables', ['mlops-experiments'], { [PRESENT]: 'unknown' }),
  table('every-rule/vaults', ['mlops-backup-copies'], { [PRESENT]: 'unknown' }),
  table('every-rule/buckets', ['mlops-model-backup'], { 'backup/protected-by-plan': 'unknown', ...aboutPlans('unknown') }),
);

/** The copy is not versioned any more: that is all that changed. */
export const AFTER_SUSPENSION = changed(
  AFTER_RUNBOOK,
  [],
  table('mlops-platform/model-artifacts', ['mlops-models'], { 's3/replication-destination-versioned': 'fail' }),
  table('mlops-platform/model-artifacts-copy', ['mlops-model-backup'], {
    's3/versioning-enabled': 'fail',
    's3/noncurrent-retention': 'fail',
  }),
  table('every-rule/buckets', ['mlops-models'], { 's3/replication-destination-versioned': 'fail' }),
  table('every-rule/buckets', ['mlops-model-backup'], { 's3/versioning-enabled': 'fail', 's3/noncurrent-retention': 'fail' }),
);

/** The copy is gone: nothing is said of it but that. */
export const AFTER_DELETION = changed(
  AFTER_SUSPENSION,
  ['mlops-model-backup'],
  table('mlops-platform/model-artifacts', ['mlops-models'], { 's3/replicated-cross-region': 'fail' }),
  table('mlops-platform/model-artifacts-copy', ['mlops-model-backup'], { [PRESENT]: 'fail' }),
  table('every-rule/buckets', ['mlops-models'], { 's3/replicated-cross-region': 'fail' }),
  table('every-rule/buckets', ['mlops-model-backup'], { [PRESENT]: 'fail' }),
);

/** Point-in-time recovery of the runbook's table is off. */
export const AFTER_PITR_OFF = changed(
  AFTER_DELETION,
  [],
  table('mlops-platform/model-metadata', ['mlops-model-metadata'], { 'dynamodb/pitr-enabled': 'fail' }),
  table('every-rule/tables', ['mlops-model-metadata'], { 'dynamodb/pitr-enabled': 'fail', 'dynamodb/pitr-window': 'fail' }),
  table('every-rule/tagged', ['mlops-model-metadata'], { 'dynamodb/pitr-enabled': 'fail' }),
);

/** The feature store is protected against deletion, and its key is about to be deleted. */
export const AFTER_KEY_SCHEDULED = changed(
  AFTER_PITR_OFF,
  [],
  table('mlops-platform/platform-tables', ['mlops-feature-store'], { 'dynamodb/deletion-protected': 'pass' }),
  table('every-rule/tables', ['mlops-feature-store'], {
    'dynamodb/deletion-protected': 'pass',
    'dynamodb/encrypted-with-customer-key': 'fail',
  }),
);

/** The table in the other Region is gone. */
export const AFTER_TABLE_DELETED = changed(
  AFTER_KEY_SCHEDULED,
  ['mlops-experiments'],
  table('every-rule/tables', ['mlops-experiments'], { [PRESENT]: 'fail' }),
);

/** The plan is gone: what was not known is now known to be missing. What AWS Backup did is as unknown as before. */
export const AFTER_PLAN_DELETED = changed(
  AFTER_TABLE_DELETED,
  PLANS,
  table('mlops-platform/model-artifacts', ['mlops-models'], { 'objective copies': 'fail', 'objective regions': 'fail' }),
  table('mlops-platform/model-metadata', ['mlops-model-metadata'], {
    'backup/protected-by-plan': 'fail',
    'backup/plan-frequency': 'fail',
    'backup/plan-retention': 'fail',
    'backup/retention-within-vault-lock': 'fail',
    'backup/copied-cross-region': 'fail',
    'backup/vault-locked': 'fail',
    'objective rpo': 'fail',
    'objective retention': 'fail',
    'objective copies': 'fail',
    'objective regions': 'fail',
    'objective immutable': 'fail',
    'objective restoreTestedWithin': 'fail',
  }),
  table('mlops-platform/model-metadata-plan', PLANS, { [PRESENT]: 'fail' }),
  table('mlops-platform/platform-tables', ['mlops-model-metadata', 'mlops-feature-store'], { 'backup/protected-by-plan': 'fail' }),
  table('every-rule/buckets', ['mlops-models', 'velero-mlops-backups'], { 'backup/protected-by-plan': 'fail', ...aboutPlans('fail') }),
  table('every-rule/tables', ['mlops-model-metadata', 'mlops-feature-store'], {
    'backup/protected-by-plan': 'fail',
    ...aboutPlans('fail'),
  }),
  table('every-rule/plans', PLANS, { [PRESENT]: 'fail' }),
);

/** An on-demand backup of the table. moto does not tell which table of that name it is of, so what it is worth is not known. */
export const AFTER_ON_DEMAND_BACKUP = changed(
  AFTER_PLAN_DELETED,
  [],
  table('mlops-platform/model-metadata', ['mlops-model-metadata'], {
    'objective rpo': 'unknown',
    'objective retention': 'unknown',
    'objective copies': 'unknown',
    'objective regions': 'unknown',
    'objective immutable': 'unknown',
    'objective restoreTestedWithin': 'unknown',
  }),
);
