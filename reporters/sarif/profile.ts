import type { Result } from 'sarif';
import type { Finding } from '../../model/report.ts';
import { SEVERITIES, type Severity, type Verdict } from '../../model/verdict.ts';

type Outcome = Pick<Result, 'kind' | 'level'>;

/** What one reader of SARIF makes of it. */
export interface Profile {
  /** The findings that become results, in the order in which they are written. */
  readonly select: (findings: readonly Finding[]) => readonly Finding[];
  readonly outcome: (finding: Finding) => Outcome;
  /** Most results (and most rules and notifications) of a run; what is over is left out, and a notification says so. */
  readonly most: number;
  /** Longest text in UTF-16 units. */
  readonly longest: number;
  /** Text as it has to be written so that the reader shows it. */
  readonly literal: (text: string) => string;
  /** Whether the reader uses suppressions, taxonomies and property bags. */
  readonly complete: boolean;
}

export const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
};

// §3.27.9: `open` = too little information to decide; the level of everything but a failure is `none` (§3.27.10).
const KINDS: Readonly<Record<Exclude<Verdict, 'fail'>, Outcome>> = {
  pass: { kind: 'pass', level: 'none' },
  unknown: { kind: 'open', level: 'none' },
  pending: { kind: 'informational', level: 'none' },
  'not-applicable': { kind: 'notApplicable', level: 'none' },
};

/** SARIF 2.1.0 as the specification has it: every finding, whatever its verdict. */
export const FULL: Profile = {
  select: (findings) => findings,
  outcome: ({ verdict, severity }) => (verdict === 'fail' ? { kind: 'fail', level: LEVELS[severity] } : KINDS[verdict]),
  most: Number.POSITIVE_INFINITY,
  longest: Number.POSITIVE_INFINITY,
  // §3.11.5: braces enclose placeholders; a literal one is doubled.
  literal: (text) => text.replace(/[{}]/g, '$&$&'),
  complete: true,
};

const gravity = ({ severity, verdict }: Finding): number => SEVERITIES.indexOf(severity) * 2 + (verdict === 'fail' ? 0 : 1);

/**
 * What GitHub code scanning makes alerts of. It ignores `kind` and suppressions, so that only what shall be an alert may
 * be in the file. An unevaluated resource stays in it: an alert whose result vanishes is closed as mended.
 */
export const GITHUB: Profile = {
  // GitHub keeps 5,000 results of at most 25,000: the gravest come first, so that a cut leaves them.
  select: (findings) =>
    findings
      .filter(({ verdict, waiver }) => waiver === null && (verdict === 'fail' || verdict === 'unknown'))
      .sort((one, other) => gravity(one) - gravity(other)),
  outcome: ({ verdict, severity }) => ({ level: verdict === 'fail' ? LEVELS[severity] : 'warning' }),
  // https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
  most: 25_000,
  longest: 1024,
  // Shows braces as they stand.
  literal: (text) => text,
  complete: false,
};
