import { readFileSync } from 'node:fs';
import { loadWorld } from '../../lab/index.ts';
import type { ByName } from '../../lab/world.ts';

const FILE = new URL('rich.yaml', import.meta.url);

/** A world with every operation and every element of an answer. */
export const richWorld = loadWorld(readFileSync(FILE, 'utf8'), 'rich.yaml');

export const RICH_KEY = 'AKIARICH000000000000';
export const OTHER_KEY = 'AKIAOTHER00000000000';

/** The S3 of the first account. */
export const richS3 = richWorld.accounts[0]?.s3 ?? {};

/** What the rich world has to say about buckets: operation, bucket, answer. */
export const richAnswers: readonly (readonly [operation: string, bucket: string, answer: unknown])[] = Object.entries(richS3)
  .filter(([operation]) => operation !== 'ListBuckets')
  .flatMap(([operation, byBucket]) => Object.entries(byBucket as ByName).map(([bucket, answer]) => [operation, bucket, answer] as const));

const listed = richS3.ListBuckets?.Buckets as readonly { readonly Name: string; readonly BucketRegion: string }[];

/** Where a bucket of the first account is. */
export const richRegion = (bucket: string): string => listed.find(({ Name }) => Name === bucket)?.BucketRegion ?? '';

/** Every time in a value in one form: tools print the same moment with different offsets. */
export const sameTimes = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_, member) =>
    typeof member === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(member) ? new Date(member).toISOString() : member,
  );
