import { humanDuration } from '../duration.ts';
import { allHold } from '../judge.ts';
import { type S3Lifecycle, s3Bucket } from '../kinds/s3.ts';
import { fail, join, type Outcome, pass, type Subject, unknown } from '../rule.ts';
import { counted } from '../text.ts';
import { asksForTags, covers, describeFilter, overlaps } from './filter.ts';
import { currentLife, describeSpan, type Span } from './lifecycle.ts';
import { describeReplicationRule, isEnabled } from './replication.ts';

// Whether a bucket keeps safe what some other system has put into it.

const DAY = 86_400_000;

export const REQUIREMENTS = ['versioning', 'lock', 'replication'] as const;
export type Requirement = (typeof REQUIREMENTS)[number];

/** What may be required of a bucket. */
export interface Required {
  readonly require: readonly Requirement[];
}

type Facet = 'versioning' | 'objectLock' | 'replication';
type Bucket<N extends keyof (typeof s3Bucket)['facets']> = Subject<typeof s3Bucket, N>;

/** The joins to the buckets that `bucketsOf` names. What is not required of them is not read. */
export const safetyJoins = <S, P extends Required, J = unknown>(bucketsOf: (subject: S, params: P, joined: J) => readonly string[]) => {
  const required = <const N extends Facet>(facet: N, requirement: Requirement) =>
    join(s3Bucket, [facet], (subject: S, params: P, joined: J) =>
      params.require.includes(requirement) ? bucketsOf(subject, params, joined) : [],
    );
  return {
    buckets: join(s3Bucket, ['presence', 'lifecycle'], bucketsOf),
    versioned: required('versioning', 'versioning'),
    locked: required('objectLock', 'lock'),
    replicated: required('replication', 'replication'),
  };
};

export interface SafetyFacts {
  readonly buckets: readonly Bucket<'presence' | 'lifecycle'>[];
  readonly versioned: readonly Bucket<'versioning'>[];
  readonly locked: readonly Bucket<'objectLock'>[];
  readonly replicated: readonly Bucket<'replication'>[];
}

/** A part of what is kept in a bucket. */
export interface Area {
  /** Which keys it has. */
  readonly prefix: string;
  /** Whether its objects are needed for longer than what they were made for: what is made later builds upon them. */
  readonly isShared: boolean;
}

/** How long something is needed, in milliseconds, `Infinity` being for ever; or, as a clause, why nobody can tell. */
export type Need = { readonly ttl: number } | { readonly doubt: string };

/** What is kept in a bucket. */
export interface Kept {
  /** The ARN of the bucket. */
  readonly bucket: string;
  /** The key prefixes that take in all of it. */
  readonly prefixes: readonly string[];
  /** Its parts that lifecycle rules must leave alone. */
  readonly areas: (lifecycle: S3Lifecycle) => readonly Area[];
  /** Looked at only where it decides. */
  readonly need: () => Need;
  readonly takenAt: Date;
}

/** `what`: what is kept there, as people call it: `backups`. */
export const safetyMessages = (what: string) => ({
  missingBucket: 'Bucket {bucket} does not exist.',
  unversioned: 'Versioning of bucket {bucket} is {status}: what is deleted or overwritten in it is gone.',
  unlocked: `Object Lock of bucket {bucket} has no default retention: whoever may delete there deletes ${what}.`,
  lockedBriefly: `Object Lock of bucket {bucket} holds objects for {days} by default, and ${what} are kept for {ttl}.`,
  unreplicated: 'No enabled replication rule of bucket {bucket} covers {part}.',
  expires: `A lifecycle rule of bucket {bucket} deletes objects of ${what} (below "{prefix}") after {days}: {harm}.`,
  mayExpire: `Lifecycle rules of bucket {bucket} may delete ${what} (below "{prefix}") too early: they ask for tags, or for a date that cannot be read.`,
  needUntold: `How long ${what} are kept cannot be told: {doubt}.`,
});

type Safety = Outcome<keyof ReturnType<typeof safetyMessages> | 'protected'>;

/** It stands for others, and is never shown. */
const safe = (evidence: Safety['evidence']): Safety => pass('protected', {}, evidence);

const judgePresence = ({ id, name, facets: { presence } }: Bucket<'presence'>): Safety => {
  const evidence = [{ facet: 'presence', observed: presence.exists ? 'exists' : 'no such bucket', expected: 'a bucket', resource: id }];
  return presence.exists ? safe(evidence) : fail('missingBucket', { bucket: name }, evidence);
};

const judgeVersioning = ({ id, name, facets: { versioning } }: Bucket<'versioning'>): Safety => {
  const { status } = versioning;
  const evidence = [{ facet: 'versioning', observed: status, expected: 'Enabled', resource: id }];
  return status === 'Enabled' ? safe(evidence) : fail('unversioned', { bucket: name, status }, evidence);
};

const nameNeed = (ttl: number): string => (Number.isFinite(ttl) ? humanDuration(Math.max(0, ttl)) : 'ever');

const judgeLock = ({ id, name, facets: { objectLock } }: Bucket<'objectLock'>, { need }: Kept): Safety => {
  const { mode, days = 0 } = objectLock.defaultRetention ?? {};
  const observed = mode === undefined ? 'no default retention' : `default retention ${mode}, ${counted(days, 'day')}`;
  const evidence = [{ facet: 'objectLock', observed, expected: 'a default retention that lasts as long as they are kept', resource: id }];
  if (mode === undefined) return fail('unlocked', { bucket: name }, evidence);
  const needed = need();
  if ('doubt' in needed) return unknown('needUntold', needed, evidence);
  const values = { bucket: name, days: counted(days, 'day'), ttl: nameNeed(needed.ttl) };
  return days * DAY >= needed.ttl ? safe(evidence) : fail('lockedBriefly', values, evidence);
};

const judgeReplication = ({ id, name, facets }: Bucket<'replication'>, { prefixes }: Kept): Safety => {
  const part = prefixes.map((prefix) => describeFilter({ prefix, tags: {} })).join(' and ');
  const enabled = facets.replication.rules.filter(isEnabled);
  const rule = enabled.find(({ filter }) => prefixes.every((prefix) => covers(filter, { prefix, tags: {} })));
  const observed = enabled.map(describeReplicationRule).join('; ') || 'no enabled rule';
  const evidence = [{ facet: 'replication', observed, expected: `one over ${part}`, resource: id }];
  return rule ? safe(evidence) : fail('unreplicated', { bucket: name, part }, evidence);
};

/** How long objects stay current. `sure`: whatever they are; `possible`: where they bear the tags that some rules ask for. */
interface Lives {
  readonly sure: Span;
  readonly possible: Span;
}

/**
 * How long lifecycle rules leave the objects below a prefix current, for those that are worst off. Who put them there does
 * not look for noncurrent versions: what is hidden behind a delete marker is gone to it.
 */
export const livesBelow = ({ rules }: S3Lifecycle, prefix: string, takenAt: Date): Lives => {
  const touching = rules.filter(({ filter }) => overlaps(filter, { prefix, tags: {} }));
  const untagged = touching.filter(({ filter }) => !asksForTags(filter));
  return { sure: currentLife({ rules: untagged }, takenAt), possible: currentLife({ rules: touching }, takenAt) };
};

const judgeArea = ({ id, name, facets }: Bucket<'lifecycle'>, { prefix, isShared }: Area, { need, takenAt }: Kept): Safety => {
  const { sure, possible } = livesBelow(facets.lifecycle, prefix, takenAt);
  const expected = `nothing below "${prefix}" expires too early`;
  const evidence = [{ facet: 'lifecycle', observed: describeSpan(possible), expected, resource: id }];
  if (possible.days === Number.POSITIVE_INFINITY) return safe(evidence);
  const needed = isShared ? { ttl: Number.POSITIVE_INFINITY } : need();
  if ('doubt' in needed) return unknown('needUntold', needed, evidence);
  const harm = isShared ? 'all that builds upon them is lost' : 'they are needed for longer';
  const values = { bucket: name, prefix, days: counted(sure.days, 'day'), harm };
  if (sure.days * DAY < needed.ttl) return fail('expires', values, evidence);
  return possible.days * DAY >= needed.ttl ? safe(evidence) : unknown('mayExpire', values, evidence);
};

const judgeLifecycle = (bucket: Bucket<'lifecycle'>, kept: Kept): Safety =>
  allHold(kept.areas(bucket.facets.lifecycle).map((area) => () => judgeArea(bucket, area, kept)));

/** All that is asked of the bucket in which something is kept, as far as the joins hold it. */
export const judgeSafety = (joined: SafetyFacts, kept: Kept): Safety => {
  const judging = <B extends Subject>(buckets: readonly B[], judge: (bucket: B, kept: Kept) => Safety) =>
    buckets.filter(({ id }) => id === kept.bucket).map((bucket) => () => judge(bucket, kept));
  return allHold([
    ...judging(joined.buckets, judgePresence),
    ...judging(joined.versioned, judgeVersioning),
    ...judging(joined.locked, judgeLock),
    ...judging(joined.replicated, judgeReplication),
    ...judging(joined.buckets, judgeLifecycle),
  ]);
};
