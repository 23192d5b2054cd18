import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { told } from '../../../scanners/elasticsearch/errors.ts';
import { exception } from './harness.ts';

const test = suite('scanners/elasticsearch/errors');

const UNKNOWN = { class: 'rejected', code: 'NoHandler' };

for (const [name, body, expected] of [
  [
    'an exception',
    exception('security_exception', 'no permissions for [cluster:monitor/main]'),
    { code: 'security_exception', message: 'no permissions for [cluster:monitor/main]' },
  ],
  [
    'an exception and its cause',
    { error: { type: 'repository_exception', reason: '[b] cannot retrieve snapshots', caused_by: { type: 'x', reason: 'disabled' } } },
    { code: 'repository_exception', message: '[b] cannot retrieve snapshots: disabled' },
  ],
  [
    'the same said twice',
    { error: { type: 'a', reason: 'gone', caused_by: { type: 'a', reason: 'gone' } } },
    { code: 'a', message: 'gone' },
  ],
  [
    'a verification that failed',
    exception('repository_verification_exception', '[b] path is not accessible'),
    { class: 'rejected', code: 'repository_verification_exception', message: '[b] path is not accessible' },
  ],
  ['a path that OpenSearch does not know', { error: 'no handler found for uri [/_slm/policy] and method [GET]' }, UNKNOWN],
  [
    'a path that Elasticsearch takes for that of a document',
    { error: 'Incorrect HTTP method for uri [/_slm/policy] and method [GET], allowed: [POST]', status: 405 },
    UNKNOWN,
  ],
  ['an API that AWS does not let through', { Message: "Your request: '/_slm/policy' is not allowed." }, UNKNOWN],
  ['a payload that AWS does not let through', { Message: "Your request: '/_slm/policy' payload is not allowed." }, UNKNOWN],
  [
    'a refusal of AWS',
    { message: 'The security token included in the request is invalid.' },
    { message: 'The security token included in the request is invalid.' },
  ],
  [
    'a user whom AWS does not let through',
    { Message: 'User: anonymous is not authorized' },
    { message: 'User: anonymous is not authorized' },
  ],
  ['a name of an error that is none', { error: { type: '<script>', reason: 'x' } }, { message: 'x' }],
  ['an exception without a reason', { error: { type: 'x_exception', reason: 5 } }, { code: 'x_exception', message: '' }],
  ['no object', [], {}],
  ['a text for people', 'no healthy upstream', { message: 'no healthy upstream' }],
  ['nothing', {}, {}],
] as const) {
  test(`${name}`, () => {
    const found = told(typeof body === 'string' ? body : JSON.stringify(body));
    for (const key of ['class', 'code'] as const) assert.is(found[key], (expected as Record<string, string>)[key], key);
    if ('message' in expected) assert.is(found.message, expected.message);
  });
}

test.run();
