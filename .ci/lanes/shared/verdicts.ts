import { strict as assert } from 'node:assert';
import type { Report } from '../../../model/report.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { check } from './checks.ts';
import type { Program } from './program.ts';

/** `COMPONENT RULE` → verdict: each component of these lanes selects one resource. */
export type Verdicts = Readonly<Record<string, Verdict>>;

/** What came of a scan. */
export interface Scanned {
  readonly status: number | string;
  readonly report: Report;
  /** All that it printed. */
  readonly output: string;
}

/** Throws where there is no report. */
export const scan = async (program: Program, config: string): Promise<Scanned> => {
  const { status, stdout, stderr } = await program('scan', '--config', config, '--format', 'json', '--fail-on', 'never');
  if (stdout === '') throw new Error(stderr);
  return { status, report: JSON.parse(stdout), output: `${stdout}${stderr}` };
};

const PRESENT = 'component/resources-present';

/** What a report says of rules about a resource that is there. Throws where it says two things in one place. */
const verdictsOf = ({ findings }: Report): ReadonlyMap<string, Report['findings'][number]> => {
  const said = findings.map((finding) => [`${finding.component} ${finding.rule}`, finding] as const);
  const verdicts = new Map(said.filter(([key, { verdict }]) => !(key.endsWith(PRESENT) && verdict === 'pass')));
  if (new Set(said.map(([key]) => key)).size !== said.length) throw new Error('The report says two things in one place.');
  return verdicts;
};

/** One check a verdict: those that are expected, and those that nobody expects. */
export const checkVerdicts = (when: string, { report }: Scanned, expected: Verdicts): void => {
  const found = verdictsOf(report);
  for (const key of new Set([...Object.keys(expected), ...found.keys()]))
    check(`${when}: ${key}: ${expected[key] ?? 'no finding'}`, () => {
      const { verdict, message } = found.get(key) ?? {};
      assert.equal(verdict, expected[key], message);
    });
};
