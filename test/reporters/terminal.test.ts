import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Report } from '../../model/report.ts';
import type { RenderContext } from '../../model/reporter.ts';
import terminal from '../../reporters/terminal.ts';
import {
  bucket,
  contextOf,
  EVERY_VERDICT,
  findingOf,
  gapOf,
  HOSTILE,
  hostileReport,
  manyFindings,
  recoveryOf,
  reportOf,
} from './fixtures.ts';

const test = suite('reporters/terminal');
const render = (report: Report, more: Partial<RenderContext> = {}): string => terminal.render(report, contextOf(more));

const goldens: readonly { name: string; report: Report; shown: string }[] = [
  {
    name: 'nothing',
    report: reportOf(),
    shown: `
Summary

Nothing was checked.
0 resources in 0 components · as of 2025-11-22T15:00:00.000Z · mlops-dr 0.1.0
`,
  },
  {
    name: 'all well',
    report: reportOf({
      findings: [findingOf({ verdict: 'pass' }), findingOf({ verdict: 'pass', resource: bucket('b'), component: 'datasets' })],
    }),
    shown: `
mlops-platform / model-artifacts

  ✓ 1 passed

mlops-platform / datasets

  ✓ 1 passed

Summary

✓ 2 passed
2 resources in 2 components · as of 2025-11-22T15:00:00.000Z · mlops-dr 0.1.0
`,
  },
  {
    name: 'every verdict, the gravest first',
    report: reportOf({ findings: [...EVERY_VERDICT].reverse() }),
    shown: `
mlops-platform / model-artifacts

  ✗ FAIL critical  s3/versioning-enabled                           policies/mlops-platform.yaml:12:9
    mlops-models (prod, us-west-2)
      Versioning is suspended: what is overwritten from now on is lost.
      versioning: Suspended, required Enabled
    How to mend it
      Enable versioning:
      $ aws s3api put-bucket-versioning --bucket mlops-models --versioning-configuration Status=Enabled

  ? UNKNOWN critical  s3/versioning-enabled                        policies/mlops-platform.yaml:12:9
    secret (prod, us-west-2)
      Not evaluated: versioning could not be read.
      versioning: Suspended, required Enabled

  ○ PENDING critical  s3/versioning-enabled                        policies/mlops-platform.yaml:12:9
    fresh (prod, us-west-2)
      The first run is due tomorrow.
      versioning: Suspended, required Enabled

  ~ WAIVED medium  s3/mfa-delete-enabled                           policies/mlops-platform.yaml:12:9
    legacy (prod, us-west-2)
      MFA delete is off.
      versioning: Suspended, required Enabled
      Waived until 2026-05-31T23:59:59.999Z by dana@example.com: Moves to the new account in May.
      (waivers.yaml:3:5)

  ✓ 1 passed  – 1 not applicable

Summary

✗ 1 failed (1 critical) · ? 1 unknown · ○ 1 pending · ~ 1 waived · ✓ 1 passed · – 1 not applicable
6 resources in 1 component · as of 2025-11-22T15:00:00.000Z · mlops-dr 0.1.0
`,
  },
  {
    name: 'two hundred resources of one rule, seen alike: one entry a severity',
    report: reportOf({ findings: manyFindings(200) }),
    shown: `
mlops-platform / model-artifacts

  ✗ FAIL critical  s3/versioning-enabled                           policies/mlops-platform.yaml:12:9
    bucket-00000, bucket-00010, bucket-00020, bucket-00030, bucket-00040, bucket-00050,
    bucket-00060, bucket-00070, bucket-00080, bucket-00090, bucket-00100, bucket-00110 and 8 more
    (prod, us-west-2)
      Versioning is suspended: what is overwritten from now on is lost.
      versioning: Suspended, required Enabled
    How to mend it
      Enable versioning:
      $ aws s3api put-bucket-versioning --bucket NAME --versioning-configuration Status=Enabled

  ✗ FAIL low  s3/versioning-enabled                                policies/mlops-platform.yaml:12:9
    bucket-00001, bucket-00002, bucket-00003, bucket-00004, bucket-00005, bucket-00006,
    bucket-00007, bucket-00008, bucket-00009, bucket-00011, bucket-00012, bucket-00013 and 168 more
    (prod, us-west-2)
      Versioning is suspended: what is overwritten from now on is lost.
      versioning: Suspended, required Enabled
    How to mend it
      Enable versioning:
      $ aws s3api put-bucket-versioning --bucket NAME --versioning-configuration Status=Enabled

Summary

✗ 200 failed (20 critical, 180 low)
200 resources in 1 component · as of 2025-11-22T15:00:00.000Z · mlops-dr 0.1.0
`,
  },
  {
    name: 'what could not be read, and recovery objectives',
    report: reportOf({
      gaps: [
        gapOf(),
        ...Array.from({ length: 1000 }, (_, index) =>
          gapOf({ facet: 'versioning', action: 's3:GetBucketVersioning', id: `arn:aws:s3:::b${index}` }),
        ),
        { target: 'prod', kind: 's3/bucket', action: 's3:ListAllMyBuckets', code: 'SlowDown', message: 'Please reduce your request rate.' },
        { target: 'logs', action: 'sts:GetCallerIdentity', code: 'ExpiredToken', message: 'The security token is expired.' },
      ],
      recovery: [recoveryOf()],
    }),
    shown: `
Recovery objectives

mlops-platform / model-artifacts
  resource      objective  target  design  observed  verdict
  mlops-models  copies     2       1       1         ✗ FAIL
  mlops-models  rpo        PT15M   PT15M   unknown   ? UNKNOWN
  mlops-models  immutable  yes     yes     yes       ✓ PASS
  mlops-models, copies: One copy exists; two are required.
  mlops-models, rpo: No metric tells how far the replica lags.

Could not be read

  ? s3:GetReplicationConfiguration  AccessDenied
    replication of s3/bucket in prod: arn:aws:s3:::mlops-models
    Access Denied

  ? s3:GetBucketVersioning  AccessDenied  1,000 times
    versioning of s3/bucket in prod: arn:aws:s3:::b0, arn:aws:s3:::b1, arn:aws:s3:::b2 and 997 more
    Access Denied

  ? s3:ListAllMyBuckets  SlowDown
    The list of s3/bucket in prod
    Please reduce your request rate.

  ? sts:GetCallerIdentity  ExpiredToken
    The whole target logs could not be scanned.
    The security token is expired.

Summary

Nothing was checked.
0 resources in 0 components · 1,003 reads failed · as of 2025-11-22T15:00:00.000Z · mlops-dr 0.1.0
`,
  },
];

for (const { name, report, shown } of goldens) {
  test(`shows ${name}`, () => {
    assert.snapshot(render(report), shown.slice(1));
  });
}

const everything = reportOf({ findings: [...EVERY_VERDICT, ...manyFindings(50)], gaps: [gapOf()], recovery: [recoveryOf()] });

const ESC = '\u001b';

test('colours add nothing but colours', () => {
  const colored = render(everything, { color: true });
  assert.is(stripVTControlCharacters(colored), render(everything));
  assert.match(colored, `${ESC}[31m✗ FAIL`);
  assert.ok(
    colored
      .split(ESC)
      .slice(1)
      .every((rest) => /^\[\d+m/.test(rest)),
  );
});

test('without colours there is no escape sequence', () => {
  assert.not.match(render(everything), ESC);
});

for (const [name, text] of Object.entries(HOSTILE)) {
  for (const color of [false, true]) {
    test(`${name} in every place${color ? ', coloured' : ''}: nothing reaches the terminal, no line is added`, () => {
      const shown = stripVTControlCharacters(render(hostileReport(text), { color, width: 10_000 }));
      assert.not.match(shown.replaceAll('\n', ''), /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      assert.is(shown.split('\n').length, render(hostileReport('harmless'), { width: 10_000 }).split('\n').length);
    });
  }
}

test('a hostile escape sequence is shown, not swallowed', () => {
  assert.match(render(hostileReport(HOSTILE['escape sequence'])), 'a\\u{1b}[31mred\\u{1b}[0m\\u{1b}]0;title\\u{7}');
});

const commands: readonly { name: string; bucket: string }[] = [
  { name: 'mlops-models', bucket: 'mlops-models' },
  { name: '-rf', bucket: 'NAME' },
  { name: '$(reboot)', bucket: 'NAME' },
  { name: 'a;reboot', bucket: 'NAME' },
  { name: 'a b', bucket: 'NAME' },
  { name: "a'b", bucket: 'NAME' },
  { name: 'a\nb', bucket: 'NAME' },
];

for (const { name, bucket: shown } of commands) {
  test(`a command to copy for ${JSON.stringify(name)}`, () => {
    assert.match(
      render(reportOf({ findings: [findingOf({ resource: bucket(name) })] })),
      `$ aws s3api put-bucket-versioning --bucket ${shown} --versioning`,
    );
  });
}

test('what the resources of a rule have in common is filled in', () => {
  const findings = ['a', 'b'].map((name) => findingOf({ rule: 's3/mfa-delete-enabled', resource: bucket(name) }));
  const shown = render(reportOf({ findings }));
  assert.match(shown, '--bucket NAME ');
  assert.match(shown, 'in account 111122223333.');
});

test('the same rule on resources that were seen in different states: each state once, the remediation once', () => {
  const states = Array.from({ length: 25 }, (_, index) => findingOf({ resource: bucket(`b${index}`), message: `State ${index}.` }));
  const shown = render(reportOf({ findings: states }));
  assert.is(shown.match(/How to mend it/g)?.length, 1);
  assert.is(shown.match(/State \d+\./g)?.length, 10);
  assert.match(shown, 'and 15 resources more; the JSON report lists them all.');
});

test('a rule that this version does not know is shown without a remediation', () => {
  const shown = render(reportOf({ findings: [findingOf({ rule: 'acme/gone' })] }));
  assert.match(shown, '✗ FAIL critical  acme/gone');
  assert.not.match(shown, 'How to mend it');
});

test('evidence of another resource names it', () => {
  const evidence = [{ facet: 'versioning', observed: 'Suspended', expected: 'Enabled', resource: 'arn:aws:s3:::copy' }];
  assert.match(render(reportOf({ findings: [findingOf({ evidence })] })), 'versioning of arn:aws:s3:::copy: Suspended, required Enabled');
});

test('wide characters keep the columns of a table in line', () => {
  const recovery = [recoveryOf(), recoveryOf({ resource: bucket('数据-🪣') })];
  const rows = render(reportOf({ recovery }))
    .split('\n')
    .filter((line) => / {2}(copies|rpo|immutable) {2}/.test(line));
  assert.is(rows.length, 6);
  assert.is(new Set(rows.map((row) => stringWidth(row.slice(0, row.search(/copies|rpo|immutable/))))).size, 1);
});

for (const width of [80, 100, 140]) {
  test(`no line but a command or a single word is wider than ${width} columns`, () => {
    const named = recoveryOf({ resource: bucket('a-bucket-with-a-name-of-the-greatest-length-that-s3-allows-63-ch') });
    const wide = render({ ...everything, recovery: [recoveryOf(), named] }, { width })
      .split('\n')
      .filter((line) => stringWidth(line) > width && !line.trimStart().startsWith('$ ') && line.trim().includes(' '));
    assert.equal(wide, []);
  });
}

test('a terminal narrower than 80 columns gets the layout of 80', () => {
  assert.is(render(everything, { width: 20 }), render(everything, { width: 80 }));
});

test('30,000 findings and as many gaps stay readable', () => {
  const gaps = Array.from({ length: 30_000 }, (_, index) => gapOf({ id: `arn:aws:s3:::b${index}` }));
  const shown = render(reportOf({ findings: manyFindings(30_000), gaps }));
  assert.ok(shown.split('\n').length < 50);
  assert.match(shown, '✗ 30,000 failed (3,000 critical, 27,000 low)');
  assert.match(shown, '30,000 times');
});

test('the summary comes last', () => {
  assert.match(render(everything), /\nSummary\n\n✗ [^\n]*\n(– [^\n]*\n)?56 resources[^\n]*\n$/);
});

test.run();
