import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { classify } from '../../../scanners/http/failures.ts';
import { type Answer, fakeSession, refused, send } from './harness.ts';

const test = suite('scanners/kubernetes/discovery');

const GROUPS = {
  kind: 'APIGroupList',
  apiVersion: 'v1',
  groups: [
    { name: 'apps', versions: [{ groupVersion: 'apps/v1', version: 'v1' }] },
    {
      name: 'velero.io',
      versions: [
        { groupVersion: 'velero.io/v2alpha1', version: 'v2alpha1' },
        { groupVersion: 'velero.io/v1', version: 'v1' },
      ],
    },
  ],
};

const resources = (...names: readonly string[]) => ({ kind: 'APIResourceList', resources: names.map((name) => ({ name })) });

const CLASSIC: Readonly<Record<string, unknown>> = {
  '/apis': GROUPS,
  '/apis/velero.io/v1': resources('schedules', 'schedules/status', 'backuprepositories'),
  '/apis/velero.io/v2alpha1': resources('datauploads', 'datadownloads'),
};

const served = (...names: readonly string[]) => names.map((resource) => ({ resource, scope: 'Namespaced', verbs: ['list'] }));

const AGGREGATED = {
  kind: 'APIGroupDiscoveryList',
  apiVersion: 'apidiscovery.k8s.io/v2',
  items: [
    {
      metadata: { name: 'velero.io' },
      versions: [
        { version: 'v2alpha1', resources: served('datauploads'), freshness: 'Current' },
        { version: 'v1', resources: served('schedules', 'backups'), freshness: 'Current' },
      ],
    },
  ],
};

const answering =
  (answers: Readonly<Record<string, unknown>>): Answer =>
  (path) => {
    const answer = answers[path];
    if (answer === undefined) throw refused(404, '404 page not found');
    if (answer instanceof Error) throw answer;
    return answer;
  };

const codeOf = async (work: () => Promise<unknown>): Promise<string> => {
  try {
    return `answered ${JSON.stringify(await work())}`;
  } catch (error) {
    return classify(error).code;
  }
};

for (const [group, wanted, expected, asked] of [
  ['velero.io', ['schedules'], { version: 'v1', resource: 'schedules' }, ['/apis', '/apis/velero.io/v1']],
  [
    'velero.io',
    ['datauploads'],
    { version: 'v2alpha1', resource: 'datauploads' },
    ['/apis', '/apis/velero.io/v1', '/apis/velero.io/v2alpha1'],
  ],
  [
    'velero.io',
    ['backuprepositories', 'resticrepositories'],
    { version: 'v1', resource: 'backuprepositories' },
    ['/apis', '/apis/velero.io/v1'],
  ],
  ['velero.io', ['restores'], undefined, ['/apis', '/apis/velero.io/v1', '/apis/velero.io/v2alpha1']],
  ['velero.io', ['schedules/status'], undefined, ['/apis', '/apis/velero.io/v1', '/apis/velero.io/v2alpha1']],
  ['monitoring.coreos.com', ['prometheuses'], undefined, ['/apis']],
] as const) {
  test(`where ${group} serves ${wanted}`, async () => {
    const { session, asked: paths } = fakeSession(answering(CLASSIC));
    assert.equal(await session.discovery.find(send, group, wanted), expected);
    assert.equal(paths, asked);
  });
}

test('the repositories of Velero up to 1.9', async () => {
  const old = { ...CLASSIC, '/apis/velero.io/v1': resources('schedules', 'resticrepositories') };
  const { session } = fakeSession(answering(old));
  const found = await session.discovery.find(send, 'velero.io', ['backuprepositories', 'resticrepositories']);
  assert.equal(found, { version: 'v1', resource: 'resticrepositories' });
});

test('everything of a group, each question once, however many ask', async () => {
  const { session, asked } = fakeSession(answering(CLASSIC));
  const { discovery } = session;
  const [contents] = await Promise.all([
    discovery.contents(send, 'velero.io'),
    discovery.find(send, 'velero.io', ['schedules']),
    discovery.find(send, 'apps', ['x']).catch(() => {}),
  ]);
  assert.equal(contents, {
    versions: ['v1', 'v2alpha1'],
    resources: ['backuprepositories', 'datadownloads', 'datauploads', 'schedules'],
  });
  assert.equal([...asked].sort(), ['/apis', '/apis/apps/v1', '/apis/velero.io/v1', '/apis/velero.io/v2alpha1']);
});

test('a group that is not there has nothing in it', async () => {
  const { session } = fakeSession(answering({ '/apis': { ...GROUPS, groups: [] } }));
  assert.equal(await session.discovery.contents(send, 'velero.io'), { versions: [], resources: [] });
});

test('an answer about everything at once is understood, and saves the other questions', async () => {
  const { session, asked } = fakeSession(answering({ '/apis': AGGREGATED }));
  assert.equal(await session.discovery.contents(send, 'velero.io'), {
    versions: ['v1', 'v2alpha1'],
    resources: ['backups', 'datauploads', 'schedules'],
  });
  assert.equal(await session.discovery.find(send, 'velero.io', ['datauploads']), { version: 'v2alpha1', resource: 'datauploads' });
  assert.equal(asked, ['/apis']);
});

test('what is stale in it is asked for by itself', async () => {
  const [group] = AGGREGATED.items;
  const [, v1] = group?.versions ?? [];
  const stale = { ...AGGREGATED, items: [{ ...group, versions: [{ ...v1, resources: [], freshness: 'Stale' }] }] };
  const { session, asked } = fakeSession(answering({ ...CLASSIC, '/apis': stale }));
  assert.equal(await session.discovery.find(send, 'velero.io', ['schedules']), { version: 'v1', resource: 'schedules' });
  assert.equal(asked, ['/apis', '/apis/velero.io/v1']);
});

test('a refusal is no answer, and holds for all who ask', async () => {
  for (const [path, status, code] of [
    ['/apis', 403, 'Forbidden'],
    ['/apis/velero.io/v1', 403, 'Forbidden'],
    ['/apis/velero.io/v1', 404, 'NotFound'],
    ['/apis/velero.io/v1', 503, 'HTTP503'],
  ] as const) {
    const { session, asked } = fakeSession(answering({ ...CLASSIC, [path]: refused(status) }));
    const ask = () => codeOf(() => session.discovery.find(send, 'velero.io', ['schedules']));
    assert.equal(await Promise.all([ask(), ask()]), [code, code]);
    assert.is(await ask(), code);
    assert.is(asked.filter((one) => one === path).length, 1);
  }
});

for (const answer of [
  {},
  [],
  { kind: 'APIGroupList' },
  { kind: 'Status' },
  { ...GROUPS, groups: [{}] },
  { ...GROUPS, groups: [{ name: 'velero.io', versions: [{}] }] },
]) {
  test(`/apis: ${JSON.stringify(answer)} is no answer`, async () => {
    const { session } = fakeSession(answering({ '/apis': answer }));
    assert.is(await codeOf(() => session.discovery.find(send, 'velero.io', ['schedules'])), 'MalformedAnswer');
  });
}

for (const answer of [{}, { kind: 'APIResourceList' }, { kind: 'APIGroup', resources: [] }, resources('')]) {
  test(`/apis/velero.io/v1: ${JSON.stringify(answer)} is no answer`, async () => {
    const { session } = fakeSession(answering({ ...CLASSIC, '/apis/velero.io/v1': answer }));
    assert.is(await codeOf(() => session.discovery.find(send, 'velero.io', ['schedules'])), 'MalformedAnswer');
  });
}

test.run();
