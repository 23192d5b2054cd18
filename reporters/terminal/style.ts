import { Chalk, type ChalkInstance } from 'chalk';
import type { Finding } from '../../model/report.ts';
import type { Severity, Verdict } from '../../model/verdict.ts';

/** What a finding comes to: its verdict, or that it is a failure under a waiver. */
export type Standing = Verdict | 'waived';

export const standingOf = ({ verdict, waiver }: Pick<Finding, 'verdict' | 'waiver'>): Standing => (waiver ? 'waived' : verdict);

/** From the gravest down. */
export const STANDINGS: readonly Standing[] = ['fail', 'unknown', 'pending', 'waived', 'pass', 'not-applicable'];

type Paint = (text: string) => string;

/** How things look. No state is told by colour alone: each has a symbol and a word. */
export interface Style {
  readonly heading: Paint;
  readonly strong: Paint;
  readonly quiet: Paint;
  readonly code: Paint;
  readonly severity: Readonly<Record<Severity, Paint>>;
  readonly standing: Readonly<Record<Standing, Paint>>;
}

export const SYMBOLS: Readonly<Record<Standing, string>> = {
  fail: '✗',
  unknown: '?',
  pending: '○',
  waived: '~',
  pass: '✓',
  'not-applicable': '–',
};

/** As a label of one finding or objective. */
export const LABELS: Readonly<Record<Standing, string>> = {
  fail: 'FAIL',
  unknown: 'UNKNOWN',
  pending: 'PENDING',
  waived: 'WAIVED',
  pass: 'PASS',
  'not-applicable': 'NOT APPLICABLE',
};

/** Behind a count. */
export const COUNTED: Readonly<Record<Standing, string>> = {
  fail: 'failed',
  unknown: 'unknown',
  pending: 'pending',
  waived: 'waived',
  pass: 'passed',
  'not-applicable': 'not applicable',
};

export const styleOf = (color: boolean): Style => {
  const chalk = new Chalk({ level: color ? 1 : 0 });
  // A chalk function joins all its arguments; ours take one, so that `lines.map(paint)` paints lines and not their indices.
  const paint =
    (chain: ChalkInstance): Paint =>
    (text) =>
      chain(text);
  return {
    heading: paint(chalk.bold.underline),
    strong: paint(chalk.bold),
    quiet: paint(chalk.dim),
    code: paint(chalk.cyan),
    severity: { critical: paint(chalk.bold.red), high: paint(chalk.red), medium: paint(chalk.yellow), low: paint(chalk.blue) },
    standing: {
      fail: paint(chalk.red),
      unknown: paint(chalk.yellow),
      pending: paint(chalk.blue),
      waived: paint(chalk.magenta),
      pass: paint(chalk.green),
      'not-applicable': paint(chalk.dim),
    },
  };
};
