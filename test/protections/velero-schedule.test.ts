import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  claim,
  namespace,
  namespaceId,
  namespaces,
  pod,
  schedules,
  serving,
  snapshotClasses,
} from '../../model/velero/captures/examples.ts';
import {
  type Around,
  BUCKET,
  backupName,
  bucket,
  located,
  location,
  made,
  restored,
  SCHEDULE,
  schedule,
  template,
} from '../../model/velero/examples.ts';
import velero from '../../protections/velero-schedule.ts';
import { DAY, HOUR, MINUTE } from './backups.ts';
import { cluster, protectionIn, shieldIn } from './velero.ts';

const test = suite('protections/velero-schedule');

type Changes = Parameters<typeof schedule>[0];

const changed = (changes: Changes): Around => schedules({ [SCHEDULE]: schedule(changes) });
const holding = (more: Parameters<typeof template>[0]): Around => changed({ spec: { template: template(more) } });
const backups = (...all: readonly ReturnType<typeof made>[]): Around => ({ 'velero/backup': Object.assign({}, ...all) });
const restores = (...all: readonly ReturnType<typeof restored>[]): Around => ({ 'velero/restore': Object.assign({}, ...all) });
const withoutClaims = namespaces({ mlops: namespace({ pods: [], claims: [] }) });

const TODAY = made('2026-01-31T00:00:00Z');
const YESTERDAY = made('2026-01-30T00:00:00Z');

test('a daily schedule into a bucket', () => {
  const { evidence, cadence, ...protection } = protectionIn(velero, cluster());
  assert.equal(protection, {
    mechanism: 'velero-schedule',
    asset: namespaceId('mlops'),
    location: { id: BUCKET, region: 'us-west-2' },
    rpo: { design: DAY + MINUTE + 10 * MINUTE, observed: 12 * HOUR },
    retention: { design: 7 * DAY, observed: 36 * HOUR },
    immutability: 'none',
    health: 'healthy',
    lastRestore: undefined,
  });
  assert.is(cadence?.schedule.text, '@daily');
  assert.is(evidence.at(-1)?.observed, '2 usable backups, from 2026-01-30T00:00:00Z to 2026-01-31T00:00:00Z');
});

const stateIn = (around: Around): string => {
  const { protections, doubts } = shieldIn(velero, around);
  return protections[0]?.health ?? (doubts.length > 0 ? 'doubt' : 'none');
};

for (const [name, around, expected] of [
  ['no schedule', schedules({}), 'none'],
  ['schedules that were not listed', { 'velero/schedule': 'unread' }, 'doubt'],
  ['a schedule of another namespace', holding({ includedNamespaces: ['other'] }), 'none'],
  ['a schedule of everything', holding({ includedNamespaces: [] }), 'healthy'],
  ['one that leaves out Secrets', holding({ excludedResources: ['secrets'] }), 'degraded'],
  ['a volume that nobody copies', namespaces({ mlops: namespace({ pods: [pod({ annotations: {} })] }) }), 'degraded'],
  ['namespaces that were not listed', { 'kubernetes/namespace': 'unread' }, 'doubt'],
  ['claims that were not read', namespaces({ mlops: { ...namespace(), claims: 'unread' as never } }), 'unknown'],
  ['paused', changed({ spec: { paused: true } }), 'degraded'],
  ['refused', changed({ status: { phase: 'FailedValidation', validationErrors: ['bad'] } }), 'degraded'],
  ['a phase that nobody knows', changed({ status: { phase: 'Odd' } }), 'unknown'],
  ['new for three months', changed({ status: { phase: 'New' } }), 'degraded'],
  ['new for five minutes', changed({ created: '2026-01-31T11:55:00Z', status: { phase: 'New' } }), 'unknown'],
  ['on no date', changed({ spec: { schedule: '0 0 30 2 *' } }), 'degraded'],
  ['a TTL that is none', holding({ ttl: '7d' }), 'degraded'],
  ['no server that runs', serving({ replicas: 0 }), 'degraded'],
  ['a server for restores only', serving({ flags: { 'restore-only': 'true' } }), 'degraded'],
  ['a server that was not read', { 'velero/server': 'unread' }, 'unknown'],
  ['an unavailable location', located(location({ status: { phase: 'Unavailable' } })), 'degraded'],
  ['a location for reading only', located(location({ spec: { accessMode: 'ReadOnly' } })), 'degraded'],
  ['validated an hour ago', located(location({ status: { lastValidatedAt: '2026-01-31T11:00:00Z' } })), 'healthy'],
  ['validated longer ago', located(location({ status: { lastValidatedAt: '2026-01-31T10:59:59Z' } })), 'unknown'],
  ['a location that does not exist', holding({ storageLocation: 'gone' }), 'degraded'],
  ['locations that were not listed', { 'velero/storage-location': 'unread' }, 'doubt'],
  ['no backup', backups(), 'degraded'],
  ['no backup, and none is due', Object.assign({}, backups(), changed({ created: '2026-01-31T09:00:00Z' })), 'unknown'],
  ['backups that were not listed', { 'velero/backup': 'unread' }, 'unknown'],
  ['only failed ones', backups(made('2026-01-31T00:00:00Z', { status: { phase: 'Failed' } })), 'degraded'],
  ['only expired ones', backups(made('2026-01-20T00:00:00Z')), 'degraded'],
  ['only one that came in', backups(made('2026-01-31T00:00:00Z', { created: '2026-01-31T09:00:00Z' })), 'unknown'],
  [
    'only one from before the namespace',
    backups(made('2025-09-30T00:00:00Z', { status: { expiresAt: '2026-03-01T00:00:00Z' } })),
    'unknown',
  ],
  ['only one that left out Secrets', backups(made('2026-01-31T00:00:00Z', { spec: { excludedResources: ['secrets'] } })), 'degraded'],
] as readonly (readonly [string, Around, string])[]) {
  test(`${name}: ${expected}`, () => assert.is(stateIn(cluster(around)), expected));
}

test('backups of which nobody can tell leave open what they could improve', () => {
  const cameIn = made('2026-01-31T09:00:00Z', { created: '2026-01-31T10:00:00Z' });
  const { protections, doubts } = shieldIn(velero, cluster(backups(cameIn, TODAY, YESTERDAY)));
  assert.is(protections[0]?.rpo.observed, 12 * HOUR);
  assert.equal(doubts, [`whether ${backupName('2026-01-31T09:00:00Z')} is a usable backup of mlops in this cluster`]);
  const between = made('2026-01-30T09:00:00Z', { created: '2026-01-31T10:00:00Z' });
  assert.equal(shieldIn(velero, cluster(backups(between, TODAY, YESTERDAY))).doubts, []);
});

test('no backup tells how long one takes: nothing is promised', () => {
  const one = made('2026-01-31T00:00:00Z', { created: '2026-01-31T09:00:00Z' });
  assert.is(protectionIn(velero, cluster(backups(one))).rpo.design, undefined);
});

test('two schedules that each hold a part: what they do together is open', () => {
  const parts = (paused: boolean): Around =>
    schedules({
      one: schedule({ spec: { template: template({ excludedResources: ['secrets'] }) } }),
      two: schedule({ spec: { paused, template: template({ excludedResources: ['configmaps'] }) } }),
    });
  assert.equal(shieldIn(velero, cluster(parts(false))).doubts, ['what several schedules that each hold a part come to together']);
  assert.equal(shieldIn(velero, cluster(parts(true))).doubts, []);
});

test('what a schedule holds is not known: what it and another that holds a part do together is as open', () => {
  const two = schedules({
    one: schedule({ spec: { template: template({ excludedResources: ['secrets'], defaultVolumesToFsBackup: true }) } }),
    two: schedule({ spec: { template: template({ defaultVolumesToFsBackup: false }) } }),
  });
  const together = 'what several schedules that each hold a part come to together';
  const contents = namespace({ pods: [pod({ annotations: {} })] });
  const known = cluster(serving({ replicas: 0 }), two, namespaces({ mlops: contents }));
  assert.ok(shieldIn(velero, known).doubts.includes(together));
  const blind = cluster(serving({ replicas: 0 }), two, namespaces({ mlops: { ...contents, pods: 'unread' } }));
  assert.ok(shieldIn(velero, blind).doubts.includes(together));
});

// Where the data are, and whether they are locked

for (const [name, around, id, region] of [
  ['a bucket of AWS', {}, BUCKET, 'us-west-2'],
  [
    'a store that speaks S3',
    located(location({ spec: { s3Url: 'https://minio.example.com' } })),
    'k8s://prod/velero.io/velero/BackupStorageLocation/default',
    undefined,
  ],
  [
    'another provider',
    located(location({ spec: { provider: 'alibabacloud' } })),
    'k8s://prod/velero.io/velero/BackupStorageLocation/default',
    'us-west-2',
  ],
  [
    'snapshots that stay in the storage system',
    Object.assign(
      {},
      snapshotClasses,
      serving({ flags: { features: 'EnableCSI' } }),
      namespaces({ mlops: namespace({ pods: [pod({ annotations: {} })], claims: [claim()] }) }),
    ),
    namespaceId('mlops'),
    undefined,
  ],
] as readonly (readonly [string, Around, string, string | undefined])[]) {
  test(`in ${name}`, () => assert.equal(protectionIn(velero, cluster(around)).location, { id, region }));
}

const locked = (days: number, mode = 'COMPLIANCE', status = 'Enabled'): Around =>
  bucket({ versioning: { status, mfaDelete: 'NeverSet' }, objectLock: { defaultRetention: { mode, days } } });

for (const [name, around, expected] of [
  ['a lock for as long as the TTL', Object.assign({}, withoutClaims, locked(7)), 'compliance'],
  ['a lock for a day less', Object.assign({}, withoutClaims, locked(6)), 'none'],
  ['governance', Object.assign({}, withoutClaims, locked(7, 'GOVERNANCE')), 'governance'],
  ['not versioned', Object.assign({}, withoutClaims, locked(7, 'COMPLIANCE', 'Suspended')), 'none'],
  ['volumes, whose objects are needed for longer', locked(30), 'unknown'],
  ['volumes, and no lock', {}, 'none'],
  ['a bucket that nobody may read', bucket({ versioning: 'unread', objectLock: 'unread' }), 'unknown'],
  ['not in S3 of AWS', located(location({ spec: { provider: 'gcp' } })), 'unknown'],
] as readonly (readonly [string, Around, string])[]) {
  test(`${name}: ${expected}`, () => assert.is(protectionIn(velero, cluster(around)).immutability, expected));
}

// Restores

const ofYesterday = (more: object = {}) =>
  restored('2026-01-30T10:00:00Z', { spec: { backup: backupName('2026-01-30T00:00:00Z'), ...more } });
const COMPLETED = 25 * HOUR + 55 * MINUTE;
const young = changed({ created: '2026-01-29T00:00:00Z' });

for (const [name, around, expected] of [
  ['yesterday', restores(ofYesterday()), COMPLETED],
  ['of this namespace', restores(ofYesterday({ includedNamespaces: ['mlops'] })), COMPLETED],
  ['none', {}, undefined],
  ['none, of a schedule younger than its TTL', young, null],
  ['of another namespace', Object.assign({}, young, restores(ofYesterday({ includedNamespaces: ['other'] }))), null],
  ['without volumes', Object.assign({}, young, restores(ofYesterday({ restorePVs: false }))), null],
  ['of a backup that is gone', Object.assign({}, young, restores(ofYesterday({ backup: 'gone' }))), undefined],
  ['longer ago than backups are kept', Object.assign({}, restores(ofYesterday()), holding({ ttl: '24h' })), undefined],
  ['that were not listed', { 'velero/restore': 'unread' }, undefined],
] as readonly (readonly [string, Around, number | null | undefined])[]) {
  test(`restored: ${name}`, () => assert.is(protectionIn(velero, cluster(around)).lastRestore, expected));
}

test.run();
