import fc from 'fast-check';
import type { Facet, FacetName } from '../../model/kind.ts';
import { type S3LifecycleRule, type S3ReplicationRule, s3Bucket } from '../../model/kinds/s3.ts';
import { absent, type Gap, type Reading, read, unread } from '../../model/reading.ts';
import type { Resource, Scope } from '../../model/resource.ts';
import type { AnyRule } from '../../model/rule.ts';
import { lifecycleRule, replicationRule } from '../../model/s3/examples.ts';
import { HOME } from './inventories.ts';

// Buckets as they could be: every facet with every kind of value, absent or unread. Values that decide come up often.

type FacetId = FacetName<typeof s3Bucket>;

export const LOST: Gap = { action: 's3:Get', code: 'Timeout', message: 'lost' };

const NOT_READ: Gap = { action: 's3:Get', code: 'AccessDenied', message: 'denied' };

const REGIONS = ['us-east-1', 'eu-west-1'] as const;

/** Owners of the buckets that rules replicate to. */
const OWNERS = { one: '1', two: '2' } as const;
type DestinationName = keyof typeof OWNERS;

export const arnOf = (name: string): string => `arn:aws:s3:::${name}`;

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

/** Leaves out the members that are undefined: facets have none such. */
const given = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;

const mostly = <T>(usual: T, ...others: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) });

const status = mostly('Enabled' as const, 'Disabled' as const);
const either = fc.constantFrom('Enabled' as const, 'Disabled' as const);

const filter = mostly({ prefix: '', tags: {} }, { prefix: 'logs/', tags: {} }, { prefix: '', tags: { team: 'ml' } });

const destination = fc.constantFrom<DestinationName>('one', 'two').chain((name) =>
  fc
    .record({
      bucket: fc.constant(arnOf(name)),
      account: maybe(fc.constant<string>(OWNERS[name])),
      replicaKmsKeyId: maybe(fc.constant('key')),
    })
    .map(given),
);

const replicationRules = fc
  .record({
    status,
    schema: mostly('V2' as const, 'V1' as const),
    priority: fc.integer({ min: 1, max: 3 }),
    filter,
    destination,
    deleteMarkers: either,
    replicationTimeControl: either,
    kmsEncryptedObjects: either,
  })
  .map((changes) => replicationRule(changes as Partial<S3ReplicationRule>));

const lifecycleDays = maybe(fc.constantFrom(1, 29, 30, 31, 365));

const lifecycleRules = fc
  .record({
    status,
    filter,
    expirationDays: lifecycleDays,
    expirationDate: fc.option(fc.constantFrom('2020-01-01T00:00:00Z', '2026-03-15T00:00:00Z', '2030-01-01T00:00:00Z', 'soon'), {
      freq: 6,
      nil: undefined,
    }),
    noncurrentDays: lifecycleDays,
    newerNoncurrentVersions: maybe(fc.constant(3)),
  })
  .map((changes) => lifecycleRule(given(changes) as Partial<S3LifecycleRule>));

const retention = fc.record({ mode: fc.constantFrom('GOVERNANCE', 'COMPLIANCE'), days: fc.constantFrom(1, 29, 30, 365) });

const encryptionRules = fc
  .record({ algorithm: fc.constantFrom('AES256', 'aws:kms', 'aws:kms:dsse'), kmsKeyId: maybe(fc.constantFrom('key', 'alias/aws/s3')) })
  .map(given);

const on = mostly(true, false);

const presence = fc
  .record({ exists: mostly(true, false), access: fc.constantFrom('granted', 'denied'), region: maybe(fc.constantFrom(...REGIONS)) })
  .map(given);

/** A policy that denies everybody everything, where the condition holds. */
const denial = (condition?: object): string => {
  const statement = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*', ...(condition ? { Condition: condition } : {}) };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
};

/** Values of every facet of a bucket. */
const values: { readonly [N in FacetId]: fc.Arbitrary<unknown> } = {
  presence,
  versioning: fc.record({
    status: mostly('Enabled', 'Suspended', 'NeverEnabled'),
    mfaDelete: fc.constantFrom('Enabled', 'Disabled', 'NeverSet'),
  }),
  replication: fc.record({ rules: fc.array(replicationRules, { maxLength: 3 }) }),
  objectLock: fc.record({ enabled: on, defaultRetention: maybe(retention) }).map(given),
  lifecycle: fc.record({ rules: fc.array(lifecycleRules, { maxLength: 2 }) }),
  encryption: fc.record({ rules: fc.array(encryptionRules, { maxLength: 2 }) }),
  tagging: fc.dictionary(fc.constantFrom('tier', 'team'), fc.constantFrom('gold', 'tin'), { noNullPrototype: true }),
  notification: fc.record({ eventBridge: fc.boolean() }),
  publicAccessBlock: fc.record({ blockPublicAcls: on, ignorePublicAcls: on, blockPublicPolicy: on, restrictPublicBuckets: on }),
  policy: fc.record({ document: mostly(denial(), '', '{}', denial({ Bool: { 'aws:MultiFactorAuthPresent': 'false' } })) }),
};

const readingOf = (name: FacetId): fc.Arbitrary<Reading<unknown>> => {
  const facet: Facet = s3Bucket.facets[name];
  return fc.oneof(
    { weight: 10, arbitrary: values[name].map(read) },
    { weight: 'absent' in facet ? 1 : 0, arbitrary: fc.constant(absent()) },
    { weight: 1, arbitrary: fc.constant(unread(NOT_READ)) },
  );
};

export const FACETS = Object.keys(s3Bucket.facets) as readonly FacetId[];

type Facets = Resource['facets'];

const facets: fc.Arbitrary<Facets> = fc.record(Object.fromEntries(FACETS.map((name) => [name, readingOf(name)])));

const bucket = (name: string, scope: Scope, origin: Resource['origin'], its: Facets): Resource => ({
  kind: s3Bucket.id,
  id: arnOf(name),
  name,
  scope: given(scope),
  origin,
  facets: its,
});

/** A bucket of the account that is scanned. The listing itself tells of its presence, and mostly of its Region. */
const listedBucket = (name: string, account: string): fc.Arbitrary<Resource> =>
  fc.record({ region: mostly<string | undefined>(...REGIONS, undefined), facets }).map(({ region, facets: its }) => {
    const listed = read(given({ exists: true, access: 'listed', region }));
    return bucket(name, { ...HOME, partition: 'aws', account, region } as Scope, 'listed', { ...its, presence: listed });
  });

/** A bucket that only replication rules name: what is known of it, its Region included, was asked of the bucket itself. */
const namedBucket = (name: string): fc.Arbitrary<Resource> =>
  facets.map((its) => {
    const { presence: known } = its;
    const region = known?.state === 'read' ? (known.value as { region?: string }).region : undefined;
    return bucket(name, { target: HOME.target, partition: 'aws', region } as Scope, 'joined', its);
  });

const destinationBucket = (name: DestinationName): fc.Arbitrary<Resource> => fc.oneof(listedBucket(name, OWNERS[name]), namedBucket(name));

export const SOURCE = 'source';

/** A bucket and those that it may replicate to; the inventory need not hold them all. */
export const buckets: fc.Arbitrary<readonly Resource[]> = fc
  .tuple(listedBucket(SOURCE, '1'), maybe(destinationBucket('one')), maybe(destinationBucket('two')))
  .map((all) => all.filter((one) => one !== undefined));

interface ParamSchema {
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly items?: { readonly enum?: readonly unknown[] };
}

const HOUR = 3_600_000;

const paramOf = ({ type, format, enum: words, items }: ParamSchema): fc.Arbitrary<unknown> => {
  if (words) return fc.constantFrom(...words);
  if (format === 'mlops-duration') return fc.constantFrom(HOUR, 25 * HOUR, 30 * 24 * HOUR);
  if (type === 'boolean') return fc.boolean();
  if (type === 'number') return fc.constantFrom(0.5, 1);
  if (type === 'integer') return fc.constantFrom(1, 30, 366);
  if (items?.enum) return fc.subarray([...items.enum], { minLength: 1 });
  if (type === 'array') return fc.constantFrom([], ['*']);
  return mostly('*', 'one', 'arn:aws:s3:::t*', 'nowhere');
};

/** Params that a rule takes; those without a default may be left out. */
export const paramsFor = ({ params }: AnyRule): fc.Arbitrary<Record<string, unknown>> => {
  const schemas = Object.entries<ParamSchema>(params.properties);
  return fc.record(Object.fromEntries(schemas.map(([name, schema]) => [name, paramOf(schema)])), {
    requiredKeys: schemas.flatMap(([name, schema]) => (schema.default === undefined ? [] : [name])),
    noNullPrototype: true,
  });
};
