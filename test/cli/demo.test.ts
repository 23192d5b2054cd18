import { readFile } from 'node:fs/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { asset } from '../../commands/assets.ts';
import { loadWorld, startLab } from '../../lab/index.ts';
import { runCli } from '../commands/cli.ts';
import { against, reportOf, sandbox, verdictsOf, withoutCredentials } from './harness.ts';
import { kubeconfigFor } from './kubernetes-platform.ts';

const test = suite('cli/demo');

const demo = async (...args: readonly string[]) => {
  const { path } = await sandbox();
  // Whatever the user has set up must not matter, and must not be touched.
  const env = { ...withoutCredentials(), AWS_PROFILE: 'production', AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_REGION: 'eu-north-1' };
  return runCli(['scan', '--demo', ...args], { cwd: path, env });
};

test('the demonstration gates nothing where it is told so, and fails otherwise', async () => {
  const [gateless, gated] = await Promise.all([demo('--fail-on', 'never', '--allow-incomplete'), demo()]);
  assert.is(gateless.code, 0);
  assert.is(gateless.stderr, '');
  assert.is(gated.code, 1);
  assert.is(gated.stdout, gateless.stdout);
});

for (const format of ['json', 'sarif', 'sarif-github']) {
  test(`${format}: two runs give the same bytes`, async () => {
    const [one, other] = await Promise.all([demo('--format', format), demo('--format', format)]);
    assert.is(one.stdout, other.stdout);
  });
}

test('shows what passes, what fails and what nobody can tell', async () => {
  const { summary } = reportOf(await demo('--format', 'json'));
  assert.ok(summary.pass >= 5, `${summary.pass} passed`);
  assert.ok(summary.fail >= 3, `${summary.fail} failed`);
  assert.ok(summary.unknown >= 1, `${summary.unknown} unknown`);
});

test('a selector by tags is decided even where another one takes the same bucket by its name', async () => {
  const { file, write } = await sandbox();
  const selectors = '[{ kind: s3/bucket, name: mlops-models }, { kind: s3/bucket, tags: { no-such: tag }, optional: true }]';
  const components = `[{ name: models, resources: ${selectors}, rules: [s3/versioning-enabled] }]`;
  await write({ 'policy.yaml': `apiVersion: mlops-dr/v1\nkind: Policy\nmetadata: { name: p }\ncomponents: ${components}\n` });
  const result = await demo('--policy', file('policy.yaml'), '--format', 'json');
  assert.is(result.code, 0);
  assert.equal(verdictsOf(reportOf(result)), {
    'models component/resources-present s3/bucket, name mlops-models': 'pass',
    'models component/resources-present s3/bucket, tag no-such=tag': 'not-applicable',
    'models s3/versioning-enabled mlops-models': 'pass',
  });
});

const configurationFor = (url: string): string => `targets:
  - { name: demo, aws: { regions: [us-west-2, us-east-2] } }
  - { name: demo-cluster, kubernetes: { kubeconfig: kubeconfig } }
  - { name: demo-logs, elasticsearch: { url: "${url}/search/mlops-logs", region: us-west-2 } }
  - { name: demo-metrics, prometheus: { url: "${url}/prometheus/mlops", name: prometheus, cluster: mlops, namespace: monitoring } }
policies: [mlops-platform]
`;

test('its verdicts are those of an ordinary scan of the same world, looked at in the same moment', async () => {
  const world = loadWorld(await readFile(asset('lab/worlds/demo.yaml'), 'utf8'), 'demo.yaml');
  const lab = await startLab(world);
  const { path, write } = await sandbox({ 'mlops-dr.yaml': configurationFor(lab.url), kubeconfig: kubeconfigFor(lab, 'mlops') });
  try {
    const collected = await against(lab, ['collect'], { cwd: path });
    assert.is(collected.code, 3, collected.stderr);
    await write({ 'inventory.json': JSON.stringify({ ...JSON.parse(collected.stdout), takenAt: world.now }) });
    const [ordinary, shown] = await Promise.all([
      against(lab, ['scan', '--inventory', 'inventory.json', '--format', 'json'], { cwd: path }),
      demo('--format', 'json'),
    ]);
    assert.equal(verdictsOf(reportOf(ordinary)), verdictsOf(reportOf(shown)));
  } finally {
    await lab.close();
  }
});

/** What the world says, told by its own story: who reads lab/worlds/demo.yaml comes to the same. */
const STORY: Readonly<Record<string, string>> = {
  's3/versioning-enabled velero-mlops-backups': 'fail',
  's3/versioning-enabled mlops-models': 'pass',
  's3/versioning-enabled mlops-model-backup': 'pass',
  's3/replicated-cross-region mlops-models': 'fail',
  's3/noncurrent-retention mlops-models': 'fail',
  's3/noncurrent-retention mlops-model-backup': 'unknown',
  'backup/protected-by-plan mlops-model-metadata': 'pass',
  'backup/protected-by-plan mlops-experiments': 'fail',
  'backup/plan-frequency mlops-model-metadata': 'fail',
  'backup/vault-locked mlops-model-metadata': 'fail',
  'velero/schedule-active mlops-daily-backup': 'pass',
  'velero/captures mlops-daily-backup': 'fail',
  'velero/restore-tested mlops-daily-backup': 'unknown',
  'elasticsearch/repository-registered mlops-logs': 'pass',
  'elasticsearch/repository-writable mlops-logs': 'pass',
  'elasticsearch/repository-off-site mlops-logs': 'pass',
  'elasticsearch/repository-protected mlops-logs': 'fail',
  'elasticsearch/snapshot-policy-active mlops-logs': 'pass',
  'elasticsearch/snapshot-frequency mlops-logs': 'pass',
  'elasticsearch/snapshot-retention mlops-logs': 'fail',
  'elasticsearch/snapshot-recent mlops-logs': 'pass',
  'elasticsearch/snapshots-succeed mlops-logs': 'fail',
  'elasticsearch/indices-covered mlops-logs': 'pass',
  'elasticsearch/cluster-state-included mlops-logs': 'fail',
  'elasticsearch/restore-tested mlops-logs': 'unknown',
  'prometheus/retention-held prometheus': 'fail',
  'prometheus/storage-persistent prometheus': 'fail',
  'prometheus/copied-off-host prometheus': 'fail',
  'prometheus/configuration-loaded prometheus': 'pass',
};

test('its verdicts are what the world says', async () => {
  const { findings } = reportOf(await demo('--format', 'json'));
  const verdicts = new Map(findings.map(({ rule, resource, verdict }) => [`${rule} ${resource.name}`, verdict]));
  for (const [finding, verdict] of Object.entries(STORY)) assert.is(verdicts.get(finding), verdict, finding);
});

test.run();
