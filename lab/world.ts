/** What a service answers, as `aws … --output json` prints it. */
export type Answer = Readonly<Record<string, unknown>>;

/** Answers of operations on one bucket, by the bucket's name. */
export type ByBucket = Readonly<Record<string, Answer>>;

/** A role that may be assumed. */
export interface Role {
  /** Whoever assumes the role has to give it. */
  readonly externalId?: string;
}

/** The S3 of one account, by operation. Buckets without an entry have nothing configured there. */
export interface S3Answers {
  readonly ListBuckets?: Answer;
  readonly [bucketOperation: string]: ByBucket | Answer | undefined;
}

/** One account and what its services say. */
export interface Account {
  readonly id: string;
  /** `aws` unless it says otherwise. */
  readonly partition?: string;
  /** Access key ids that act for this account. Where no account names any, the first account answers every key. */
  readonly accessKeys?: readonly string[];
  /** By name, with the path where there is one. */
  readonly roles?: Readonly<Record<string, Role>>;
  readonly s3?: S3Answers;
}

/**
 * Something that goes wrong, for the requests that meet all its conditions (`operation`, `bucket`, `times`). It has one
 * effect at most; `latency` goes with any. The first fault with an effect decides, the latencies up to it add up.
 */
export interface Fault {
  /** `s3:GetBucketReplication`, `s3:*` or `*`. */
  readonly operation: string;
  /** Glob over the bucket's name. */
  readonly bucket?: string;
  /** Only the first so many requests. */
  readonly times?: number;
  /** Milliseconds before the answer. */
  readonly latency?: number;
  /** Share of the requests that are throttled, from 0 to 1. */
  readonly throttle?: number;
  /** AccessDenied, with this message where it is a text. */
  readonly deny?: true | string;
  readonly error?: { readonly code: string; readonly status: number; readonly message?: string };
  /** The connection breaks before the answer. */
  readonly reset?: true;
  /** Half of the body: under the length of the whole (`announced`) or under its own (`matching`). */
  readonly truncate?: 'announced' | 'matching';
  /** 200 with this body instead of the answer. */
  readonly body?: string;
  /** No answer, ever. */
  readonly hang?: true;
}

/** Everything that a lab says. Usually one YAML file. */
export interface World {
  /** The moment at which a demonstration looks at it, ISO 8601. */
  readonly now?: string;
  readonly accounts: readonly Account[];
  readonly faults?: readonly Fault[];
}
