// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references to the environment are written that way.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { startLab } from '../../lab/index.ts';
import { type CliResult, runCli } from '../commands/cli.ts';
import { against, reportOf, STACK_TRACE, sandbox, verdictsOf, withoutCredentials } from './harness.ts';
import { policyOf } from './platform.ts';
import { type Sent, startRecording } from './recording.ts';
import { searchPlatform } from './search-platform.ts';

const test = suite('cli/search-configuration');

/** Stands wherever a configuration could hold a secret. */
const SECRET = 'hunter2-of-the-tests';

const POLICY = policyOf(
  'p',
  '  - name: c\n    resources: [{ kind: elasticsearch/cluster }]\n    rules: [elasticsearch/repository-registered]',
);

/** A mistake in a line of its own, and what is said of it. */
interface Mistake {
  /** With an arrow before the place of the mistake. */
  readonly target: string;
  readonly message: RegExp;
}

const HIDDEN = /may not be what is written there/;

const MISTAKES: readonly Mistake[] = [
  { target: `elasticsearch: { url: https://es, auth: { apiKey: →${SECRET} } }`, message: /"apiKey"/ },
  { target: `elasticsearch: { url: https://es, auth: { username: me, password: →${SECRET} } }`, message: /"password"/ },
  { target: `elasticsearch: { url: https://es, auth: { bearer: →"${SECRET}\${X}" } }`, message: /"bearer"/ },
  { target: `elasticsearch: { url: →"https://me:${SECRET}@es:9200" }`, message: /"url"/ },
  { target: `elasticsearch: { url: →"https://es/?token=${SECRET}" }`, message: /"url"/ },
  { target: `elasticsearch: { url: https://es, auth: →${SECRET} }`, message: /"auth" must be a mapping/ },
  {
    target: 'elasticsearch: { url: https://es, auth: →{ apiKey: "${A}", bearer: "${B}" } }',
    message: /"auth" may have at most 1/,
  },
  { target: 'elasticsearch: { url: https://es, auth: →{ username: me } }', message: /"auth" lacks the key "password"/ },
  { target: `elasticsearch: { url: https://es, auth: { →token: ${SECRET} } }`, message: /"token" is not accepted here/ },
  { target: `elasticsearch: { url: https://es, →password: ${SECRET} }`, message: /"password" is not accepted here/ },
  {
    target: 'elasticsearch: { url: https://es, auth: { aws: { service: →s3 } } }',
    message: /"service" may not be "s3"\. Accepted: es, aoss/,
  },
  { target: 'elasticsearch: { url: https://es, caFile: →"" }', message: /"caFile"/ },
  { target: `prometheus: { url: http://p, auth: { username: me, password: →${SECRET} } }`, message: /"password"/ },
  { target: `prometheus: { url: http://p, auth: { bearer: →${SECRET} } }`, message: /"bearer"/ },
  { target: `prometheus: { url: →"http://me:${SECRET}@p:9090" }`, message: /"url"/ },
  { target: 'prometheus: { url: http://p, auth: { →apiKey: "${A}" } }', message: /"apiKey" is not accepted here/ },
  { target: 'prometheus: { url: http://p, workload: →"" }', message: /"workload"/ },
  { target: 'prometheus: →{ cluster: main }', message: /lacks the key "url"/ },
];

const LINES = ['targets:', ...MISTAKES.map(({ target }, index) => `  - { name: a${index}, ${target} }`), 'policies: [policy.yaml]', ''];

/** `mlops-dr.yaml:2:60` */
const placeOf = (index: number): string => `mlops-dr.yaml:${index + 2}:${(LINES[index + 1] ?? '').indexOf('→') + 1}`;

let refused: readonly CliResult[];

test.before(async () => {
  const { path } = await sandbox({ 'mlops-dr.yaml': LINES.join('\n').replaceAll('→', ''), 'policy.yaml': POLICY });
  const runs = [['scan'], ['scan', '--format=sarif'], ['collect'], ['policy', 'validate'], ['permissions']];
  refused = await Promise.all(runs.map((args) => runCli(args, { cwd: path, env: { ...withoutCredentials(), DEBUG: '*' } })));
});

test('all mistakes are told in one run, each in its place', () => {
  for (const { code, stdout, stderr } of refused) {
    assert.equal([code, stdout], [2, '']);
    MISTAKES.forEach(({ message }, index) => {
      const said = stderr.split('\n').filter((line) => line.startsWith(`Error: ${placeOf(index)}: `));
      assert.ok(said.length > 0, placeOf(index));
      for (const line of said) assert.match(line, message);
    });
  }
});

test('what may be a secret is not shown, to whoever debugs it either; and no stack trace', () => {
  for (const { stdout, stderr } of refused) {
    assert.match(stderr, HIDDEN);
    assert.not(`${stdout}${stderr}`.includes(SECRET));
    assert.not.match(stderr, STACK_TRACE);
  }
});

// Who asks, as it is sent

const KEY_ID = 'AKIATEST000000000000';

interface Asker {
  readonly name: string;
  readonly target: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What the header Authorization is. */
  readonly sent: RegExp;
}

const ENVIRONMENT = {
  PASSWORD: `pass:${SECRET}`,
  TOKEN: SECRET,
  KEY: `${SECRET}==`,
  AWS_SESSION_TOKEN: undefined,
};

const basic = (text: string): RegExp => new RegExp(`^Basic ${Buffer.from(text).toString('base64').replace(/\+/g, '\\+')}$`);

const ASKERS: readonly Asker[] = [
  // Passwords may hold what stands between them and the user.
  {
    name: 'a user',
    target: 'elasticsearch: { url: "LAB/search/x", auth: { username: me, password: "${PASSWORD}" } }',
    sent: basic(`me:pass:${SECRET}`),
  },
  {
    name: 'an API key',
    target: 'elasticsearch: { url: "LAB/search/x", auth: { apiKey: "${KEY}" } }',
    sent: new RegExp(`^ApiKey ${SECRET}==$`),
  },
  {
    name: 'a token',
    target: 'elasticsearch: { url: "LAB/search/x", auth: { bearer: "${TOKEN}" } }',
    sent: new RegExp(`^Bearer ${SECRET}$`),
  },
  {
    name: 'signed requests',
    target: 'elasticsearch: { url: "LAB/search/x", region: us-east-2, auth: { aws: { region: us-west-2 } } }',
    sent: new RegExp(
      `^AWS4-HMAC-SHA256 Credential=${KEY_ID}/\\d{8}/us-west-2/es/aws4_request, SignedHeaders=[a-z0-9;-]+, Signature=[0-9a-f]{64}$`,
    ),
  },
  {
    name: 'requests signed for OpenSearch Serverless, in the Region of the cluster',
    target: 'elasticsearch: { url: "LAB/search/x", region: us-east-2, auth: { aws: { service: aoss } } }',
    sent: new RegExp(`^AWS4-HMAC-SHA256 Credential=${KEY_ID}/\\d{8}/us-east-2/aoss/aws4_request, `),
  },
  {
    name: 'a user of Prometheus',
    target: 'prometheus: { url: "LAB/prometheus/x", auth: { username: me, password: "${PASSWORD}" } }',
    sent: basic(`me:pass:${SECRET}`),
  },
  {
    name: 'a token of Prometheus',
    target: 'prometheus: { url: "LAB/prometheus/x", auth: { bearer: "${TOKEN}" } }',
    sent: new RegExp(`^Bearer ${SECRET}$`),
  },
];

/** The lab of one Elasticsearch and one Prometheus, which let in whoever is known by what the tests send. */
const world = {
  accounts: searchPlatform.accounts,
  search: (searchPlatform.search ?? []).slice(0, 1).map((cluster) => ({
    ...cluster,
    name: 'x',
    credentials: { users: { me: ENVIRONMENT.PASSWORD }, apiKeys: [ENVIRONMENT.KEY], tokens: [SECRET], accessKeys: [KEY_ID] },
  })),
  prometheus: (searchPlatform.prometheus ?? [])
    .slice(0, 1)
    .map((server) => ({ ...server, name: 'x', credentials: { users: { me: ENVIRONMENT.PASSWORD }, tokens: [SECRET] } })),
};

const KNOWN = policyOf(
  'p',
  '  - name: c\n    resources: [{ kind: elasticsearch/cluster, optional: true }, { kind: prometheus/server, optional: true }]\n    rules: [elasticsearch/repository-registered, prometheus/configuration-loaded]',
);

interface Answered {
  readonly result: CliResult;
  readonly sent: readonly Sent[];
}

const scanAs = async ({ target, env = {} }: Pick<Asker, 'target' | 'env'>): Promise<Answered> => {
  const lab = await startLab(world);
  const recording = await startRecording(lab);
  const { path } = await sandbox({
    'mlops-dr.yaml': `targets:\n  - { name: x, ${target.replace('LAB', recording.url)} }\npolicies: [policy.yaml]\n`,
    'policy.yaml': KNOWN,
  });
  try {
    const result = await against(lab, ['scan', '--format=json'], { cwd: path, env: { ...ENVIRONMENT, ...env, DEBUG: '*' } });
    return { result, sent: recording.sent };
  } finally {
    await recording.close();
    await lab.close();
  }
};

for (const asker of ASKERS) {
  test(`${asker.name}: every request bears it, the server lets it in, and nobody is told`, async () => {
    const { result, sent } = await scanAs(asker);
    const { code, stdout, stderr } = result;
    assert.is(code, 0, stderr.slice(-2_000));
    assert.equal(
      [...new Set(Object.values(verdictsOf(reportOf(result))))].filter((verdict) => verdict !== 'not-applicable'),
      ['pass'],
    );
    assert.ok(sent.length > 1);
    for (const { headers } of sent) assert.match(String(headers.authorization), asker.sent);
    assert.not(`${stdout}${stderr}`.includes(SECRET));
    assert.not(`${stdout}${stderr}`.includes(Buffer.from(ENVIRONMENT.PASSWORD).toString('base64').slice(4, 20)));
  });
}

test('credentials of a role for a time: the token of the session goes along, signed', async () => {
  const { sent } = await scanAs({
    target: 'elasticsearch: { url: "LAB/search/x", auth: { aws: { region: us-west-2 } } }',
    env: { AWS_SESSION_TOKEN: 'token-of-the-session' },
  });
  assert.ok(sent.length > 1);
  for (const { headers } of sent) {
    assert.is(headers['x-amz-security-token'], 'token-of-the-session');
    assert.match(String(headers.authorization), /SignedHeaders=[^,]*x-amz-security-token/);
  }
});

test('each request is signed by itself: no two paths bear the same signature', async () => {
  const { sent } = await scanAs({ target: 'elasticsearch: { url: "LAB/search/x", auth: { aws: { region: us-west-2 } } }' });
  assert.is(new Set(sent.map(({ headers }) => headers.authorization)).size, new Set(sent.map(({ path }) => path)).size);
});

test.run();
