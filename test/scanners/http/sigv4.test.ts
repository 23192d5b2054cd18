import { createHash, createHmac } from 'node:crypto';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Chain } from '../../../scanners/aws/credentials.ts';
import { signRequests } from '../../../scanners/http/sigv4.ts';
import { failureOf } from './harness.ts';

// Against the steps of https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html

const test = suite('scanners/http/sigv4');

const KEYS = { accessKeyId: 'AKIATEST000000000000', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };

const credentials = (more: object = {}): Chain => (async () => ({ ...KEYS, ...more })) as unknown as Chain;

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** Every character but those that RFC 3986 calls unreserved. */
const escaped = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

/** What the service makes of a request that it gets: the path is escaped once more, as it was sent. */
const signatureOf = (method: string, url: URL, headers: Readonly<Record<string, string>>, service: string, region: string): string => {
  const date = headers['x-amz-date'] ?? '';
  const signed = Object.entries({ ...headers, host: url.host })
    .filter(([name]) => name !== 'authorization')
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const query = [...url.searchParams].map(([key, value]) => `${escaped(key)}=${escaped(value)}`).sort();
  const path = url.pathname.split('/').map(escaped).join('/');
  const lines = signed.map(([name, value]) => `${name}:${value}\n`).join('');
  const names = signed.map(([name]) => name).join(';');
  const request = [method, path, query.join('&'), lines, names, hash('')].join('\n');
  const scope = `${date.slice(0, 8)}/${region}/${service}/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', date, scope, hash(request)].join('\n');
  const key = [date.slice(0, 8), region, service, 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${KEYS.secretAccessKey}`);
  return `AWS4-HMAC-SHA256 Credential=${KEYS.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${hmac(key, toSign).toString('hex')}`;
};

for (const [method, url, service] of [
  ['GET', 'https://search-logs.us-west-2.es.amazonaws.com/', 'es'],
  ['GET', 'https://search-logs.us-west-2.es.amazonaws.com/_resolve/index/*?expand_wildcards=all', 'es'],
  ['GET', 'https://search-logs.us-west-2.es.amazonaws.com/_snapshot/a/x,y-2026-11-23-02%3A49?ignore_unavailable=true', 'es'],
  ['GET', 'https://search-logs.us-west-2.es.amazonaws.com/_cat/snapshots/b%20c%2Fd?h=id,status&format=json', 'es'],
  ['GET', 'https://proxy.example:9200/logs/_snapshot', 'es'],
  ['POST', 'https://search-logs.us-west-2.es.amazonaws.com/_snapshot/a/_verify', 'es'],
  ['GET', 'https://abc.us-west-2.aoss.amazonaws.com/_cat/indices', 'aoss'],
] as const) {
  test(`${method} ${url}`, async () => {
    const authorize = signRequests({ service, region: 'us-west-2', credentials: credentials() });
    const headers = await authorize({ method, url: new URL(url) });
    assert.is(headers.authorization, signatureOf(method, new URL(url), headers, service, 'us-west-2'));
    assert.is(headers['x-amz-content-sha256'], hash(''));
    assert.is(headers.host, undefined);
  });
}

test('a session token goes along, signed', async () => {
  const authorize = signRequests({ service: 'es', region: 'us-west-2', credentials: credentials({ sessionToken: 'token' }) });
  const headers = await authorize({ method: 'GET', url: new URL('https://x/') });
  assert.is(headers['x-amz-security-token'], 'token');
  assert.match(headers.authorization ?? '', /SignedHeaders=[^,]*x-amz-security-token/);
});

const asked = (expiration?: Date) => {
  let count = 0;
  const chain = (async () => {
    count++;
    return { ...KEYS, ...(expiration ? { expiration } : {}) };
  }) as unknown as Chain;
  return { chain, count: () => count };
};

for (const [name, expiration, areKept] of [
  ['do not end', undefined, true],
  ['end in an hour', new Date(Date.now() + 3_600_000), true],
  ['have ended', new Date(0), false],
] as const) {
  test(`credentials that ${name}`, async () => {
    const { chain, count } = asked(expiration);
    const authorize = signRequests({ service: 'es', region: 'us-west-2', credentials: chain });
    for (const _ of [1, 2, 3]) await authorize({ method: 'GET', url: new URL('https://x/') });
    assert.is(count() === 1, areKept);
  });
}

test('no credentials', async () => {
  const none = (async () => {
    throw Object.assign(new Error('Could not load credentials from any providers'), { name: 'CredentialsProviderError' });
  }) as unknown as Chain;
  const authorize = signRequests({ service: 'es', region: 'us-west-2', credentials: none });
  const failure = await failureOf(() => authorize({ method: 'GET', url: new URL('https://x/') }));
  assert.equal([failure.class, failure.code], ['unauthenticated', 'CredentialsProviderError']);
});

test.run();
