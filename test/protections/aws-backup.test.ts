import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { BUCKET, PLAN, PROTECTED_TABLE, planFacets, REGION, selection, TABLE, VAULT } from '../../model/backup/examples.ts';
import { selectionId } from '../../model/backup/ids.ts';
import awsBackup from '../../protections/aws-backup.ts';
import {
  askedIn,
  backedUp,
  type Changes,
  CONTINUOUS,
  DAY,
  FOREVER,
  HOUR,
  healthIn,
  job,
  MINUTE,
  point,
  protectionIn,
  restore,
  shieldIn,
  VERSIONED,
  type World,
} from './backups.ts';

const test = suite('protections/aws-backup');

const AIR_GAPPED = 'arn:aws:backup:us-west-2:111122223333:backup-vault:sealed';
const SELECTION = selectionId(PLAN, 's-1');
const NO_POINTS = { points: [], jobs: [] };

test('a table under a daily rule', () => {
  const { cadence, evidence: shown, ...protection } = protectionIn(awsBackup, backedUp(TABLE));
  assert.equal(protection, {
    mechanism: 'aws-backup',
    asset: TABLE,
    location: { id: VAULT, region: 'us-west-2' },
    // A day, the start window of eight hours, and half an hour that the job took.
    rpo: { design: DAY + 8 * HOUR + 30 * MINUTE, observed: 6 * HOUR },
    retention: { design: 35 * DAY, observed: 6 * HOUR },
    immutability: 'none',
    health: 'healthy',
    lastRestore: null,
  });
  assert.is(cadence?.duration, 30 * MINUTE);
  assert.equal(
    shown.map(({ facet, observed, resource }) => [facet, observed, resource?.split(':').at(-1)]),
    [
      ['definition', 'rule daily of plan plan-1: cron(0 5 ? * * *) in UTC, kept for 35 days', 'plan-1'],
      ['description', 'not locked', 'Default'],
      ['recoveryPoints', '1 usable recovery point, from 2026-01-31T06:00:00Z to 2026-01-31T06:00:00Z', 'table/mlops-model-metadata'],
    ],
  );
});

for (const [name, asset, changes, expected] of [
  ['nothing but what is needed', TABLE, {}, 'healthy'],
  ['no plan', TABLE, { more: { 'backup/plan': {} } }, 'none'],
  ['plans that could not be listed', TABLE, { more: { 'backup/plan': 'unread' } }, 'doubt'],
  ['a plan with other selections', TABLE, { more: { 'backup/plan': { [PLAN]: { selectionList: { selections: [] } } } } }, 'none'],
  ['selections that could not be listed', TABLE, { more: { 'backup/plan': { [PLAN]: { selectionList: 'unread' } } } }, 'doubt'],
  ['a plan that was not read', TABLE, { more: { 'backup/plan': { [PLAN]: { ...planFacets(), definition: 'unread' } } } }, 'doubt'],
  ['a selection that was not read', TABLE, { more: { 'backup/selection': { [SELECTION]: { definition: 'unread' } } } }, 'doubt'],
  ['a plan without rules', TABLE, { rules: [] }, 'none'],
  ['a vault that does not exist', TABLE, { vault: { exists: false } }, 'degraded'],
  ['a vault that was not read', TABLE, { vault: 'unread' }, 'unknown'],
  ['the least that the vault keeps', TABLE, { vault: { minRetentionDays: 35 } }, 'healthy'],
  ['less than the vault keeps', TABLE, { vault: { minRetentionDays: 36 } }, 'degraded'],
  ['the most that the vault keeps', TABLE, { vault: { maxRetentionDays: 35 } }, 'healthy'],
  ['more than the vault keeps', TABLE, { vault: { maxRetentionDays: 34 } }, 'degraded'],
  ['a schedule that is not understood', TABLE, { rules: [{ schedule: 'cron(0 5 * * *)' }] }, 'unknown'],
  ['a time zone that is not known', TABLE, { rules: [{ timeZone: 'Mars/Olympus' }] }, 'unknown'],
  ['a schedule that fires no more', TABLE, { rules: [{ schedule: 'cron(0 5 ? * * 2025)' }] }, 'degraded'],
  ['a schedule that fires this year', TABLE, { rules: [{ schedule: 'cron(0 5 ? * * 2026)' }] }, 'healthy'],
  ['recovery points that were not read', TABLE, { points: 'unread' }, 'unknown'],
  [
    'recovery points that cannot be used',
    TABLE,
    { points: ['EXPIRED', 'PARTIAL', 'STOPPED', 'DELETING', 'CREATING'].map((status) => point({ status })) },
    'degraded',
  ],
  ['one that can', TABLE, { points: [point({ status: 'EXPIRED' }), point({ status: 'AVAILABLE' })] }, 'healthy'],
  ['one in another vault', TABLE, { points: [point({ vault: 'Other' })] }, 'degraded'],
  ['one whose date is none', TABLE, { points: [point(), point({ createdAt: 'soon' })] }, 'unknown'],
  ['jobs that were not read', TABLE, { jobs: 'unread' }, 'healthy'],
  ['restores that were not read', TABLE, { restores: 'unread' }, 'healthy'],
  ['continuous backup, which tables do not have', TABLE, { rules: [{ continuous: true }] }, 'healthy'],
  ['a bucket that is versioned', BUCKET, {}, 'healthy'],
  [
    'a bucket that is not versioned any more',
    BUCKET,
    { bucket: { versioning: { status: 'Suspended', mfaDelete: 'NeverSet' } } },
    'degraded',
  ],
  ['a bucket of which only continuous backup works', BUCKET, { points: [point({ arn: CONTINUOUS })] }, 'degraded'],
  ['a bucket whose versioning was not read', BUCKET, { bucket: { versioning: 'unread' } }, 'unknown'],
] as const satisfies readonly (readonly [string, typeof TABLE | typeof BUCKET, Changes, string])[]) {
  test(`${name}: ${expected}`, () => assert.is(healthIn(awsBackup, backedUp(asset, changes)), expected));
}

const PROMPT = { startWindow: 60, completionWindow: 120 };
const TODAY = '2026-01-31T00:00:00Z';

/** The plan covers the table from some time on, and its rule fires at five. */
const coveredSince = (since: string, rule: object, createdAt = '2025-06-01T00:00:00Z'): World => {
  const { around, ...world } = backedUp(TABLE, { ...NO_POINTS, rules: [rule], table: { createdAt } });
  const definition = selection({ createdAt: since, resources: [TABLE] });
  return { ...world, around: { ...around, 'backup/selection': { [SELECTION]: { definition } } } };
};

for (const [name, since, rule, expected, age] of [
  ['the first one has to be there this very minute', TODAY, { startWindow: 60, completionWindow: 360 }, 'degraded'],
  ['it has another minute', TODAY, { startWindow: 60, completionWindow: 361 }, 'unknown'],
  ['its run is due tomorrow', '2026-01-31T05:00:00Z', PROMPT, 'unknown'],
  ['nobody can tell since when', 'soon', PROMPT, 'unknown'],
  ['its schedule is not understood', '2026-01-01T00:00:00Z', { schedule: 'daily' }, 'unknown'],
  ['the table is younger', '2026-01-01T00:00:00Z', PROMPT, 'unknown', '2026-01-31T06:00:00Z'],
  ['nobody can tell how old the table is', '2026-01-01T00:00:00Z', PROMPT, 'unknown', 'soon'],
] as const) {
  test(`no recovery point, and ${name}: ${expected}`, () => assert.is(healthIn(awsBackup, coveredSince(since, rule, age)), expected));
}

test('no recovery point, and a table that was not read: unknown', () => {
  const world = backedUp(TABLE, NO_POINTS);
  assert.is(healthIn(awsBackup, { ...world, facets: { description: 'unread' } }), 'unknown');
});

for (const [name, changes, design, observed] of [
  ['a prompt daily rule', { rules: [PROMPT] }, DAY + 90 * MINUTE, 6 * HOUR],
  [
    'a slow job',
    { rules: [PROMPT], jobs: [job(), job({ createdAt: '2026-01-30T06:00:00Z', completedAt: '2026-01-30T16:00:00Z' })] },
    DAY + 11 * HOUR,
    6 * HOUR,
  ],
  [
    'a slow job of another rule',
    { rules: [PROMPT], jobs: [job({ rule: 'rule-2', completedAt: '2026-01-31T11:00:00Z' })] },
    DAY + HOUR,
    6 * HOUR,
  ],
  ['no job yet', { rules: [PROMPT], jobs: [] }, DAY + HOUR, 6 * HOUR],
  ['a job that failed', { rules: [PROMPT], jobs: [job({ state: 'FAILED', completedAt: '2026-01-31T11:00:00Z' })] }, DAY + HOUR, 6 * HOUR],
  ['jobs that were not read', { rules: [PROMPT], jobs: 'unread' }, undefined, 6 * HOUR],
  ['a weekly rule', { rules: [{ ...PROMPT, schedule: 'cron(0 5 ? * SAT *)' }] }, 7 * DAY + 90 * MINUTE, 6 * HOUR],
  ['a rate', { rules: [{ ...PROMPT, schedule: 'rate(12 hours)' }] }, 12 * HOUR + 90 * MINUTE, 6 * HOUR],
  ['twice a day that is once', { rules: [{ ...PROMPT, schedule: 'cron(0 13/12 ? * * *)' }] }, DAY + 90 * MINUTE, 6 * HOUR],
  ['daylight saving', { rules: [{ ...PROMPT, timeZone: 'America/New_York' }] }, DAY + HOUR + 90 * MINUTE, 6 * HOUR],
  ['a schedule that ends', { rules: [{ schedule: 'cron(0 5 ? * * 2026)' }] }, FOREVER, 6 * HOUR],
  [
    'the newest of several',
    { rules: [PROMPT], points: [point({ createdAt: '2026-01-02T06:00:00Z' }), point()] },
    DAY + 90 * MINUTE,
    6 * HOUR,
  ],
  ['one that was made while we looked', { rules: [PROMPT], points: [point({ createdAt: '2026-01-31T12:01:00Z' })] }, DAY + 90 * MINUTE, 0],
] as const satisfies readonly (readonly [string, Changes, number | undefined, number | undefined])[]) {
  test(`what a table loses: ${name}`, () => {
    assert.equal(protectionIn(awsBackup, backedUp(TABLE, changes)).rpo, { design, observed });
  });
}

const CONTINUOUS_RULE = {
  rules: [{ ...PROMPT, continuous: true }],
  points: [point({ arn: CONTINUOUS, createdAt: '2025-10-01T06:00:00Z' })],
};
const SILENT = { bucket: { ...VERSIONED, notification: { eventBridge: false } } };
const SCHEDULED = DAY + 90 * MINUTE;

for (const [name, changes, design, observed] of [
  ['it follows every change', CONTINUOUS_RULE, 15 * MINUTE, undefined],
  ['no events are sent: its jobs bring it up to date', { ...CONTINUOUS_RULE, ...SILENT }, SCHEDULED, 6 * HOUR],
  [
    'a job that backed up nothing does not',
    {
      ...CONTINUOUS_RULE,
      ...SILENT,
      jobs: [job({ messageCategory: 'ACCESS_DENIED' }), job({ createdAt: '2026-01-29T12:00:00Z', completedAt: '2026-01-29T12:30:00Z' })],
    },
    SCHEDULED,
    2 * DAY,
  ],
  [
    'no job brings it up to date: nothing tells how fresh it is',
    { ...CONTINUOUS_RULE, ...SILENT, jobs: [job({ state: 'FAILED' })] },
    undefined,
    undefined,
  ],
  ['jobs that were not read', { ...CONTINUOUS_RULE, ...SILENT, jobs: 'unread' }, undefined, undefined],
  ['whether events are sent was not read', { ...CONTINUOUS_RULE, bucket: { ...VERSIONED, notification: 'unread' } }, undefined, undefined],
  ['it fell back to snapshots', { ...CONTINUOUS_RULE, points: [point()] }, SCHEDULED, 6 * HOUR],
  [
    'a snapshot rule is none, and a continuous point in its vault tells nothing',
    { rules: [PROMPT], points: CONTINUOUS_RULE.points },
    SCHEDULED,
    undefined,
  ],
] as const satisfies readonly (readonly [string, Changes, number | undefined, number | undefined])[]) {
  test(`continuous backup of a bucket: ${name}`, () => {
    assert.equal(protectionIn(awsBackup, backedUp(BUCKET, changes)).rpo, { design, observed });
  });
}

for (const [name, asset, changes, design, observed] of [
  ['until somebody deletes it', TABLE, { rules: [{ lifecycle: { deleteAfterCopy: false } }] }, FOREVER, 6 * HOUR],
  ['the oldest counts', TABLE, { points: [point(), point({ createdAt: '2026-01-21T12:00:00Z' })] }, 35 * DAY, 10 * DAY],
  [
    'those that cannot be used do not',
    TABLE,
    { points: [point(), point({ createdAt: '2026-01-21T12:00:00Z', status: 'EXPIRED' })] },
    35 * DAY,
    6 * HOUR,
  ],
  [
    'continuous backup keeps no more than 35 days',
    BUCKET,
    { ...CONTINUOUS_RULE, rules: [{ continuous: true, lifecycle: { deleteAfterCopy: false } }] },
    35 * DAY,
    undefined,
  ],
  [
    'continuous backup keeps less',
    BUCKET,
    { ...CONTINUOUS_RULE, rules: [{ continuous: true, lifecycle: { deleteAfterDays: 7, deleteAfterCopy: false } }] },
    7 * DAY,
    undefined,
  ],
  [
    'tables have none',
    TABLE,
    { rules: [{ continuous: true, lifecycle: { deleteAfterDays: 90, deleteAfterCopy: false } }] },
    90 * DAY,
    6 * HOUR,
  ],
  ['gone with its copy', TABLE, { rules: [{ lifecycle: { deleteAfterCopy: true } }] }, 0, 6 * HOUR],
] as const satisfies readonly (readonly [string, typeof TABLE | typeof BUCKET, Changes, number, number | undefined])[]) {
  test(`how far one can go back: ${name}`, () => {
    assert.equal(protectionIn(awsBackup, backedUp(asset, changes)).retention, { design, observed });
  });
}

for (const [name, vault, immutability] of [
  ['no lock', {}, 'none'],
  ['governance mode', { locked: true }, 'governance'],
  ['compliance mode, removable for a second', { locked: true, lockDate: '2026-01-31T12:00:01Z' }, 'governance'],
  ['compliance mode, from this second on', { locked: true, lockDate: '2026-01-31T12:00:00Z' }, 'compliance'],
  ['a logically air-gapped vault', { type: 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT' }, 'compliance'],
  ['a vault that was not read', 'unread', 'unknown'],
] as const satisfies readonly (readonly [string, Changes['vault'], string])[]) {
  test(`${name}: ${immutability}`, () => assert.is(protectionIn(awsBackup, backedUp(TABLE, { vault })).immutability, immutability));
}

for (const [name, restores, expected] of [
  ['none', [], null],
  ['one that succeeded', [restore()], 10 * DAY],
  ['the last one counts', [restore(), restore({ completedAt: '2026-01-30T12:00:00Z' })], DAY],
  ['one that was validated', [restore({ validation: 'SUCCESSFUL' })], 10 * DAY],
  ['one whose validation failed', [restore({ validation: 'FAILED' })], null],
  ['one whose validation timed out', [restore({ validation: 'TIMED_OUT' })], null],
  ['one that is being validated', [restore({ validation: 'VALIDATING' })], null],
  ['one that failed', [restore({ status: 'FAILED' })], null],
  ['one that is running', [restore({ status: 'RUNNING' })], null],
  ['one whose date is none', [restore({ completedAt: 'soon' })], undefined],
  ['not read', 'unread', undefined],
] as const satisfies readonly (readonly [string, Changes['restores'], number | null | undefined])[]) {
  test(`restores: ${name}`, () => assert.is(protectionIn(awsBackup, backedUp(TABLE, { restores })).lastRestore, expected));
}

test('the restore that counts is shown', () => {
  const { evidence: shown } = protectionIn(
    awsBackup,
    backedUp(TABLE, { restores: [restore({ id: 'r-2', completedAt: '2026-01-30T12:00:00Z' }), restore()] }),
  );
  assert.is(shown.find(({ facet }) => facet === 'restoreJobs')?.observed, 'job r-2: COMPLETED 2026-01-30T12:00:00Z');
});

const SETTINGS = { optIn: { DynamoDB: true }, management: { DynamoDB: true } };
for (const [name, settings, expected] of [
  ['with the advanced features', SETTINGS, AIR_GAPPED],
  ['without them', { ...SETTINGS, management: { DynamoDB: false } }, VAULT],
  ['where that was not read', 'unread', undefined],
] as const) {
  test(`a logically air-gapped vault takes the recovery points of tables ${name}`, () => {
    const world = backedUp(TABLE, {
      rules: [{ airGappedVault: AIR_GAPPED }],
      more: { 'backup/region': { [REGION]: { settings } } },
    });
    const { protections, doubts } = shieldIn(awsBackup, world);
    assert.is(protections[0]?.location.id, expected);
    assert.is(
      doubts.some((doubt) => doubt.startsWith('settings of ')),
      expected === undefined,
      doubts.join('; '),
    );
  });
}

test('each rule of a plan is a protection of its own', () => {
  const rules = [
    {},
    { id: 'rule-2', name: 'monthly', schedule: 'cron(0 5 1 * ? *)', lifecycle: { deleteAfterDays: 365, deleteAfterCopy: false } },
  ];
  assert.equal(
    shieldIn(awsBackup, backedUp(TABLE, { rules })).sound.map(({ retention }) => retention.design),
    [35 * DAY, 365 * DAY],
  );
});

test('what keeps a rule from making recovery points is shown', () => {
  const shownIn = (changes: Changes, asset: typeof TABLE | typeof BUCKET = TABLE) =>
    protectionIn(awsBackup, backedUp(asset, changes)).evidence.map(({ observed, expected }) => [observed, expected].join(' / '));
  assert.ok(shownIn({ vault: { exists: false } }).includes('no such vault / '));
  assert.ok(shownIn({ vault: { minRetentionDays: 90 } }).includes('not locked / a retention within its minimum of 90 days'));
  assert.ok(shownIn({ bucket: { versioning: { status: 'Suspended', mfaDelete: 'NeverSet' } } }, BUCKET).includes('Suspended / Enabled'));
  assert.ok(shownIn({ rules: [{ schedule: 'daily' }] }).some((text) => text.includes('the schedule daily of rule daily of plan plan-1')));
  assert.ok(
    shownIn({ vault: { locked: true, lockDate: '2026-02-03T00:00:00Z' } }).includes(
      'locked in compliance mode, removable until 2026-02-03T00:00:00Z / ',
    ),
  );
});

test('what may cover it as well stays a doubt beside what does', () => {
  const other = 'arn:aws:backup:us-west-2:111122223333:backup-plan:plan-2';
  const { sound, doubts } = shieldIn(
    awsBackup,
    backedUp(TABLE, { more: { 'backup/plan': { [PLAN]: planFacets(), [other]: { selectionList: 'unread' } } } }),
  );
  assert.is(sound.length, 1);
  assert.equal(doubts, [`selectionList of ${other} (backup:Read: AccessDenied)`]);
});

for (const [name, world, expected] of [
  ['a table', backedUp(TABLE), { vaults: [VAULT], known: [PROTECTED_TABLE], bucket: [], tracked: [] }],
  ['a table under continuous backup', backedUp(TABLE, { rules: [{ continuous: true }] }), { bucket: [], tracked: [] }],
  ['a bucket', backedUp(BUCKET), { bucket: [BUCKET], tracked: [] }],
  ['a bucket under continuous backup', backedUp(BUCKET, { rules: [{ continuous: true }] }), { bucket: [BUCKET], tracked: [BUCKET] }],
  ['no plan', backedUp(BUCKET, { more: { 'backup/plan': {} } }), { vaults: [], known: [], bucket: [], tracked: [] }],
] as const) {
  test(`asks for nothing that cannot decide: ${name}`, () => {
    const asked = askedIn(awsBackup, world);
    for (const [join, ids] of Object.entries(expected)) assert.equal(asked[join], ids, join);
  });
}

test('AWS Backup that was never asked about the asset leaves it open', () => {
  assert.is(healthIn(awsBackup, backedUp(TABLE, { more: { 'backup/protected-resource': {} } })), 'unknown');
});

test.run();
