import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { exitCode, type Gate } from '../../engine/exit-code.ts';
import { REPORT_SCHEMA, type Report, type ReportedGap } from '../../model/report.ts';
import { SEVERITIES, type Severity, VERDICTS, type Verdict } from '../../model/verdict.ts';

const test = suite('engine/exit-code');

const THRESHOLDS = [...SEVERITIES, 'never'] as const;

interface Found {
  readonly verdict: Verdict;
  readonly severity: Severity;
  readonly waived?: boolean;
}

const place = { file: 'policy.yaml', line: 1, column: 1 };

const findingOf = ({ verdict, severity, waived = false }: Found): Report['findings'][number] => ({
  fingerprint: 'f',
  rule: 'fake/rule',
  policy: 'p',
  component: 'c',
  resource: { kind: 'fake/box', id: 'box:a', name: 'a', target: 'prod' },
  verdict,
  severity,
  message: '',
  evidence: [],
  waiver: waived ? { reason: 'r', approvedBy: 'a', expires: '2026-03-01T12:00:00.000Z', location: place } : null,
  location: place,
});

const reportOf = (found: readonly Found[], gaps: readonly ReportedGap[] = []): Report => {
  const counted = (verdict: Verdict) => found.filter((one) => one.verdict === verdict && !one.waived).length;
  return {
    schema: REPORT_SCHEMA,
    tool: { name: 'mlops-dr', version: '0' },
    takenAt: '2026-03-01T12:00:00.000Z',
    summary: {
      pass: counted('pass'),
      fail: counted('fail'),
      unknown: counted('unknown'),
      pending: counted('pending'),
      notApplicable: counted('not-applicable'),
      waived: found.filter(({ waived }) => waived).length,
    },
    findings: found.map(findingOf),
    gaps,
    recovery: [],
  };
};

const gap = { target: 'prod', action: 'fake:List', code: 'AccessDenied', message: '' };
const targetGap: ReportedGap = gap;
const listingGap: ReportedGap = { ...gap, kind: 'fake/box' };
const facetGap: ReportedGap = { ...listingGap, id: 'box:a', facet: 'lid' };

/** For the severity of a failure: the thresholds at which it counts. */
const GATED: Readonly<Record<Severity, readonly Gate['failOn'][]>> = {
  critical: ['critical', 'high', 'medium', 'low'],
  high: ['high', 'medium', 'low'],
  medium: ['medium', 'low'],
  low: ['low'],
};

const UNKNOWN: Found = { verdict: 'unknown', severity: 'low' };

/** What leaves a report incomplete, and what does not. */
const INCOMPLETE: readonly (readonly [string, readonly Found[], readonly ReportedGap[], boolean])[] = [
  ['nothing unknown', [], [], false],
  ['something unknown', [UNKNOWN], [], true],
  ['something unknown and waived', [{ ...UNKNOWN, waived: true }], [], false],
  ['one of two unknown waived', [{ ...UNKNOWN, waived: true }, UNKNOWN], [], true],
  ['a facet that nobody needed unread', [], [facetGap], false],
  ['a listing unread', [], [listingGap], true],
  ['a target that could not be scanned', [], [targetGap], true],
  ['a listing unread, all that is unknown waived', [{ ...UNKNOWN, waived: true }], [facetGap, listingGap], true],
];

for (const [name, unknowns, gaps, incomplete] of INCOMPLETE) {
  for (const failOn of THRESHOLDS) {
    const exits = (found: readonly Found[], allowIncomplete: boolean) =>
      exitCode(reportOf([...found, ...unknowns], gaps), { failOn, allowIncomplete });

    test(`${name}, --fail-on ${failOn}: without failures`, () => {
      assert.is(exits([], false), incomplete ? 3 : 0);
      assert.is(exits([], true), 0);
    });

    test(`${name}, --fail-on ${failOn}: failures of every severity`, () => {
      for (const severity of SEVERITIES) {
        const counts = GATED[severity].includes(failOn);
        assert.is(exits([{ verdict: 'fail', severity }], false), counts ? 1 : incomplete ? 3 : 0, severity);
        assert.is(exits([{ verdict: 'fail', severity }], true), counts ? 1 : 0, severity);
      }
    });

    test(`${name}, --fail-on ${failOn}: waived failures`, () => {
      for (const severity of SEVERITIES) {
        const waived: Found = { verdict: 'fail', severity, waived: true };
        assert.is(exits([waived], false), incomplete ? 3 : 0, severity);
        const counts = GATED[severity].includes(failOn);
        assert.is(exits([waived, { verdict: 'fail', severity }], false), counts ? 1 : incomplete ? 3 : 0, severity);
      }
    });
  }
}

test('the gravest failure decides', () => {
  const found: readonly Found[] = [
    { verdict: 'fail', severity: 'low' },
    { verdict: 'fail', severity: 'high', waived: true },
    { verdict: 'fail', severity: 'medium' },
  ];
  assert.is(exitCode(reportOf(found), { failOn: 'medium', allowIncomplete: false }), 1);
  assert.is(exitCode(reportOf(found), { failOn: 'high', allowIncomplete: false }), 0);
});

test('no other verdict asks for anything', () => {
  const found = VERDICTS.filter((verdict) => verdict !== 'fail' && verdict !== 'unknown').map(
    (verdict): Found => ({ verdict, severity: 'critical' }),
  );
  assert.is(found.length, 3);
  assert.is(exitCode(reportOf(found), { failOn: 'low', allowIncomplete: false }), 0);
});

test('an empty report asks for nothing', () => assert.is(exitCode(reportOf([]), { failOn: 'low', allowIncomplete: false }), 0));

test.run();
