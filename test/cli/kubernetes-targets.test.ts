import { mkdir, readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Lab, startLab } from '../../lab/index.ts';
import type { ReportedGap } from '../../model/report.ts';
import { type CliResult, runCli } from '../commands/cli.ts';
import { selfSigned } from '../scanners/http/certificate.ts';
import { kubeconfigOf } from '../scanners/kubernetes/harness.ts';
import { reportOf, type Sandbox, STACK_TRACE, sandbox, verdictsOf, withoutCredentials } from './harness.ts';
import { cluster, kubernetesPlatform, SOUND, SOUND_POLICY, TOKEN } from './kubernetes-platform.ts';

const test = suite('cli/kubernetes-targets');

/** Stands wherever a kubeconfig, or what it names, could hold a secret. */
const SECRET = 'hunter2';
const base64 = (text: string): string => Buffer.from(text).toString('base64');

const INSECURE = { 'insecure-skip-tls-verify': true };
const NOWHERE = 'https://127.0.0.1:1';

const API = 'client.authentication.k8s.io/v1';

/** A user whose credentials a plug-in gives. */
const plugin = (command: string, ...args: readonly string[]) =>
  kubeconfigOf({ server: NOWHERE }, { exec: { apiVersion: API, command, args, env: [{ name: 'SECRET', value: SECRET }] } });

const answering = (answer: object) => plugin('/bin/echo', JSON.stringify(answer));
const issuing = (status: object, apiVersion = API) => answering({ kind: 'ExecCredential', apiVersion, status });

const provider = (name: string, config: object) => kubeconfigOf({ server: NOWHERE }, { 'auth-provider': { name, config } });

/** An identity token without a signature, for a time that has passed. */
const EXPIRED = `${base64('{"alg":"none"}')}.${base64(JSON.stringify({ exp: 1, name: SECRET }))}.`;

/** The addresses of a cluster of the lab, over plain HTTP, and of a server with a certificate that nobody trusts. */
interface Places {
  readonly lab: string;
  readonly tls: string;
}

interface Case {
  readonly name: string;
  /** A kubeconfig, as a text or as what JSON says; none where the file is not there, or is no file. */
  readonly kubeconfig?: (places: Places) => string | object;
  /** More of the target's configuration. */
  readonly target?: object;
  readonly code: string;
  /** What the gap tells beside: where it lies, why, or what to do. */
  readonly message: RegExp;
}

const kubeconfigs = (code: string, rows: Readonly<Record<string, readonly [string | object, RegExp]>>): readonly Case[] =>
  Object.entries(rows).map(([name, [content, message]]) => ({ name, kubeconfig: () => content, code, message }));

/** Each named as a target may be, which is also the name of its kubeconfig. */
const CASES: readonly Case[] = [
  { name: 'missing', code: 'InvalidKubeconfig', message: /missing cannot be read \(ENOENT\)/ },
  { name: 'directory', code: 'InvalidKubeconfig', message: /directory cannot be read \(EISDIR\)/ },
  ...kubeconfigs('InvalidKubeconfig', {
    'no-yaml': [`users:\n- name: me\n  user: {token: ${SECRET}`, /no-yaml cannot be used: .*\(line 3\)/],
    empty: ['', /the input is empty/],
    'comments-only': ['# nothing yet\n', /the input is empty/],
    bytes: [`\u0000\u0001${SECRET}`, /null byte/],
    'a-text': [SECRET, /it is no kubeconfig/],
    'a-list': ['- a\n', /it is no kubeconfig/],
    'two-documents': ['a: b\n---\nc: d\n', /single document/],
    'aliases-without-end': [`a: &a [${SECRET}]\n${Array.from({ length: 21 }, (_, index) => `b${index}: *a\n`).join('')}`, /alias/],
    'no-such-cluster': [{ ...kubeconfigOf({ server: NOWHERE }), clusters: [] }, /names the cluster "main", which it does not have/],
    'no-such-user': [{ ...kubeconfigOf({ server: NOWHERE }), users: [] }, /names the user "me", whom it does not have/],
    'no-address': [kubeconfigOf({}), /server of the cluster is missing/],
    'another-protocol': [kubeconfigOf({ server: `ftp://${SECRET}@x` }), /server of the cluster is no address/],
    'proxy-nonsense': [kubeconfigOf({ server: NOWHERE, 'proxy-url': `me:${SECRET} @x` }), /proxy-url of the cluster is no address/],
    'authority-missing': [kubeconfigOf({ server: NOWHERE, 'certificate-authority': 'ca.crt' }), /ca\.crt cannot be read \(ENOENT\)/],
  }),
  ...kubeconfigs('NoCurrentContext', {
    'no-context': [{ ...kubeconfigOf({ server: NOWHERE }), 'current-context': '' }, /name one as `context`\. There are: ctx\./],
  }),
  {
    name: 'another-context',
    kubeconfig: () => kubeconfigOf({ server: NOWHERE }),
    target: { context: 'ctz' },
    code: 'UnknownContext',
    message: /no context "ctz"\. There are: ctx\./,
  },
  ...kubeconfigs('UnknownAuthProvider', {
    // Those two would run a command, of which nobody knows when it ends.
    azure: [
      provider('azure', { 'access-token': SECRET, 'expires-on': '1', 'cmd-path': '/bin/sleep', 'cmd-args': '600' }),
      /"azure".*`exec`/,
    ],
    gcp: [provider('gcp', { 'cmd-path': '/bin/sleep', 'cmd-args': '600' }), /"gcp".*`exec`/],
    'unknown-provider': [provider('acme', { token: SECRET }), /"acme".*`exec`/],
  }),
  ...kubeconfigs('CredentialsFailed', {
    'token-file-missing': [kubeconfigOf({ server: NOWHERE }, { tokenFile: 'nowhere' }), /nowhere cannot be read \(ENOENT\)/],
    'token-file-directory': [kubeconfigOf({ server: NOWHERE }, { tokenFile: '.' }), /cannot be read \(EISDIR\)/],
    'token-file-empty': [kubeconfigOf({ server: NOWHERE }, { tokenFile: '/dev/null' }), /\/dev\/null is empty/],
    'two-headers': [kubeconfigOf({ server: NOWHERE }, { token: `${SECRET}\r\nx: y` }), /a character.*header Authorization/],
    'provider-expired': [provider('oidc', { 'id-token': EXPIRED }), /auth-provider have expired/],
    'provider-broken': [provider('oidc', { 'id-token': SECRET }), /could not be had/],
    'key-missing': [
      kubeconfigOf({ server: NOWHERE }, { 'client-certificate': 'me.crt', 'client-key': 'me.key' }),
      /me\.crt cannot be read/,
    ],
  }),
  ...kubeconfigs('ExecPluginFailed', {
    'plug-in-missing': [plugin('no-such-plug-in', SECRET), /no-such-plug-in of the kubeconfig is not installed, or not on the PATH/],
    'plug-in-fails': [
      plugin('/bin/sh', '-c', 'echo "$SECRET \u001b[31m\n    at main (plugin.js:1)" >&2; echo "$SECRET"; exit 7'),
      /\/bin\/sh of the kubeconfig ended with exit code 7; run it by hand to see why/,
    ],
    'plug-in-rubbish': [plugin('/bin/echo', SECRET), /something that is no ExecCredential/],
    'plug-in-version': [
      issuing({ token: SECRET }, 'client.authentication.k8s.io/v9'),
      /in another version than client\.authentication\.k8s\.io\/v1/,
    ],
    'plug-in-expired': [issuing({ token: SECRET, expirationTimestamp: '2020-01-01T00:00:00Z' }), /a credential that has expired/],
    'plug-in-half': [issuing({ clientKeyData: SECRET }), /neither a token nor a certificate with its key/],
  }),
  ...kubeconfigs('ECONNREFUSED', {
    refused: [kubeconfigOf({ server: `https://me:${SECRET}@127.0.0.1:1` }, { token: SECRET }), /the API server at 127\.0\.0\.1:1 /],
    'proxy-refused': [kubeconfigOf({ server: 'https://x.example', 'proxy-url': `http://me:${SECRET}@127.0.0.1:1` }), /at x\.example /],
  }),
  {
    name: 'untrusted',
    kubeconfig: ({ tls }) => kubeconfigOf({ server: tls }, { token: SECRET }),
    code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    message: /not one that the kubeconfig trusts: look at `certificate-authority`/,
  },
  {
    name: 'authority-rubbish',
    kubeconfig: ({ tls }) => kubeconfigOf({ server: tls, 'certificate-authority-data': base64(SECRET) }, { token: SECRET }),
    code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    message: /not one that the kubeconfig trusts/,
  },
  {
    name: 'key-rubbish',
    kubeconfig: ({ tls }) =>
      kubeconfigOf({ server: tls, ...INSECURE }, { 'client-certificate-data': base64(SECRET), 'client-key-data': base64(SECRET) }),
    code: 'ERR_OSSL_PEM_NO_START_LINE',
    message: /are the certificates of the kubeconfig sound\?/,
  },
  {
    name: 'tls-to-plain',
    kubeconfig: ({ lab }) => kubeconfigOf({ server: lab.replace('http:', 'https:'), ...INSECURE }, { token: SECRET }),
    code: 'EPROTO|ERR_SSL_WRONG_VERSION_NUMBER|ERR_SSL_PACKET_LENGTH_TOO_LONG',
    message: /Is that port one for TLS/,
  },
  {
    name: 'something-else',
    kubeconfig: ({ tls }) => kubeconfigOf({ server: tls, ...INSECURE }, { token: SECRET }),
    code: 'MalformedAnswer',
    message: /gitVersion is missing/,
  },
  {
    name: 'wrong-token',
    kubeconfig: ({ lab }) => kubeconfigOf({ server: lab, ...INSECURE }, { token: SECRET }),
    code: 'Unauthorized',
    message: /The credentials of the kubeconfig are wrong, or have expired/,
  },
  // A resolver that does not answer itself is asked again, and then says something else.
  ...kubeconfigs('ENOTFOUND|EAI_AGAIN', { 'no-such-host': [kubeconfigOf({ server: 'https://nowhere.invalid' }), /at nowhere\.invalid /] }),
  { name: 'nothing-configured', target: { kubeconfig: undefined }, code: 'NoKubeconfig', message: /Give the path of one as `kubeconfig`/ },
  {
    name: 'nothing-but-a-context',
    target: { kubeconfig: undefined, context: 'prod' },
    code: 'NoKubeconfig',
    message: /Give the path of one as `kubeconfig`/,
  },
];

/** Ends with the time-out alone. */
const HANGING: Case = {
  name: 'plug-in-hangs',
  kubeconfig: () => plugin('/bin/sleep', '600'),
  code: 'ExecPluginFailed',
  message: /had not answered after 0\.8 s; --timeout lets it take longer/,
};

const targetLine = ({ name, target }: Case): string =>
  `  - { name: ${name}, kubernetes: ${JSON.stringify({ kubeconfig: name, ...target })} }`;

const configurationOf = (cases: readonly Case[]): string =>
  ['targets:', ...cases.map(targetLine), 'policies: [policy.yaml]', ''].join('\n');

const filesOf = (cases: readonly Case[], places: Places): Record<string, string> =>
  Object.fromEntries(
    cases.flatMap(({ name, kubeconfig }) => {
      const content = kubeconfig?.(places);
      return content === undefined ? [] : [[name, typeof content === 'string' ? content : JSON.stringify(content)]];
    }),
  );

const FORMATS = ['terminal', 'sarif', 'sarif-github'];
const FILES = FORMATS.map((format) => `${format}.out`);

let lab: Lab;
let tls: Server;
let box: Sandbox;
let scanned: CliResult;
let hanging: CliResult;
let collected: CliResult;

/** Whoever debugs it sees more of the program, and nothing more of secrets. */
const mlopsDr = (...args: readonly string[]): Promise<CliResult> =>
  runCli(args, { cwd: box.path, env: { ...withoutCredentials(), HOME: box.path, KUBECONFIG: undefined, DEBUG: '*' } });

test.before(async () => {
  lab = await startLab({ ...kubernetesPlatform, kubernetes: [cluster, { ...cluster, name: 'other' }] });
  tls = createServer(selfSigned('server'), (_, to) => to.end('{}'));
  await new Promise<void>((listening) => tls.listen(0, '127.0.0.1', listening));
  const places = { lab: `${lab.url}/k8s/clusters/main`, tls: `https://127.0.0.1:${(tls.address() as AddressInfo).port}` };
  box = await sandbox({
    ...filesOf([...CASES, HANGING], places),
    'mlops-dr.yaml': configurationOf(CASES),
    'hanging.yaml': configurationOf([HANGING]),
    'policy.yaml': SOUND_POLICY,
  });
  await mkdir(box.file('directory'));
  const formats = FORMATS.map((format, index) => `--format=${format}=${FILES[index]}`);
  scanned = await mlopsDr('scan', '--timeout=30s', '--format=json', ...formats);
  hanging = await mlopsDr('scan', '--config=hanging.yaml', '--timeout=1s', '--format=json');
  collected = await mlopsDr('collect', '--timeout=30s', '--output=inventory.json');
});

test.after(async () => {
  tls.closeAllConnections();
  tls.close();
  await lab.close();
});

const gapsOf = (result: CliResult, target: string): readonly ReportedGap[] => reportOf(result).gaps.filter((gap) => gap.target === target);

/** Of what the cluster holds: the buckets behind its locations are those of an account that nobody scans here. */
const gapsOfCluster = (result: CliResult, target: string): readonly ReportedGap[] =>
  gapsOf(result, target).filter(({ kind }) => kind !== 's3/bucket');

for (const [one, result] of [...CASES.map((one) => [one, () => scanned] as const), [HANGING, () => hanging] as const]) {
  test(`${one.name}: one gap that says what, where, why or what to do`, () => {
    const [gap, ...others] = gapsOf(result(), one.name);
    assert.ok(gap);
    assert.equal(others, []);
    assert.is(gap.kind, undefined);
    assert.match(gap.code, new RegExp(`^(${one.code})$`));
    assert.match(gap.message, one.message);
  });
}

test('targets that cannot be scanned leave everything open: nothing passes, nothing fails, exit code 3', () => {
  for (const result of [scanned, hanging]) {
    assert.is(result.code, 3);
    assert.equal([...new Set(Object.values(verdictsOf(reportOf(result))))], ['unknown']);
  }
  assert.is(collected.code, 3);
});

test('no secret is told to anybody, whoever debugs it; and no stack trace', async () => {
  const files = await Promise.all([...FILES, 'inventory.json'].map((file) => readFile(box.file(file), 'utf8')));
  for (const text of [...files, ...[scanned, hanging, collected].flatMap(({ stdout, stderr }) => [stdout, stderr])]) {
    for (const secret of [SECRET, base64(SECRET), TOKEN, EXPIRED]) assert.not(text.includes(secret), secret);
    assert.not.match(text, STACK_TRACE);
    assert.not.match(text, '\u001b[31m');
  }
});

const clusterOfLab = (name: string, more: object = INSECURE) =>
  JSON.stringify(kubeconfigOf({ server: `${lab.url}/k8s/clusters/${name}`, ...more }, { token: TOKEN }));

const scanOf = async (targets: readonly string[], kubeconfigs: Readonly<Record<string, string>>, policy = SOUND_POLICY) => {
  await box.write({ ...kubeconfigs, 'lab.yaml': `targets:\n${targets.join('\n')}\n`, 'lab-policy.yaml': policy });
  return mlopsDr('scan', '--config=lab.yaml', '--policy=lab-policy.yaml', '--format=json');
};

test('two clusters of one name: the first is scanned, the other one is not, and how to tell them apart', async () => {
  const result = await scanOf(
    ['  - { name: first, kubernetes: { kubeconfig: first } }', '  - { name: second, kubernetes: { kubeconfig: second } }'],
    { first: clusterOfLab('main'), second: clusterOfLab('other') },
  );
  assert.is(result.code, 3);
  assert.equal(gapsOfCluster(result, 'first'), []);
  const [gap] = gapsOf(result, 'second');
  assert.is(gap?.code, 'AmbiguousCluster');
  assert.match(gap?.message ?? '', /first and second reach two different clusters.* both called main\. .*`cluster` in its configuration/);
});

test('two clusters of one name, one of which the configuration calls otherwise: both are scanned', async () => {
  const result = await scanOf(
    ['  - { name: first, kubernetes: { kubeconfig: first } }', '  - { name: second, kubernetes: { kubeconfig: second, cluster: theirs } }'],
    { first: clusterOfLab('main'), second: clusterOfLab('other') },
  );
  const servers = reportOf(result).findings.filter(({ rule }) => rule === 'velero/server-ready');
  assert.equal(
    servers.map(({ resource, verdict }) => `${resource.target} ${resource.cluster} ${verdict}`),
    ['first main pass', 'second theirs pass'],
  );
});

test('a namespace of Velero that there is not: nothing is installed in it, which fails', async () => {
  const result = await scanOf(
    ['  - { name: prod, kubernetes: { kubeconfig: first, veleroNamespace: nope } }'],
    { first: clusterOfLab('main') },
    SOUND_POLICY.replaceAll(`namespace: ${SOUND}`, 'namespace: nope'),
  );
  assert.is(result.code, 1);
  const { findings, gaps } = reportOf(result);
  assert.equal(gaps, []);
  const ready = findings.find(({ rule }) => rule === 'velero/server-ready');
  assert.is(ready?.verdict, 'fail');
  assert.match(ready?.message ?? '', /no deployment of it in the namespace nope/);
});

test('a token is not sent in the clear, and the gaps say that this is why', async () => {
  const result = await scanOf(['  - { name: plain, kubernetes: { kubeconfig: plain } }'], { plain: clusterOfLab('main', {}) });
  assert.is(result.code, 3);
  const gaps = gapsOfCluster(result, 'plain');
  assert.ok(gaps.length > 0);
  for (const { code, message } of gaps) {
    assert.is(code, 'Forbidden');
    assert.match(message, /system:anonymous.*\(Nobody knows who asks: .* plain http address, .* Give it the https one\.\)/);
  }
});

test.run();
