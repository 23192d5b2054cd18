import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Fault } from '../../../lab/index.ts';
import { withLab } from '../client.ts';
import { type Answered, type Asking, ask, clustersWorld, configMaps, namesIn, TOKEN, worldOf } from './clusters.ts';

const test = suite('lab/kubernetes/refusals');

const PODS = '/api/v1/pods';
const SCHEDULES = '/apis/velero.io/v1/schedules';
const SCHEDULE = '/apis/velero.io/v1/namespaces/velero/schedules/mlops-daily-backup';

const asked = (path: string, faults: readonly Fault[] = [], asking?: Asking): Promise<Answered> =>
  withLab({ ...clustersWorld, faults }, (lab) => ask(lab, path, asking));

const status = (code: number, reason: string, message: string, details?: object) => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message,
  reason,
  ...(details ? { details } : {}),
  code,
});

interface Case {
  readonly name: string;
  readonly path: string;
  readonly fault?: Omit<Fault, 'operation'>;
  readonly asking?: Asking;
  readonly says: object;
  readonly retryAfter?: string;
}

const OLD = { cluster: 'old' };
const ANONYMOUS = 'User "system:anonymous" cannot';

const CASES: readonly Case[] = [
  {
    name: 'a custom object that is not there',
    path: '/apis/velero.io/v1/namespaces/velero/schedules/gone',
    says: status(404, 'NotFound', 'schedules.velero.io "gone" not found', { name: 'gone', group: 'velero.io', kind: 'schedules' }),
  },
  {
    name: 'a built-in object that is not there, though another namespace has one',
    path: '/api/v1/namespaces/velero/pods/trainer-0',
    says: status(404, 'NotFound', 'pods "trainer-0" not found', { name: 'trainer-0', kind: 'pods' }),
  },
  {
    name: 'a write',
    path: PODS,
    asking: { method: 'POST' },
    says: status(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {}),
  },
  {
    name: 'a watch',
    path: `${PODS}?watch=true`,
    says: status(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {}),
  },
  {
    name: 'a list of what can only be posted',
    path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
    says: status(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {}),
  },
  {
    name: 'a token that nobody has',
    path: '/version',
    asking: { ...OLD, token: 'guessed' },
    says: status(401, 'Unauthorized', 'Unauthorized'),
  },
  {
    name: 'no token: a list',
    path: '/api/v1/namespaces',
    asking: OLD,
    says: status(
      403,
      'Forbidden',
      `namespaces is forbidden: ${ANONYMOUS} list resource "namespaces" in API group "" at the cluster scope`,
      {
        kind: 'namespaces',
      },
    ),
  },
  {
    name: 'no token: discovery',
    path: '/apis',
    asking: OLD,
    says: status(403, 'Forbidden', `forbidden: ${ANONYMOUS} get path "/apis"`, {}),
  },
  {
    name: 'a list of the whole cluster, denied',
    path: SCHEDULES,
    fault: { deny: true },
    says: status(
      403,
      'Forbidden',
      'schedules.velero.io is forbidden: User "lab" cannot list resource "schedules" in API group "velero.io" at the cluster scope',
      { group: 'velero.io', kind: 'schedules' },
    ),
  },
  {
    name: 'a list of a namespace, denied',
    path: '/api/v1/namespaces/mlops/pods',
    fault: { deny: true },
    says: status(403, 'Forbidden', 'pods is forbidden: User "lab" cannot list resource "pods" in API group "" in the namespace "mlops"', {
      kind: 'pods',
    }),
  },
  {
    name: 'an object, denied',
    path: SCHEDULE,
    fault: { deny: true },
    says: status(
      403,
      'Forbidden',
      'schedules.velero.io "mlops-daily-backup" is forbidden: User "lab" cannot get resource "schedules" in API group "velero.io" in the namespace "velero"',
      { name: 'mlops-daily-backup', group: 'velero.io', kind: 'schedules' },
    ),
  },
  {
    name: 'a namespace, denied: it is in itself',
    path: '/api/v1/namespaces/mlops',
    fault: { deny: true },
    says: status(
      403,
      'Forbidden',
      'namespaces "mlops" is forbidden: User "lab" cannot get resource "namespaces" in API group "" in the namespace "mlops"',
      { name: 'mlops', kind: 'namespaces' },
    ),
  },
  {
    name: 'a denial in words of its own',
    path: PODS,
    fault: { deny: 'not for you' },
    says: status(403, 'Forbidden', 'not for you'),
  },
  {
    name: 'too many requests as a status',
    path: PODS,
    fault: { error: { code: 'TooManyRequests', status: 429 } },
    says: status(429, 'TooManyRequests', 'storage is (re)initializing', { retryAfterSeconds: 1 }),
    retryAfter: '1',
  },
  {
    name: 'a time-out',
    path: PODS,
    fault: { error: { code: 'Timeout', status: 504 } },
    says: status(504, 'Timeout', 'Timeout: request did not complete within the allotted timeout', { retryAfterSeconds: 1 }),
    retryAfter: '1',
  },
  {
    name: 'an error in words of its own, with what belongs to its reason',
    path: PODS,
    fault: { error: { code: 'ServerTimeout', status: 500, message: 'slow' } },
    says: status(500, 'ServerTimeout', 'slow', { retryAfterSeconds: 1 }),
    retryAfter: '1',
  },
  {
    name: 'out of service',
    path: '/apis/velero.io/v1',
    fault: { error: { code: 'ServiceUnavailable', status: 503 } },
    says: status(503, 'ServiceUnavailable', 'the server is currently unable to handle the request'),
  },
  {
    name: 'a reason that the lab does not know',
    path: PODS,
    fault: { error: { code: 'Teapot', status: 418 } },
    says: status(418, 'Teapot', 'Teapot'),
  },
  {
    name: 'a first page that is too old',
    path: `${PODS}?limit=1`,
    fault: { error: { code: 'Expired', status: 410 } },
    says: status(410, 'Expired', 'The resourceVersion for the provided list is too old.'),
  },
];

for (const { name, path, fault, asking, says, retryAfter } of CASES) {
  test(name, async () => {
    const answer = await asked(path, fault ? [{ operation: 'kubernetes:*', ...fault }] : [], asking);
    assert.equal(answer.body, says);
    assert.is(answer.status, (says as { readonly code: number }).code);
    assert.is(answer.headers['retry-after'], retryAfter);
  });
}

test('an error of etcd has no reason', async () => {
  const { body } = await asked(PODS, [{ operation: '*', error: { code: '', status: 500, message: 'etcdserver: request timed out' } }]);
  assert.equal(body, {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: 'etcdserver: request timed out',
    code: 500,
  });
});

test('those who ask too often are told so in plain text', async () => {
  const { status: code, headers, body } = await asked(PODS, [{ operation: 'kubernetes:list pods', throttle: 1 }]);
  assert.equal([code, headers['retry-after'], body], [429, '1', 'Too many requests, please try again later.\n']);
});

test('the right token opens everything, and the version is open to all', () =>
  withLab(clustersWorld, async (lab) => {
    assert.equal(namesIn(await ask(lab, '/apis/velero.io/v1/resticrepositories', { ...OLD, token: TOKEN })), [
      'velero/mlops-default-4xk2p',
    ]);
    assert.is((await ask(lab, '/version', OLD)).status, 200);
    assert.is((await ask(lab, PODS, { token: 'any' })).status, 200);
  }));

interface Hit {
  readonly resource: string;
  /** Which of the lists below the fault hits. */
  readonly hits: readonly string[];
}

const LISTS: Readonly<Record<string, readonly [path: string, asking: Asking]>> = {
  all: [PODS, {}],
  mlops: ['/api/v1/namespaces/mlops/pods', {}],
  velero: ['/api/v1/namespaces/velero/pods', {}],
  trainer: ['/api/v1/namespaces/mlops/pods/trainer-0', {}],
  old: [PODS, { ...OLD, token: TOKEN }],
};

const HITS: readonly Hit[] = [
  { resource: '*', hits: ['all', 'mlops', 'velero', 'trainer', 'old'] },
  { resource: '', hits: ['all', 'old'] },
  { resource: 'mlops', hits: ['mlops'] },
  { resource: 'trainer-*', hits: ['trainer'] },
  { resource: 'old/*', hits: ['old'] },
  { resource: 'main/', hits: ['all'] },
  { resource: 'main/mlops', hits: ['mlops'] },
  { resource: 'page 2', hits: [] },
];

for (const { resource, hits } of HITS) {
  test(`faults of ${JSON.stringify(resource)} hit ${hits.join(', ') || 'none of the lists'}`, () =>
    withLab({ ...clustersWorld, faults: [{ operation: 'kubernetes:* pods', resource, deny: true }] }, async (lab) => {
      const hit: string[] = [];
      for (const [name, [path, asking]] of Object.entries(LISTS)) if ((await ask(lab, path, asking)).status === 403) hit.push(name);
      assert.equal(hit, hits);
    }));
}

test('a list may expire on its way: start again, or go on with what there is now', () => {
  const faults = [{ operation: 'kubernetes:list configmaps', resource: 'page 3', error: { code: 'Expired', status: 410 }, times: 1 }];
  return withLab({ ...worldOf(configMaps(9, 'a')), faults }, async (lab) => {
    const page = (token: string) => ask(lab, `/api/v1/configmaps?limit=3&continue=${token}`, { cluster: 'many' });
    const second = await page((await page('')).body.metadata.continue);
    const third = await page(second.body.metadata.continue);
    assert.equal([third.status, third.body.reason], [410, 'Expired']);
    assert.match(third.body.message, 'The provided continue parameter is too old to display a consistent list result.');
    const rest = await page(third.body.metadata.continue);
    assert.equal([rest.status, namesIn(rest), rest.body.metadata.continue], [200, ['a/item-006', 'a/item-007', 'a/item-008'], undefined]);
  });
});

test('what is signed for AWS is none of Kubernetes', () =>
  withLab({ ...clustersWorld, accounts: [{ id: '123456789012' }] }, async (lab) => {
    const reply = await fetch(`${lab.url}/k8s/clusters/main/version?versioning`, {
      headers: { authorization: 'AWS4-HMAC-SHA256 Credential=A/20261122/us-west-2/s3/aws4_request, SignedHeaders=host, Signature=0' },
    });
    assert.match(await reply.text(), '<Code>');
  }));

test.run();
