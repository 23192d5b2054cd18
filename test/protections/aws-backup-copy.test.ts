import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { BUCKET, lifecycle, PROTECTED_TABLE, REGION, SCOPE, TABLE, VAULT, vault } from '../../model/backup/examples.ts';
import { accountSettingsId } from '../../model/backup/ids.ts';
import type { BackupCopyJobs } from '../../model/kinds/backup.ts';
import awsBackupCopy from '../../protections/aws-backup-copy.ts';
import {
  askedIn,
  backedUp,
  type Changes,
  DAY,
  FOREVER,
  HOUR,
  healthIn,
  job,
  knownIn,
  MINUTE,
  point,
  protectionIn,
  restore,
  shieldIn,
  type World,
} from './backups.ts';

const test = suite('protections/aws-backup-copy');

const THERE = 'arn:aws:backup:us-east-2:111122223333:backup-vault:Copies';
const FOREIGN = 'arn:aws:backup:us-east-2:444455556666:backup-vault:Copies';
const HERE = 'arn:aws:backup:us-west-2:111122223333:backup-vault:Copies';
const ACCOUNT = accountSettingsId(SCOPE) as string;

const copyJob = (more: Partial<BackupCopyJobs['jobs'][number]> = {}): BackupCopyJobs['jobs'][number] => ({
  id: 'copy-1',
  state: 'COMPLETED',
  createdAt: '2026-01-31T06:30:00Z',
  completedAt: '2026-01-31T07:00:00Z',
  destination: THERE,
  ...more,
});

/** What differs from a table or bucket that is copied every day to a vault in another Region. */
interface CopyChanges extends Changes {
  readonly to?: string;
  readonly kept?: ReturnType<typeof lifecycle>;
  readonly destination?: Partial<ReturnType<typeof vault>> | 'unread';
  readonly copied?: Changes['points'];
  readonly restored?: Changes['restores'];
  readonly settings?: unknown;
  readonly crossAccount?: unknown;
}

const REGION_SETTINGS = { optIn: { DynamoDB: true, S3: true }, management: { DynamoDB: true } };

const facet = (value: unknown, name: string): unknown => (value === 'unread' ? value : { [name]: value });

const copied = (asset: World['asset'], changes: CopyChanges = {}): World => {
  const {
    to = THERE,
    kept = lifecycle(),
    destination = {},
    settings = REGION_SETTINGS,
    crossAccount = { crossAccountBackup: true },
  } = changes;
  const points = changes.copied ?? [point({ vault: 'Copies', createdAt: '2026-01-31T07:00:00Z' })];
  const world = backedUp(asset, {
    copyJobs: [copyJob({ destination: to })],
    rules: [{ copies: [{ vault: to, lifecycle: kept }] }],
    ...changes,
  });
  const there = { recoveryPoints: facet(points, 'points'), restoreJobs: facet(changes.restored ?? [], 'jobs') };
  const { around = {} } = world;
  const ofVault = { description: destination === 'unread' ? destination : vault(destination) };
  return {
    ...world,
    around: {
      ...around,
      'backup/vault': { ...(around['backup/vault'] as object), ...(to === FOREIGN ? {} : { [to]: ofVault }) },
      'backup/protected-resource': { ...(around['backup/protected-resource'] as object), [knownIn('us-east-2', asset)]: there },
      'backup/region': { [REGION]: { settings } },
      'backup/account': { [ACCOUNT]: { settings: crossAccount } },
    },
  };
};

test('a table that is copied to another Region', () => {
  const { cadence, evidence, ...protection } = protectionIn(awsBackupCopy, copied(TABLE));
  assert.equal(protection, {
    mechanism: 'aws-backup-copy',
    asset: TABLE,
    location: { id: THERE, region: 'us-east-2' },
    // A day, the start window of eight hours, and half an hour each for the backup and its copy.
    rpo: { design: DAY + 9 * HOUR, observed: 5 * HOUR },
    retention: { design: 35 * DAY, observed: 5 * HOUR },
    immutability: 'none',
    health: 'healthy',
    lastRestore: null,
  });
  assert.is(cadence?.duration, HOUR);
  assert.equal(
    evidence.map(({ facet: name, observed }) => [name, observed]),
    [
      ['definition', 'rule daily of plan plan-1: cron(0 5 ? * * *) in UTC, kept for 35 days'],
      ['description', 'not locked'],
      ['description', 'not locked'],
      ['recoveryPoints', '1 usable recovery point, from 2026-01-31T07:00:00Z to 2026-01-31T07:00:00Z'],
      ['copyJobs', `1 of 1 copy jobs to ${THERE} completed`],
    ],
  );
});

// It has been covered since October, so its first copy has long been due.
for (const [name, asset, changes, expected] of [
  ['all that is needed', TABLE, {}, 'healthy'],
  [
    'a bucket, for which the settings for tables do not matter',
    BUCKET,
    { settings: { ...REGION_SETTINGS, management: { DynamoDB: false } } },
    'healthy',
  ],
  ['no copy action', TABLE, { rules: [{}] }, 'none'],
  ['no plan', TABLE, { more: { 'backup/plan': {} } }, 'none'],
  ['plans that could not be listed', TABLE, { more: { 'backup/plan': 'unread' } }, 'doubt'],
  ['tables without the advanced features', TABLE, { settings: { ...REGION_SETTINGS, management: { DynamoDB: false } } }, 'degraded'],
  ['settings that do not tell', TABLE, { settings: { ...REGION_SETTINGS, management: {} } }, 'unknown'],
  ['settings that were not read', TABLE, { settings: 'unread' }, 'unknown'],
  ['a destination that does not exist', TABLE, { destination: { exists: false } }, 'degraded'],
  ['a destination that was not read', TABLE, { destination: 'unread' }, 'unknown'],
  ['less than the destination keeps', TABLE, { destination: { minRetentionDays: 36 } }, 'degraded'],
  ['as much as the destination keeps', TABLE, { destination: { minRetentionDays: 35 } }, 'healthy'],
  ['no backup to copy: the vault of the rule does not exist', TABLE, { vault: { exists: false } }, 'degraded'],
  ['the vault of the rule not read', TABLE, { vault: 'unread' }, 'unknown'],
  ['a bucket that is not versioned', BUCKET, { bucket: { versioning: { status: 'Suspended', mfaDelete: 'NeverSet' } } }, 'degraded'],
  ['nothing there, and no job', TABLE, { copied: [], copyJobs: [] }, 'degraded'],
  ['nothing there, but a job is running', TABLE, { copied: [], copyJobs: [copyJob({ state: 'RUNNING' })] }, 'unknown'],
  ['nothing there, and jobs that failed', TABLE, { copied: [], copyJobs: [copyJob({ state: 'FAILED' })] }, 'degraded'],
  ['nothing there, and a job to another vault', TABLE, { copied: [], copyJobs: [copyJob({ destination: HERE })] }, 'degraded'],
  ['nothing to be seen there, but a job completed', TABLE, { copied: [] }, 'healthy'],
  [
    'what a job brought is gone',
    TABLE,
    { copied: [], kept: lifecycle({ deleteAfterDays: 7 }), copyJobs: [copyJob({ createdAt: '2026-01-24T12:00:00Z' })] },
    'degraded',
  ],
  [
    'it has another second',
    TABLE,
    { copied: [], kept: lifecycle({ deleteAfterDays: 7 }), copyJobs: [copyJob({ createdAt: '2026-01-24T12:00:01Z' })] },
    'healthy',
  ],
  ['nothing there, and jobs that were not read', TABLE, { copied: [], copyJobs: 'unread' }, 'unknown'],
  ['recovery points there that were not read', TABLE, { copied: 'unread' }, 'unknown'],
  [
    'recovery points there that cannot be used',
    TABLE,
    { copied: [point({ vault: 'Copies', status: 'EXPIRED' })], copyJobs: [] },
    'degraded',
  ],
  ['recovery points in another vault there', TABLE, { copied: [point()], copyJobs: [] }, 'degraded'],
  ['a recovery point there whose date is none', TABLE, { copied: [point({ vault: 'Copies', createdAt: 'soon' })] }, 'unknown'],
  ['copy jobs that were not read', TABLE, { copyJobs: 'unread' }, 'healthy'],
  ['another account, with a job that completed', TABLE, { to: FOREIGN }, 'healthy'],
  ['another account, and nothing shows that it works', TABLE, { to: FOREIGN, copyJobs: [] }, 'unknown'],
  [
    'another account, and jobs that failed',
    TABLE,
    { to: FOREIGN, copyJobs: [copyJob({ destination: FOREIGN, state: 'FAILED' })] },
    'unknown',
  ],
  ['another account, and jobs that were not read', TABLE, { to: FOREIGN, copyJobs: 'unread' }, 'unknown'],
  ['another account, to which nothing may be copied', TABLE, { to: FOREIGN, crossAccount: { crossAccountBackup: false } }, 'degraded'],
  ['another account, settings not read, with a job that completed', TABLE, { to: FOREIGN, crossAccount: 'unread' }, 'unknown'],
  ['another account, settings not read', TABLE, { to: FOREIGN, crossAccount: 'unread', copyJobs: [] }, 'unknown'],
  ['the account in which nothing may be copied to another one', TABLE, { crossAccount: { crossAccountBackup: false } }, 'healthy'],
  ['an ARN that is none', TABLE, { to: 'vault', copyJobs: [] }, 'unknown'],
] as const satisfies readonly (readonly [string, World['asset'], CopyChanges, string])[]) {
  test(`${name}: ${expected}`, () => assert.is(healthIn(awsBackupCopy, copied(asset, changes)), expected));
}

const PROMPT = (to: string) => [{ startWindow: 60, copies: [{ vault: to, lifecycle: lifecycle() }] }];
for (const [name, changes, design, observed] of [
  [
    'a slow copy',
    { rules: PROMPT(THERE), copyJobs: [copyJob({ completedAt: '2026-01-31T10:30:00Z' })] },
    DAY + 5 * HOUR + 30 * MINUTE,
    5 * HOUR,
  ],
  [
    'copies to another vault do not count',
    { rules: PROMPT(THERE), copyJobs: [copyJob({ destination: HERE })] },
    DAY + 90 * MINUTE,
    5 * HOUR,
  ],
  ['backup jobs that were not read', { rules: PROMPT(THERE), jobs: 'unread' }, undefined, 5 * HOUR],
  ['copy jobs that were not read', { rules: PROMPT(THERE), copyJobs: 'unread' }, undefined, 5 * HOUR],
  [
    'another account: what jobs show',
    { to: FOREIGN, rules: PROMPT(FOREIGN), jobs: [job({ completedAt: '2026-01-31T06:00:00Z' })] },
    DAY + 90 * MINUTE,
    5 * HOUR + 30 * MINUTE,
  ],
  [
    'continuous backups are copied by their schedule',
    { rules: PROMPT(THERE).map((rule) => ({ ...rule, continuous: true })) },
    DAY + 2 * HOUR,
    5 * HOUR,
  ],
] as const satisfies readonly (readonly [string, CopyChanges, number | undefined, number | undefined])[]) {
  test(`what is lost: ${name}`, () => assert.equal(protectionIn(awsBackupCopy, copied(BUCKET, changes)).rpo, { design, observed }));
}

for (const [name, changes, design, observed] of [
  ['its own lifecycle', { kept: lifecycle({ deleteAfterDays: 365 }) }, 365 * DAY, 5 * HOUR],
  ['until somebody deletes it', { kept: { deleteAfterCopy: false } }, FOREVER, 5 * HOUR],
  [
    'the oldest there counts',
    { copied: [point({ vault: 'Copies' }), point({ vault: 'Copies', createdAt: '2026-01-21T12:00:00Z' })] },
    35 * DAY,
    10 * DAY,
  ],
  ['another account', { to: FOREIGN }, 35 * DAY, undefined],
] as const satisfies readonly (readonly [string, CopyChanges, number, number | undefined])[]) {
  test(`how far one can go back: ${name}`, () =>
    assert.equal(protectionIn(awsBackupCopy, copied(TABLE, changes)).retention, { design, observed }));
}

for (const [name, changes, immutability] of [
  ['no lock', {}, 'none'],
  ['a lock of the vault of the rule only', { vault: { locked: true, lockDate: '2025-01-01T00:00:00Z' } }, 'none'],
  ['compliance mode', { destination: { locked: true, lockDate: '2025-01-01T00:00:00Z' } }, 'compliance'],
  ['compliance mode in its grace time', { destination: { locked: true, lockDate: '2026-02-01T00:00:00Z' } }, 'governance'],
  ['a vault that was not read', { destination: 'unread' }, 'unknown'],
  ['a vault of another account', { to: FOREIGN }, 'unknown'],
] as const satisfies readonly (readonly [string, CopyChanges, string])[]) {
  test(`${name}: ${immutability}`, () => assert.is(protectionIn(awsBackupCopy, copied(TABLE, changes)).immutability, immutability));
}

for (const [name, changes, expected] of [
  ['there', { restored: [restore()] }, 10 * DAY],
  ['here only', { restores: [restore()] }, null],
  ['not read', { restored: 'unread' }, undefined],
  ['another account', { to: FOREIGN, restores: [restore()] }, undefined],
] as const satisfies readonly (readonly [string, CopyChanges, number | null | undefined])[]) {
  test(`restores: ${name}`, () => assert.is(protectionIn(awsBackupCopy, copied(TABLE, changes)).lastRestore, expected));
}

test('a copy in the same Region lies there', () => {
  const world = copied(TABLE, { to: HERE, points: [point(), point({ vault: 'Copies' })] });
  const { location, health } = protectionIn(awsBackupCopy, world);
  assert.equal([location, health], [{ id: HERE, region: 'us-west-2' }, 'healthy']);
});

test('each copy action is a protection of its own', () => {
  const copies = [THERE, FOREIGN].map((to) => ({ vault: to, lifecycle: lifecycle() }));
  assert.equal(
    shieldIn(awsBackupCopy, copied(TABLE, { rules: [{ copies }] })).protections.map(({ location }) => location.id),
    [THERE, FOREIGN],
  );
});

// Vaults of other accounts cannot be looked into: asking for them would be a gap each time.
for (const [name, world, expected] of [
  [
    'a table',
    copied(TABLE),
    { vaults: [VAULT, THERE], known: [PROTECTED_TABLE], elsewhere: [knownIn('us-east-2')], bucket: [], account: [] },
  ],
  ['to another account', copied(TABLE, { to: FOREIGN }), { vaults: [VAULT], elsewhere: [], account: [ACCOUNT] }],
  ['a bucket', copied(BUCKET), { bucket: [BUCKET] }],
  ['no copies', copied(BUCKET, { rules: [{}] }), { vaults: [], known: [], elsewhere: [], bucket: [], account: [] }],
] as const) {
  test(`asks for nothing that cannot decide: ${name}`, () => {
    const asked = askedIn(awsBackupCopy, world);
    for (const [join, ids] of Object.entries(expected)) assert.equal(asked[join], ids, join);
  });
}

test.run();
