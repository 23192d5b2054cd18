import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Report } from '../../model/report.ts';
import json from '../../reporters/json.ts';
import { contextOf, EVERY_VERDICT, findingOf, gapOf, HOSTILE, hostileReport, manyFindings, recoveryOf, reportOf } from './fixtures.ts';

const test = suite('reporters/json');
const render = (report: Report): string => json.render(report, contextOf());

const reports: Record<string, Report> = {
  'an empty report': reportOf(),
  'every verdict': reportOf({ findings: EVERY_VERDICT, gaps: [gapOf()], recovery: [recoveryOf()] }),
  ...Object.fromEntries(Object.entries(HOSTILE).map(([name, text]) => [`hostile: ${name}`, hostileReport(text)])),
};

for (const [name, report] of Object.entries(reports)) {
  test(`loses nothing of ${name}`, () => {
    assert.equal(JSON.parse(render(report)), JSON.parse(JSON.stringify(report)));
  });
}

const reversed = <T>(value: T): T => {
  if (Array.isArray(value)) return value.map(reversed) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  ) as T;
};

test('writes members in the order of the contract, whatever the order they come in', () => {
  const report = reports['every verdict'] as Report;
  assert.is(render(reversed(report)), render(report));
});

test('is laid out for people and ends with one newline', () => {
  const lines = render(reportOf()).split('\n');
  assert.is(lines[1], '  "schema": "mlops-dr/report/v1",');
  assert.is(lines.at(-1), '');
  assert.is(lines.at(-2), '}');
});

test('a finding reads as the contract shows it', () => {
  const { findings } = JSON.parse(render(reportOf({ findings: [findingOf()] })));
  assert.equal(Object.keys(findings[0]), [
    'fingerprint',
    'rule',
    'policy',
    'component',
    'resource',
    'verdict',
    'severity',
    'message',
    'evidence',
    'waiver',
    'location',
  ]);
  assert.equal(Object.keys(findings[0].resource), ['kind', 'id', 'name', 'target', 'account', 'region']);
  assert.is(findings[0].waiver, null);
});

test('30,000 findings all arrive', () => {
  assert.is(JSON.parse(render(reportOf({ findings: manyFindings(30_000) }))).findings.length, 30_000);
});

test.run();
