import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { bucketsWorld, type Fault, startLab } from '../../lab/index.ts';
import { BACKUP_POLICY, backupPlatform } from './backup-platform.ts';
import { against, reportOf, sandbox } from './harness.ts';
import { CONFIGURATION, policyOf } from './platform.ts';

const test = suite('cli/throttle');

const POLICY = policyOf(
  'many',
  [
    '  - name: every',
    '    resources: [{ kind: s3/bucket }]',
    '    objectives: { rpo: 15m, retention: 30d, copies: 2, regions: 2 }',
    '    rules:',
    '      - s3/versioning-enabled',
    '      - s3/replicated-cross-region',
    '      - s3/replication-destination-versioned',
    '      - s3/object-lock-retention',
    '      - s3/noncurrent-retention',
    '      - s3/public-access-blocked',
  ].join('\n'),
);

const BUCKETS = 200;

const scan = async (faults: readonly Fault[]) => {
  const { path } = await sandbox({ 'mlops-dr.yaml': CONFIGURATION, 'policy.yaml': POLICY });
  const lab = await startLab({ ...bucketsWorld(BUCKETS), faults });
  try {
    const { code, stdout, stderr } = await against(lab, ['scan', '--format', 'json'], { cwd: path });
    return { code, stderr, report: reportOf({ stdout }), requests: new Map(lab.requests) };
  } finally {
    await lab.close();
  }
};

const THROTTLING: readonly Fault[] = [{ operation: '*', throttle: 0.3 }];

test('with 30 % of all answers throttled nothing is lost and no verdict changes', async () => {
  const [calm, throttled] = await Promise.all([scan([]), scan(THROTTLING)]);
  assert.is(calm.report.findings.length, 6 * BUCKETS + 1);
  assert.equal(throttled.report.gaps, []);
  assert.equal(throttled.report.findings, calm.report.findings);
  assert.equal(throttled.report.recovery, calm.report.recovery);
  assert.is(throttled.code, calm.code);
  assert.is(throttled.stderr, '');
  const asked = ({ requests }: typeof calm) => requests.get('s3:GetBucketVersioning') ?? 0;
  assert.is(asked(calm), BUCKETS);
  assert.ok(asked(throttled) > BUCKETS * 1.2, `${asked(throttled)} requests: was anything throttled?`);
});

const total = (requests: ReadonlyMap<string, number>): number => [...requests.values()].reduce((sum, count) => sum + count, 0);

const collect = async (faults: readonly Fault[]) => {
  const { path } = await sandbox({ 'mlops-dr.yaml': CONFIGURATION, 'policy.yaml': BACKUP_POLICY });
  const lab = await startLab({ ...backupPlatform, faults });
  try {
    const { code, stdout } = await against(lab, ['collect'], { cwd: path });
    const { targets, resources } = JSON.parse(stdout);
    return { code, targets, resources, requests: new Map(lab.requests) };
  } finally {
    await lab.close();
  }
};

// Two scans never are of the same moment, and findings tell ages: the facts are what has to be the same.
test('nor where the answers are those of AWS Backup, DynamoDB and KMS', async () => {
  const [calm, throttled] = await Promise.all([collect([]), collect(THROTTLING)]);
  assert.is(throttled.code, 0);
  assert.equal(throttled.targets, calm.targets);
  assert.equal(throttled.resources, calm.resources);
  assert.is(calm.code, 0);
  assert.ok(total(throttled.requests) > total(calm.requests) * 1.2, `${total(throttled.requests)} requests: was anything throttled?`);
});

test.run();
