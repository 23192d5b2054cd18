/** What came out of one test file. */
export interface FileResult {
  readonly file: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** For people; empty where nothing failed. */
  readonly errors: string;
}

/** The results of several files as one. */
export const total = (results: readonly FileResult[]): Pick<FileResult, 'passed' | 'failed' | 'skipped'> => ({
  passed: results.reduce((sum, { passed }) => sum + passed, 0),
  failed: results.reduce((sum, { failed }) => sum + failed, 0),
  skipped: results.reduce((sum, { skipped }) => sum + skipped, 0),
});

/** `3 passed, 0 failed`, and `, 1 skipped` where some were. */
export const tally = ({ passed, failed, skipped }: Pick<FileResult, 'passed' | 'failed' | 'skipped'>): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
