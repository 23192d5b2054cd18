import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import kubernetes from '../../../scanners/connectors/kubernetes.ts';
import { selfSigned } from '../http/certificate.ts';
import { attempt, failureOf, openWith, type Reply, withServer } from './harness.ts';

const test = suite('scanners/kubernetes/session');

const VERSION = { gitVersion: 'v1.31.4' };

const INSECURE = { 'insecure-skip-tls-verify': true };

/** What GET of a path comes to at a server that gives one answer to everything. */
const getting = (reply: () => Reply | undefined, timeout = 5_000) =>
  withServer(reply, (url) =>
    openWith({ cluster: { server: url } }, (session) => failureOf(() => session.get('/api/v1/pods', attempt())), { timeout }),
  );

for (const [name, reply, failureClass, code] of [
  ['a page for people', { body: '<html>log in</html>' }, 'transient', 'MalformedAnswer'],
  ['nothing', { body: '' }, 'transient', 'MalformedAnswer'],
  ['half of it', { body: '{"kind":"PodList","items":[' }, 'transient', 'MalformedAnswer'],
  ['null', { body: 'null' }, 'transient', 'MalformedAnswer'],
  ['a list of JSON', { body: '[]' }, 'transient', 'MalformedAnswer'],
  ['a text of JSON', { body: '"x"' }, 'transient', 'MalformedAnswer'],
  ['another success', { status: 204, body: '' }, 'rejected', 'HTTP204'],
  ['a redirection', { status: 302, headers: { location: 'https://login.example/' } }, 'rejected', 'HTTP302'],
  ['a refusal', { status: 403, body: { kind: 'Status', reason: 'Forbidden', message: 'no' } }, 'denied', 'Forbidden'],
  ['who are you', { status: 401, body: { kind: 'Status', reason: 'Unauthorized' } }, 'unauthenticated', 'Unauthorized'],
] as const) {
  test(`an answer: ${name}`, async () => {
    const failure = await getting(() => reply);
    assert.equal([failure.class, failure.code], [failureClass, code]);
  });
}

test('an answer that never comes', async () => {
  const failure = await getting(() => undefined, 200);
  assert.equal([failure.class, failure.code], ['transient', 'Timeout']);
});

test('an answer without end', async () => {
  const server = createServer((_, to) => {
    const chunk = Buffer.alloc(1024 * 1024, ' ');
    const more = () => {
      while (to.write(chunk));
      to.once('drain', more);
    };
    more();
  });
  await withServer(
    () => undefined,
    async (url) => {
      const failure = await openWith({ cluster: { server: url } }, (session) => failureOf(() => session.get('/x', attempt())), {
        timeout: 60_000,
      });
      assert.equal([failure.class, failure.code], ['rejected', 'AnswerTooLarge']);
    },
    () => server,
  );
});

test('a server that is not there, and one that hangs up', async () => {
  const gone = await withServer(
    () => ({}),
    async (url) => url,
  );
  const refusedBy = await openWith({ cluster: { server: gone } }, (session) => failureOf(() => session.get('/x', attempt())));
  assert.equal([refusedBy.class, refusedBy.code], ['transient', 'ECONNREFUSED']);
  const failure = await withServer(
    () => undefined,
    (url) => openWith({ cluster: { server: url } }, (session) => failureOf(() => session.get('/x', attempt()))),
    () => createServer((request) => request.socket.destroy()),
  );
  assert.equal([failure.class, failure.code], ['transient', 'ECONNRESET']);
});

test('a request that is called off', async () => {
  const controller = new AbortController();
  await withServer(
    () => {
      controller.abort();
      return undefined;
    },
    (url) =>
      openWith({ cluster: { server: url } }, async (session) => {
        assert.is((await failureOf(() => session.get('/x', { signal: controller.signal }))).code, 'ABORT_ERR');
      }),
  );
});

test('who answers: the version, under the path of the address', () =>
  withServer(
    () => ({ body: VERSION }),
    (url, requests) =>
      openWith({ cluster: { server: `${url}/k8s/clusters/c-1/` } }, async (session) => {
        assert.equal(await kubernetes.identify.read(session, attempt()), { cluster: 'main' });
        assert.equal(
          requests.map(({ method, url: path, headers }) => [method, path, headers.accept]),
          [['GET', '/k8s/clusters/c-1/version', 'application/json']],
        );
      }),
  ));

test('something else that answers', async () => {
  const failure = await withServer(
    () => ({ body: { status: 'ok' } }),
    (url) => openWith({ cluster: { server: url } }, (session) => failureOf(() => session.identify(attempt()))),
  );
  assert.is(failure.code, 'MalformedAnswer');
});

test('a server that lets nobody see its version is a cluster all the same', () =>
  withServer(
    () => ({
      status: 403,
      body: { kind: 'Status', status: 'Failure', reason: 'Forbidden', message: 'forbidden: User "x" cannot get path' },
    }),
    (url) =>
      openWith({ cluster: { server: url } }, async (session) => assert.equal(await session.identify(attempt()), { cluster: 'main' })),
  ));

const ME = { token: 't0ken' };

const headersSent = async (cluster: object, user: object, prepare?: (directory: string) => void) => {
  let sent: Record<string, unknown> = {};
  await withServer(
    ({ headers }) => {
      sent = headers;
      return { body: VERSION };
    },
    (url) => openWith({ cluster: { server: url, ...cluster }, user }, (session) => session.identify(attempt()), prepare ? { prepare } : {}),
  );
  return sent;
};

for (const [name, cluster, user, expected] of [
  ['a token', INSECURE, ME, 'Bearer t0ken'],
  ['a name and a password', INSECURE, { username: 'me', password: 'pw' }, `Basic ${Buffer.from('me:pw').toString('base64')}`],
  ['nobody', INSECURE, {}, undefined],
  ['nothing in the clear, unless somebody has written so', {}, ME, undefined],
] as const) {
  test(`credentials: ${name}`, async () => assert.is((await headersSent(cluster, user)).authorization, expected));
}

test('credentials: the token in a file, without the end of its line', async () => {
  const prepare = (directory: string) => writeFileSync(join(directory, 'token'), 'fr3sh\n');
  assert.is((await headersSent(INSECURE, { tokenFile: 'token' }, prepare)).authorization, 'Bearer fr3sh');
});

test('credentials: in the place of somebody else', async () => {
  const sent = await headersSent(INSECURE, { ...ME, as: 'auditor', 'as-groups': ['a', 'b'] });
  assert.equal([sent['impersonate-user'], sent['impersonate-group']], ['auditor', 'a, b']);
});

const API = 'client.authentication.k8s.io/v1';

/** A plug-in that gives `1`, then `2` and so on. */
const counting = {
  apiVersion: API,
  command: process.execPath,
  args: [
    '-e',
    `const fs = require('node:fs'); fs.appendFileSync(process.env.RUNS, 'x'); const token = String(fs.readFileSync(process.env.RUNS, 'utf8').length);
     console.log(JSON.stringify({ kind: 'ExecCredential', apiVersion: '${API}', status: { token } }))`,
  ],
};

test('credentials: what a plug-in gave and was refused is asked for again, once', async () => {
  const sent: (string | undefined)[] = [];
  const serveAndGet = (accepted: string) =>
    withServer(
      ({ headers }) => {
        sent.push(headers.authorization);
        return headers.authorization === accepted ? { body: VERSION } : { status: 401 };
      },
      (url) =>
        openWith(
          { cluster: { server: url, ...INSECURE }, user: { exec: counting } },
          async (session, directory) => {
            process.env.RUNS = join(directory, 'runs');
            await session.identify(attempt());
            await session.identify(attempt());
          },
          { timeout: 30_000 },
        ),
    );
  await serveAndGet('Bearer 2');
  assert.equal(sent, ['Bearer 1', 'Bearer 2', 'Bearer 2']);
  sent.length = 0;
  assert.is((await failureOf(() => serveAndGet('Bearer 9'))).class, 'unauthenticated');
  assert.equal(sent, ['Bearer 1', 'Bearer 2']);
  delete process.env.RUNS;
});

test('credentials: a plug-in that fails is the failure of the request', async () => {
  const exec = { apiVersion: API, command: 'no-such-plug-in' };
  const failure = await openWith({ cluster: { server: 'https://127.0.0.1:1' }, user: { exec } }, (session) =>
    failureOf(() => session.identify(attempt())),
  );
  assert.equal([failure.class, failure.code], ['unauthenticated', 'ExecPluginFailed']);
});

test('credentials: files that are not there', async () => {
  for (const user of [{ tokenFile: 'nowhere' }, { 'client-certificate': 'nowhere', 'client-key': 'nowhere' }]) {
    const failure = await openWith({ cluster: { server: 'https://127.0.0.1:1' }, user }, (session) =>
      failureOf(() => session.identify(attempt())),
    );
    assert.equal([failure.class, failure.code], ['unauthenticated', 'CredentialsFailed']);
    assert.match(failure.message, /nowhere cannot be read \(ENOENT\)/);
  }
});

const base64 = (text: string) => Buffer.from(text).toString('base64');

const SERVER = selfSigned('server');
const CLIENT = selfSigned('client');

/** Runs `work` beside a server with TLS, and says who its clients said they were. */
const withTls = async (certificate: { cert: string; key: string }, work: (server: string) => Promise<void>) => {
  const clients: unknown[] = [];
  await withServer(
    ({ socket }) => {
      clients.push((socket as TLSSocket).getPeerCertificate().subject?.CN);
      return { body: VERSION };
    },
    (url) => work(url.replace('http:', 'https:')),
    (listener) => createSecureServer({ ...certificate, ca: CLIENT.cert, requestCert: true, rejectUnauthorized: false }, listener) as never,
  );
  return clients;
};

for (const [name, cluster, code] of [
  ['one that the kubeconfig trusts', { 'certificate-authority-data': base64(SERVER.cert) }, undefined],
  ['by another name of the server', { 'certificate-authority-data': base64(SERVER.cert), 'tls-server-name': 'api.example' }, undefined],
  ['any, where that is what was asked for', INSECURE, undefined],
  ['one that nobody trusts', {}, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  ['one of another authority', { 'certificate-authority-data': base64(CLIENT.cert) }, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  [
    'one of another name',
    { 'certificate-authority-data': base64(SERVER.cert), 'tls-server-name': 'x.example' },
    'ERR_TLS_CERT_ALTNAME_INVALID',
  ],
] as const) {
  test(`a certificate: ${name}`, async () => {
    await withTls(SERVER, (server) =>
      openWith({ cluster: { server, ...cluster } }, async (session) => {
        if (code === undefined) return assert.equal(await session.identify(attempt()), { cluster: 'main' });
        const failure = await failureOf(() => session.identify(attempt()));
        assert.equal([failure.class, failure.code], ['rejected', code]);
        assert.match(failure.message, 'certificate');
      }),
    );
  });
}

test('a certificate: one that has expired', async () => {
  const expired = selfSigned('server', '210101000000Z');
  await withTls(expired, (server) =>
    openWith({ cluster: { server, 'certificate-authority-data': base64(expired.cert) } }, async (session) => {
      const failure = await failureOf(() => session.identify(attempt()));
      assert.equal([failure.class, failure.code], ['rejected', 'CERT_HAS_EXPIRED']);
    }),
  );
});

test('a certificate of our own, from the kubeconfig or from a plug-in', async () => {
  const cluster = { 'certificate-authority-data': base64(SERVER.cert) };
  const status = { clientCertificateData: CLIENT.cert, clientKeyData: CLIENT.key };
  const answer = JSON.stringify({ kind: 'ExecCredential', apiVersion: API, status });
  for (const user of [
    { 'client-certificate-data': base64(CLIENT.cert), 'client-key-data': base64(CLIENT.key) },
    { exec: { apiVersion: API, command: process.execPath, args: ['-e', `console.log(${JSON.stringify(answer)})`] } },
  ]) {
    const clients = await withTls(SERVER, (server) =>
      openWith({ cluster: { server, ...cluster }, user }, async (session) => void (await session.identify(attempt())), { timeout: 30_000 }),
    );
    assert.equal(clients, ['client']);
  }
});

test('connections are kept from request to request', async () => {
  const ports = new Set<number | undefined>();
  await withServer(
    ({ socket }) => {
      ports.add(socket.remotePort);
      return { body: VERSION };
    },
    (url) =>
      openWith({ cluster: { server: url } }, async (session) => {
        for (let count = 0; count < 5; count++) await session.identify(attempt());
      }),
  );
  assert.is(ports.size, 1);
});

test('plain HTTP where TLS is spoken, and the other way round', async () => {
  await withServer(
    () => ({ body: VERSION }),
    (url) =>
      openWith({ cluster: { server: url.replace('http:', 'https:') } }, async (session) => {
        const failure = await failureOf(() => session.identify(attempt()));
        assert.is(failure.class, 'rejected');
        assert.match(failure.message, 'Is that port one for TLS');
      }),
  );
});

test('the proxy of the kubeconfig, whose password nobody is told', async () => {
  const tunnels: (string | undefined)[] = [];
  const proxy = createServer();
  proxy.on('connect', ({ url = '' }, client) => {
    tunnels.push(url);
    const [host, port] = url.split(':');
    const server = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      server.pipe(client).pipe(server);
    });
    server.on('error', () => client.destroy());
    client.on('error', () => server.destroy());
  });
  await withServer(
    () => undefined,
    async (address) => {
      const cluster = { 'certificate-authority-data': base64(SERVER.cert), 'proxy-url': address.replace('//', '//me:hunter2@') };
      await withTls(SERVER, (server) =>
        openWith({ cluster: { server, ...cluster } }, async (session) => {
          assert.equal(await session.identify(attempt()), { cluster: 'main' });
          assert.equal(tunnels, [server.replace('https://', '')]);
        }),
      );
      const failure = await openWith({ cluster: { server: 'https://127.0.0.1:1', ...cluster } }, (session) =>
        failureOf(() => session.identify(attempt())),
      );
      assert.not.match(failure.message, 'hunter2');
    },
    () => proxy,
  );
});

test('addresses: of one server and one authority they are one, whatever else differs', async () => {
  const addressOf = (cluster: object, user = {}) => openWith({ cluster, user }, async (session) => kubernetes.address?.(session));
  const server = 'https://10.96.0.1:443';
  const data = base64(SERVER.cert);
  const first = await addressOf({ server, 'certificate-authority-data': data });
  assert.is(await addressOf({ server: 'https://10.96.0.1/', 'certificate-authority-data': data }, ME), first);
  assert.is.not(await addressOf({ server, 'certificate-authority-data': base64(CLIENT.cert) }), first);
  assert.is.not(await addressOf({ server: 'https://10.96.0.2', 'certificate-authority-data': data }), first);
});

test('names: that of the configuration, else that of the kubeconfig; and the namespace of Velero', async () => {
  const cluster = { server: 'https://x' };
  await openWith({ cluster }, async (session) => assert.equal([session.cluster, session.veleroNamespace], ['main', 'velero']));
  await openWith({ cluster, veleroNamespace: 'backup' }, async (session) => assert.is(session.veleroNamespace, 'backup'));
});

test.run();
