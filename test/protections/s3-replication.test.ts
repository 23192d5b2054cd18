import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { BACKUP, lifecycleRule, replicationRule, suspended, versioned } from '../../model/s3/examples.ts';
import replication from '../../protections/s3-replication.ts';
import { type Facts, MODELS, protectionsOf } from './facts.ts';

const test = suite('protections/s3-replication');

type Changes = Parameters<typeof replicationRule>[0];

const DAY = 86_400_000;

/** Takes objects under KMS keys along, within 15 minutes. */
const COMPLETE: Changes = {
  destination: { bucket: BACKUP, replicaKmsKeyId: 'key' },
  kmsEncryptedObjects: 'Enabled',
  replicationTimeControl: 'Enabled',
};
const LOGS = { prefix: 'logs/', tags: {} };
const KMS = { rules: [{ algorithm: 'aws:kms' }] };
const SSE_S3 = { rules: [{ algorithm: 'AES256' }] };

const source = (...rules: readonly Changes[]): Facts => ({
  versioning: versioned,
  replication: { rules: rules.map((changes, index) => replicationRule({ id: `rule-${index + 1}`, ...COMPLETE, ...changes })) },
});

const there: Facts = { presence: { exists: true, access: 'granted', region: 'eu-central-1' }, versioning: versioned };
const replica = (facts: Facts = {}) => ({ facts: { ...there, ...facts } });

test('a rule over the whole bucket, with time control, to a versioned bucket', () => {
  assert.equal(protectionsOf(replication, source({}), replica()), [
    {
      mechanism: 's3-replication',
      asset: MODELS,
      location: { id: BACKUP, region: 'eu-central-1' },
      rpo: { design: 900_000, observed: undefined },
      retention: { design: Number.POSITIVE_INFINITY, observed: undefined },
      immutability: 'none',
      health: 'healthy',
      evidence: [{ facet: 'replication', observed: 'rule "rule-1" (the whole bucket to mlops-model-backup)' }],
    },
  ]);
});

for (const [name, facts, its, expected] of [
  ['no rules', { versioning: versioned }, {}, 'none'],
  ['rules that were not read', { versioning: versioned, replication: 'unread' }, {}, 'cannot tell'],
  ['versioning of the source that was not read', { ...source({}), versioning: 'unread' }, {}, 'cannot tell'],
  ['versioning of the source suspended', { ...source({}), versioning: suspended }, {}, 'none'],
  ['versioning of the source suspended, rules unread', { versioning: suspended, replication: 'unread' }, {}, 'none'],
  ['a disabled rule', source({ status: 'Disabled' }), {}, 'none'],
  ['a rule for a prefix', source({ filter: LOGS }), {}, 'none'],
  ['a rule for a tag', source({ filter: { prefix: '', tags: { team: 'ml' } } }), {}, 'none'],
  ['a replica that does not exist', source({}), { presence: undefined }, 'none'],
  [
    'a replica of which nothing was read',
    source({}),
    { presence: 'unread', versioning: 'unread', lifecycle: 'unread', objectLock: 'unread' },
    'unknown',
  ],
  ['a replica that may not exist', source({}), { presence: 'unread' }, 'unknown'],
  ['a replica that may not exist, and would be suspended', source({}), { presence: 'unread', versioning: suspended }, 'none'],
  ['a suspended replica', source({}), { versioning: suspended }, 'none'],
  ['a replica whose versioning was not read', source({}), { versioning: 'unread' }, 'unknown'],
  ['KMS by default, taken along', { ...source({}), encryption: KMS }, {}, 'healthy'],
  ['KMS by default, left out', { ...source({ kmsEncryptedObjects: 'Disabled' }), encryption: KMS }, {}, 'none'],
  ['KMS by default, taken along without a key', { ...source({ destination: { bucket: BACKUP } }), encryption: KMS }, {}, 'none'],
  [
    'KMS by default, left out of a part',
    { ...source({}, { kmsEncryptedObjects: 'Disabled', filter: LOGS, priority: 2 }), encryption: KMS },
    {},
    'none',
  ],
  ['SSE-S3 by default, KMS left out', { ...source({ kmsEncryptedObjects: 'Disabled' }), encryption: SSE_S3 }, {}, 'unknown'],
  ['encryption that was not read, KMS left out', { ...source({ kmsEncryptedObjects: 'Disabled' }), encryption: 'unread' }, {}, 'unknown'],
  ['encryption that was not read, KMS taken along', { ...source({}), encryption: 'unread' }, {}, 'healthy'],
] as const satisfies readonly (readonly [string, Facts, Facts, string])[]) {
  test(`${name}: ${expected}`, () => {
    const protections = protectionsOf(replication, facts, replica(its));
    assert.is(protections === undefined ? 'cannot tell' : (protections[0]?.health ?? 'none'), expected);
  });
}

test('a replica that the inventory does not hold may be one', () => {
  const [protection] = protectionsOf(replication, source({})) ?? [];
  assert.is(protection?.health, 'unknown');
  assert.is(protection?.location.region, undefined);
  assert.is(protection?.retention.design, undefined);
  assert.is(protection?.immutability, 'unknown');
});

for (const [name, rules, design] of [
  ['time control', [{}], 900_000],
  ['no time control', [{ replicationTimeControl: 'Disabled' }], undefined],
  ['no time control for a part', [{}, { replicationTimeControl: 'Disabled', filter: LOGS, priority: 2 }], undefined],
  ['no time control, overridden', [{ replicationTimeControl: 'Disabled', priority: 1 }, { priority: 2 }], 900_000],
  ['time control, overridden', [{ priority: 1 }, { replicationTimeControl: 'Disabled', priority: 2 }], undefined],
] as const satisfies readonly (readonly [string, readonly Changes[], number | undefined])[]) {
  test(`${name}: one replica, as good as the weakest rule in force`, () => {
    const protections = protectionsOf(replication, source(...rules), replica()) ?? [];
    assert.equal(
      protections.map(({ rpo }) => rpo.design),
      [design],
    );
  });
}

test("the Region of a replica: the listing's, else the bucket's own answer", () => {
  const regionOf = (region: string | undefined, facts: Facts) =>
    protectionsOf(replication, source({}), { ...(region === undefined ? {} : { region }), facts: { ...there, ...facts } })?.[0]?.location
      .region;
  assert.is(regionOf('eu-west-1', {}), 'eu-west-1');
  assert.is(regionOf(undefined, {}), 'eu-central-1');
  assert.is(regionOf(undefined, { presence: { exists: true, access: 'denied' } }), undefined);
  assert.is(regionOf('eu-west-1', { presence: 'unread' }), 'eu-west-1');
});

test("retention and lock are the replica's own", () => {
  const lifecycle = { rules: [lifecycleRule({ noncurrentDays: 7 })] };
  const objectLock = { enabled: true, defaultRetention: { mode: 'COMPLIANCE', days: 1 } };
  const [protection] = protectionsOf(replication, source({}), replica({ lifecycle, objectLock })) ?? [];
  assert.is(protection?.retention.design, 7 * DAY);
  assert.is(protection?.immutability, 'compliance');
});

test.run();
