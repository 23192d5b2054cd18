import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { bucketsWorld, type Fault, startLab } from '../../lab/index.ts';
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

test('with 30 % of all answers throttled nothing is lost and no verdict changes', async () => {
  const [calm, throttled] = await Promise.all([scan([]), scan([{ operation: '*', throttle: 0.3 }])]);
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

test.run();
