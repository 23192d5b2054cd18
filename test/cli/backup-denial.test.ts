import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Fault, type Lab, startLab } from '../../lab/index.ts';
import type { Report } from '../../model/report.ts';
import { BACKUP_POLICY, BACKUP_RULES, backupPlatform, TABLE_RULES } from './backup-platform.ts';
import { against, inParallel, reportOf, sandbox, toldBy } from './harness.ts';
import { scanHere } from './in-process.ts';
import { CONFIGURATION, policyOf } from './platform.ts';

const test = suite('cli/backup-denial');

type Verdicts = Readonly<Record<string, string>>;

const each = (component: string, rules: readonly string[], verdicts: Verdicts): Verdicts =>
  Object.fromEntries(
    rules.flatMap((rule) => Object.entries(verdicts).map(([asset, verdict]) => [`${component} ${rule} ${asset}`, verdict])),
  );

const TABLE_SELECTORS = [
  'all component/resources-present dynamodb/table, name metadata',
  'all component/resources-present dynamodb/table, name weak',
  'tables component/resources-present dynamodb/table, name metadata',
  'tables component/resources-present dynamodb/table, name weak',
  'bare component/resources-present dynamodb/table, name scratch',
  'tagged component/resources-present dynamodb/table, name tagged',
  'shared component/resources-present dynamodb/table, name shared',
  'kept component/resources-present dynamodb/table, name weak',
  'far component/resources-present dynamodb/table, name metadata',
];
const BUCKET_SELECTORS = [
  'all component/resources-present s3/bucket, name artifacts',
  'bare component/resources-present s3/bucket, name dump',
  'streams component/resources-present s3/bucket, name artifacts',
];
const PLAN_SELECTORS = [
  'plans component/resources-present backup/plan, name nightly',
  'plans component/resources-present backup/plan, name idle',
];

/** What a full answer to every question leads to. */
const BASELINE: Verdicts = {
  ...Object.fromEntries([...TABLE_SELECTORS, ...BUCKET_SELECTORS, ...PLAN_SELECTORS].map((finding) => [finding, 'pass'])),
  ...each('all', Object.keys(BACKUP_RULES), { metadata: 'pass', artifacts: 'pass', weak: 'fail' }),
  // The opt-in is one for all tables, and one for all buckets.
  ...each('all', ['backup/service-opted-in'], { metadata: 'pass', artifacts: 'fail', weak: 'pass' }),
  ...each('tables', Object.keys(TABLE_RULES), { metadata: 'pass', weak: 'fail' }),
  ...each('bare', ['backup/protected-by-plan'], { scratch: 'fail', dump: 'fail' }),
  'tagged backup/protected-by-plan tagged': 'pass',
  'shared backup/copied-cross-account shared': 'pass',
  'streams backup/plan-frequency artifacts': 'pass',
  'plans backup/plan-has-selections nightly': 'pass',
  'plans backup/plan-has-selections idle': 'fail',
  'kept dynamodb/deletion-protected weak': 'fail',
  'kept retention of weak': 'pass',
  'far dynamodb/deletion-protected metadata': 'pass',
  'far copies of metadata': 'pass',
  'far restoreTestedWithin of metadata': 'pass',
};

/** Findings of one rule on some assets of the first component. */
const all = (rule: string, ...assets: readonly string[]): readonly string[] => assets.map((asset) => `all backup/${rule} ${asset}`);

const GOOD = ['metadata', 'artifacts'] as const;
const EVERY = [...GOOD, 'weak'] as const;

/** What hangs on what the covering rules say. */
const ON_RULES = [
  ...['plan-frequency', 'plan-retention', 'retention-within-vault-lock', 'copied-cross-region', 'vault-locked'].flatMap((rule) =>
    all(rule, ...EVERY),
  ),
  ...['vault-denies-deletion', 'vault-encrypted-with-customer-key'].flatMap((rule) => all(rule, ...EVERY)),
  // Where there is no recovery point and no restore, plans tell when one is due, and where else to look.
  ...all('recovery-point-recent', 'weak'),
  ...all('restore-tested', 'weak'),
  'shared backup/copied-cross-account shared',
  'streams backup/plan-frequency artifacts',
  'far copies of metadata',
  'far restoreTestedWithin of metadata',
];

/** What hangs on which plans cover an asset. */
const ON_COVERAGE = [
  ...ON_RULES,
  ...all('protected-by-plan', ...EVERY),
  'bare backup/protected-by-plan scratch',
  'tagged backup/protected-by-plan tagged',
];

interface Row {
  readonly operation: string;
  /** What the gap names, where it is not the operation. */
  readonly action?: string;
  /** The findings, and objectives, that nobody can decide without it; everything else stays as it is. */
  readonly unknown: readonly string[];
  /** Findings that do not exist where there is nothing to judge. */
  readonly gone?: (finding: string) => boolean;
}

const ofTables = (finding: string): boolean =>
  !finding.includes('resources-present') && /( of)? (metadata|weak|scratch|tagged|shared)$/.test(finding);
const ofBuckets = (finding: string): boolean => !finding.includes('resources-present') && / (artifacts|dump)$/.test(finding);

const ROWS: readonly Row[] = [
  {
    operation: 'backup:ListBackupPlans',
    unknown: [...ON_COVERAGE, 'bare backup/protected-by-plan dump', ...PLAN_SELECTORS],
    gone: (finding) => finding.includes('plan-has-selections'),
  },
  {
    operation: 'backup:ListBackupSelections',
    // Whatever selects the bucket without versioning, it is not backed up.
    unknown: [...ON_COVERAGE, 'plans backup/plan-has-selections nightly', 'plans backup/plan-has-selections idle'],
  },
  { operation: 'backup:GetBackupSelection', unknown: ON_COVERAGE },
  // What covers an asset is said by selections.
  { operation: 'backup:GetBackupPlan', unknown: ON_RULES },
  {
    operation: 'backup:ListBackupVaults',
    unknown: [
      ...all('retention-within-vault-lock', ...EVERY),
      // The weekly plan copies nothing.
      ...all('copied-cross-region', ...GOOD),
      ...all('vault-locked', ...EVERY),
      ...all('vault-encrypted-with-customer-key', ...EVERY),
      'far copies of metadata',
      'far restoreTestedWithin of metadata',
    ],
  },
  { operation: 'backup:GetBackupVaultAccessPolicy', unknown: all('vault-denies-deletion', ...EVERY) },
  {
    operation: 'backup:DescribeRegionSettings',
    unknown: [
      ...all('service-opted-in', ...EVERY),
      // Exact ARNs do without the opt-in, tags do not.
      'tagged backup/protected-by-plan tagged',
      // With the advanced features tables can be copied, and what is made of them bears the key of the vault. Buckets need none.
      ...all('copied-cross-region', 'metadata'),
      ...all('vault-encrypted-with-customer-key', 'metadata', 'weak'),
      'shared backup/copied-cross-account shared',
      'far copies of metadata',
    ],
  },
  { operation: 'backup:DescribeGlobalSettings', unknown: ['shared backup/copied-cross-account shared'] },
  {
    operation: 'backup:ListRecoveryPointsByResource',
    unknown: [...all('recovery-point-recent', ...EVERY), 'far copies of metadata', 'far restoreTestedWithin of metadata'],
  },
  {
    operation: 'backup:ListBackupJobs',
    // Only they tell how fresh the continuous recovery point of the bucket is.
    unknown: [...all('jobs-succeed', ...EVERY), ...all('recovery-point-recent', 'artifacts')],
  },
  // Nothing else shows what arrives in another account. In one's own, recovery points do.
  { operation: 'backup:ListCopyJobs', unknown: ['shared backup/copied-cross-account shared'] },
  {
    operation: 'backup:ListRestoreJobsByProtectedResource',
    unknown: [...all('restore-tested', ...EVERY), 'far restoreTestedWithin of metadata'],
  },
  // They are looked at only where no restore was tested.
  { operation: 'backup:ListRestoreTestingPlans', unknown: all('restore-tested', 'weak') },
  { operation: 'backup:GetRestoreTestingPlan', unknown: all('restore-tested', 'weak') },
  { operation: 'backup:ListRestoreTestingSelections', unknown: all('restore-tested', 'weak') },
  { operation: 'backup:GetRestoreTestingSelection', unknown: all('restore-tested', 'weak') },
  {
    operation: 'dynamodb:ListTables',
    unknown: TABLE_SELECTORS,
    gone: ofTables,
  },
  {
    operation: 'dynamodb:DescribeTable',
    unknown: [
      ...['deletion-protected', 'replicated-cross-region', 'encrypted-with-customer-key'].flatMap((rule) => [
        `tables dynamodb/${rule} metadata`,
        `tables dynamodb/${rule} weak`,
      ]),
      'kept dynamodb/deletion-protected weak',
      'far dynamodb/deletion-protected metadata',
      // A new table would have time left.
      ...all('recovery-point-recent', 'weak'),
      ...all('restore-tested', 'weak'),
      // Of which table the backup is; and whether there are replicas.
      'kept retention of weak',
      'far copies of metadata',
    ],
  },
  {
    operation: 'dynamodb:DescribeContinuousBackups',
    unknown: ['pitr-enabled', 'pitr-window'].flatMap((rule) => [`tables dynamodb/${rule} metadata`, `tables dynamodb/${rule} weak`]),
  },
  {
    operation: 'dynamodb:ListTagsOfResource',
    unknown: [
      // Any table may have the tag that the selection of a further plan asks for: what every plan has to do, nobody knows …
      ...all('retention-within-vault-lock', 'metadata'),
      ...all('vault-encrypted-with-customer-key', 'metadata'),
      // … and what one plan has to do, that one may.
      ...['plan-frequency', 'plan-retention', 'copied-cross-region', 'vault-locked', 'vault-denies-deletion', 'restore-tested'].flatMap(
        (rule) => all(rule, 'weak'),
      ),
      'bare backup/protected-by-plan scratch',
      'tagged backup/protected-by-plan tagged',
    ],
  },
  { operation: 'dynamodb:ListBackups', unknown: ['kept retention of weak'] },
  {
    operation: 'kms:DescribeKey',
    unknown: [
      ...all('vault-encrypted-with-customer-key', ...EVERY),
      'tables dynamodb/encrypted-with-customer-key metadata',
      'tables dynamodb/encrypted-with-customer-key weak',
    ],
  },
  {
    operation: 's3:ListBuckets',
    action: 's3:ListAllMyBuckets',
    unknown: BUCKET_SELECTORS,
    gone: ofBuckets,
  },
  // The other bucket is not selected at all.
  { operation: 's3:GetBucketVersioning', unknown: all('protected-by-plan', 'artifacts') },
  {
    operation: 's3:GetBucketNotificationConfiguration',
    action: 's3:GetBucketNotification',
    // For the daily gap the runs of the plan are enough.
    unknown: ['streams backup/plan-frequency artifacts'],
  },
];

const KINDS = ['denied', 'throttled', 'timed out', 'malformed', 'empty'] as const;
type FaultKind = (typeof KINDS)[number];

const EFFECTS: Readonly<Record<FaultKind, Omit<Fault, 'operation'>>> = {
  denied: { deny: true },
  throttled: { throttle: 1 },
  'timed out': { hang: true },
  malformed: { body: '{"' },
  empty: { body: '{}' },
};

const CODES: Readonly<Record<FaultKind, string>> = {
  denied: 'AccessDeniedException',
  throttled: 'ThrottlingException',
  'timed out': 'Timeout',
  malformed: 'MalformedAnswer',
  empty: 'MalformedAnswer',
};
const CODES_OF_S3: Readonly<Partial<Record<FaultKind, string>>> = { denied: 'AccessDenied', throttled: 'SlowDown' };

const codeOf = ({ operation }: Row, kind: FaultKind): string =>
  (operation.startsWith('s3:') ? CODES_OF_S3[kind] : undefined) ?? CODES[kind];

const GONE = 'gone';

/** Where a report differs from a full answer's. */
const changesIn = (report: Report): Verdicts => {
  const told = toldBy(report);
  const names = [...new Set([...Object.keys(BASELINE), ...Object.keys(told)])];
  return Object.fromEntries(names.filter((name) => told[name] !== BASELINE[name]).map((name) => [name, told[name] ?? GONE]));
};

const expectedChanges = ({ unknown, gone = () => false }: Row): Verdicts =>
  Object.fromEntries(
    Object.keys(BASELINE).flatMap((finding) => {
      if (unknown.includes(finding)) return [[finding, 'unknown']];
      return gone(finding) ? [[finding, GONE]] : [];
    }),
  );

interface Outcome {
  readonly code: number | null;
  readonly report: Report;
}

type Scan = (lab: Lab, cwd: string) => Promise<Outcome>;

const here: Scan = (_, cwd) => scanHere(cwd);

const asUsersDo: Scan = async (lab, cwd) => {
  const result = await against(lab, ['scan', '--format', 'json', '--fail-on', 'never'], { cwd });
  assert.is(result.stderr, '');
  return { code: result.code, report: reportOf(result) };
};

interface Asked {
  readonly configuration?: string;
  readonly policy?: string;
}

const scanWith = async (
  scan: Scan,
  faults: readonly Fault[],
  { configuration = CONFIGURATION, policy = BACKUP_POLICY }: Asked = {},
): Promise<Outcome> => {
  const lab = await startLab({ ...backupPlatform, faults });
  const { path } = await sandbox({
    'mlops-dr.yaml': configuration.replace('aws: {', `aws: { endpoint: "${lab.url}",`),
    'policy.yaml': policy,
  });
  try {
    return await scan(lab, path);
  } finally {
    await lab.close();
  }
};

interface Case {
  readonly row: Row;
  readonly kind: FaultKind;
}

const outcomes = new Map<Case, Outcome>();
const outcomeOf = (one: Case): Outcome => {
  const outcome = outcomes.get(one);
  if (!outcome) throw new Error('this case did not run');
  return outcome;
};

const CASES: readonly Case[] = KINDS.flatMap((kind) => ROWS.map((row) => ({ row, kind })));

const faultOf = ({ row, kind }: Case): Fault => ({ operation: row.operation, ...EFFECTS[kind] });

test.before(async () => {
  await inParallel(CASES, 16, async (one) => {
    outcomes.set(one, await scanWith(here, [faultOf(one)]));
  });
});

test('with every answer: no gap, nothing unknown, exit code 0', async () => {
  for (const scan of [here, asUsersDo]) {
    const { code, report } = await scanWith(scan, []);
    assert.equal(toldBy(report), BASELINE);
    assert.equal(report.gaps, []);
    assert.is(code, 0);
  }
});

/** A listing, a fact, and what only an objective asks for. */
const SHOWN = ['backup:ListBackupPlans', 'backup:GetBackupSelection', 'dynamodb:ListBackups'];

for (const one of CASES.filter(({ row, kind }) => kind === 'denied' && SHOWN.includes(row.operation))) {
  test(`${one.row.operation} denied: users see it`, async () => {
    const { code, report } = await scanWith(asUsersDo, [faultOf(one)]);
    assert.equal(changesIn(report), expectedChanges(one.row));
    assert.equal(report.gaps, outcomeOf(one).report.gaps);
    assert.is(code, outcomeOf(one).code);
  });
}

for (const one of CASES) {
  const { row, kind } = one;
  const { operation, action = operation } = row;
  // Objectives are shown; only rules decide the exit code.
  const isRuled = row.unknown.some((finding) => !finding.includes(' of '));

  test(`${operation} ${kind}: what needs it is unknown, nothing else changes, exit code ${isRuled ? 3 : 0}`, () => {
    const { code, report } = outcomeOf(one);
    assert.equal(changesIn(report), expectedChanges(row));
    assert.is(code, isRuled ? 3 : 0);
  });

  test(`${operation} ${kind}: every gap says ${action}, and so does every finding that needs it`, () => {
    const { gaps, findings } = outcomeOf(one).report;
    assert.equal([...new Set(gaps.map((gap) => `${gap.action} ${gap.code}`))], [`${action} ${codeOf(row, kind)}`]);
    for (const { verdict, message } of findings.filter(({ verdict }) => verdict === 'unknown')) {
      assert.ok(message.includes(`(${action}: ${codeOf(row, kind)})`), `${verdict}: ${message}`);
    }
  });
}

const NO_REGIONS = 'targets: [{ name: prod, aws: { } }]\npolicies: [policy.yaml]\n';
const NOWHERE = policyOf(
  'lost',
  '  - name: lost\n    resources: [{ kind: dynamodb/table, name: lost }]\n    rules: [dynamodb/pitr-enabled]',
);
const LOST = 'lost component/resources-present dynamodb/table, name lost';
const NO_LIST: Readonly<Partial<Record<FaultKind, string>>> = { throttled: 'TooManyRequestsException' };

test('where no Region is named every one is scanned', async () => {
  const { code, report } = await scanWith(here, [], { configuration: NO_REGIONS });
  assert.equal(changesIn(report), {});
  assert.equal(report.gaps, []);
  assert.is(code, 0);
  assert.equal(toldBy((await scanWith(here, [], { configuration: NO_REGIONS, policy: NOWHERE })).report), { [LOST]: 'fail' });
});

for (const kind of KINDS) {
  test(`account:ListRegions ${kind}: what is found in the home Region is judged; nothing can be called missing`, async () => {
    const faults = [{ operation: 'account:ListRegions', ...EFFECTS[kind] }];
    const { code, report } = await scanWith(here, faults, { configuration: NO_REGIONS });
    assert.equal(changesIn(report), {});
    assert.is(code, 3);
    assert.equal(
      [...new Set(report.gaps.map((gap) => `${gap.action} ${gap.code}`))],
      [`account:ListRegions ${NO_LIST[kind] ?? CODES[kind]}`],
    );
    assert.equal(toldBy((await scanWith(here, faults, { configuration: NO_REGIONS, policy: NOWHERE })).report), { [LOST]: 'unknown' });
  });
}

const SERVICES = ['backup:*', 'dynamodb:*', 'kms:*'];

const STRANGE: readonly (readonly [name: string, effect: Omit<Fault, 'operation'>])[] = [
  ['null', { body: 'null' }],
  ['a list', { body: '[]' }],
  ['a text', { body: '"x"' }],
  ['no body', { body: '' }],
  ['a page for people', { body: '<html><body>Log in</body></html>' }],
  ['half of the answer', { truncate: 'matching' }],
  ['half of the answer, and then nothing', { truncate: 'announced' }],
  ['another success', { error: { code: 'Nothing', status: 304 } }],
  ['a broken connection', { reset: true }],
];

for (const [name, effect] of STRANGE) {
  test(`every answer is ${name}: nothing passes or fails but what was not asked of these services`, async () => {
    const faults = SERVICES.map((operation) => ({ operation, ...effect }));
    const { code, report } = await scanWith(here, faults);
    assert.equal(
      Object.entries(toldBy(report)).filter(([finding, verdict]) => verdict !== 'unknown' && !BUCKET_SELECTORS.includes(finding)),
      [],
    );
    assert.is(code, 3);
  });
}

test.run();
