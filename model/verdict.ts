/** `unknown`: needs a fact that could not be read. `pending`: too new, its first run is not due. */
export const VERDICTS = ['pass', 'fail', 'unknown', 'pending', 'not-applicable'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** From the gravest down. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Whether `severity` is as grave as `threshold`, or graver. */
export const atLeast = (severity: Severity, threshold: Severity): boolean => SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(threshold);

/** What was seen in one facet and what was asked for. Strings from the cloud: hostile until a reporter has escaped them. */
export interface Evidence {
  readonly facet: string;
  readonly observed: string;
  readonly expected?: string;
  /** Id of the resource that was looked at, where it is not the finding's own (a replication destination, say). */
  readonly resource?: string;
}
