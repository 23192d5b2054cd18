import { formatArn, parseArn } from '../../arn.ts';
import { compileWildcard, type Wildcard } from './wildcard.ts';

/** An entry of Resources or NotResources with a wildcard in it. */
export interface ArnPattern {
  readonly text: string;
  /** The text that ARNs are held against. */
  readonly form: string;
  readonly matches: Wildcard;
  /** The type that it names, as `typeOf` says it. */
  readonly type: string | undefined;
  /** It names no more than a service: `*`, `arn:aws:dynamodb:*`. */
  readonly isWide: boolean;
  /** Why nobody can tell whether it means an ARN that it matches. */
  readonly doubt?: string;
}

/** Resources or NotResources. */
export interface ArnList {
  readonly exact: ReadonlySet<string>;
  readonly patterns: readonly ArnPattern[];
}

const INNER_WILDCARD = 'AWS documents both ways whether a wildcard may stand in front of other text';
const NO_REGION = 'AWS shows it without Region and account, but does not say that it means every Region and account';

/** The last part of an ARN may end with `*`; Region and account may be `*`: the forms in AWS's own examples. */
const isDocumented = (text: string): boolean =>
  text.split(':').every((part, index, parts) => {
    if (!part.includes('*')) return true;
    if (index === parts.length - 1) return /^[^*]+\*+$|^\*+$/.test(part);
    return part === '*' && (index === 3 || index === 4);
  });

/** The service and the word for the type in an ARN or a pattern: `dynamodb:table/`, for buckets `s3:`; `undefined` where it names none. */
export const typeOf = (text: string): string | undefined => {
  const arn = parseArn(text);
  const word = arn && /^(?:[^:/]*[:/])?/.exec(arn.resource)?.[0];
  return arn === undefined || `${arn.service}${word}`.includes('*') ? undefined : `${arn.service}:${word}`;
};

const isWide = (text: string): boolean => /^(?:[^:]*:){0,4}[^:]*\*$|^(?:[^:]*:){5}\*+$/.test(text);

const compilePattern = (text: string): ArnPattern => {
  const shape = { text, form: text, matches: compileWildcard(text), type: typeOf(text) };
  return isDocumented(text) ? { ...shape, isWide: isWide(text) } : { ...shape, isWide: false, doubt: INNER_WILDCARD };
};

/**
 * `arn:aws:ec2:::instance/*` in AWS's words for "every instance", although ARNs of instances have Region and account.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources-json.html
 */
const withoutRegion = (text: string): readonly ArnPattern[] => {
  const arn = parseArn(text);
  // ARNs of S3 really have neither.
  if (!arn || arn.service === 's3' || (arn.region !== '' && arn.account !== '')) return [];
  const wide = compilePattern(formatArn({ ...arn, region: arn.region || '*', account: arn.account || '*' }));
  return [{ ...wide, text, doubt: wide.doubt ?? NO_REGION }];
};

export const compileArns = (entries: readonly string[]): ArnList => ({
  exact: new Set(entries.filter((entry) => !entry.includes('*'))),
  patterns: entries.filter((entry) => entry.includes('*')).flatMap((entry) => [compilePattern(entry), ...withoutRegion(entry)]),
});

export const matchingPatterns = ({ patterns }: ArnList, arn: string): readonly ArnPattern[] =>
  patterns.filter(({ matches }) => matches(arn));
