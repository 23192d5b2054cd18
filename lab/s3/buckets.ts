import { invalid, type Mismatch, quote, repeated } from '../check.ts';
import type { Account, World } from '../world.ts';

/** A bucket as ListBuckets prints it. */
export interface ListedBucket {
  readonly Name: string;
  readonly CreationDate?: string;
  readonly BucketRegion?: string;
  readonly BucketArn?: string;
}

/** A bucket, wherever it is and whoever owns it. */
export interface Bucket {
  readonly name: string;
  readonly region: string;
  readonly owner: Account;
}

/** The buckets of an account, in the order of its listing. */
export const listedBuckets = ({ s3 }: Account): readonly ListedBucket[] => (s3?.ListBuckets?.Buckets ?? []) as readonly ListedBucket[];

/** All buckets of a world by their names, which are unique among all accounts. */
export const bucketsOf = ({ accounts }: World): ReadonlyMap<string, Bucket> =>
  new Map(
    accounts.flatMap((owner) =>
      listedBuckets(owner).map(({ Name: name, BucketRegion: region = 'us-east-1' }) => [name, { name, region, owner }] as const),
    ),
  );

/** Answers for a bucket that the account does not have: they would never be given. */
const strayMismatches = (account: Account, index: number): readonly Mismatch[] => {
  const names = listedBuckets(account).map(({ Name }) => Name);
  const { ListBuckets: _, ...operations } = account.s3 ?? {};
  return Object.entries(operations).flatMap(([operation, byBucket]) =>
    Object.keys(byBucket ?? {})
      .filter((name) => !names.includes(name))
      .map((name) => ({
        ...invalid(['accounts', index, 's3', operation, name], 'a bucket of this account', `Add ${quote(name)} to ListBuckets.`),
        atKey: true,
      })),
  );
};

/** What is wrong with the buckets of a world. */
export const bucketMismatches = ({ accounts }: World): readonly Mismatch[] => [
  ...repeated(
    accounts.flatMap((account, index) =>
      listedBuckets(account).map(({ Name }, at) => [Name, ['accounts', index, 's3', 'ListBuckets', 'Buckets', at, 'Name']] as const),
    ),
  ),
  ...accounts.flatMap(strayMismatches),
];
