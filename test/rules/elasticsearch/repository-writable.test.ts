import { cluster, info, policies, policy, repositories, repository, snapshot, snapshots } from '../../../model/elasticsearch/examples.ts';
import type { SearchPolicy, SearchRepository } from '../../../model/kinds/elasticsearch.ts';
import rule from '../../../rules/elasticsearch/repository-writable.ts';
import { type Row, runTable } from '../harness.ts';

type Facets = Readonly<Record<string, unknown>>;

const row = (name: string, facets: readonly Facets[], verdict: Row['verdict'], says?: string, ...shows: readonly string[]): Row => ({
  name,
  facets: cluster(...facets),
  verdict,
  ...(says === undefined ? {} : { says }),
  shows,
});

const asking = (glob: string, one: Row): Row => ({ ...one, name: `${one.name}, asked for ${glob}`, params: { repository: glob } });

const registered = (...all: readonly Partial<SearchRepository>[]): Facets => repositories(...all.map(repository));
const making = (...all: readonly Partial<SearchPolicy>[]): Facets => policies(...all.map(policy));

const ARCHIVE = { name: 'archive', readOnly: true };
const SECOND = { name: 'second' };
const TO_ARCHIVE = { name: 'weekly', repository: 'archive' };
const { schedule: _, ...unscheduled } = policy();

const modes: readonly Row[] = [
  row('in S3', [], 'pass', 'writable', 'mlops-snapshots (s3)', 'not proven'),
  row('read-only, and a policy writes to it', [registered({ readOnly: true })], 'fail', 'unwritable', 'registered as read-only', 'nightly'),
  row('of the type url, and a policy writes to it', [registered({ type: 'url' })], 'fail', 'unwritable', 'of the type url', 'nightly'),
  row('of two policies one writes to a read-only one', [registered({}, ARCHIVE), making({}, TO_ARCHIVE)], 'fail', 'unwritable', 'weekly'),
  row('read-only, and nobody writes to it', [registered({}, ARCHIVE)], 'pass', 'writable'),
  row(
    'read-only, and only a policy that is off writes to it',
    [registered({}, ARCHIVE), making({}, { ...TO_ARCHIVE, enabled: false })],
    'pass',
    'writable',
  ),
  row(
    'read-only, and a policy only deletes in it',
    [registered({}, ARCHIVE), policies(policy(), { ...unscheduled, ...TO_ARCHIVE })],
    'pass',
    'writable',
  ),
  row(
    'a policy writes to what the service keeps',
    [registered({ name: 'cs-automated' }), making({ repository: 'cs-automated' })],
    'fail',
    'unwritable',
    'keeps it for itself',
  ),
  row('not registered', [registered(SECOND)], 'fail', 'unregistered', 'mlops-snapshots'),
  row('not registered, nor any other', [registered()], 'fail', 'unregistered'),
  row('one is not registered, the other is', [registered({}), making({}, TO_ARCHIVE)], 'fail', 'unregistered', 'archive'),
  asking('mlops-*', row('another policy writes to a read-only one', [registered({}, ARCHIVE), making({}, TO_ARCHIVE)], 'pass', 'writable')),
  asking('archive', row('it is read-only', [registered({}, ARCHIVE), making({}, TO_ARCHIVE)], 'fail', 'unwritable', 'archive')),
];

const unwritten: readonly Row[] = [
  row('no policy', [making()], 'pass', 'writable'),
  row('no policy, no repository', [making(), registered()], 'fail', 'none'),
  row('no policy, and only a read-only one', [making(), registered(ARCHIVE)], 'fail', 'readOnly', 'archive (s3)'),
  row('no policy, and only that of the service', [making(), registered({ name: 'cs-automated' })], 'fail', 'managed', 'cs-automated (s3)'),
  row('no policy, and one of two is full', [making(), registered({ maxNumberOfSnapshots: 3 }, SECOND)], 'pass', 'writable', 'second (s3)'),
  row(
    'no policy, and both are full',
    [making(), registered({ maxNumberOfSnapshots: 3 }, { ...SECOND, maxNumberOfSnapshots: 0 })],
    'fail',
    'full',
  ),
  asking('second', row('policies write to another', [registered({}, SECOND)], 'pass', 'writable', 'second (s3)')),
  asking('logs', row('there is none', [], 'fail', 'unmatched', 'logs')),
];

const limited = (maxNumberOfSnapshots: number, ...more: readonly Facets[]): readonly Facets[] => [
  registered({ maxNumberOfSnapshots }),
  ...more,
];

const limits: readonly Row[] = [
  row('three snapshots, room for four', limited(4), 'pass', 'writable'),
  row('three snapshots, room for three', limited(3), 'fail', 'full', 'holds 3', 'from 3 on'),
  row(
    'others are in another repository',
    limited(3, snapshots(snapshot('2026-01-31T01:30:00Z', { repository: 'second' }))),
    'pass',
    'writable',
  ),
  row('Elasticsearch 7.11', limited(3, info({ version: '7.11.0' })), 'fail', 'full'),
  row('Elasticsearch 7.10, which ignores it', limited(3, info({ version: '7.10.2' })), 'pass', 'writable'),
  row('Elasticsearch 6, which ignores it', limited(3, info({ version: '6.8.23' })), 'pass', 'writable'),
  row('OpenSearch, which ignores it', limited(3, info({ distribution: 'opensearch', version: '2.19.1' })), 'pass', 'writable'),
];

const integrity = (status: string, symptom: string, more: Facets = {}): Facets => ({
  health: { repositoryIntegrity: { status, symptom, corrupted: [], invalid: [], unknown: [], ...more } },
});
const TEN = Array.from({ length: 10 }, (_, index) => `other-${index}`);
const HERE = ['mlops-snapshots'];

const health: readonly Row[] = [
  row('healthy', [integrity('green', 'All repositories are healthy.')], 'pass', 'writable'),
  row(
    'corrupted',
    [integrity('yellow', 'Detected [1] corrupted snapshot repository.', { corrupted: HERE })],
    'fail',
    'corrupted',
    '[1] corrupted',
  ),
  row('invalid', [integrity('yellow', 'Detected [1] invalid snapshot repository.', { invalid: HERE })], 'fail', 'invalid'),
  row(
    'of a type that nodes do not know',
    [integrity('yellow', 'Detected [1] unknown snapshot repository.', { unknown: HERE })],
    'unknown',
    'unhealthy',
  ),
  row(
    'another is corrupted',
    [integrity('red', 'Detected [1] corrupted snapshot repository.', { corrupted: ['second'] })],
    'pass',
    'writable',
  ),
  row(
    'ten others are named',
    [integrity('yellow', 'Detected [12] corrupted snapshot repositories.', { corrupted: TEN })],
    'unknown',
    'unhealthy',
  ),
  row(
    'nine others are named',
    [integrity('yellow', 'Detected [9] corrupted snapshot repositories.', { corrupted: TEN.slice(1) })],
    'pass',
    'writable',
  ),
  row(
    'another is corrupted, and one that is not named is invalid',
    [integrity('yellow', 'Detected [1] corrupted snapshot repository, and [1] invalid snapshot repository.', { corrupted: ['second'] })],
    'unknown',
    'unhealthy',
  ),
  row(
    'nothing is known of any',
    [integrity('unknown', 'No repository health info.')],
    'unknown',
    'unhealthy',
    'No repository health info.',
  ),
  row(
    'corrupted, and its snapshots cannot be listed',
    [
      integrity('yellow', 'Detected [1] corrupted snapshot repository.', { corrupted: HERE }),
      { snapshots: { snapshots: [], unlisted: [{ repository: 'mlops-snapshots', code: 'repository_exception', message: 'corrupted' }] } },
    ],
    'fail',
    'corrupted',
  ),
];

const verifying = (...repositories: readonly Facets[]): Facets => ({ verification: { repositories } });
const unlisted = (name: string): Facets => ({
  snapshots: { snapshots: [], unlisted: [{ repository: name, code: 'repository_exception', message: 'no such bucket' }] },
});

const attempts: readonly Row[] = [
  row('verified', [verifying({ name: 'mlops-snapshots', verified: true })], 'pass', 'verified', 'mlops-snapshots (s3)'),
  row(
    'not verified',
    [verifying({ name: 'mlops-snapshots', verified: false, message: 'not accessible on node 2' })],
    'fail',
    'refuted',
    'node 2',
  ),
  row('not verified, without a word', [verifying({ name: 'mlops-snapshots', verified: false })], 'fail', 'refuted'),
  row('another is verified', [verifying({ name: 'second', verified: true })], 'pass', 'writable'),
  row(
    'one of two is verified',
    [registered({}, SECOND), making({}, { name: 'weekly', repository: 'second' }), verifying({ name: 'second', verified: true })],
    'pass',
    'writable',
  ),
  row('its snapshots cannot be listed', [unlisted('mlops-snapshots')], 'unknown', 'unlisted', 'repository_exception: no such bucket'),
  row('those of another cannot be listed', [unlisted('second')], 'pass', 'writable'),
];

const unread: readonly Row[] = [
  ...(['repositories', 'policies', 'snapshots', 'health', 'verification'] as const).map((facet) =>
    row(`${facet} unread`, [{ [facet]: 'unread' }], 'unknown'),
  ),
  row('it has a limit, and info is unread', limited(3, { info: 'unread' }), 'unknown'),
  row('it has no limit, and info is unread', [{ info: 'unread' }], 'pass', 'writable'),
  row(
    'read-only, and all else is unread',
    [registered({ readOnly: true }), { snapshots: 'unread', health: 'unread', verification: 'unread' }],
    'fail',
    'unwritable',
  ),
];

runTable(rule, [...modes, ...unwritten, ...limits, ...health, ...attempts, ...unread]);
