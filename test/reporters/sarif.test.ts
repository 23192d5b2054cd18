import { gzipSync } from 'node:zlib';
import type { Log, Result, Run } from 'sarif';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Finding, Report } from '../../model/report.ts';
import type { RenderContext } from '../../model/reporter.ts';
import type { Severity, Verdict } from '../../model/verdict.ts';
import full from '../../reporters/sarif.ts';
import github from '../../reporters/sarif-github.ts';
import {
  bucket,
  contextOf,
  EVERY_VERDICT,
  findingOf,
  gapOf,
  HOSTILE,
  hostileReport,
  manyFindings,
  NIST,
  reportOf,
  WAIVER,
} from './fixtures.ts';
import { semanticProblems } from './sarif-semantics.ts';
import { multitoolProblems, multitoolRunsHere, schemaProblems } from './sarif-validators.ts';

const test = suite('reporters/sarif');

const PROFILES = { sarif: full, 'sarif-github': github } as const;
type ProfileName = keyof typeof PROFILES;
const NAMES = Object.keys(PROFILES) as readonly ProfileName[];

const parse = (text: string): Log => JSON.parse(text);
const runOf = (profile: ProfileName, report: Report, context: RenderContext = contextOf()): Run => {
  const [run] = parse(PROFILES[profile].render(report, context)).runs;
  assert.ok(run);
  return run;
};
const resultsOf = (profile: ProfileName, findings: readonly Finding[]): readonly Result[] => {
  const { results } = runOf(profile, reportOf({ findings }));
  assert.ok(results);
  return results;
};
const onlyResult = (profile: ProfileName, finding: Finding): Result => {
  const [result, ...others] = resultsOf(profile, [finding]);
  assert.ok(result && others.length === 0);
  return result;
};

const LOST_TARGET = { target: 'logs', action: 'sts:GetCallerIdentity', code: 'ExpiredToken', message: 'The token is expired.' };

const REPORTS: Readonly<Record<string, Report>> = {
  empty: reportOf(),
  'all passed': reportOf({ findings: [findingOf({ verdict: 'pass' })] }),
  'every verdict': reportOf({ findings: EVERY_VERDICT, gaps: [gapOf()] }),
  'a lost target': reportOf({ findings: EVERY_VERDICT, gaps: [gapOf(), LOST_TARGET] }),
  'a rule that nobody knows': reportOf({ findings: [findingOf({ rule: 'acme/gone' }), findingOf()] }),
  ...Object.fromEntries(Object.entries(HOSTILE).map(([name, text]) => [`hostile: ${name}`, hostileReport(text)])),
};

for (const profile of NAMES) {
  for (const [name, report] of Object.entries(REPORTS)) {
    const text = PROFILES[profile].render(report, contextOf());

    test(`${profile}, ${name}: the schema of SARIF 2.1.0 accepts it`, () => {
      assert.equal(schemaProblems(parse(text)), []);
    });

    test(`${profile}, ${name}: it means what it says`, () => {
      assert.equal(semanticProblems(parse(text)), []);
    });

    test(`${profile}, ${name}: nothing in it that a terminal would obey`, () => {
      assert.not.match(text.replaceAll('\n', ''), /[\p{Cc}\p{Zl}\p{Zp}]|[\u202a-\u202e\u2066-\u2069\u200b-\u200f]/u);
    });
  }
}

// The project has no home page yet.
const KNOWN = [/^SARIF2005 Warning_ProvideToolnformationUri /];

if (multitoolRunsHere) {
  for (const profile of NAMES) {
    test(`${profile}: Microsoft's multitool accepts every report`, () => {
      const problems = multitoolProblems(Object.values(REPORTS).map((report) => runOf(profile, report)));
      assert.equal(
        problems.filter((problem) => !KNOWN.some((known) => known.test(problem))),
        [],
      );
    });
  }

  const at = (physicalLocation: object) => (result: Result) => ({ ...result, locations: [{ physicalLocation }] });
  const region = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 };
  const planted: readonly { fault: string; rule: string; plant: (result: Result) => unknown }[] = [
    { fault: 'no location', rule: 'GH1001', plant: ({ locations, ...result }) => result },
    {
      fault: 'an index into nothing',
      rule: 'GH1002',
      plant: (result) => ({ ...result, codeFlows: [{ threadFlows: [{ locations: [{ index: 0 }] }] }] }),
    },
    { fault: 'no region', rule: 'GH1003', plant: at({ artifactLocation: { uri: 'a' } }) },
    { fault: 'a URI with a scheme', rule: 'GH1005', plant: at({ artifactLocation: { uri: 'docker://x' }, region }) },
    { fault: 'an absolute path', rule: 'GH1006', plant: at({ artifactLocation: { uri: 'file:///a/b' }, region }) },
    { fault: 'a message without a text', rule: 'GH1007', plant: (result) => ({ ...result, message: { id: 'x' } }) },
    { fault: 'a rule that is none', rule: 'SARIF1009', plant: (result) => ({ ...result, ruleIndex: 99 }) },
  ];

  test('the multitool would have found a fault', () => {
    const run = runOf('sarif-github', reportOf({ findings: [findingOf()] }));
    const problems = multitoolProblems(planted.map(({ plant }) => ({ ...run, results: (run.results ?? []).map(plant) })));
    for (const [index, { fault, rule }] of planted.entries()) {
      assert.ok(
        problems.some((problem) => problem.startsWith(rule) && problem.includes(`runs[${index}].`)),
        `${fault}: ${problems.join('\n')}`,
      );
    }
  });
} else {
  console.warn(`SKIPPED: Microsoft's SARIF multitool does not run on ${process.platform}-${process.arch}.`);
}

test('the checks of meaning would have found a fault', () => {
  const log = parse(full.render(reportOf({ findings: EVERY_VERDICT }), contextOf()));
  const [run] = log.runs;
  assert.ok(run?.results);
  const [first, ...others] = run.results;
  const broken = {
    ...log,
    runs: [{ ...run, results: [{ ...first, level: 'none', suppressions: undefined, ruleIndex: 1 }, ...others] }],
  } as Log;
  assert.equal(semanticProblems(broken), [
    'result 0: kind fail with level none',
    '5 results state their suppressions',
    'result 0: ruleIndex 1 is not s3/versioning-enabled',
  ]);
});

const outcomes: readonly { verdict: Verdict; severity: Severity; full: Partial<Result>; github: Partial<Result> | undefined }[] = [
  { verdict: 'fail', severity: 'critical', full: { kind: 'fail', level: 'error' }, github: { level: 'error' } },
  { verdict: 'fail', severity: 'high', full: { kind: 'fail', level: 'error' }, github: { level: 'error' } },
  { verdict: 'fail', severity: 'medium', full: { kind: 'fail', level: 'warning' }, github: { level: 'warning' } },
  { verdict: 'fail', severity: 'low', full: { kind: 'fail', level: 'note' }, github: { level: 'note' } },
  { verdict: 'unknown', severity: 'critical', full: { kind: 'open', level: 'none' }, github: { level: 'warning' } },
  { verdict: 'unknown', severity: 'low', full: { kind: 'open', level: 'none' }, github: { level: 'warning' } },
  { verdict: 'pending', severity: 'high', full: { kind: 'informational', level: 'none' }, github: undefined },
  { verdict: 'pass', severity: 'high', full: { kind: 'pass', level: 'none' }, github: undefined },
  { verdict: 'not-applicable', severity: 'high', full: { kind: 'notApplicable', level: 'none' }, github: undefined },
];

const outcomeOf = ({ kind, level }: Result): Partial<Result> => JSON.parse(JSON.stringify({ kind, level }));

for (const { verdict, severity, ...expected } of outcomes) {
  test(`${verdict}, ${severity}: kind and level`, () => {
    const finding = findingOf({ verdict, severity });
    assert.equal(outcomeOf(onlyResult('sarif', finding)), expected.full);
    assert.equal(resultsOf('sarif-github', [finding]).map(outcomeOf), expected.github ? [expected.github] : []);
  });
}

const waived: readonly Verdict[] = ['fail', 'unknown'];
for (const verdict of waived) {
  test(`${verdict} under a waiver: suppressed in full, dropped for GitHub`, () => {
    const findings = [findingOf({ verdict, waiver: WAIVER }), findingOf({ resource: bucket('other') })];
    const [suppressed, other] = resultsOf('sarif', findings);
    assert.is(suppressed?.suppressions?.[0]?.justification, `${WAIVER.reason} Approved by ${WAIVER.approvedBy} until ${WAIVER.expires}.`);
    assert.is(suppressed?.suppressions?.[0]?.location?.physicalLocation?.artifactLocation?.uri, 'waivers.yaml');
    assert.equal(other?.suppressions, []);
    assert.is(resultsOf('sarif-github', findings).length, 1);
  });
}

test('without a waiver no result speaks of suppressions', () => {
  assert.ok(resultsOf('sarif', [findingOf()]).every((result) => !('suppressions' in result)));
});

for (const profile of NAMES) {
  test(`${profile}: an empty report has results: []`, () => {
    assert.equal(runOf(profile, reportOf()).results, []);
  });

  test(`${profile}: a result is at the line of the policy and about the resource`, () => {
    const { locations, message, partialFingerprints } = onlyResult(profile, findingOf());
    assert.equal(locations, [
      {
        physicalLocation: {
          artifactLocation: { uri: 'policies/mlops-platform.yaml' },
          region: { startLine: 12, startColumn: 9, endLine: 12, endColumn: 10 },
        },
        logicalLocations: [{ name: 'mlops-models', fullyQualifiedName: 'arn:aws:s3:::mlops-models', kind: 'resource' }],
      },
    ]);
    assert.is(
      message.text,
      'mlops-models: Versioning is suspended: what is overwritten from now on is lost. Resource: arn:aws:s3:::mlops-models, 111122223333, us-west-2, prod.',
    );
    const { fingerprint } = findingOf();
    assert.equal(partialFingerprints, { primaryLocationLineHash: fingerprint, 'mlopsDrFinding/v1': fingerprint });
  });

  test(`${profile}: a planted link stays text`, () => {
    const { message } = onlyResult(profile, findingOf({ message: 'See [this](https://evil.example) and [1].' }));
    assert.match(message.text ?? '', 'See \\[this\\](https://evil.example) and \\[1\\].');
  });
}

test('braces are doubled where the specification is read, and stand as they are for GitHub', () => {
  const finding = findingOf({ message: 'Rule {0} is {off}.' });
  assert.match(onlyResult('sarif', finding).message.text ?? '', 'Rule {{0}} is {{off}}.');
  assert.match(onlyResult('sarif-github', finding).message.text ?? '', 'Rule {0} is {off}.');
});

const uris: readonly { file: string; uri: string }[] = [
  { file: 'policies/a b.yaml', uri: 'policies/a%20b.yaml' },
  { file: './policies//a.yaml', uri: 'policies/a.yaml' },
  { file: 'policies\\a.yaml', uri: 'policies/a.yaml' },
  { file: '/etc/policy.yaml', uri: 'etc/policy.yaml' },
  { file: '../other/policy.yaml', uri: 'other/policy.yaml' },
  { file: 'C:\\work\\a.yaml', uri: 'C%3A/work/a.yaml' },
  { file: 'arn:aws:s3:::a', uri: 'arn%3Aaws%3As3%3A%3A%3Aa' },
  { file: 'docker://x?y#z', uri: 'docker%3A/x%3Fy%23z' },
  { file: 'größe/数据.yaml', uri: 'gr%C3%B6%C3%9Fe/%E6%95%B0%E6%8D%AE.yaml' },
  { file: 'a\ud800.yaml', uri: 'a%EF%BF%BD.yaml' },
  { file: '', uri: 'unknown' },
];

for (const { file, uri } of uris) {
  test(`the file ${JSON.stringify(file)} is a relative URI`, () => {
    const { locations } = onlyResult('sarif-github', findingOf({ location: { file, line: 1, column: 1 } }));
    assert.is(locations?.[0]?.physicalLocation?.artifactLocation?.uri, uri);
  });
}

test('a rule is described from its definition', () => {
  const [rule] = runOf('sarif', reportOf({ findings: [findingOf()] })).tool.driver.rules ?? [];
  assert.is(rule?.name, 'S3VersioningEnabled');
  assert.is(rule?.shortDescription?.text, 'Versioning is enabled.');
  assert.is(rule?.fullDescription?.text, 'Without it an overwrite is final.');
  assert.is(
    rule?.help?.markdown,
    [
      '## Versioning is enabled',
      'Without it an overwrite is final.',
      '### How to mend it',
      'Enable versioning:',
      '```sh\naws s3api put-bucket-versioning --bucket NAME --versioning-configuration Status=Enabled\n```',
      '### References',
      '- <https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html>',
    ].join('\n\n'),
  );
  assert.equal(rule?.properties, {
    tags: ['security', 'disaster-recovery', 'nist-800-53r5/CP-9', 'nist-800-53r5/CP-10', 'soc-2/A1.2'],
    precision: 'very-high',
    'security-severity': '9.5',
  });
});

test('hostile texts of a rule stay texts in its Markdown, and only addresses of the web are linked', () => {
  const [rule] = runOf('sarif-github', reportOf({ findings: [findingOf({ rule: 's3/hostile' })] })).tool.driver.rules ?? [];
  const markdown = rule?.help?.markdown ?? '';
  assert.match(markdown, 'Rationale \\</script\\>\\<img src=x onerror=alert(1)\\>');
  assert.match(markdown, '\\[click\\](https://evil.example)');
  assert.match(markdown, '- <https://example.com/a%20b)c>');
  assert.match(markdown, '```sh\naws s3 ls {0} | cat <x>\n```');
  assert.not.match(markdown, 'javascript:');
  assert.is(rule?.helpUri, 'https://example.com/a%20b)c');
});

test('a rule that this version does not know is described all the same', () => {
  const run = runOf('sarif-github', reportOf({ findings: [findingOf({ rule: 'acme/gone', severity: 'high' })] }));
  const [rule] = run.tool.driver.rules ?? [];
  assert.is(rule?.id, 'acme/gone');
  assert.is(rule?.properties?.['security-severity'], '8.0');
  assert.is(rule?.defaultConfiguration?.level, 'error');
});

test('rules that were evaluated are described even where all their findings are dropped', () => {
  const run = runOf('sarif-github', reportOf({ findings: [findingOf({ verdict: 'pass' }), findingOf({ rule: 's3/mfa-delete-enabled' })] }));
  assert.equal(
    run.tool.driver.rules?.map(({ id }) => id),
    ['s3/mfa-delete-enabled', 's3/versioning-enabled'],
  );
});

const severities: readonly { severity: Severity; shown: string; band: (value: number) => boolean }[] = [
  { severity: 'critical', shown: '9.5', band: (value) => value > 9 },
  { severity: 'high', shown: '8.0', band: (value) => value >= 7 && value < 9 },
  { severity: 'medium', shown: '5.5', band: (value) => value >= 4 && value < 7 },
  { severity: 'low', shown: '2.0', band: (value) => value > 0 && value < 4 },
];

for (const { severity, shown, band } of severities) {
  test(`security-severity of ${severity} is in GitHub's band, whatever the rule's own severity`, () => {
    const [rule] = runOf('sarif-github', reportOf({ findings: [findingOf({ severity })] })).tool.driver.rules ?? [];
    assert.is(rule?.properties?.['security-severity'], shown);
    assert.ok(band(Number(shown)));
  });
}

test('a rule bound at two severities shows the graver one of what is reported', () => {
  const findings = [
    findingOf({ severity: 'low' }),
    findingOf({ severity: 'high', resource: bucket('b') }),
    findingOf({ severity: 'critical', verdict: 'pass' }),
  ];
  const severity = (profile: ProfileName) =>
    runOf(profile, reportOf({ findings })).tool.driver.rules?.[0]?.properties?.['security-severity'];
  assert.is(severity('sarif-github'), '8.0');
});

test('never more than ten tags', () => {
  const many = Array.from({ length: 30 }, (_, index) => ({ framework: NIST, id: `CP-${index}` }));
  const context = contextOf({ controls: new Map([['s3/versioning-enabled', many]]) });
  for (const profile of NAMES) {
    const [rule] = runOf(profile, reportOf({ findings: [findingOf()] }), context).tool.driver.rules ?? [];
    assert.is(rule?.properties?.tags?.length, 10);
  }
});

test('controls become taxonomies of the full profile', () => {
  const { taxonomies, tool } = runOf('sarif', reportOf({ findings: EVERY_VERDICT }));
  assert.equal(
    taxonomies?.map(({ name, taxa }) => [name, taxa?.map(({ id }) => id)]),
    [
      ['nist-800-53r5', ['CP-9', 'CP-10']],
      ['soc-2', ['A1.2']],
    ],
  );
  assert.equal(tool.driver.supportedTaxonomies, [
    { name: 'nist-800-53r5', index: 0 },
    { name: 'soc-2', index: 1 },
  ]);
  assert.is(runOf('sarif-github', reportOf({ findings: EVERY_VERDICT })).taxonomies, undefined);
});

const invocations: readonly { name: string; gaps: Report['gaps']; successful: boolean; levels: readonly string[] }[] = [
  { name: 'nothing unread', gaps: [], successful: true, levels: [] },
  { name: 'one denied read', gaps: [gapOf()], successful: true, levels: ['warning'] },
  {
    name: 'a listing',
    gaps: [{ target: 'prod', kind: 's3/bucket', region: 'us-east-2', action: 's3:ListAllMyBuckets', code: 'AccessDenied', message: 'no' }],
    successful: true,
    levels: ['warning'],
  },
  { name: 'a lost target', gaps: [gapOf(), LOST_TARGET], successful: false, levels: ['warning', 'error'] },
  { name: 'stopped by somebody', gaps: [gapOf({ code: 'Interrupted' })], successful: false, levels: ['error'] },
];

for (const { name, gaps, successful, levels } of invocations) {
  test(`notifications: ${name}`, () => {
    const [invocation] = runOf('sarif', reportOf({ gaps })).invocations ?? [];
    assert.is(invocation?.executionSuccessful, successful);
    assert.is(invocation?.endTimeUtc, '2025-11-22T15:00:00.000Z');
    assert.equal(
      invocation?.toolExecutionNotifications?.map(({ level }) => level),
      levels,
    );
  });
}

test('a notification names the permission and the resource', () => {
  const [notification] = runOf('sarif', reportOf({ gaps: [gapOf()] })).invocations?.[0]?.toolExecutionNotifications ?? [];
  assert.is(
    notification?.message.text,
    'replication of arn:aws:s3:::mlops-models (prod) could not be read: s3:GetReplicationConfiguration answered AccessDenied: Access Denied.',
  );
  assert.is(notification?.locations?.[0]?.logicalLocations?.[0]?.fullyQualifiedName, 'arn:aws:s3:::mlops-models');
});

const categories: readonly { name: string; report: Report; id: string }[] = [
  { name: 'nothing', report: reportOf(), id: 'mlops-dr/none/none/none/' },
  { name: 'one account', report: reportOf({ findings: [findingOf()] }), id: 'mlops-dr/mlops-platform/prod/111122223333/' },
  {
    name: 'several, in any order',
    report: reportOf({ findings: [findingOf({ resource: bucket('b', { target: 'staging', account: '000000000001' }) }), findingOf()] }),
    id: 'mlops-dr/mlops-platform/prod+staging/000000000001+111122223333/',
  },
  {
    name: 'a selector of all targets beside a resource of one',
    report: reportOf({
      findings: [findingOf({ resource: { kind: 'component/selector', id: 'x', name: 'x', target: 'prod, staging' } }), findingOf()],
    }),
    id: 'mlops-dr/mlops-platform/prod+staging/111122223333/',
  },
  {
    name: 'a cluster beside an account',
    report: reportOf({
      findings: [findingOf({ resource: { kind: 'velero/schedule', id: 'x', name: 'x', target: 'k8s', cluster: 'prod' } }), findingOf()],
    }),
    id: 'mlops-dr/mlops-platform/k8s+prod/111122223333+prod/',
  },
  { name: 'a target that only gaps tell of', report: reportOf({ gaps: [LOST_TARGET] }), id: 'mlops-dr/none/logs/none/' },
  { name: 'a slash in a name', report: reportOf({ gaps: [{ ...LOST_TARGET, target: 'a/b' }] }), id: 'mlops-dr/none/a%2Fb/none/' },
];

for (const { name, report, id } of categories) {
  test(`category: ${name}`, () => {
    assert.is(runOf('sarif-github', report).automationDetails?.id, id);
  });
}

test('category: very many targets are shortened to a hash that tells sets apart', () => {
  const idOf = (count: number) =>
    runOf('sarif-github', reportOf({ gaps: Array.from({ length: count }, (_, index) => ({ ...LOST_TARGET, target: `cluster-${index}` })) }))
      .automationDetails?.id ?? '';
  assert.match(idOf(100), /^mlops-dr\/none\/[0-9a-f]{16}\/none\/$/);
  assert.is.not(idOf(100), idOf(101));
});

test('30,000 failures: GitHub gets the gravest 25,000 and is told of the rest; the full profile loses none', () => {
  const findings = manyFindings(30_000);
  const text = github.render(reportOf({ findings }), contextOf());
  const [run] = parse(text).runs;
  assert.is(run?.results?.length, 25_000);
  assert.equal(
    run?.results?.slice(0, 3_001).map(({ level }) => level),
    [...Array(3_000).fill('error'), 'note'],
  );
  const [notification] = run?.invocations?.[0]?.toolExecutionNotifications ?? [];
  assert.match(notification?.message.text ?? '', '5000 results were left out');
  assert.ok(gzipSync(text).length < 10_000_000);
  assert.equal(semanticProblems(parse(text)), []);
  assert.is(resultsOf('sarif', findings).length, 30_000);
});

const limits: readonly { count: number; kept: number; told: number }[] = [
  { count: 24_999, kept: 24_999, told: 0 },
  { count: 25_000, kept: 25_000, told: 0 },
  { count: 25_001, kept: 25_000, told: 1 },
];

for (const { count, kept, told } of limits) {
  test(`the limit of GitHub: ${count} results`, () => {
    const run = runOf('sarif-github', reportOf({ findings: manyFindings(count) }));
    assert.is(run.results?.length, kept);
    assert.is(run.invocations?.[0]?.toolExecutionNotifications?.length, told);
  });
}

test('at the same severity what failed goes before what is unknown', () => {
  const findings = [
    findingOf({ verdict: 'unknown' }),
    findingOf({ resource: bucket('b'), severity: 'low' }),
    findingOf({ resource: bucket('c') }),
  ];
  assert.equal(
    resultsOf('sarif-github', findings).map(({ level }) => level),
    ['error', 'warning', 'note'],
  );
});

test('more gaps than a run may hold for GitHub are cut, too', () => {
  const gaps = Array.from({ length: 25_010 }, (_, index) => gapOf({ id: `arn:aws:s3:::b${index}` }));
  const notifications = runOf('sarif-github', reportOf({ gaps })).invocations?.[0]?.toolExecutionNotifications ?? [];
  assert.is(notifications.length, 25_001);
  assert.match(notifications[0]?.message.text ?? '', '10 notifications were left out');
});

test('very long texts are cut for GitHub', () => {
  const long = 'x'.repeat(100_000);
  const run = runOf(
    'sarif-github',
    reportOf({
      findings: [findingOf({ message: long, resource: bucket('b', { name: long, id: long }) })],
      gaps: [gapOf({ message: long })],
    }),
  );
  assert.ok((run.results?.[0]?.message.text?.length ?? 0) <= 1024);
  assert.ok((run.invocations?.[0]?.toolExecutionNotifications?.[0]?.message.text?.length ?? 0) <= 1024);
});

test.run();
