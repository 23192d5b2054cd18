import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Call, KindScanner } from '../../../model/scanner.ts';
import connector from '../../../scanners/connectors/kubernetes.ts';
import kubernetes from '../../../scanners/kubernetes/index.ts';
import type { KubernetesSession } from '../../../scanners/kubernetes/session.ts';
import velero from '../../../scanners/velero/index.ts';
import { discovered, listOf, resourceOf, SOUND, soundly } from '../velero/objects.ts';
import { type Answer, fakeSession, listAll, readFacet, refused } from './harness.ts';

const test = suite('scanners/kubernetes/permissions');

const KINDS: readonly KindScanner<KubernetesSession>[] = [...kubernetes.kinds, ...velero.kinds];

/** A reader may ask for other things after a good answer than after a refusal: both are looked at, and an empty cluster. */
const MOODS: Readonly<Record<string, Answer>> = {
  sound: soundly,
  empty: (path) => discovered(path) ?? listOf(SOUND[resourceOf(path)]?.kind ?? '', []),
  'without groups': (path) => (path === '/apis' ? { kind: 'APIGroupList', groups: [] } : listOf(SOUND[resourceOf(path)]?.kind ?? '', [])),
  odd: () => ({}),
  refused: () => {
    throw refused(403);
  },
};

/** The permission that a path needs, worked out from the path alone. Everybody who has logged in may ask what is served. */
const permissionOf = (path: string): string | undefined => {
  const [plain = ''] = path.split('?');
  return /^\/apis(\/[^/]+\/[^/]+)?$/.test(plain) ? undefined : `list ${resourceOf(plain)}`;
};

const permissionsOf = (asked: readonly string[]): readonly string[] => [...new Set(asked.flatMap((path) => permissionOf(path) ?? []))];

/** What is asked for beside what is declared, and what nobody may ask for at all. */
const undeclared = ({ action }: Call, asked: readonly string[]): readonly string[] => [
  ...permissionsOf(asked).filter((permission) => permission !== action),
  ...asked.filter((path) => /secrets|configmaps|resourceVersion/.test(path)),
];

for (const scanner of KINDS) {
  const { kind, list, facets } = scanner;
  for (const [mood, answer] of Object.entries(MOODS)) {
    test(`${kind.id}: its listing asks for what it declares and nothing else (${mood})`, async () => {
      assert.ok(list);
      const { session, asked } = fakeSession(answer);
      await listAll(scanner, session);
      assert.equal(undeclared(list, asked), []);
      if (mood === 'sound' && kind.id !== 'velero/server') assert.equal(permissionsOf(asked), [list.action]);
    });
    for (const [name, reader] of Object.entries(facets))
      test(`${kind.id}: ${name} asks for what it declares and nothing else (${mood})`, async () => {
        const { session, asked } = fakeSession(answer);
        await readFacet(scanner, name, session);
        assert.equal(undeclared(reader, asked), []);
        assert.ok(asked.length > 0);
        if (reader.action !== 'get /apis') assert.equal(permissionsOf(asked), [reader.action]);
      });
  }
}

// https://kubernetes.io/docs/reference/access-authn-authz/rbac/: by hand, and not from what the scanners say.
const ACTIONS = [
  'get /apis',
  'get /version',
  'list backuprepositories.velero.io',
  'list backups.velero.io',
  'list backupstoragelocations.velero.io',
  'list daemonsets.apps',
  'list datauploads.velero.io',
  'list deletebackuprequests.velero.io',
  'list deployments.apps',
  'list namespaces',
  'list persistentvolumeclaims',
  'list persistentvolumes',
  'list pods',
  'list podvolumebackups.velero.io',
  'list prometheuses.monitoring.coreos.com',
  'list restores.velero.io',
  'list schedules.velero.io',
  'list statefulsets.apps',
  'list storageclasses.storage.k8s.io',
  'list volumesnapshotclasses.snapshot.storage.k8s.io',
  'list volumesnapshotlocations.velero.io',
];

test('every permission, and no other: nothing is written, and nobody asks for secrets or config maps', () => {
  const calls: readonly Call[] = [
    ...KINDS.flatMap(({ list, facets }) => [...(list ? [list] : []), ...Object.values(facets)]),
    connector.identify,
  ];
  assert.equal([...new Set(calls.map(({ action }) => action))].sort(), ACTIONS);
  for (const { operation, action } of calls) assert.is(operation, action);
});

test('who we are is asked for with the version and nothing else', () => {
  assert.equal([connector.identify.operation, connector.identify.action], ['get /version', 'get /version']);
});

// A test that finds nothing wrong with anything would pass, too.
test('finds another resource, and a group that is not the right one', () => {
  const declared = { operation: 'list pods', action: 'list pods' };
  for (const path of [
    '/api/v1/secrets?limit=500',
    '/api/v1/namespaces/x/configmaps',
    '/apis/metrics.k8s.io/v1/pods',
    '/api/v1/pods?resourceVersion=0',
    '/metrics',
  ])
    assert.is.not(undeclared(declared, [path]).length, 0, path);
  assert.equal(undeclared(declared, ['/apis', '/apis/velero.io/v1', '/api/v1/namespaces/x/pods?limit=500']), []);
});

test.run();
