import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer as createPlainServer } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { authorizeBy } from '../../../scanners/http/auth.ts';
import { type Client, createClient, type Server } from '../../../scanners/http/client.ts';
import { selfSigned } from './certificate.ts';
import { attempt, failureOf, inDirectory, type Reply, withEnvironment, withServer } from './harness.ts';

const test = suite('scanners/http/client');

/** As a configuration names a secret. */
const reference = (name: string) => `$\{${name}}`;

const told = (body: string) => ({ message: body });

const open = async <T>(server: Partial<Server> & { url: string }, work: (client: Client) => Promise<T>, timeout = 5_000): Promise<T> => {
  const client = createClient({ title: 'the server', authorize: authorizeBy(undefined), told, ...server }, { timeout, maxSockets: 4 });
  return await work(client).finally(client.close);
};

const asking = (reply: () => Reply | undefined, more: Partial<Server> = {}, timeout = 5_000) =>
  withServer(reply, (url) => open({ url, ...more }, (client) => failureOf(() => client.request('GET', '/x', attempt())), timeout));

for (const [name, reply, failureClass, code, message] of [
  ['a refusal', { status: 403, body: 'not you' }, 'denied', 'Forbidden', 'not you'],
  [
    'who are you',
    { status: 401, body: '' },
    'unauthenticated',
    'Unauthorized',
    'The answer of the server has the status 401 and gives no reason. (Who asks is not known there: look at `auth` in the configuration.)',
  ],
  ['nothing there', { status: 404, body: '404 page not found\n' }, 'rejected', 'NotFound', '404 page not found'],
  [
    'a page of somebody in between',
    { status: 502, body: '<html><h1>Bad Gateway' },
    'transient',
    'HTTP502',
    'The answer of the server has the status 502 and gives no reason.',
  ],
  ['too many', { status: 429, body: 'slower' }, 'throttled', 'TooManyRequests', 'slower'],
  ['several lines', { status: 400, body: 'one\ntwo' }, 'rejected', 'HTTP400', 'one'],
  ['another success', { status: 204, body: '' }, 'rejected', 'HTTP204', undefined],
] as const) {
  test(`an answer: ${name}`, async () => {
    const failure = await asking(() => reply);
    assert.equal([failure.class, failure.code], [failureClass, code]);
    if (message !== undefined) assert.is(failure.message, message);
  });
}

test('a character that comes in two parts is one', async () => {
  const bytes = Buffer.from('"möglich 🙂"');
  const server = createPlainServer((_, response) => {
    response.flushHeaders();
    for (const [at, byte] of bytes.entries()) setTimeout(() => response.write(Buffer.from([byte])), at);
    setTimeout(() => response.end(), bytes.length);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  try {
    const { port } = server.address() as AddressInfo;
    const { body } = await open({ url: `http://127.0.0.1:${port}` }, (client) => client.request('GET', '/x', attempt()));
    assert.is(body, '"möglich 🙂"');
  } finally {
    server.close();
  }
});

test('redirections are not followed', async () => {
  const failure = await asking(() => ({ status: 302, headers: { location: 'http://127.0.0.1:1/' } }), { told: () => ({}) });
  assert.equal([failure.class, failure.code], ['rejected', 'HTTP302']);
  assert.match(failure.message, /redirection, which is not followed/);
});

test('what a body tells goes before what its status says', async () => {
  const failure = await asking(() => ({ status: 500, body: 'x' }), { told: () => ({ code: 'odd', class: 'rejected', message: 'y' }) });
  assert.equal(failure, { class: 'rejected', code: 'odd', message: 'y' });
});

test('a server that asks to wait', async () => {
  const failure = await asking(() => ({ status: 503, headers: { 'retry-after': '7' }, body: 'x' }));
  assert.is(failure.retryAfter, 7_000);
});

test('an answer that never comes', async () => {
  const failure = await asking(() => undefined, {}, 200);
  assert.equal([failure.class, failure.code], ['transient', 'Timeout']);
  assert.match(failure.message, /^No answer could be had of the server at 127\.0\.0\.1:\d+ \(ETIMEDOUT\)\.$/);
});

test('one that is no authority', async () => {
  const failure = await failureOf(() => open({ url: 'https://localhost', caFile: fileURLToPath(import.meta.url) }, async () => {}));
  assert.equal([failure.class, failure.code], ['rejected', 'NoCertificate']);
});

test('nobody there', async () => {
  const failure = await open({ url: 'http://127.0.0.1:1' }, (client) => failureOf(() => client.request('GET', '/', attempt())));
  assert.equal([failure.class, failure.code], ['transient', 'ECONNREFUSED']);
  assert.match(failure.message, /of the server at 127\.0\.0\.1:1 \(ECONNREFUSED\)\. Does it run, and are the host and the port/);
});

for (const [written, path, asked] of [
  ['', '/', '/'],
  ['/', '/x', '/x'],
  ['/logs', '/x?a=b', '/logs/x?a=b'],
  ['/logs//', '/_cat/snapshots/b%2Fc', '/logs/_cat/snapshots/b%2Fc'],
] as const) {
  test(`an address that ends in ${JSON.stringify(written)}, and ${path}`, () =>
    withServer(
      () => ({}),
      (url, requests) =>
        open({ url: `${url}${written}` }, async (client) => {
          await client.request('GET', path, attempt());
          assert.is(requests[0]?.url, asked);
          assert.is(client.address, `${new URL(url).host}${written.replace(/\/+$/, '')}`);
        }),
    ));
}

test('what is sent along', () =>
  withServer(
    () => ({}),
    (url, requests) =>
      open({ url, authorize: async ({ method, url: { pathname } }) => ({ 'x-proof': `${method} ${pathname}` }) }, async (client) => {
        await client.request('POST', '/a', attempt());
        assert.equal(
          [requests[0]?.method, requests[0]?.headers['x-proof'], requests[0]?.headers.accept],
          ['POST', 'POST /a', 'application/json'],
        );
      }),
  ));

test('connections are kept', () =>
  withServer(
    () => ({}),
    (url, requests) =>
      open({ url }, async (client) => {
        for (const _ of [1, 2, 3]) await client.request('GET', '/', attempt());
        assert.is(new Set(requests.map(({ socket }) => socket)).size, 1);
      }),
  ));

test('a certificate is vouched for by a file, or refused', () =>
  inDirectory(async (directory) => {
    const { cert, key } = selfSigned('server');
    const caFile = join(directory, 'ca.pem');
    writeFileSync(caFile, cert);
    await withServer(
      () => ({}),
      async (plain) => {
        const url = plain.replace('http:', 'https:');
        await open({ url, caFile }, (client) => client.request('GET', '/', attempt()));
        const failure = await open({ url }, (client) => failureOf(() => client.request('GET', '/', attempt())));
        assert.is(failure.class, 'rejected');
        assert.match(failure.message, /name the file of its authority as `caFile`/);
      },
      (listener) => createServer({ cert, key }, listener),
    );
  }));

test('a file of certificates that cannot be read', async () => {
  const failure = await failureOf(() => open({ url: 'https://localhost', caFile: 'no/such/file' }, async () => {}));
  assert.equal([failure.class, failure.code], ['rejected', 'UnreadableFile']);
});

for (const [name, auth, environment, expected] of [
  ['nobody', undefined, {}, undefined],
  ['a user', { username: 'me', password: reference('PW') }, { PW: 'ü:x' }, `Basic ${Buffer.from('me:ü:x').toString('base64')}`],
  ['a token', { bearer: reference('TOKEN') }, { TOKEN: 'abc' }, 'Bearer abc'],
  ['an API key', { apiKey: reference('KEY') }, { KEY: 'aWQ6a2V5' }, 'ApiKey aWQ6a2V5'],
] as const) {
  test(`who asks: ${name}`, () =>
    withEnvironment(environment, async () => {
      const { authorization } = await authorizeBy(auth)({ method: 'GET', url: new URL('http://x') });
      assert.is(authorization, expected);
    }));
}

for (const [name, environment, code] of [
  ['a variable that is not set', { KEY: undefined }, 'UnsetVariable'],
  ['a secret that no header can hold', { KEY: 'se\ncret' }, 'BadCredentials'],
  ['a secret of other characters', { KEY: 'sécret' }, 'BadCredentials'],
] as const) {
  test(`who asks: ${name}`, () =>
    withEnvironment(environment, async () => {
      const failure = await failureOf(() => authorizeBy({ apiKey: reference('KEY') }));
      assert.equal([failure.class, failure.code], ['unauthenticated', code]);
      assert.not.match(failure.message, /cret/);
    }));
}

test.run();
