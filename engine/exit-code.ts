import type { Report } from '../model/report.ts';
import { atLeast, type Severity } from '../model/verdict.ts';

/** The exit codes of every command. 130 and 143 (SIGINT, SIGTERM) come from the signal that stopped a run. */
export const EXIT = { ok: 0, failed: 1, error: 2, incomplete: 3 } as const;

export interface Gate {
  /** Failures of this severity and graver count. */
  readonly failOn: Severity | 'never';
  /** What could not be evaluated does not count. */
  readonly allowIncomplete: boolean;
}

const isFailed = ({ findings }: Report, failOn: Gate['failOn']): boolean =>
  failOn !== 'never' &&
  findings.some(({ verdict, severity, waiver }) => verdict === 'fail' && waiver === null && atLeast(severity, failOn));

/** Something is unknown and not waived, or a listing or a whole target was not read. */
const isIncomplete = ({ summary, gaps }: Report): boolean => summary.unknown > 0 || gaps.some(({ facet }) => facet === undefined);

/** The exit code that a report asks for. */
export const exitCode = (report: Report, { failOn, allowIncomplete }: Gate): number => {
  if (isFailed(report, failOn)) return EXIT.failed;
  return isIncomplete(report) && !allowIncomplete ? EXIT.incomplete : EXIT.ok;
};
