import type { Control } from './control.ts';
import type { Report } from './report.ts';
import type { AnyRule } from './rule.ts';

/** What a reporter may look at beside the report. */
export interface RenderContext {
  /** Every rule of this version by id. Reports from other versions may name rules that are not in it. */
  readonly rules: ReadonlyMap<string, AnyRule>;
  /** Controls of frameworks by rule id. */
  readonly controls: ReadonlyMap<string, readonly Control[]>;
  /** Whether escape sequences for colours are wanted. */
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

/** A format of the report. Pure: returns the text and never writes. */
export interface Reporter {
  /** The word behind `--format`. */
  readonly id: string;
  readonly description: string;
  readonly mediaType: string;
  /** Without a dot. */
  readonly extension: string;
  readonly render: (report: Report, context: RenderContext) => string;
}
