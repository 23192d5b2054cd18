import { and, type Truth } from '../../truth.ts';
import { type ArnPattern, matchingPatterns, typeOf } from './arns.ts';
import type { CompiledSelection, TagEntry } from './compile.ts';
import type { Candidate } from './types.ts';

/**
 * What a match asks of the opt-in of the resource's type: nothing; that it is on; or AWS says so of neither.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources-json.html
 */
export type OptIn = 'ignored' | 'needed' | 'untold';

/** One way in which a selection may assign a resource to its plan. */
export interface Claim {
  readonly by: 'arn' | 'pattern' | 'tag' | 'all';
  /** The pattern or tag that matches. */
  readonly entry: string;
  readonly optIn: OptIn;
  /** Why nobody can tell whether it means the resource. */
  readonly doubt?: string | undefined;
}

// Types that share the form of their ARNs with others need the opt-in however they are assigned (same page).
const SHARED_ARNS = new Set(['Aurora', 'DocumentDB', 'FSx', 'Neptune']);

/** A candidate that many selections are asked about. */
export interface Subject extends Candidate {
  /** Its type, as `typeOf` says it. */
  readonly type: string | undefined;
}

export const subjectOf = (candidate: Candidate): Subject => ({ ...candidate, type: typeOf(candidate.arn) });

const optInOfPattern = ({ type, isWide }: ArnPattern, subject: Subject): OptIn => {
  if (SHARED_ARNS.has(subject.resourceType)) return 'needed';
  // `arn:aws:s3:::*` could be the service or the type: ARNs of buckets hold no word for it.
  if (type !== undefined && type === subject.type) return type.indexOf(':') === type.length - 1 ? 'untold' : 'ignored';
  return isWide ? 'needed' : 'untold';
};

/**
 * Tags alone need the opt-in. "If both a resource type and tags are specified" AWS disregards it, without saying whether
 * that goes for resources of the type that only a tag assigns.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UpdateRegionSettings.html
 */
const optInOfTags = ({ types }: CompiledSelection, { type, resourceType }: Subject): OptIn =>
  type !== undefined && types.has(type) && !SHARED_ARNS.has(resourceType) ? 'untold' : 'needed';

export const claimOfTag = (selection: CompiledSelection, subject: Subject, { key, value, doubt }: TagEntry): Claim => ({
  by: 'tag',
  entry: `${key}=${value}`,
  optIn: optInOfTags(selection, subject),
  doubt,
});

/** The claims that need no tags. */
export const claimsByArn = ({ resources, assignsAll }: CompiledSelection, subject: Subject): readonly Claim[] => {
  const { arn, resourceType } = subject;
  if (assignsAll) return [{ by: 'all', entry: '', optIn: 'needed' }];
  const claims = matchingPatterns(resources, arn).map(
    (pattern): Claim => ({ by: 'pattern', entry: pattern.text, optIn: optInOfPattern(pattern, subject), doubt: pattern.doubt }),
  );
  if (!resources.exact.has(arn)) return claims;
  return [{ by: 'arn', entry: arn, optIn: SHARED_ARNS.has(resourceType) ? 'needed' : 'ignored' }, ...claims];
};

const ENOUGH: Readonly<Record<OptIn, (optedIn: Truth) => Truth>> = {
  ignored: () => true,
  needed: (optedIn) => optedIn,
  untold: (optedIn) => optedIn || undefined,
};

/** Whether a claim assigns the resource, the opt-in being what it is. */
export const claimHolds = ({ optIn, doubt }: Claim, optedIn: Truth): Truth =>
  and([doubt === undefined ? true : undefined, ENOUGH[optIn](optedIn)]);
