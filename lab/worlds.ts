import type { World } from './world.ts';

const REGIONS = ['us-west-2', 'us-east-2'] as const;

const bucketName = (index: number): string => `bucket-${String(index).padStart(6, '0')}`;

const replicatesTo = (name: string) => ({
  ReplicationConfiguration: {
    Role: 'arn:aws:iam::123456789012:role/replication',
    Rules: [
      {
        ID: 'all',
        Priority: 1,
        Filter: {},
        Status: 'Enabled',
        Destination: { Bucket: `arn:aws:s3:::${name}` },
        DeleteMarkerReplication: { Status: 'Enabled' },
      },
    ],
  },
});

const LOCK = { ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 30 } } } };

const LIFECYCLE = { Rules: [{ ID: 'sweep', Status: 'Enabled', Filter: {}, NoncurrentVersionExpiration: { NoncurrentDays: 90 } }] };

const forEach = (names: readonly string[], answer: (name: string, index: number) => object): Record<string, object> =>
  Object.fromEntries(names.map((name, index) => [name, answer(name, index)]));

/** One account with so many buckets: all versioned, locked and swept, each pair in two Regions, the first replicating to the second. */
export const bucketsWorld = (count: number): World => {
  const names = Array.from({ length: count }, (_, index) => bucketName(index));
  const sources = names.filter((_, index) => index % 2 === 0 && index + 1 < count);
  return {
    accounts: [
      {
        id: '123456789012',
        s3: {
          ListBuckets: {
            Buckets: names.map((Name, index) => ({ Name, CreationDate: '2025-11-22T09:00:00+00:00', BucketRegion: REGIONS[index % 2] })),
            Owner: { ID: 'lab' },
          },
          GetBucketVersioning: forEach(names, () => ({ Status: 'Enabled' })),
          GetBucketReplication: forEach(sources, (_, index) => replicatesTo(bucketName(index * 2 + 1))),
          GetObjectLockConfiguration: forEach(names, () => LOCK),
          GetBucketLifecycleConfiguration: forEach(names, () => LIFECYCLE),
        },
      },
    ],
  };
};
