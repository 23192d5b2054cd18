// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references to the environment are written that way.
import { mkdir, readFile } from 'node:fs/promises';
import http from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Lab, startLab } from '../../lab/index.ts';
import type { ReportedGap } from '../../model/report.ts';
import { type CliResult, runCli } from '../commands/cli.ts';
import { selfSigned } from '../scanners/http/certificate.ts';
import { reportOf, type Sandbox, STACK_TRACE, sandbox, verdictsOf, withoutCredentials } from './harness.ts';
import { policyOf } from './platform.ts';
import { type Recording, startRecording } from './recording.ts';
import { SECRETS, searchPlatform, TOLD_SECRETS } from './search-platform.ts';

const test = suite('cli/search-targets');

/** Stands wherever a target could name a secret that is wrong. */
const WRONG = 'hunter2-of-the-tests';

/** The addresses of what answers, each without a slash at its end. */
interface Places {
  readonly lab: string;
  /** The lab behind a certificate that nobody trusts. */
  readonly tls: string;
  /** Speaks another protocol. */
  readonly babel: string;
  /** Sends everybody elsewhere. */
  readonly redirecting: string;
  /** Says `{}` to everything. */
  readonly empty: string;
  /** Wants everybody to sign in, with a page. */
  readonly page: string;
  /** Takes connections, and says nothing. */
  readonly silent: string;
}

interface Case {
  readonly name: string;
  /** What the configuration says behind the type. */
  readonly target: (places: Places) => object;
  readonly code: string;
  /** What the gap tells beside: where it lies, why, or what to do. */
  readonly message: RegExp;
}

type Type = 'elasticsearch' | 'prometheus';
const TYPES: readonly Type[] = ['elasticsearch', 'prometheus'];

/** What is the same for both. */
const EITHER: readonly Case[] = [
  {
    name: 'refused',
    target: () => ({ url: 'http://127.0.0.1:1' }),
    code: 'ECONNREFUSED',
    message: /at 127\.0\.0\.1:1 \(ECONNREFUSED\)\. Does it run, and are the host and the port in the configuration right\?/,
  },
  // A resolver that does not answer itself is asked again, and then says something else.
  {
    name: 'no-such-host',
    target: () => ({ url: 'https://nowhere.invalid' }),
    code: 'ENOTFOUND|EAI_AGAIN',
    message: /at nowhere\.invalid /,
  },
  { name: 'no-port', target: () => ({ url: 'http://127.0.0.1:99999' }), code: 'BadAddress', message: /look at its host and its port/ },
  {
    name: 'another-protocol',
    target: ({ babel }) => ({ url: babel }),
    code: 'HPE_INVALID_CONSTANT',
    message: /Is it a server over HTTP that answers there/,
  },
  {
    name: 'untrusted',
    target: ({ tls }) => ({ url: tls, auth: { bearer: '${WRONG}' } }),
    code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    message: /not one that is trusted: name the file of its authority as `caFile`/,
  },
  {
    name: 'another-authority',
    target: ({ tls }) => ({ url: tls, caFile: 'other.pem' }),
    code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    message: /not one that is trusted/,
  },
  {
    name: 'authority-missing',
    target: ({ tls }) => ({ url: tls, caFile: 'no.pem' }),
    code: 'UnreadableFile',
    message: /no\.pem, cannot be read \(ENOENT\)/,
  },
  { name: 'authority-directory', target: ({ tls }) => ({ url: tls, caFile: 'directory' }), code: 'UnreadableFile', message: /\(EISDIR\)/ },
  {
    name: 'authority-rubbish',
    target: ({ tls }) => ({ url: tls, caFile: 'rubbish.pem' }),
    code: 'NoCertificate',
    message: /rubbish\.pem, holds no certificate/,
  },
  {
    name: 'tls-to-plain',
    target: ({ lab }) => ({ url: lab.replace('http:', 'https:') }),
    code: 'EPROTO|ERR_SSL_WRONG_VERSION_NUMBER|ERR_SSL_PACKET_LENGTH_TOO_LONG',
    message: /Is that port one for TLS/,
  },
  {
    name: 'plain-to-tls',
    target: ({ tls }) => ({ url: tls.replace('https:', 'http:') }),
    code: 'ECONNRESET|HPE_INVALID_CONSTANT',
    message: /and not one for TLS/,
  },
  {
    name: 'redirected',
    target: ({ redirecting }) => ({ url: redirecting }),
    code: 'HTTP302',
    message: /redirection, which is not followed.*Is the address in the configuration right/,
  },
  {
    name: 'sign-in',
    target: ({ page }) => ({ url: page }),
    code: 'MalformedAnswer',
    message: /not JSON, as a proxy or another service might send it\. \(Is it /,
  },
  {
    name: 'says-nothing',
    target: ({ empty }) => ({ url: empty }),
    code: 'MalformedAnswer',
    message: /Is it (Elasticsearch or OpenSearch|Prometheus) that answers/,
  },
  { name: 'no-such-path', target: ({ lab }) => ({ url: `${lab}/search/none` }), code: 'NotFound', message: /There is no such server/ },
  {
    name: 'unset-password',
    target: ({ lab }) => ({ url: lab, auth: { username: 'me', password: '${NOBODY_HAS_SET_IT}' } }),
    code: 'UnsetVariable',
    message: /NOBODY_HAS_SET_IT/,
  },
  {
    name: 'unset-token',
    target: ({ lab }) => ({ url: lab, auth: { bearer: '${NOBODY_HAS_SET_IT}' } }),
    code: 'UnsetVariable',
    message: /NOBODY_HAS_SET_IT/,
  },
  {
    name: 'two-headers',
    target: ({ lab }) => ({ url: lab, auth: { bearer: '${TWO_HEADERS}' } }),
    code: 'BadCredentials',
    message: /characters that no header may have/,
  },
];

const BY_TYPE: Readonly<Record<Type, readonly Case[]>> = {
  elasticsearch: [
    ...EITHER,
    {
      name: 'a-prometheus',
      target: ({ lab }) => ({ url: `${lab}/prometheus/old-metrics` }),
      code: 'NotFound',
      message: /404 page not found \(Is it Elasticsearch or OpenSearch that answers at the address/,
    },
    {
      name: 'wrong-key',
      target: ({ lab }) => ({ url: `${lab}/search/logs`, auth: { apiKey: '${WRONG}' } }),
      code: 'security_exception',
      message: /unable to authenticate.*look at `auth`/,
    },
    {
      name: 'nobody',
      target: ({ lab }) => ({ url: `${lab}/search/logs` }),
      code: 'security_exception',
      message: /missing authentication credentials.*look at `auth`/,
    },
    {
      name: 'wrong-password',
      target: ({ lab }) => ({ url: `${lab}/search/traces`, auth: { username: 'reader', password: '${WRONG}' } }),
      code: 'Unauthorized',
      message: /Unauthorized \(.*look at `auth`/,
    },
    {
      name: 'signed-nowhere',
      target: ({ lab }) => ({ url: `${lab}/search/logs`, auth: { aws: {} } }),
      code: 'UnknownRegion',
      message: /name it as `region` of `auth\.aws`/,
    },
    {
      name: 'signed-by-nobody',
      target: ({ lab }) => ({ url: `${lab}/search/logs`, auth: { aws: { region: 'us-west-2' } } }),
      code: 'CredentialsProviderError',
      message: /credentials/i,
    },
  ],
  prometheus: [
    ...EITHER,
    {
      name: 'an-elasticsearch',
      target: ({ lab }) => ({ url: `${lab}/search/old-logs` }),
      code: 'HTTP400',
      message: /no handler found for uri .* \(Is it Prometheus that answers at the address/,
    },
    {
      name: 'wrong-token',
      target: ({ lab }) => ({ url: `${lab}/prometheus/metrics`, auth: { bearer: '${WRONG}' } }),
      code: 'Unauthorized',
      message: /Unauthorized \(.*look at `auth`/,
    },
  ],
};

interface Named extends Case {
  readonly type: Type;
  readonly full: string;
}

const CASES: readonly Named[] = TYPES.flatMap((type) => BY_TYPE[type].map((one) => ({ ...one, type, full: `${type}-${one.name}` })));

const HANGING: readonly Named[] = TYPES.map((type) => ({
  name: 'silent',
  full: `${type}-silent`,
  type,
  target: ({ silent }) => ({ url: silent }),
  code: 'Timeout',
  message: /No answer within 1000 ms/,
}));

const targetsOf = (cases: readonly Named[], places: Places): string =>
  [
    'targets:',
    ...cases.map(({ full, type, target }) => `  - { name: ${full}, ${type}: ${JSON.stringify(target(places))} }`),
    'policies: [policy.yaml]',
    '',
  ].join('\n');

const POLICY = policyOf(
  'monitoring',
  '  - name: logs\n    resources: [{ kind: elasticsearch/cluster }]\n    rules: [elasticsearch/repository-registered]',
  '  - name: metrics\n    resources: [{ kind: prometheus/server }]\n    rules: [prometheus/configuration-loaded]',
);

// Who answers

const CERTIFICATE = selfSigned('server');
const opened: (() => void)[] = [];

const listening = async (server: Server): Promise<number> => {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  opened.push(() => server.close());
  return (server.address() as AddressInfo).port;
};

/** A server on plain TCP, which says something first, or nothing at all. */
const talking = async (words: string): Promise<string> => {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    if (words !== '') socket.end(words);
  });
  return `http://127.0.0.1:${await listening(server)}`;
};

const answering = async (status: number, headers: Readonly<Record<string, string>>, body: string): Promise<string> => {
  const server = http.createServer((_, to) => to.writeHead(status, headers).end(body));
  opened.push(() => server.closeAllConnections());
  return `http://127.0.0.1:${await listening(server)}`;
};

const FORMATS = ['terminal', 'sarif', 'sarif-github'];
const FILES = FORMATS.map((format) => `${format}.out`);

let lab: Lab;
let tls: Recording;
let box: Sandbox;
let scanned: CliResult;
let hanging: CliResult;
let collected: CliResult;

/** Whoever debugs it sees more of the program, and nothing more of secrets. */
const ENVIRONMENT = { ...withoutCredentials(), ...SECRETS, WRONG, TWO_HEADERS: `${WRONG}\r\nx: y`, DEBUG: '*' };
const mlopsDr = (...args: readonly string[]): Promise<CliResult> =>
  runCli(args, { cwd: box.path, env: { ...ENVIRONMENT, HOME: box.path } });

test.before(async () => {
  lab = await startLab(searchPlatform);
  tls = await startRecording(lab, {}, CERTIFICATE);
  const elsewhere = { location: 'https://elsewhere.example/login' };
  const places: Places = {
    lab: lab.url,
    tls: tls.url,
    babel: await talking('220 mail.example ESMTP\r\n'),
    redirecting: await answering(302, elsewhere, ''),
    empty: await answering(200, { 'content-type': 'application/json' }, '{}'),
    page: await answering(200, { 'content-type': 'text/html' }, '<!DOCTYPE html><title>Sign in</title>'),
    silent: await talking(''),
  };
  box = await sandbox({
    'mlops-dr.yaml': targetsOf(CASES, places),
    'hanging.yaml': targetsOf(HANGING, places),
    'policy.yaml': POLICY,
    'ca.pem': CERTIFICATE.cert,
    'other.pem': selfSigned('other').cert,
    'rubbish.pem': WRONG,
  });
  await mkdir(box.file('directory'));
  const formats = FORMATS.map((format, index) => `--format=${format}=${FILES[index]}`);
  scanned = await mlopsDr('scan', '--timeout=30s', '--format=json', ...formats);
  hanging = await mlopsDr('scan', '--config=hanging.yaml', '--timeout=1s', '--format=json');
  collected = await mlopsDr('collect', '--timeout=30s', '--output=inventory.json');
});

test.after(async () => {
  for (const close of opened) close();
  await tls.close();
  await lab.close();
});

const gapsOf = (result: CliResult, target: string): readonly ReportedGap[] => reportOf(result).gaps.filter((gap) => gap.target === target);

for (const [one, result] of [
  ...CASES.map((one) => [one, () => scanned] as const),
  ...HANGING.map((one) => [one, () => hanging] as const),
]) {
  test(`${one.full}: one gap that says what, where, why or what to do`, () => {
    const [gap, ...others] = gapsOf(result(), one.full);
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

/** As it is, and as it travels. */
const UNTOLD = [...TOLD_SECRETS, WRONG, ...['me', 'reader'].map((user) => Buffer.from(`${user}:${WRONG}`).toString('base64'))];

test('no secret is told to anybody, whoever debugs it; and no stack trace', async () => {
  const files = await Promise.all([...FILES, 'inventory.json'].map((file) => readFile(box.file(file), 'utf8')));
  for (const text of [...files, ...[scanned, hanging, collected].flatMap(({ stdout, stderr }) => [stdout, stderr])]) {
    for (const secret of UNTOLD) assert.not(text.includes(secret), secret);
    assert.not.match(text, STACK_TRACE);
  }
});

const scanOf = async (targets: readonly string[], policy: string): Promise<CliResult> => {
  await box.write({ 'lab.yaml': `targets:\n${targets.join('\n')}\n`, 'lab-policy.yaml': policy });
  return mlopsDr('scan', '--config=lab.yaml', '--policy=lab-policy.yaml', '--format=json');
};

test('over TLS, with the authority that vouches for the server: both are scanned', async () => {
  const result = await scanOf(
    [
      `  - { name: logs, elasticsearch: { url: "${tls.url}/search/logs", caFile: ca.pem, auth: { apiKey: "\${LOGS_API_KEY}" } } }`,
      `  - { name: metrics, prometheus: { url: "${tls.url}/prometheus/metrics/", caFile: ca.pem, auth: { bearer: "\${METRICS_TOKEN}" } } }`,
    ],
    POLICY,
  );
  assert.equal(reportOf(result).gaps, []);
  assert.equal([...new Set(Object.values(verdictsOf(reportOf(result))))], ['pass']);
  assert.is(result.code, 0);
});

test.run();
