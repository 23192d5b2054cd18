import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Fault, Lab, SearchCluster } from '../../../lab/index.ts';
import { send, withLab } from '../client.ts';
import { ask, elastic, open, worldOf } from './search.ts';

const test = suite('lab/search/refusals');

const CREDENTIALS = { users: { scan: 'p:w' }, apiKeys: ['aWQ6a2V5'], tokens: ['t0ken'], accessKeys: ['AKIAKNOWN'] };

const guarded = (cluster: SearchCluster): SearchCluster => ({ ...cluster, credentials: CREDENTIALS });

const basic = (pair: string): string => `Basic ${Buffer.from(pair).toString('base64')}`;

const LETS_IN: readonly (readonly [authorization: string | undefined, status: number])[] = [
  [undefined, 401],
  [basic('scan:p:w'), 200],
  [basic('scan:wrong'), 401],
  [basic('constructor:'), 401],
  ['ApiKey aWQ6a2V5', 200],
  ['ApiKey b3RoZXI6', 401],
  ['Bearer t0ken', 200],
  ['Bearer other', 401],
  ['Digest x', 401],
];

for (const cluster of [elastic, open]) {
  for (const [authorization, status] of LETS_IN) {
    test(`${cluster.name} answers ${status} to ${authorization ?? 'nobody'}`, () =>
      withLab(worldOf(guarded(cluster)), async (lab) => {
        const reply = await ask(lab, `${cluster.name}/_snapshot`, authorization === undefined ? {} : { authorization });
        assert.is(reply.status, status);
        if (status === 401) assert.match(reply.headers['www-authenticate'] ?? '', /^Basic realm=/);
      }));
  }

  for (const [key, service, status] of [
    ['AKIAKNOWN', 'es', 200],
    ['AKIAKNOWN', 'aoss', 200],
    ['AKIAOTHER', 'es', 403],
  ] as const) {
    test(`${cluster.name} answers ${status} to ${key}, signed for ${service}`, () =>
      withLab(worldOf(guarded(cluster)), async (lab) => {
        const reply = await send(lab, `/search/${cluster.name}/_snapshot`, { accessKeyId: key, service });
        assert.is(reply.status, status, reply.body);
      }));
  }
}

const WORDS: readonly (readonly [cluster: SearchCluster, authorization: string | undefined, says: RegExp])[] = [
  [elastic, undefined, /missing authentication credentials for REST request \[\/_snapshot\]/],
  [elastic, basic('scan:wrong'), /unable to authenticate user \[scan\] for REST request \[\/_snapshot\]/],
  [elastic, 'Bearer other', /unable to authenticate with provided credentials/],
  [open, undefined, /^"Unauthorized"$/],
];

for (const [cluster, authorization, says] of WORDS) {
  test(`${cluster.name} tells ${authorization?.split(' ')[0] ?? 'nobody'} why`, () =>
    withLab(worldOf(guarded(cluster)), async (lab) => {
      const { body } = await ask(lab, `${cluster.name}/_snapshot`, authorization === undefined ? {} : { authorization });
      assert.match(JSON.stringify(body), says);
    }));
}

/** What becomes of a request under a fault: the status, and the error in short. */
const fate = async (lab: Lab, path: string, authorization?: string): Promise<string> => {
  const { status, body } = await ask(lab, path, authorization === undefined ? {} : { authorization });
  return status === 200 ? '200' : `${status} ${body.error.type}: ${body.error.reason}`;
};

const POLICIES = 'search:get /_slm/policy';

const FAULTS: readonly (readonly [fault: Fault, path: string, fate: string])[] = [
  [
    { operation: POLICIES, deny: true },
    'elastic/_slm/policy',
    '403 security_exception: action [cluster:admin/slm/get] is unauthorized for user [lab] with effective roles [lab]',
  ],
  [{ operation: POLICIES, deny: 'read_slm is missing' }, 'elastic/_slm/policy', '403 security_exception: read_slm is missing'],
  [{ operation: POLICIES, deny: true }, 'elastic/_slm/status', '200'],
  [
    { operation: 'search:get /_snapshot', deny: true },
    'open/_snapshot',
    '403 security_exception: no permissions for [cluster:admin/repository/get] and User [name=lab, backend_roles=[], requestedTenant=null]',
  ],
  [
    { operation: 'search:*', throttle: 1 },
    'elastic/_snapshot',
    '429 es_rejected_execution_exception: rejected execution of coordinating operation',
  ],
  [
    { operation: 'search:*', throttle: 1 },
    'open/_snapshot',
    '429 rejected_execution_exception: rejected execution of coordinating operation',
  ],
  [
    { operation: 'search:*', error: { code: 'repository_exception', status: 500, message: '[main] it broke' } },
    'elastic/_cat/snapshots/main',
    '500 repository_exception: [main] it broke',
  ],
  [{ operation: 'search:*', resource: 'main', deny: true }, 'elastic/_cat/snapshots/other', '200'],
  [{ operation: 'search:*', resource: 'open/main', deny: true }, 'elastic/_cat/snapshots/main', '200'],
  [{ operation: 'search:*', resource: 'open', deny: true }, 'elastic/_cat/snapshots/main', '200'],
  [{ operation: 'search:*', resource: 'elastic/main', error: { code: 'x', status: 503 } }, 'elastic/_cat/snapshots/main', '503 x: x'],
  [{ operation: 'search:other', error: { code: 'x', status: 503 } }, 'elastic/_no/such/path', '503 x: x'],
];

for (const [fault, path, says] of FAULTS) {
  test(`${JSON.stringify(fault)}: ${path}`, () =>
    withLab({ ...worldOf(elastic, open), faults: [fault] }, async (lab) => {
      assert.is(await fate(lab, path), says);
    }));
}

test('a refusal names who asks', () =>
  withLab({ ...worldOf(guarded(elastic)), faults: [{ operation: 'search:*', deny: true }] }, async (lab) => {
    assert.match(await fate(lab, 'elastic/_snapshot', basic('scan:p:w')), /for user \[scan\]/);
  }));

test.run();
