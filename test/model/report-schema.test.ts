import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import type { Static } from 'typebox';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Report } from '../../model/report.ts';
import { ReportSchema } from '../../model/report-schema.ts';
import json from '../../reporters/json.ts';
import { contextOf, EVERY_VERDICT, gapOf, HOSTILE, hostileReport, manyFindings, recoveryOf, reportOf } from '../reporters/fixtures.ts';

// The schema and the type say the same: the compiler refuses `true` where they differ in a member or its optionality.
type Frozen<T> = T extends readonly (infer E)[] ? readonly Frozen<E>[] : T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T;
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const agrees: Same<Frozen<Static<typeof ReportSchema>>, Frozen<Report>> = true;

const test = suite('model/report-schema');
const ajv = new Ajv({ strict: true, allErrors: true, allowUnionTypes: true });
addFormats.default(ajv);
const validate = ajv.compile(ReportSchema);

const rendered = (report: Report): unknown => JSON.parse(json.render(report, contextOf()));
const problems = (value: unknown): readonly string[] => {
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
};

test('the type and the schema agree', () => {
  assert.is(agrees, true);
});

const valid: Record<string, Report> = {
  'an empty report': reportOf(),
  'every verdict, gaps and recovery': reportOf({
    findings: EVERY_VERDICT,
    gaps: [gapOf(), { target: 'x', action: 'a', code: 'c', message: 'm' }],
    recovery: [recoveryOf()],
  }),
  'many findings': reportOf({ findings: manyFindings(500) }),
  ...Object.fromEntries(Object.entries(HOSTILE).map(([name, text]) => [`hostile: ${name}`, hostileReport(text)])),
};

for (const [name, report] of Object.entries(valid)) {
  test(`accepts ${name}`, () => {
    assert.equal(problems(rendered(report)), []);
  });
}

const full = reportOf({ findings: EVERY_VERDICT, gaps: [gapOf()], recovery: [recoveryOf()] });
const invalid: readonly { name: string; change: (report: Report) => unknown; problem: RegExp }[] = [
  { name: 'another version', change: (report) => ({ ...report, schema: 'mlops-dr/report/v2' }), problem: /^\/schema / },
  { name: 'a member that the contract does not know', change: (report) => ({ ...report, extra: 1 }), problem: /additional/ },
  { name: 'a missing member', change: ({ gaps, ...report }) => report, problem: /gaps/ },
  { name: 'a time without a zone', change: (report) => ({ ...report, takenAt: '2025-11-22T15:00:00' }), problem: /^\/takenAt / },
  { name: 'a negative count', change: (report) => ({ ...report, summary: { ...report.summary, fail: -1 } }), problem: /^\/summary\/fail / },
  {
    name: 'an unknown verdict',
    change: (report) => ({ ...report, findings: [{ ...report.findings[0], verdict: 'ok' }] }),
    problem: /verdict/,
  },
  {
    name: 'a line 0',
    change: (report) => ({ ...report, findings: [{ ...report.findings[0], location: { file: 'a', line: 0, column: 1 } }] }),
    problem: /line/,
  },
  {
    name: 'a finding without a waiver member',
    change: (report) => ({ ...report, findings: [{ ...report.findings[0], waiver: undefined }] }),
    problem: /waiver/,
  },
  {
    name: 'a short fingerprint',
    change: (report) => ({ ...report, findings: [{ ...report.findings[0], fingerprint: 'abc' }] }),
    problem: /fingerprint/,
  },
];

for (const { name, change, problem } of invalid) {
  test(`refuses ${name}`, () => {
    const found = problems(JSON.parse(JSON.stringify(change(full))));
    assert.ok(
      found.some((text) => problem.test(text)),
      found.join('\n'),
    );
  });
}

test.run();
