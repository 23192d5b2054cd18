import fc from 'fast-check';
import { ASSETS } from '../../model/backup/assets.ts';
import { BUCKET, PLAN, REGION, SCOPE, TABLE, VAULT } from '../../model/backup/examples.ts';
import { accountSettingsId, protectedResourceId, selectionId } from '../../model/backup/ids.ts';
import type { TargetRecord } from '../../model/inventory.ts';
import type { AnyKind, Facet } from '../../model/kind.ts';
import * as backup from '../../model/kinds/backup.ts';
import { dynamodbTable } from '../../model/kinds/dynamodb.ts';
import { kmsKey } from '../../model/kinds/kms.ts';
import { s3Bucket } from '../../model/kinds/s3.ts';
import { absent, type Reading, read, unread } from '../../model/reading.ts';
import type { Resource, Scope } from '../../model/resource.ts';
import { LOST } from './buckets.ts';
import { arbitraryOf, type Pools, type Schema } from './values.ts';

// A table and a bucket with everything of AWS Backup that may stand behind them, as it could be.

const KEY = 'arn:aws:kms:us-west-2:111122223333:key/1';
const ELSEWHERE = 'arn:aws:backup:us-east-2:111122223333:backup-vault:copies';
const FOREIGN = 'arn:aws:backup:us-east-2:444455556666:backup-vault:copies';
const PLAN_2 = 'arn:aws:backup:us-west-2:111122223333:backup-plan:plan-2';
const TESTING = 'arn:aws:backup:us-west-2:111122223333:restore-testing-plan:drill';

const TIMES = ['2025-06-01T00:00:00Z', '2026-02-27T05:10:00Z', '2026-03-01T05:10:00Z', '2026-03-01T11:59:00Z', '2026-03-02T05:00:00Z'];

const denial = (condition?: object) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Deny', Principal: '*', Action: ['backup:*', 's3:*'], Resource: '*', ...(condition ? { Condition: condition } : {}) },
    ],
  });

/** Usual values come up more than once. */
const POOLS: Pools = {
  createdAt: TIMES.slice(0, 4),
  completedAt: TIMES.slice(0, 4),
  expiresAt: TIMES,
  at: TIMES,
  lockDate: TIMES,
  lastExecutedAt: TIMES,
  earliestRestorable: TIMES.slice(0, 3),
  latestRestorable: TIMES.slice(1, 4),
  id: ['rule-1', 'rule-2'],
  'selections.id': ['s-1'],
  name: ['daily', 'weekly'],
  'selectionList.name': ['drill-1'],
  rule: ['rule-1'],
  vault: ['Default', 'Default', 'Default', 'Other'],
  'copies length': [0, 1, 1],
  'copies.vault': [ELSEWHERE, ELSEWHERE, FOREIGN, FOREIGN, VAULT, 'nonsense'],
  airGappedVault: [VAULT],
  destination: [ELSEWHERE, FOREIGN],
  schedule: ['cron(0 5 ? * * *)', 'cron(0 5 ? * * *)', 'rate(1 hour)', 'cron(0 5 ? * 2 *)', 'cron(0 5 1 1 ? 2020)', 'nonsense'],
  timeZone: ['UTC', 'UTC', 'America/New_York', 'Mars/Base'],
  startWindow: [0, 60, 480],
  completionWindow: [60, 10_080],
  deleteAfterDays: [1, 7, 35, 365],
  minRetentionDays: [1, 7, 30],
  maxRetentionDays: [30, 400, 400],
  'rules length': [1, 1, 2],
  'resources length': [0, 1, 2, 2],
  'notResources length': [0, 0, 0, 1],
  'listOfTags length': [0, 0, 1],
  'stringEquals length': [0, 0, 0, 1],
  'stringNotEquals length': [0, 0, 0, 1],
  'stringLike length': [0, 0, 0, 1],
  'stringNotLike length': [0, 0, 0, 1],
  exists: [true, true, true, false],
  locked: [true, true, false],
  deleteAfterCopy: [false, false, false, true],
  manager: ['CUSTOMER', 'CUSTOMER', 'AWS'],
  resources: [TABLE, TABLE, BUCKET, BUCKET, '*', 'arn:aws:dynamodb:*:*:table/*', 'arn:aws:s3:::*', '*models'],
  notResources: ['arn:aws:s3:::other', TABLE, 'arn:aws:dynamodb:*:*:table/old*'],
  key: ['team', 'aws:ResourceTag/team'],
  value: ['gold', 'g*', 'tin'],
  tags: ['gold', 'tin'],
  'tags keys': ['team'],
  tagging: ['gold', 'tin'],
  'tagging keys': ['team'],
  optIn: [true, false],
  'optIn keys': ['DynamoDB', 'S3'],
  management: [true, false],
  'management keys': ['DynamoDB'],
  encryptionKey: [KEY],
  encryptionKeyType: ['CUSTOMER_MANAGED_KMS_KEY', 'CUSTOMER_MANAGED_KMS_KEY', 'AWS_OWNED_KMS_KEY'],
  document: [
    '',
    'nonsense',
    denial(),
    denial({ StringNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/break-glass' } }),
    denial({ Bool: { x: 'true' } }),
  ],
  'jobs.state': ['COMPLETED', 'COMPLETED', 'COMPLETED', 'FAILED', 'RUNNING'],
  'metadata.state': ['Enabled', 'Enabled', 'Enabled', 'PendingDeletion'],
  status: ['COMPLETED', 'COMPLETED', 'AVAILABLE', 'EXPIRED', 'PARTIAL', 'ACTIVE', 'CREATING'],
  messageCategory: ['SUCCESS', 'SUCCESS', 'AccessDenied'],
  crossAccountBackup: [true, true, false],
  validation: ['SUCCESSFUL', 'FAILED', 'VALIDATING'],
  testingPlan: [TESTING],
  plan: [PLAN, PLAN_2],
  arn: ['arn:aws:backup:us-west-2:111122223333:recovery-point:1', 'arn:aws:backup:us-west-2:111122223333:recovery-point:continuous:x-1'],
  tableId: ['t-1', 't-1', 't-2'],
  region: ['us-east-2', 'us-west-2', 'eu-west-1'],
  witnesses: ['eu-west-1'],
  keyArn: [KEY],
  resourceType: ['DynamoDB', 'S3'],
  prefix: ['', 'logs/'],
  bucket: ['arn:aws:s3:::copy'],
  account: ['111122223333', '444455556666'],
  kmsKeyId: [KEY],
  replicaKmsKeyId: [KEY],
  expirationDate: TIMES,
};

const readingOf = (name: string, { schema, ...facet }: Facet): fc.Arbitrary<Reading<unknown>> =>
  fc.oneof(
    { weight: 12, arbitrary: arbitraryOf(schema as Schema, [name], POOLS).map(read) },
    { weight: 'absent' in facet ? 1 : 0, arbitrary: fc.constant(absent()) },
    { weight: 1, arbitrary: fc.constant(unread({ action: 'aws:Get', code: 'AccessDenied', message: 'denied' })) },
  );

const resourceOf = (kind: AnyKind, id: string, scope: Scope, origin: Resource['origin']): fc.Arbitrary<Resource> =>
  fc
    .record(Object.fromEntries(Object.entries<Facet>(kind.facets).map(([name, facet]) => [name, readingOf(name, facet)])))
    .map((facets) => ({ kind: kind.id, id, name: id.split(/[:/]/).at(-1) ?? id, scope, origin, facets }));

const isThere = ({ description }: Resource['facets']): boolean =>
  description?.state === 'unread' || (description?.state === 'read' && (description.value as backup.BackupVaultDescription).exists);

/** Where there is no vault there is no access policy: both at once would be two truths, of which either could get lost. */
const consistent = (vault: Resource): Resource =>
  isThere(vault.facets) ? vault : { ...vault, facets: { ...vault.facets, accessPolicy: absent() } };

const HOME: Scope = SCOPE;
const AWAY: Scope = { ...SCOPE, region: 'us-east-2' };

const listed = (kind: AnyKind, id: string) => resourceOf(kind, id, HOME, 'listed');
const joined = (kind: AnyKind, id: string, scope = HOME) => resourceOf(kind, id, scope, 'joined');

const protectedAt = (asset: string, scope: Scope) =>
  joined(backup.backupProtectedResource, protectedResourceId('aws', scope.region as string, scope.account as string, asset), scope);

/** Everything that there may be. */
const ALL: readonly fc.Arbitrary<Resource>[] = [
  listed(dynamodbTable, TABLE),
  listed(s3Bucket, BUCKET),
  listed(backup.backupPlan, PLAN),
  listed(backup.backupPlan, PLAN_2),
  listed(backup.backupVault, VAULT).map(consistent),
  listed(backup.backupRestoreTestingPlan, TESTING),
  joined(backup.backupVault, ELSEWHERE, AWAY).map(consistent),
  joined(backup.backupVault, FOREIGN, { ...AWAY, account: '444455556666' }).map(consistent),
  joined(backup.backupSelection, selectionId(PLAN, 's-1')),
  joined(backup.backupSelection, selectionId(PLAN_2, 's-1')),
  joined(backup.backupRestoreTestingSelection, selectionId(TESTING, 'drill-1')),
  joined(backup.backupRegion, REGION),
  joined(backup.backupAccount, accountSettingsId(SCOPE) as string),
  joined(kmsKey, KEY),
  ...[TABLE, BUCKET].flatMap((asset) => [protectedAt(asset, HOME), protectedAt(asset, AWAY)]),
];

/** A platform: what rules judge is always there; the second plan only sometimes. */
export const platforms: fc.Arbitrary<readonly Resource[]> = fc
  .tuple(fc.tuple(...ALL), fc.boolean())
  .map(([all, both]) => all.filter(({ id }) => both || id !== PLAN_2));

const LISTED_KINDS = [...ASSETS, backup.backupPlan, backup.backupVault, backup.backupRestoreTestingPlan];

/** One target that lists everything but the kinds in `unlisted`. */
export const targetOf = (unlisted: readonly string[] = []): TargetRecord => ({
  name: SCOPE.target,
  type: 'aws',
  account: SCOPE.account,
  listings: LISTED_KINDS.map(({ id: kind }) => ({
    kind,
    ...(unlisted.includes(kind) ? { state: 'unread', gap: LOST } : { state: 'complete' }),
  })),
});

/** Kinds of which a listing may be lost. */
export const LISTINGS: readonly string[] = LISTED_KINDS.map(({ id }) => id);
