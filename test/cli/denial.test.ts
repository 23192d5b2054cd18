import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Fault, startLab } from '../../lab/index.ts';
import type { CliResult } from '../commands/cli.ts';
import { against, inParallel, reportOf, STACK_TRACE, sandbox, verdictsOf } from './harness.ts';
import { CONFIGURATION, PLATFORM_POLICY, platform, RULES } from './platform.ts';

const test = suite('cli/denial');

/** What a full answer to every question leads to. */
const BASELINE: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    RULES.flatMap((rule) => [
      [`all ${rule} models`, 'pass'],
      [`all ${rule} scratch`, 'fail'],
    ]),
  ),
  'all component/resources-present s3/bucket, name models': 'pass',
  'all component/resources-present s3/bucket, name scratch': 'pass',
  'partner component/resources-present s3/bucket, name partner': 'pass',
  'partner s3/replicated-cross-region partner': 'pass',
  'partner s3/replication-includes-kms partner': 'fail',
  'swept component/resources-present s3/bucket, name swept': 'pass',
  'swept s3/no-early-expiration swept': 'fail',
  'gold component/resources-present s3/bucket, tag tier=gold': 'pass',
  'gold s3/versioning-enabled models': 'pass',
};

const SELECTORS = Object.keys(BASELINE).filter((finding) => finding.includes('component/resources-present'));

const KINDS = ['denied', 'throttled', 'timed out'] as const;
type FaultKind = (typeof KINDS)[number];

const EFFECTS: Readonly<Record<FaultKind, Omit<Fault, 'operation'>>> = {
  denied: { deny: true },
  throttled: { throttle: 1 },
  'timed out': { hang: true },
};

interface Row {
  readonly operation: string;
  /** What the gap names. */
  readonly action: string;
  /** The findings that nobody can decide without it; everything else stays as it is. */
  readonly unknown: readonly string[];
  /** Where there is nothing to judge, its findings do not exist. */
  readonly only?: true;
  /** Codes of the gap that differ from what the service says elsewhere; `null`: the refusal itself is the answer. */
  readonly codes?: Readonly<Partial<Record<FaultKind, string | null>>>;
}

const CODES: Readonly<Record<FaultKind, string>> = { denied: 'AccessDenied', throttled: 'SlowDown', 'timed out': 'Timeout' };

const ROWS: readonly Row[] = [
  {
    operation: 's3:GetBucketVersioning',
    action: 's3:GetBucketVersioning',
    unknown: [
      'all s3/versioning-enabled models',
      'all s3/versioning-enabled scratch',
      'all s3/mfa-delete-enabled models',
      'all s3/mfa-delete-enabled scratch',
      // Of scratch it fails all the same: it has no rule.
      'all s3/replicated-cross-region models',
      'all s3/replication-destination-versioned models',
      'all s3/noncurrent-retention models',
      'all s3/noncurrent-retention scratch',
      'all s3/no-early-expiration models',
      'all s3/no-early-expiration scratch',
      'partner s3/replicated-cross-region partner',
      'gold s3/versioning-enabled models',
    ],
  },
  {
    operation: 's3:GetBucketReplication',
    action: 's3:GetReplicationConfiguration',
    // Of scratch they fail all the same: nothing is replicated without versioning.
    unknown: [
      'all s3/replicated-cross-region models',
      'all s3/replication-destination-versioned models',
      'all s3/replication-includes-kms models',
      'all s3/replication-delete-markers models',
      'all s3/replication-time-control models',
      'partner s3/replicated-cross-region partner',
      'partner s3/replication-includes-kms partner',
    ],
  },
  {
    operation: 's3:GetObjectLockConfiguration',
    action: 's3:GetBucketObjectLockConfiguration',
    // The lifecycle of models is long enough without a lock; that of swept is not.
    unknown: ['all s3/object-lock-retention models', 'swept s3/no-early-expiration swept'],
  },
  {
    operation: 's3:GetBucketLifecycleConfiguration',
    action: 's3:GetLifecycleConfiguration',
    // Noncurrent versions of scratch are not kept whatever its lifecycle says: there are none.
    unknown: [
      'all s3/noncurrent-retention models',
      'all s3/no-early-expiration models',
      'all s3/no-early-expiration scratch',
      'swept s3/no-early-expiration swept',
    ],
  },
  {
    operation: 's3:GetBucketEncryption',
    action: 's3:GetEncryptionConfiguration',
    // The rule of models includes KMS, so its default does not matter there.
    unknown: [
      'all s3/encrypted-with-customer-key models',
      'all s3/encrypted-with-customer-key scratch',
      'partner s3/replication-includes-kms partner',
    ],
  },
  {
    operation: 's3:GetBucketTagging',
    action: 's3:GetBucketTagging',
    // Any bucket may be the one with the tag.
    unknown: [
      'gold component/resources-present s3/bucket, tag tier=gold',
      ...['copy', 'models', 'partner', 'scratch', 'swept'].map((bucket) => `gold s3/versioning-enabled ${bucket}`),
    ],
  },
  {
    operation: 's3:GetPublicAccessBlock',
    action: 's3:GetBucketPublicAccessBlock',
    unknown: ['all s3/public-access-blocked models', 'all s3/public-access-blocked scratch'],
  },
  {
    operation: 's3:HeadBucket',
    action: 's3:ListBucket',
    unknown: ['partner s3/replicated-cross-region partner'],
    // "Forbidden" tells that the bucket exists, and where. Its answers have no body, so no code either.
    codes: { denied: null, throttled: 'HTTP503' },
  },
  { operation: 's3:ListBuckets', action: 's3:ListAllMyBuckets', unknown: SELECTORS, only: true },
  {
    operation: 'sts:GetCallerIdentity',
    action: 'sts:GetCallerIdentity',
    unknown: SELECTORS,
    only: true,
    codes: { throttled: 'Throttling' },
  },
];

const expectedOf = ({ unknown, only }: Row): Readonly<Record<string, string>> => ({
  ...(only ? {} : BASELINE),
  ...Object.fromEntries(unknown.map((finding) => [finding, 'unknown'])),
});

const scan = async (cwd: string, faults: readonly Fault[]): Promise<CliResult> => {
  const lab = await startLab({ ...platform, faults });
  try {
    return await against(lab, ['scan', '--format', 'json', '--fail-on', 'never', '--timeout', '1s'], { cwd });
  } finally {
    await lab.close();
  }
};

interface Case {
  readonly row: Row;
  readonly kind: FaultKind;
}

// Those that take their time first.
const CASES: readonly Case[] = ['throttled' as const, 'timed out' as const, 'denied' as const].flatMap((kind) =>
  ROWS.map((row) => ({ row, kind })),
);

const results = new Map<Case | 'baseline', CliResult>();

test.before(async () => {
  const { path } = await sandbox({ 'mlops-dr.yaml': CONFIGURATION, 'policy.yaml': PLATFORM_POLICY });
  results.set('baseline', await scan(path, []));
  await inParallel(CASES, 10, async (one) => {
    results.set(one, await scan(path, [{ operation: one.row.operation, ...EFFECTS[one.kind] }]));
  });
});

const resultOf = (one: Case | 'baseline'): CliResult => {
  const result = results.get(one);
  if (!result) throw new Error('this case did not run');
  return result;
};

test('with every answer: no gap, nothing unknown, exit code 0', () => {
  const result = resultOf('baseline');
  assert.equal(verdictsOf(reportOf(result)), BASELINE);
  assert.equal(reportOf(result).gaps, []);
  assert.is(result.code, 0);
});

for (const one of CASES) {
  const { row, kind } = one;
  const code = row.codes?.[kind] === undefined ? CODES[kind] : row.codes[kind];

  if (code === null) {
    test(`${row.operation} ${kind} is an answer: nothing changes`, () => {
      const result = resultOf(one);
      assert.equal(verdictsOf(reportOf(result)), BASELINE);
      assert.equal(reportOf(result).gaps, []);
      assert.is(result.code, 0);
    });
    continue;
  }

  test(`${row.operation} ${kind}: what needs it is unknown, nothing else changes, exit code 3`, () => {
    const result = resultOf(one);
    assert.equal(verdictsOf(reportOf(result)), expectedOf(row));
    assert.is(result.code, 3);
    assert.is(result.stderr, '');
  });

  test(`${row.operation} ${kind}: every gap says ${row.action}, and so does every finding that needs it`, () => {
    const { gaps, findings } = reportOf(resultOf(one));
    assert.equal([...new Set(gaps.map(({ action, code }) => `${action} ${code}`))], [`${row.action} ${code}`]);
    for (const { verdict, message } of findings.filter(({ verdict }) => verdict === 'unknown')) {
      assert.ok(message.includes(`(${row.action}: ${code})`), `${verdict}: ${message}`);
    }
  });
}

test('none of them shows a stack trace', () => {
  for (const one of CASES) assert.not.match(resultOf(one).stderr, STACK_TRACE);
});

test.run();
