import { createLookup } from '../../engine/lookup.ts';
import { type Shield, shieldOf } from '../../engine/recovery/shield.ts';
import { BUCKET, cluster } from '../../model/elasticsearch/examples.ts';
import type { AnyKind } from '../../model/kind.ts';
import { searchCluster } from '../../model/kinds/elasticsearch.ts';
import { s3Bucket } from '../../model/kinds/s3.ts';
import { absent, type Reading, read, unread } from '../../model/reading.ts';
import type { Resource, Scope } from '../../model/resource.ts';
import mechanism from '../../protections/elasticsearch-snapshots.ts';
import { TAKEN_AT } from './backups.ts';

// A cluster of Elasticsearch in us-west-2, which puts its snapshots into a bucket.

/** Facets of the cluster and of its bucket; `'unread'` stands for a denied read, what is not given is absent. */
export interface World {
  readonly cluster: Readonly<Record<string, unknown>>;
  readonly bucket: Readonly<Record<string, unknown>>;
}

export const CLUSTER = 'elasticsearch://3b8tQ1ZxQ2mXWz0m0f4G7A';

export const world = (facets: object = {}, bucket: object = {}): World => ({
  cluster: cluster(facets),
  bucket: {
    presence: { exists: true, access: 'listed', region: 'us-east-2' },
    versioning: { status: 'Enabled', mfaDelete: 'NeverSet' },
    objectLock: {},
    ...bucket,
  },
});

const DENIED = { action: 'read', code: 'Forbidden', message: 'denied' };

const readingOf = (value: unknown): Reading<unknown> =>
  value === undefined ? absent() : value === 'unread' ? unread(DENIED) : read(value);

const resource = (kind: AnyKind, id: string, scope: Scope, facets: Readonly<Record<string, unknown>>): Resource => ({
  kind: kind.id,
  id,
  name: 'mlops-logs',
  scope,
  origin: kind === searchCluster ? 'listed' : 'joined',
  facets: Object.fromEntries(Object.keys(kind.facets).map((name) => [name, readingOf(facets[name])])),
});

/** What the mechanism says of the cluster, and what it cannot tell. */
export const shieldIn = ({ cluster, bucket }: World): Shield => {
  const subject = resource(searchCluster, CLUSTER, { target: 'logs', region: 'us-west-2' }, cluster);
  const other = resource(s3Bucket, BUCKET, { target: 'aws', partition: 'aws' }, bucket);
  const lookup = createLookup({ targets: [], resources: [subject, other] });
  return shieldOf(subject, [mechanism], { lookup, takenAt: TAKEN_AT });
};
