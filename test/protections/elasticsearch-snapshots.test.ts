import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  BUCKET,
  detail,
  details,
  execution,
  executions,
  info,
  NIGHTS,
  policies,
  policy,
  repositories,
  repository,
  snapshot,
  snapshots,
} from '../../model/elasticsearch/examples.ts';
import type { Protection } from '../../model/protection.ts';
import { DAY, HOUR, MINUTE } from './backups.ts';
import { CLUSTER, shieldIn, world } from './search.ts';

const test = suite('protections/elasticsearch-snapshots');

const [LAST, , OLDEST] = NIGHTS;

const protectionIn = (facets: object = {}, bucket: object = {}): Protection => {
  const { protections, doubts } = shieldIn(world(facets, bucket));
  const [only, ...others] = protections;
  if (!only || others.length > 0) throw new RangeError(`${protections.length} protections; ${doubts.join('; ')}`);
  return only;
};

test('a nightly policy into a bucket in another Region', () => {
  const { evidence, cadence, ...protection } = protectionIn();
  assert.equal(protection, {
    mechanism: 'elasticsearch-snapshots',
    asset: CLUSTER,
    location: { id: BUCKET, region: 'us-east-2' },
    rpo: { design: DAY + HOUR, observed: 10.5 * HOUR },
    retention: { design: 30 * DAY, observed: 2 * DAY + 10.5 * HOUR },
    immutability: 'none',
    health: 'healthy',
    lastRestore: undefined,
  });
  assert.is(cadence?.schedule.text, '0 30 1 * * ?');
  assert.is(evidence.at(-1)?.observed, `3 complete snapshots, from ${OLDEST} to ${LAST}`);
  assert.equal(shieldIn(world()).doubts, []);
});

test('OpenSearch looks at its policies once a minute', () => {
  const unix = policies(policy({ schedule: { syntax: 'unix-cron', expression: '30 1 * * *', timeZone: 'UTC' } }));
  const { rpo } = protectionIn({ ...info({ distribution: 'opensearch', version: '2.19.1' }), ...unix });
  assert.is(rpo.design, DAY + MINUTE + HOUR);
});

const stateIn = (facets: object, bucket: object = {}): string => {
  const { protections, doubts } = shieldIn(world(facets, bucket));
  return protections[0]?.health ?? (doubts.length > 0 ? 'doubt' : 'none');
};

const fresh = policies(policy({ modifiedAt: '2026-01-31T09:00:00Z' }));
const nothing = [snapshots(), details(), executions()] as const;
const unlisted = { snapshots: { snapshots: [], unlisted: [{ repository: 'mlops-snapshots', code: '500', message: 'broken' }] } };

for (const [name, facets, expected, bucket] of [
  ['no policy', policies(), 'none'],
  ['policies that were not read', { policies: 'unread' }, 'doubt'],
  ['a policy that only deletes', policies({ ...policy(), schedule: undefined } as never), 'none'],
  ['a policy into a repository of the service', policies(policy({ repository: 'cs-automated' })), 'none'],
  ['switched off', policies(policy({ enabled: false })), 'degraded'],
  ['stopped', { management: { mode: 'STOPPED' } }, 'degraded'],
  ['a mode that was not read', { management: 'unread' }, 'unknown'],
  ['no repository', repositories(), 'degraded'],
  ['repositories that were not read', { repositories: 'unread' }, 'doubt'],
  ['a read-only repository', repositories(repository({ readOnly: true })), 'degraded'],
  ['a repository of a type that nobody knows', repositories(repository({ type: 'hdfs' })), 'doubt'],
  ['a schedule that is not understood', policies(policy({ schedule: { syntax: 'cron', expression: 'daily' } })), 'unknown'],
  ['it leaves out an index', policies(policy({ indices: ['logs-*'] })), 'degraded'],
  ['indices that were not read', { indices: 'unread' }, 'unknown'],
  ['a bucket that is gone', {}, 'degraded', { presence: { exists: false, access: 'none' } }],
  ['a bucket that was not read', {}, 'unknown', { presence: 'unread' }],
  ['no complete snapshot', snapshots(snapshot(LAST, { state: 'PARTIAL' })), 'degraded'],
  ['no snapshot, and none is due', Object.assign({}, ...nothing, fresh), 'unknown'],
  ['snapshots that were not read', { snapshots: 'unread' }, 'unknown'],
  ['snapshots that could not be listed', unlisted, 'unknown'],
  ['snapshots of nobody knows which policy', { ...details(), ...executions() }, 'unknown'],
] as const)
  test(name, () => assert.is(stateIn(facets, bucket), expected));

for (const [name, changes, expected] of [
  ['in a directory', repository({ type: 'fs', location: '/mnt/backups' }), { id: CLUSTER, region: undefined }],
  ['at another provider', repository({ type: 'gcs', bucket: 'b' }), { id: `${CLUSTER}/mlops-snapshots`, region: undefined }],
  ['in the Region that the repository names', repository({ region: 'eu-west-1' }), { id: BUCKET, region: 'eu-west-1' }],
] as const)
  test(name, () => assert.equal(protectionIn(repositories(changes)).location, expected));

test('a directory may be one of the nodes', () => {
  const { doubts } = shieldIn(world(repositories(repository({ type: 'fs', location: '/mnt/backups' }))));
  assert.equal(doubts, ['whether /mnt/backups of mlops-snapshots is on the nodes of mlops-logs']);
});

for (const [name, facets, expected] of [
  ['max_count before expire_after', policies(policy({ retention: { maxAge: '30d', maxCount: 3 } })), 3 * DAY],
  ['no retention', policies({ ...policy(), retention: undefined } as never), Number.POSITIVE_INFINITY],
  ['a time that is none', policies(policy({ retention: { maxAge: '4w' } })), undefined],
  ['others that count', policies(policy({ retention: { maxCount: 30, snapshotPattern: 'x*' } })), undefined],
] as const)
  test(`kept: ${name}`, () => assert.is(protectionIn(facets).retention.design, expected));

for (const [name, bucket, expected] of [
  ['no lock', {}, 'none'],
  ['a lock, under which older files may be', { objectLock: { defaultRetention: { mode: 'COMPLIANCE', days: 90 } } }, 'unknown'],
  ['no versioning', { versioning: { status: 'Suspended', mfaDelete: 'NeverSet' } }, 'none'],
  ['a lock that was not read', { objectLock: 'unread' }, 'unknown'],
] as const)
  test(`immutable: ${name}`, () => assert.is(protectionIn({}, bucket).immutability, expected));

test('an older snapshot of nobody knows which policy leaves open how far back one can go', () => {
  const facets = { ...details(detail(LAST)), ...executions(execution()) };
  assert.equal(shieldIn(world(facets)).doubts.length, 1);
  assert.is(protectionIn(facets).retention.observed, 10.5 * HOUR);
});

test('one between two that count leaves nothing open', () => {
  assert.equal(shieldIn(world(details(detail(LAST), detail(OLDEST)))).doubts, []);
});

const partial = (...patterns: readonly string[]) =>
  policies(...patterns.map((pattern, index) => policy({ name: `policy-${index}`, indices: [pattern] })));

test('policies that each take a part', () => {
  assert.ok(
    shieldIn(world(partial('logs-*', 'training-*'))).doubts.includes('what several policies that each take a part come to together'),
  );
  assert.equal(shieldIn(world({ ...partial('logs-*', 'other-*'), ...snapshots() })).doubts, []);
});

test.run();
