import { createLookup } from '../../engine/lookup.ts';
import { shieldOf } from '../../engine/recovery/shield.ts';
import { s3Bucket } from '../../model/kinds/s3.ts';
import type { AnyMechanism, Protection } from '../../model/protection.ts';
import { absent, type Reading, read, unread } from '../../model/reading.ts';
import type { Resource } from '../../model/resource.ts';
import { BACKUP } from '../../model/s3/examples.ts';

/** Facets by name; `'unread'` stands for a denied read, what is not given is absent. */
export type Facts = Readonly<Partial<Record<keyof typeof s3Bucket.facets, unknown>>>;

export const MODELS = 'arn:aws:s3:::mlops-models';

const readingOf = (value: unknown): Reading<unknown> => {
  if (value === undefined) return absent();
  return value === 'unread' ? unread({ action: 's3:Get', code: 'AccessDenied', message: 'denied' }) : read(value);
};

const bucket = (id: string, region: string | undefined, facts: Facts): Resource => ({
  kind: s3Bucket.id,
  id,
  name: id.split(':').at(-1) ?? id,
  scope: { target: 'prod', partition: 'aws', account: '1', ...(region === undefined ? {} : { region }) },
  origin: 'listed',
  facets: Object.fromEntries(Object.keys(s3Bucket.facets).map((name) => [name, readingOf(facts[name as keyof Facts])])),
});

/** What a mechanism says of a bucket in `us-west-2` and, maybe, its replica; `undefined` where it cannot tell. */
export const protectionsOf = (
  mechanism: AnyMechanism,
  facts: Facts,
  replica?: { readonly region?: string; readonly facts: Facts },
): readonly Protection[] | undefined => {
  const other = replica && bucket(BACKUP, replica.region, replica.facts);
  const { protections, doubts } = shieldOf(bucket(MODELS, 'us-west-2', facts), [mechanism], {
    lookup: createLookup({ targets: [], resources: other ? [other] : [] }),
    takenAt: new Date('2026-03-01T12:00:00Z'),
  });
  return protections.length === 0 && doubts.length > 0 ? undefined : protections;
};
