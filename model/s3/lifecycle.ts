import type { S3Lifecycle, S3LifecycleRule } from '../kinds/s3.ts';
import { canMatch, describeFilter, isWholeBucket, overlaps } from './filter.ts';

const DAY = 86_400_000;

/** How long something lasts under lifecycle rules. */
export interface Span {
  /** Whole days; `Infinity` = no rule ends it; `NaN` = a date that cannot be read. S3 rounds up to midnight UTC, so never less. */
  readonly days: number;
  /** The rules that end it. */
  readonly rules: readonly S3LifecycleRule[];
}

const FOREVER: Span = { days: Number.POSITIVE_INFINITY, rules: [] };

/** The shorter one; one that cannot be told goes before all others. */
const shorter = (one: Span, other: Span): Span => (Number.isNaN(one.days) || one.days <= other.days ? one : other);

const shortest = (spans: readonly Span[]): Span => spans.reduceRight((rest, span) => shorter(span, rest), FOREVER);

/** The rules that destroy or hide something: enabled, and able to match an object. */
const inForce = ({ rules }: S3Lifecycle): readonly S3LifecycleRule[] =>
  rules.filter(({ status, filter }) => status === 'Enabled' && canMatch(filter));

/**
 * The days for which a rule keeps a noncurrent version. `NewerNoncurrentVersions` keeps the newest ones longer, but is no
 * time: enough overwrites push any version out of it. S3 asks for the days beside it; without them nothing is promised.
 */
const noncurrentSpan = (rule: S3LifecycleRule): Span => {
  const unkept = rule.newerNoncurrentVersions === undefined ? Number.POSITIVE_INFINITY : 0;
  return { days: rule.noncurrentDays ?? unkept, rules: [rule] };
};

/**
 * A rule with a date goes on after that date: from then on all that matches expires as soon as it is there. Until then
 * what exists at `takenAt` has the days that are left.
 */
const daysUntil = (date: string, takenAt: Date): number => Math.max(0, Math.floor((Date.parse(date) - takenAt.getTime()) / DAY));

const expirationSpan = (rule: S3LifecycleRule, takenAt: Date): Span => {
  const byDate = rule.expirationDate === undefined ? Number.POSITIVE_INFINITY : daysUntil(rule.expirationDate, takenAt);
  return { days: Math.min(rule.expirationDays ?? Number.POSITIVE_INFINITY, byDate), rules: [rule] };
};

const ends = ({ days }: Span): boolean => days !== Number.POSITIVE_INFINITY;

const noncurrentLife = (rules: readonly S3LifecycleRule[]): Span => shortest(rules.map(noncurrentSpan).filter(ends));

/**
 * How long a version can be recovered after an overwrite or delete on a versioned bucket, for the objects that are worst
 * off: any enabled rule that can match counts, however narrow. Object Lock is left out on purpose: its default retention
 * runs from a version's creation, so a version that becomes noncurrent at the end of it has the lifecycle's days only.
 */
export const recoveryWindow = (lifecycle: S3Lifecycle): Span => noncurrentLife(inForce(lifecycle));

/** How long an object that nobody touches stays current, for the objects that are worst off. */
export const currentLife = (lifecycle: S3Lifecycle, takenAt: Date): Span =>
  shortest(
    inForce(lifecycle)
      .map((rule) => expirationSpan(rule, takenAt))
      .filter(ends),
  );

/** The life of the data that `expiring` hides: as current, then as noncurrent until a rule that can match the same object destroys them. */
const hiddenLife = (expiring: S3LifecycleRule, rules: readonly S3LifecycleRule[], takenAt: Date): Span => {
  const current = expirationSpan(expiring, takenAt);
  const noncurrent = noncurrentLife(rules.filter(({ filter }) => overlaps(filter, expiring.filter)));
  return { days: current.days + noncurrent.days, rules: [...new Set([...current.rules, ...noncurrent.rules])] };
};

/**
 * How long the data of an object that nobody touches live on a versioned bucket, where expiration only puts a delete
 * marker on top of them; for the objects that are worst off.
 */
export const versionedLife = (lifecycle: S3Lifecycle, takenAt: Date): Span => {
  const rules = inForce(lifecycle);
  return shortest(rules.map((rule) => hiddenLife(rule, rules, takenAt)).filter(ends));
};

const ACTIONS: readonly (readonly [(rule: S3LifecycleRule) => number | string | undefined, string])[] = [
  [({ expirationDays }) => expirationDays, 'Expiration.Days'],
  [({ expirationDate }) => expirationDate, 'Expiration.Date'],
  [({ noncurrentDays }) => noncurrentDays, 'NoncurrentDays'],
  [({ newerNoncurrentVersions }) => newerNoncurrentVersions, 'NewerNoncurrentVersions'],
];

/** A rule in words: `rule "sweep" (prefix "tmp/"): NoncurrentDays 1`. */
const describeLifecycleRule = (rule: S3LifecycleRule): string => {
  const actions = ACTIONS.flatMap(([value, name]) => (value(rule) === undefined ? [] : [`${name} ${value(rule)}`]));
  return `rule "${rule.id}" (${describeFilter(rule.filter)}): ${actions.join(', ')}`;
};

/** What ends a span, in words. */
export const describeSpan = ({ rules }: Span): string => rules.map(describeLifecycleRule).join('; ') || 'no rule that removes them';

/** Whether a span speaks of a part of the bucket only. */
export const isPart = ({ rules }: Span): boolean => rules.some(({ filter }) => !isWholeBucket(filter));
