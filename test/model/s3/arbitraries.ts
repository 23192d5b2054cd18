import fc from 'fast-check';
import type { S3Filter, S3LifecycleRule, S3ReplicationRule } from '../../../model/kinds/s3.ts';
import { lifecycleRule, replicationRule } from '../../../model/s3/examples.ts';

/** An object, as filters see it. */
export interface StoredObject {
  readonly key: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly size: number;
}

// Few letters, so that filters meet often.
const key = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 4 });
const tags = fc.dictionary(fc.constantFrom('team', 'constructor'), fc.constantFrom('x', 'y'), { maxKeys: 2, noNullPrototype: true });
const size = fc.integer({ min: 0, max: 6 });

/** Leaves out the members that are undefined: filters have none such. */
const given = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;

export const filters: fc.Arbitrary<S3Filter> = fc
  .record({
    prefix: key,
    tags,
    objectSizeGreaterThan: fc.option(size, { nil: undefined }),
    objectSizeLessThan: fc.option(size, { nil: undefined }),
  })
  .map((filter) => given(filter) as S3Filter);

export const objects: fc.Arbitrary<StoredObject> = fc.record({ key, tags, size });

/** What a filter means, written down a second time and as plainly as can be. */
export const matches = ({ prefix, tags, objectSizeGreaterThan, objectSizeLessThan }: S3Filter, object: StoredObject): boolean =>
  object.key.startsWith(prefix) &&
  Object.entries(tags).every(([name, value]) => Object.entries(object.tags).some(([key, its]) => key === name && its === value)) &&
  (objectSizeGreaterThan === undefined || object.size > objectSizeGreaterThan) &&
  (objectSizeLessThan === undefined || object.size < objectSizeLessThan);

const status = fc.constantFrom('Enabled' as const, 'Disabled' as const);
const days = fc.option(fc.integer({ min: 1, max: 90 }), { nil: undefined });

export const lifecycleRules: fc.Arbitrary<S3LifecycleRule> = fc
  .record({
    status,
    filter: filters,
    expirationDays: days,
    noncurrentDays: days,
    newerNoncurrentVersions: fc.option(fc.constant(3), { nil: undefined }),
  })
  .map((changes) => lifecycleRule(given(changes) as Partial<S3LifecycleRule>));

// Replication has no filters by size.
const replicationFilters = fc.record({ prefix: key, tags });

export const replicationRules: fc.Arbitrary<S3ReplicationRule> = fc
  .record({
    status,
    filter: replicationFilters,
    priority: fc.integer({ min: 0, max: 3 }),
    destination: fc.constantFrom('one', 'two').map((name) => ({ bucket: `arn:aws:s3:::${name}` })),
    deleteMarkers: status,
  })
  .map(replicationRule);
