import type { World } from '../../../lab/index.ts';

/** Something by name: of an operation or a bucket. */
type ByName = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What a bucket answers, by operation; and where it is. */
export interface BucketAnswers {
  /** `null`: the listing does not tell it (the lab keeps such buckets in us-east-1). */
  readonly region?: string | null;
  readonly answers?: ByName;
}

export type Buckets = Readonly<Record<string, BucketAnswers>>;

export const HOME = 'us-west-2';

const byOperation = (buckets: Buckets): Record<string, ByName> => {
  const answers = Object.entries(buckets).flatMap(([bucket, { answers = {} }]) =>
    Object.entries(answers).map(([operation, answer]) => ({ operation, bucket, answer })),
  );
  const operations = [...new Set(answers.map(({ operation }) => operation))];
  return Object.fromEntries(
    operations.map((name) => [
      name,
      Object.fromEntries(answers.filter(({ operation }) => operation === name).map(({ bucket, answer }) => [bucket, answer])),
    ]),
  );
};

/** The S3 of one account. */
export const s3Of = (buckets: Buckets): NonNullable<World['accounts'][number]['s3']> => ({
  ListBuckets: {
    Owner: { ID: 'lab' },
    Buckets: Object.entries(buckets).map(([Name, { region = HOME }]) => ({ Name, ...(region === null ? {} : { BucketRegion: region }) })),
  },
  ...byOperation(buckets),
});

/** Those of the first account are scanned; those of the second belong to somebody else. */
export const worldOf = (buckets: Buckets, { theirs = {}, partition = 'aws' }: { theirs?: Buckets; partition?: string } = {}): World => ({
  accounts: [
    { id: '111122223333', partition, s3: s3Of(buckets) },
    { id: '444455556666', partition, s3: s3Of(theirs) },
  ],
});
