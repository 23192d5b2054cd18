import { createServer, type IncomingMessage, type Server, type ServerResponse, request as send } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket, type Server as TcpServer } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Lab, startLab } from '../../lab/index.ts';
import type { ReportedGap } from '../../model/report.ts';
import { type CliResult, runCli } from '../commands/cli.ts';
import { kubeconfigOf } from '../scanners/kubernetes/harness.ts';
import { reportOf, STACK_TRACE, sandbox, withoutCredentials } from './harness.ts';
import { CLUSTER, kubernetesPlatform, SOUND, TOKEN } from './kubernetes-platform.ts';
import { policyOf } from './platform.ts';

const test = suite('cli/kubernetes-hostile');

// Each row is a cluster that answers as the one of the lab does, but for one path.

type Behaviour = (response: ServerResponse, query: URLSearchParams) => void;

const SCHEDULES = `/apis/velero.io/v1/namespaces/${SOUND}/schedules`;
const VERSION = '/version';

interface Row {
  readonly name: string;
  readonly at: typeof SCHEDULES | typeof VERSION;
  readonly behave: Behaviour;
  /** What the gaps say. */
  readonly code?: string;
}

const JSON_TYPE = { 'content-type': 'application/json' };
const saying =
  (body: string, headers: Readonly<Record<string, string>> = JSON_TYPE): Behaviour =>
  (response) =>
    response.writeHead(200, headers).end(body);

/** A list of schedules, as an API server answers it. */
const listOf = (items: unknown, token?: unknown): string =>
  JSON.stringify({
    kind: 'ScheduleList',
    apiVersion: 'velero.io/v1',
    metadata: { resourceVersion: '1', ...(token === undefined ? {} : { continue: token }) },
    items,
  });

const schedule = (name: string, metadata: object = {}) => ({
  apiVersion: 'velero.io/v1',
  kind: 'Schedule',
  metadata: { name, namespace: SOUND, creationTimestamp: '2026-01-01T00:00:00Z', ...metadata },
  spec: { schedule: '@daily', template: { includedNamespaces: ['mlops'], defaultVolumesToFsBackup: true, ttl: '720h0m0s' } },
  status: { phase: 'Enabled' },
});

/** A value within 100,000 others: whoever walks it call by call runs out of stack. */
const NESTED = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;

/** The list with one of its texts replaced by that value. */
const nestedAt = (text: string): string => listOf([schedule('nightly')]).replace(JSON.stringify(text), NESTED);

/** Runs without end, until the other side has gone. */
const withoutEnd = (response: ServerResponse, write: (socket: Socket) => void): void => {
  const { socket } = response;
  if (!socket) return;
  const timer = setInterval(() => write(socket), 20);
  socket.once('close', () => clearInterval(timer));
  socket.on('error', () => {});
};

const raw =
  (text: string): Behaviour =>
  ({ socket }) =>
    socket?.end(text);

const MEGABYTE = ' '.repeat(1_000_000);

let otherHost: Server;
const followed: string[] = [];

const AT_SCHEDULES = {
  'a-page': [saying('<!DOCTYPE html><title>Sign in</title><script>alert(1)</script>', { 'content-type': 'text/html' }), 'MalformedAnswer'],
  nothing: [saying(''), 'MalformedAnswer'],
  'a-bottomless-list': [saying(listOf([]).replace('[]', NESTED)), 'MalformedAnswer'],
  'a-bottomless-name': [saying(nestedAt('nightly')), 'MalformedAnswer'],
  'a-bottomless-schedule': [saying(nestedAt('@daily')), 'MalformedAnswer'],
  'a-bottomless-token': [saying(listOf([], 'next').replace('"next"', NESTED)), 'MalformedAnswer'],
  'half-of-it': [saying(listOf([schedule('nightly')]).slice(0, -40)), 'MalformedAnswer'],
  'null-alone': [saying('null'), 'MalformedAnswer'],
  'another-list': [saying(listOf([]).replace('ScheduleList', 'SecretList')), 'MalformedAnswer'],
  'items-that-are-none': [saying(listOf({ length: 0 })), 'MalformedAnswer'],
  'no-items': [saying('{"kind":"ScheduleList","metadata":{}}'), 'MalformedAnswer'],
  'items-of-another-shape': [saying(listOf(['nightly', 7, null])), 'MalformedAnswer'],
  'a-name-that-is-a-path': [saying(listOf([schedule('../../secrets')])), 'MalformedAnswer'],
  'one-token-again-and-again': [saying(listOf([], 'again')), 'MalformedAnswer'],
  'pages-without-end': [
    (response, query) => saying(listOf([], `${Number(query.get('continue') ?? 0) + 1}`))(response, query),
    'MalformedAnswer',
  ],
  'gzip-that-nobody-asked-for': [saying('\u001f\u008b', { ...JSON_TYPE, 'content-encoding': 'gzip' }), 'MalformedAnswer'],
  'longer-than-anything': [
    (response) => {
      response.on('error', () => {});
      for (let megabytes = 0; megabytes < 70; megabytes++) response.write(MEGABYTE);
      response.end();
    },
    'AnswerTooLarge',
  ],
  'a-redirection': [
    (response) => {
      const { port } = otherHost.address() as AddressInfo;
      response.writeHead(307, { location: `http://127.0.0.1:${port}${SCHEDULES}` }).end();
    },
    'HTTP307',
  ],
  'another-protocol': [raw('SSH-2.0-OpenSSH_9.2p1\r\n'), 'HPE_INVALID_CONSTANT'],
  'an-upgrade': [raw('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: spdy/3.1\r\n\r\n'), 'Timeout'],
  'headers-without-end': [
    (response) => {
      response.socket?.write('HTTP/1.1 200 OK\r\n');
      withoutEnd(response, (socket) => socket.write(`x: ${'y'.repeat(4_000)}\r\n`));
    },
    'HPE_HEADER_OVERFLOW',
  ],
  'less-than-announced': [
    (response) => {
      response.writeHead(200, { ...JSON_TYPE, 'content-length': '1000' }).write('{');
      setTimeout(() => response.destroy(), 20);
    },
    'ECONNRESET',
  ],
  'byte-by-byte': [
    (response) => {
      response.writeHead(200, JSON_TYPE);
      withoutEnd(response, () => response.write(' '));
    },
    'Timeout',
  ],
  'not-yet': [(response) => withoutEnd(response, (socket) => socket.write('HTTP/1.1 100 Continue\r\n\r\n')), 'Timeout'],
  silence: [() => {}, 'Timeout'],
} as const satisfies Readonly<Record<string, readonly [Behaviour, string]>>;

const AT_VERSION = {
  'signed-out': [(response) => response.writeHead(302, { location: 'https://login.example/' }).end(), 'HTTP302'],
  'another-service': [saying('{"status":"ok"}'), 'MalformedAnswer'],
  'slow-from-the-start': [
    (response) => {
      response.writeHead(200, JSON_TYPE);
      withoutEnd(response, () => response.write(' '));
    },
    'Timeout',
  ],
} as const satisfies Readonly<Record<string, readonly [Behaviour, string]>>;

const rowsOf = (at: Row['at'], behaviours: Readonly<Record<string, readonly [Behaviour, string]>>): readonly Row[] =>
  Object.entries(behaviours).map(([name, [behave, code]]) => ({ name, at, behave, code }));

/** What can be used is used, whatever else is in it. */
const LARGE: Row = {
  name: 'thirty-megabytes',
  at: SCHEDULES,
  behave: saying(listOf([schedule('nightly', { annotations: { 'example.com/note': 'x'.repeat(30_000_000) } })])),
};

const SIGNED_OUT: Row = {
  name: 'signed-out-after-a-page',
  at: SCHEDULES,
  behave: (response, query) => {
    if (query.has('continue')) response.writeHead(401, JSON_TYPE).end('{"kind":"Status","reason":"Unauthorized"}');
    else saying(listOf([schedule('nightly')], 'next'))(response, query);
  },
};

const ROWS: readonly Row[] = [...rowsOf(SCHEDULES, AT_SCHEDULES), ...rowsOf(VERSION, AT_VERSION), LARGE, SIGNED_OUT];

/** A rule that looks at schedules, and one that does not. */
const POLICY = policyOf(
  'p',
  [
    '  - name: c',
    '    resources: [{ kind: kubernetes/namespace, name: mlops }, { kind: velero/server }]',
    '    rules: [velero/namespace-scheduled, velero/server-ready]',
  ].join('\n'),
);

/** Stands before the lab, and answers for it where a row says so. The first part of a path is the row's name. */
const inFrontOf = (lab: Lab) =>
  createServer((request, response) => {
    const { pathname, searchParams, search } = new URL(request.url ?? '', lab.url);
    const [, name = '', path = ''] = /^\/([^/]+)(\/.*)$/.exec(pathname) ?? [];
    const row = ROWS.find((one) => one.name === name);
    if (row?.at === path) row.behave(response, searchParams);
    else forward(request, response, `${lab.url}/k8s/clusters/${CLUSTER}${path}${search}`);
  });

const forward = ({ headers }: IncomingMessage, response: ServerResponse, url: string): void => {
  send(url, { headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 0, answer.headers);
    answer.pipe(response);
  }).end();
};

const listening = async <S extends Server | TcpServer>(server: S): Promise<S> => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return server;
};

const portOf = (server: Server | TcpServer): number => (server.address() as AddressInfo).port;

const kubeconfigAt = (server: string): string =>
  JSON.stringify(kubeconfigOf({ server, 'insecure-skip-tls-verify': true }, { token: TOKEN }));

/** A host that takes connections and says nothing at all, not even of TLS. */
const MUTE = { name: 'mute', code: 'Timeout' };

let result: CliResult;

test.before(async () => {
  const lab = await startLab(kubernetesPlatform);
  const hostile = await listening(inFrontOf(lab));
  otherHost = await listening(createServer((request, response) => response.end(followed.push(`${request.headers.authorization}`))));
  const connections = new Set<Socket>();
  const mute = await listening(createTcpServer((socket) => connections.add(socket)));
  const box = await sandbox({
    ...Object.fromEntries(ROWS.map(({ name }) => [name, kubeconfigAt(`http://127.0.0.1:${portOf(hostile)}/${name}`)])),
    [MUTE.name]: kubeconfigAt(`https://127.0.0.1:${portOf(mute)}`),
    'policy.yaml': POLICY,
    'mlops-dr.yaml': [
      'targets:',
      ...[...ROWS, MUTE].map(({ name }) => `  - { name: ${name}, kubernetes: { kubeconfig: ${name}, cluster: ${name} } }`),
      'policies: [policy.yaml]',
      '',
    ].join('\n'),
  });
  try {
    result = await runCli(['scan', '--timeout=3s', '--format=json'], { cwd: box.path, env: withoutCredentials() });
  } finally {
    for (const socket of connections) socket.destroy();
    mute.close();
    for (const server of [hostile, otherHost]) {
      server.closeAllConnections();
      server.close();
    }
    await lab.close();
  }
});

/** Of what the cluster holds: the buckets behind its locations are those of an account that nobody scans here. */
const gapsOf = (name: string): readonly ReportedGap[] =>
  reportOf(result).gaps.filter(({ target, kind }) => target === name && kind !== 's3/bucket');

const verdictsOf = (name: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    reportOf(result)
      .findings.filter(({ rule, resource }) => resource.target === name && rule.startsWith('velero/'))
      .map(({ rule, verdict }) => [rule, verdict]),
  );

const SCHEDULED = 'velero/namespace-scheduled';
const READY = 'velero/server-ready';

for (const name of Object.keys(AT_SCHEDULES)) {
  const [, code] = AT_SCHEDULES[name as keyof typeof AT_SCHEDULES];
  test(`schedules, ${name}: ${code}, and only what needs them is unknown`, () => {
    assert.equal(
      gapsOf(name).map((gap) => `${gap.action} ${gap.code}`),
      [`list schedules.velero.io ${code}`],
    );
    assert.equal(verdictsOf(name), { [SCHEDULED]: 'unknown', [READY]: 'pass' });
  });
}

for (const { name, code } of [...ROWS.filter(({ at }) => at === VERSION), MUTE]) {
  test(`from the start, ${name}: ${code}, and the whole target is a gap`, () => {
    assert.equal(
      gapsOf(name).map((gap) => [gap.kind, gap.action, gap.code]),
      [[undefined, 'get /version', code]],
    );
    assert.equal(verdictsOf(name), {});
  });
}

test('thirty megabytes around what is wanted: it is found', () => {
  assert.equal(gapsOf(LARGE.name), []);
  assert.equal(verdictsOf(LARGE.name), { [SCHEDULED]: 'pass', [READY]: 'pass' });
});

test('credentials that are refused behind the first page: its schedule decides nothing, and nothing else is asked', () => {
  assert.equal([...new Set(gapsOf(SIGNED_OUT.name).map(({ code }) => code))], ['Unauthorized']);
  assert.is(verdictsOf(SIGNED_OUT.name)[SCHEDULED], 'unknown');
});

test('no redirection is followed, and no credentials with it', () => assert.equal(followed, []));

test('it ends, with 3; nothing fails, no stack trace, no page and no token is shown', () => {
  const { code, stdout, stderr } = result;
  assert.is(code, 3);
  assert.is(stderr, '');
  assert.is(reportOf(result).summary.fail, 0);
  assert.not.match(stdout, STACK_TRACE);
  assert.not.match(stdout, '<script>');
  assert.not.match(stdout, TOKEN);
});

test.run();
