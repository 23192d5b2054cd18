import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Failure, MalformedAnswer } from '../../../model/scanner.ts';
import { classify, failing } from '../../../scanners/http/failures.ts';
import { connectionFailure, isExpired, refusalOf } from '../../../scanners/kubernetes/errors.ts';

const test = suite('scanners/kubernetes/errors');

const status = (code: number, reason: string, message: string, details?: object) =>
  JSON.stringify({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    reason,
    code,
    ...(details ? { details } : {}),
  });

const FORBIDDEN =
  'schedules.velero.io is forbidden: User "scanner" cannot list resource "schedules" in API group "velero.io" in the namespace "velero"';
const DATE = 'Sun, 22 Nov 2026 09:00:00 GMT';

const NOTHING_SAID = (code: number) => `The API server answered with the status ${code} and without a reason.`;
const LED_ELSEWHERE = (code: number) =>
  `The answer leads to another address (status ${code}), which is not followed: the credentials would go there, too. Is the address in the kubeconfig that of the API server?`;

const ROWS: readonly { name: string; status: number; body: string; headers?: Record<string, string>; expected: Failure }[] = [
  {
    name: 'a token that is not known',
    status: 401,
    body: status(401, 'Unauthorized', 'Unauthorized'),
    expected: { class: 'unauthenticated', code: 'Unauthorized', message: 'Unauthorized' },
  },
  {
    name: 'a role that is missing',
    status: 403,
    body: status(403, 'Forbidden', FORBIDDEN),
    expected: { class: 'denied', code: 'Forbidden', message: FORBIDDEN },
  },
  {
    name: 'a status that is a text itself',
    status: 403,
    body: JSON.stringify(status(403, 'Forbidden', FORBIDDEN)),
    expected: { class: 'denied', code: 'Forbidden', message: FORBIDDEN },
  },
  {
    name: 'a text in JSON',
    status: 500,
    body: '"etcdserver: leader changed"',
    expected: { class: 'transient', code: 'HTTP500', message: 'etcdserver: leader changed' },
  },
  {
    name: 'a path that nobody knows',
    status: 404,
    body: '404 page not found\n',
    expected: { class: 'rejected', code: 'NotFound', message: '404 page not found' },
  },
  {
    name: 'a token of a page that is too old',
    status: 410,
    body: status(410, 'Expired', 'The provided continue parameter is too old'),
    expected: { class: 'rejected', code: 'Expired', message: 'The provided continue parameter is too old' },
  },
  {
    name: 'flow control, in plain text, with seconds',
    status: 429,
    body: 'Too many requests, please try again later.\n',
    headers: { 'retry-after': '3' },
    expected: { class: 'throttled', code: 'TooManyRequests', message: 'Too many requests, please try again later.', retryAfter: 3_000 },
  },
  {
    name: 'seconds in the details',
    status: 429,
    body: status(429, 'TooManyRequests', 'busy', { retryAfterSeconds: 2 }),
    expected: { class: 'throttled', code: 'TooManyRequests', message: 'busy', retryAfter: 2_000 },
  },
  {
    name: 'the header goes before the details',
    status: 429,
    body: status(429, 'TooManyRequests', 'busy', { retryAfterSeconds: 2 }),
    headers: { 'retry-after': '1' },
    expected: { class: 'throttled', code: 'TooManyRequests', message: 'busy', retryAfter: 1_000 },
  },
  {
    name: 'a date to wait for, counted from that of the answer',
    status: 503,
    body: '',
    headers: { 'retry-after': 'Sun, 22 Nov 2026 09:00:07 GMT', date: DATE },
    expected: { class: 'transient', code: 'HTTP503', message: NOTHING_SAID(503), retryAfter: 7_000 },
  },
  {
    name: 'a date that is over',
    status: 503,
    body: '',
    headers: { 'retry-after': 'Sun, 22 Nov 2026 08:00:00 GMT', date: DATE },
    expected: { class: 'transient', code: 'HTTP503', message: NOTHING_SAID(503) },
  },
  {
    name: 'nonsense to wait for',
    status: 503,
    body: '{}',
    headers: { 'retry-after': 'soon' },
    expected: { class: 'transient', code: 'HTTP503', message: NOTHING_SAID(503) },
  },
  {
    name: 'a store that is slow',
    status: 500,
    body: status(500, 'ServerTimeout', 'The list operation against backups could not be completed', { retryAfterSeconds: 1 }),
    expected: {
      class: 'transient',
      code: 'ServerTimeout',
      message: 'The list operation against backups could not be completed',
      retryAfter: 1_000,
    },
  },
  {
    name: 'a gateway with a page for people',
    status: 502,
    body: '<html><body>Bad Gateway</body></html>',
    expected: { class: 'transient', code: 'HTTP502', message: NOTHING_SAID(502) },
  },
  {
    name: 'a redirection, to a page to log in at',
    status: 302,
    body: '',
    expected: { class: 'rejected', code: 'HTTP302', message: LED_ELSEWHERE(302) },
  },
  {
    name: 'a reason that is none',
    status: 418,
    body: JSON.stringify({ kind: 'Status', reason: '\u001b[31m', message: 7, details: 'x' }),
    expected: { class: 'rejected', code: 'HTTP418', message: NOTHING_SAID(418) },
  },
  {
    name: 'a method that is not there',
    status: 501,
    body: '',
    expected: { class: 'rejected', code: 'HTTP501', message: NOTHING_SAID(501) },
  },
  {
    name: 'only the first line, and not much of that',
    status: 400,
    body: `${'x'.repeat(600)}\nsecond`,
    expected: { class: 'rejected', code: 'HTTP400', message: `${'x'.repeat(499)}…` },
  },
];

for (const { name, status: code, body, headers = {}, expected } of ROWS) {
  test(`${code}: ${name}`, () => assert.equal(refusalOf({ status: code, headers, body }), expected));
}

for (const code of [500, 502, 503, 504, 408]) {
  test(`${code} passes`, () => assert.is(refusalOf({ status: code, headers: {}, body: '' }).class, 'transient'));
}

const socketError = (code: string) => Object.assign(new Error('connect to 10.0.0.1 with hunter2'), { code });

for (const [code, failureClass, reported = code] of [
  ['ECONNREFUSED', 'transient'],
  ['ECONNRESET', 'transient'],
  ['EPIPE', 'transient'],
  ['ETIMEDOUT', 'transient', 'Timeout'],
  ['EAI_AGAIN', 'transient'],
  ['ENOTFOUND', 'rejected'],
  ['CERT_HAS_EXPIRED', 'rejected'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'rejected'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'rejected'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'rejected'],
  ['EPROTO', 'rejected'],
] as const) {
  test(`connection: ${code}`, () => {
    const failure = connectionFailure(socketError(code), 'api.example:6443');
    assert.equal([failure.class, failure.code], [failureClass, reported]);
    assert.match(failure.message, 'api.example:6443');
    assert.not.match(failure.message, 'hunter2');
    if (failureClass === 'rejected') assert.match(failure.message, /\). (No such host|Its certificate|Is that port)/);
  });
}

test('connection: an error without a code, as proxies give it', () => {
  const failure = connectionFailure(new Error('Bad response: 407'), 'h');
  assert.equal([failure.class, failure.code], ['rejected', 'ConnectionFailed']);
});

test('an error of ours means what it says; an answer that cannot be is asked for again; others are final', () => {
  const failure: Failure = { class: 'denied', code: 'Forbidden', message: 'no' };
  assert.equal(classify(failing(failure)), failure);
  assert.equal(classify(new MalformedAnswer('odd')), { class: 'transient', code: 'MalformedAnswer', message: 'odd' });
  assert.equal(classify(new TypeError('x\ny')), { class: 'rejected', code: 'UnknownError', message: 'x' });
  assert.equal(classify('x'), { class: 'rejected', code: 'UnknownError', message: 'x' });
});

test('expired is what the API server calls so', () => {
  const of = (code: string) => isExpired(failing({ class: 'rejected', code, message: '' }));
  assert.equal([of('Expired'), of('Gone'), of('NotFound'), isExpired(new Error('Expired'))], [true, true, false, false]);
});

test.run();
