import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { searchWorld, startLab, type World } from '../../../lab/index.ts';
import { STACK_TRACE, sandbox, withoutCredentials } from '../../cli/harness.ts';
import { collectHere } from '../../cli/in-process.ts';
import { policyOf } from '../../cli/platform.ts';
import { permissionsOf } from '../../scanners/elasticsearch/needs.ts';
import { runCli } from '../cli.ts';

const test = suite('commands/permissions/search');

type Files = Readonly<Record<string, string>>;

const about = (...rules: readonly string[]): string =>
  policyOf(
    'search',
    `  - name: c\n    resources: [{ kind: elasticsearch/cluster }]\n    rules: [${rules.map((rule) => `elasticsearch/${rule}`).join()}]`,
  );

const permissions = async (files: Files, ...args: readonly string[]) => {
  const { path } = await sandbox(files);
  return runCli(['permissions', ...args], { cwd: path, env: withoutCredentials() });
};

const printed = async (files: Files, ...args: readonly string[]) => {
  const { code, stdout, stderr } = await permissions(files, ...args);
  assert.is(code, 0, stderr);
  return stdout;
};

const target = (more: string): string => `targets: [{ name: logs, elasticsearch: { url: "https://logs.example.com", ${more} } }]\n`;

const REGISTERED = about('repository-registered');
const ASKED = ['--policy', 'policy.yaml'];

test('a role of Elasticsearch, where policies read nothing else', async () => {
  assert.is(
    await printed({ 'policy.yaml': about('restore-tested') }, ...ASKED),
    `{
  "cluster": [
    "monitor",
    "monitor_snapshot"
  ],
  "indices": [
    {
      "names": [
        "*"
      ],
      "privileges": [
        "monitor"
      ]
    }
  ]
}
`,
  );
});

test('a role of OpenSearch', async () => {
  assert.equal(JSON.parse(await printed({ 'policy.yaml': about('restore-tested') }, ...ASKED, '--format', 'opensearch-role')), {
    cluster_permissions: ['cluster:admin/repository/get', 'cluster:admin/snapshot/get', 'cluster:monitor/main'],
    index_permissions: [{ index_patterns: ['*'], allowed_actions: ['indices:monitor/recovery', 'indices:monitor/settings/get'] }],
  });
});

test('nothing about indices where no rule reads any', async () => {
  const files = { 'policy.yaml': REGISTERED };
  assert.equal(JSON.parse(await printed(files, ...ASKED)), { cluster: ['monitor', 'monitor_snapshot'] });
  assert.equal(JSON.parse(await printed(files, ...ASKED, '--format', 'opensearch-role')), {
    cluster_permissions: ['cluster:admin/repository/get', 'cluster:monitor/main'],
  });
});

const ALL = [
  'cluster-state-included',
  'indices-covered',
  'repository-off-site',
  'repository-protected',
  'repository-registered',
  'repository-writable',
  'restore-tested',
  'snapshot-frequency',
  'snapshot-policy-active',
  'snapshot-recent',
  'snapshot-retention',
  'snapshots-succeed',
];

test('every rule: the least privileges of Elasticsearch that suffice', async () => {
  assert.equal(JSON.parse(await printed({ 'policy.yaml': about(...ALL) }, ...ASKED, '--format', 'elasticsearch-role')), {
    cluster: ['cluster:admin/slm/status', 'monitor', 'monitor_snapshot', 'read_slm'],
    indices: [{ names: ['*'], privileges: ['monitor', 'view_index_metadata'] }],
  });
});

// What a scan asks for, against what is granted

/** The permissions for all that a scan asks of the cluster of a world. */
const usedBy = async (world: World, policy: string): Promise<readonly string[]> => {
  const lab = await startLab(world);
  const cluster = `{ name: search, elasticsearch: { url: "${lab.url}/search/bench", region: us-west-2 } }`;
  const account = `{ name: account, aws: { regions: [us-east-2], endpoint: "${lab.url}" } }`;
  const box = await sandbox({ 'policy.yaml': policy, 'mlops-dr.yaml': `targets: [${cluster}, ${account}]\npolicies: [policy.yaml]\n` });
  try {
    await collectHere(box.path);
    return permissionsOf([...lab.requests.keys()]);
  } finally {
    await lab.close();
  }
};

const SIZES = { snapshots: 40, repositories: 2, policies: 3 };

const EXPLAIN = 'cluster:admin/opensearch/snapshot_management/policy/explain';

for (const { name, rules, spare = [] } of [
  { name: 'repositories', rules: ['repository-registered'] },
  { name: 'policies and what has come of them', rules: ['snapshot-frequency'] },
  { name: 'policies alone', rules: ['repository-protected'], spare: [EXPLAIN] },
  { name: 'restores', rules: ['restore-tested'] },
  { name: 'indices', rules: ['indices-covered'] },
  { name: 'every rule', rules: ALL },
]) {
  test(`${name}: the role of OpenSearch grants exactly what a scan asks for`, async () => {
    const policy = about(...rules);
    const [used, role] = await Promise.all([
      usedBy(searchWorld({ ...SIZES, distribution: 'opensearch' }), policy),
      printed({ 'policy.yaml': policy }, ...ASKED, '--format', 'opensearch-role').then((text) => JSON.parse(text)),
    ]);
    const granted = [...role.cluster_permissions, ...(role.index_permissions?.[0].allowed_actions ?? [])];
    assert.equal(granted.sort(), [...used, ...spare].sort());
  });
}

/**
 * What the privileges let somebody do, by hand from the definitions of version 8; `read_slm` without the status, as it was
 * before 8.14. https://www.elastic.co/docs/reference/elasticsearch/security-privileges
 */
const COVERED: Readonly<Record<string, RegExp>> = {
  'cluster monitor': /^cluster:monitor\//,
  'cluster monitor_snapshot': /^cluster:admin\/(repository\/get|snapshot\/get|snapshot\/status.*)$/,
  'cluster read_slm': /^cluster:admin\/(slm\/get|ilm\/operation_mode\/get)$/,
  'cluster cluster:admin/slm/status': /^cluster:admin\/slm\/status$/,
  'indices view_index_metadata': /^indices:(admin\/(resolve\/index|aliases\/get|get|mappings\/get)|monitor\/settings\/get)$/,
  'indices monitor': /^indices:monitor\//,
};

for (const rules of [['repository-registered'], ['snapshot-frequency'], ['restore-tested'], ['indices-covered'], ALL]) {
  test(`${rules.length > 1 ? 'every rule' : rules}: the role of Elasticsearch covers what a scan asks for, and has no privilege that it does not need`, async () => {
    const policy = about(...rules);
    const [used, { cluster, indices }] = await Promise.all([
      usedBy(searchWorld(SIZES), policy),
      printed({ 'policy.yaml': policy }, ...ASKED, '--format', 'elasticsearch-role').then((text) => JSON.parse(text)),
    ]);
    const granted = [
      ...cluster.map((name: string) => `cluster ${name}`),
      ...(indices?.[0].privileges ?? []).map((name: string) => `indices ${name}`),
    ];
    assert.equal(
      granted.filter((privilege) => !COVERED[privilege]),
      [],
    );
    const covers = (privilege: string, action: string) => COVERED[privilege]?.test(action) ?? false;
    assert.equal(
      used.filter((action) => !granted.some((privilege) => covers(privilege, action))),
      [],
    );
    assert.equal(
      granted.filter((privilege) => !used.some((action) => covers(privilege, action))),
      [],
    );
  });
}

test('to verify repositories writes: it is permitted only where the configuration asks for it', async () => {
  const policy = about('repository-writable');
  const VERIFY = 'cluster:admin/repository/verify';
  const clusterOf = async (configuration: string, format: string): Promise<readonly string[]> => {
    const role = JSON.parse(await printed({ 'mlops-dr.yaml': configuration, 'policy.yaml': policy }, ...ASKED, '--format', format));
    return role.cluster ?? role.cluster_permissions;
  };
  for (const format of ['elasticsearch-role', 'opensearch-role']) {
    assert.not((await clusterOf(target(''), format)).includes(VERIFY));
    assert.not((await clusterOf(target('verifyRepositories: false'), format)).includes(VERIFY));
    assert.ok((await clusterOf(target('verifyRepositories: true'), format)).includes(VERIFY));
  }
});

// Signed requests

const signed = (url: string, more = ''): string =>
  `{ name: "at-${url.length}", elasticsearch: { url: "https://${url}", auth: { aws: { ${more} } } } }`;

const DOMAIN = 'search-logs-eu-k3jx2abcdefghijklmnopqrstu.us-west-2.es.amazonaws.com';

for (const { name, targets, policy = REGISTERED, actions = ['es:ESHttpGet'], resources } of [
  { name: 'a managed domain', targets: [signed(DOMAIN)], resources: ['arn:aws:es:us-west-2:*:domain/logs-eu/*'] },
  {
    name: 'one in a VPC, by its newer address',
    targets: [signed('vpc-logs-k3jx2.aos.eu-central-1.on.aws')],
    resources: ['arn:aws:es:eu-central-1:*:domain/logs/*'],
  },
  {
    name: 'one in China',
    targets: [signed('search-logs-k3jx2.cn-north-1.es.amazonaws.com.cn')],
    resources: ['arn:aws-cn:es:cn-north-1:*:domain/logs/*'],
  },
  {
    name: 'an address of one’s own',
    targets: [signed('search-logs-k3jx2.example.com', 'region: us-east-2')],
    resources: ['arn:aws:es:us-east-2:*:domain/*/*'],
  },
  {
    name: 'two domains, one of them twice',
    targets: [signed(DOMAIN), signed('vpc-a-b-k3jx2.us-east-2.es.amazonaws.com'), signed(`${DOMAIN}/`)],
    resources: ['arn:aws:es:us-east-2:*:domain/a-b/*', 'arn:aws:es:us-west-2:*:domain/logs-eu/*'],
  },
  {
    name: 'one whose repositories are verified',
    targets: [`{ name: d, elasticsearch: { url: "https://${DOMAIN}", auth: { aws: {} }, verifyRepositories: true } }`],
    policy: about('repository-writable'),
    actions: ['es:ESHttpGet', 'es:ESHttpPost'],
    resources: ['arn:aws:es:us-west-2:*:domain/logs-eu/*'],
  },
]) {
  test(`${name}: IAM lets signed requests through to it`, async () => {
    const files = { 'mlops-dr.yaml': `targets: [${targets.join(', ')}]\n`, 'policy.yaml': policy };
    assert.equal(JSON.parse(await printed(files, ...ASKED)), {
      Version: '2012-10-17',
      Statement: [{ Sid: 'MlopsDrReadDomains', Effect: 'Allow', Action: actions, Resource: resources }],
    });
  });
}

test('beside what an account is asked for, and in the language of Terraform', async () => {
  const files = {
    'mlops-dr.yaml': `targets: [${signed(DOMAIN)}, { name: a, aws: { regions: [us-west-2] } }]\n`,
    'policy.yaml': about('repository-off-site'),
  };
  assert.is(
    await printed(files, ...ASKED, '--format', 'terraform'),
    `data "aws_iam_policy_document" "mlops_dr" {
  statement {
    sid    = "MlopsDrRead"
    effect = "Allow"
    actions = [
      "s3:ListAllMyBuckets",
      "s3:ListBucket",
    ]
    resources = ["*"]
  }

  statement {
    sid    = "MlopsDrReadDomains"
    effect = "Allow"
    actions = [
      "es:ESHttpGet",
    ]
    resources = [
      "arn:aws:es:us-west-2:*:domain/logs-eu/*",
    ]
  }
}
`,
  );
});

for (const { name, configuration } of [
  { name: 'requests are not signed', configuration: target(`auth: { apiKey: "\${KEY}" }`) },
  { name: 'it is a collection of the serverless kind', configuration: `targets: [${signed('k3jx2.us-west-2.aoss.amazonaws.com')}]\n` },
]) {
  test(`IAM permits nothing where ${name}`, async () => {
    const { code, stderr } = await permissions({ 'mlops-dr.yaml': configuration, 'policy.yaml': REGISTERED }, ...ASKED, '--format', 'json');
    assert.is(code, 2);
    assert.match(stderr, /These policies read nothing of AWS: there is nothing to permit\./);
  });
}

// Which format

test('policies about a bucket and a search cluster: an IAM policy, and a note about both roles', async () => {
  const { stdout, stderr } = await permissions({ 'policy.yaml': about('repository-off-site') }, ...ASKED);
  assert.equal(JSON.parse(stdout).Statement[0].Action, ['s3:ListAllMyBuckets', 's3:ListBucket']);
  assert.is(stderr, 'These policies read more than that: see mlops-dr permissions --format elasticsearch-role or opensearch-role.\n');
});

const PROMETHEUS = policyOf('p', '  - name: c\n    resources: [{ kind: prometheus/server }]\n    rules: [prometheus/configuration-loaded]');

for (const { name, policy, format = [], message } of [
  {
    name: 'a role for policies about Prometheus',
    policy: PROMETHEUS,
    format: ['--format', 'opensearch-role'],
    message: /These policies read nothing of Elasticsearch or OpenSearch: there is nothing to permit\./,
  },
  {
    name: 'policies about Prometheus alone',
    policy: PROMETHEUS,
    message: /These policies read nothing that has permissions of its own: there is nothing to permit\./,
  },
  {
    name: 'a ClusterRole for policies about a search cluster',
    policy: REGISTERED,
    format: ['--format', 'cluster-role'],
    message: /These policies read nothing of a Kubernetes cluster: there is nothing to permit\./,
  },
]) {
  test(`2, and why: ${name}`, async () => {
    const { code, stdout, stderr } = await permissions({ 'policy.yaml': policy }, ...ASKED, ...format);
    assert.equal([code, stdout], [2, '']);
    assert.match(stderr, message);
    assert.not.match(stderr, STACK_TRACE);
  });
}

test.run();
