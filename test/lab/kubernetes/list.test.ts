import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Lab, Manifest } from '../../../lab/index.ts';
import { withLab } from '../client.ts';
import { type Answered, ask, clustersWorld, configMaps, MAIN, namesIn, worldOf } from './clusters.ts';

const test = suite('lab/kubernetes/list');

const asked = (path: string) => withLab(clustersWorld, (lab) => ask(lab, path));

const MANY = worldOf(configMaps(20, 'b', 'a', 'a-b'));

const many = (lab: Lab, path: string) => ask(lab, path, { cluster: 'many' });

/** All pages of a list, with `limit` and whatever else. */
const pages = async (lab: Lab, path: string, query: string): Promise<readonly Answered[]> => {
  const all: Answered[] = [];
  for (let token: string | undefined = ''; token !== undefined; token = all.at(-1)?.body.metadata.continue || undefined)
    all.push(await many(lab, `${path}?${query}&continue=${token}`));
  return all;
};

test('a list says what it is of, and its items have what every server adds', async () => {
  const { status, headers, body } = await asked('/api/v1/namespaces');
  assert.equal([status, headers['content-type'], body.kind, body.apiVersion], [200, 'application/json', 'NamespaceList', 'v1']);
  const [{ metadata }] = body.items;
  assert.equal([metadata.name, metadata.creationTimestamp], ['mlops', '2020-01-01T00:00:00Z']);
  assert.match(metadata.uid, /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-a[\da-f]{3}-[\da-f]{12}$/);
  assert.ok(Number(metadata.resourceVersion) > 0 && Number(metadata.resourceVersion) < Number(body.metadata.resourceVersion));
});

test('what the server adds is the same each time, and different for each object', async () => {
  const [one, other] = [await asked('/api/v1/pods'), await asked('/api/v1/pods')];
  assert.equal(one.body, other.body);
  assert.is(new Set(one.body.items.map(({ metadata }: Manifest) => metadata.uid)).size, 4);
});

test('items of built-in kinds do not say what they are, custom ones do', async () => {
  const [pod] = (await asked('/api/v1/pods')).body.items;
  const [schedule] = (await asked('/apis/velero.io/v1/schedules')).body.items;
  assert.equal([pod.kind, pod.apiVersion, schedule.kind, schedule.apiVersion], [undefined, undefined, 'Schedule', 'velero.io/v1']);
});

test('an empty list has its kind; custom ones end with an empty token', async () => {
  const [jobs, downloads] = [await asked('/apis/batch/v1/jobs'), await asked('/apis/velero.io/v2alpha1/datadownloads')];
  assert.equal([jobs.body.kind, jobs.body.items, Object.keys(jobs.body.metadata)], ['JobList', [], ['resourceVersion']]);
  assert.equal([downloads.body.kind, downloads.body.items, downloads.body.metadata.continue], ['DataDownloadList', [], '']);
});

test('lists of a namespace', async () => {
  assert.equal(namesIn(await asked('/api/v1/namespaces/mlops/pods')), ['mlops/trainer-0', 'mlops/trainer-1']);
  assert.equal(namesIn(await asked('/api/v1/namespaces/nowhere/pods')), []);
});

test('single objects come whole', () =>
  withLab(clustersWorld, async (lab) => {
    const { body } = await ask(lab, '/apis/velero.io/v1/namespaces/velero/schedules/mlops-daily-backup');
    const said = MAIN.find(({ kind }) => kind === 'Schedule');
    assert.equal({ ...body, metadata: { name: body.metadata.name, namespace: body.metadata.namespace } }, said);
    const { body: namespace } = await ask(lab, '/api/v1/namespaces/velero');
    assert.equal([namespace.kind, namespace.metadata.deletionTimestamp], ['Namespace', '2026-11-22T08:59:00Z']);
  }));

test('names may be encoded', async () => {
  assert.is((await asked('/api/v1/nodes/ip-10-0-1-7%2Eec2.internal')).body.metadata.name, 'ip-10-0-1-7.ec2.internal');
});

test('pages are in the order of keys, in which a hyphen comes before the end of a namespace', () =>
  withLab(MANY, async (lab) => {
    const namespaces = namesIn(await many(lab, '/api/v1/configmaps')).map((name) => name.split('/')[0]);
    assert.equal([...new Set(namespaces)], ['a-b', 'a', 'b']);
  }));

test('each page tells how much is left', () =>
  withLab(MANY, async (lab) => {
    const all = await pages(lab, '/api/v1/configmaps', 'limit=25');
    assert.equal(
      all.map(({ body }) => [body.items.length, body.metadata.remainingItemCount]),
      [
        [25, 35],
        [25, 10],
        [10, undefined],
      ],
    );
    assert.not.ok('continue' in (all.at(-1)?.body.metadata ?? {}));
    assert.is(new Set(all.map(({ body }) => body.metadata.resourceVersion)).size, 1);
  }));

test('pages together are the list, whatever their size and selectors', () =>
  withLab(MANY, async (lab) => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 70 }),
        fc.constantFrom('', '&labelSelector=parity%3Dodd', '&fieldSelector=metadata.name%3Ditem-007'),
        fc.constantFrom('/api/v1/configmaps', '/api/v1/namespaces/a/configmaps', '/api/v1/namespaces/b/configmaps'),
        async (limit, selector, path) => {
          const paged = (await pages(lab, path, `limit=${limit}${selector}`)).flatMap(namesIn);
          assert.equal(paged, namesIn(await many(lab, `${path}?${selector}`)));
        },
      ),
      { numRuns: 30 },
    );
  }));

test('under a selector nobody knows how much is left, and the last page may be empty', () =>
  withLab(MANY, async (lab) => {
    const all = await pages(lab, '/api/v1/namespaces/a/configmaps', 'limit=10&labelSelector=parity%3Deven');
    assert.equal(
      all.map(({ body }) => [body.items.length, body.metadata.remainingItemCount]),
      [
        [10, undefined],
        [0, undefined],
      ],
    );
  }));

test('a limit of 0 or less is none, and version 0 comes from the cache, which has no pages', () =>
  withLab(MANY, async (lab) => {
    for (const query of ['limit=0', 'limit=-1', 'limit=5&resourceVersion=0'])
      assert.is((await many(lab, `/api/v1/configmaps?${query}`)).body.items.length, 60, query);
  }));

interface Selecting {
  readonly selector: string;
  readonly selects: readonly string[];
}

const PODS: readonly Selecting[] = [
  { selector: 'labelSelector=app', selects: ['mlops-dev/trainer-0', 'mlops/trainer-0', 'mlops/trainer-1'] },
  { selector: 'labelSelector=!app', selects: ['velero/node-agent-x7k2p'] },
  { selector: 'labelSelector=tier=gold', selects: ['mlops/trainer-0'] },
  { selector: 'labelSelector=tier==gold', selects: ['mlops/trainer-0'] },
  { selector: 'labelSelector=tier!=gold', selects: ['mlops-dev/trainer-0', 'mlops/trainer-1', 'velero/node-agent-x7k2p'] },
  { selector: 'labelSelector=app=trainer,tier', selects: ['mlops/trainer-0', 'mlops/trainer-1'] },
  { selector: 'labelSelector=tier in (gold, silver),app', selects: ['mlops/trainer-0', 'mlops/trainer-1'] },
  { selector: 'labelSelector=tier notin (gold)', selects: ['mlops-dev/trainer-0', 'mlops/trainer-1', 'velero/node-agent-x7k2p'] },
  { selector: 'labelSelector=constructor', selects: [] },
  { selector: 'fieldSelector=metadata.name=trainer-0', selects: ['mlops-dev/trainer-0', 'mlops/trainer-0'] },
  { selector: 'fieldSelector=metadata.name==trainer-0,metadata.namespace!=mlops', selects: ['mlops-dev/trainer-0'] },
  { selector: 'fieldSelector=metadata.namespace=mlops&labelSelector=tier=silver', selects: ['mlops/trainer-1'] },
  { selector: 'fieldSelector=status.phase=Running,spec.nodeName=', selects: ['mlops-dev/trainer-0'] },
];

for (const { selector, selects } of PODS) {
  test(`${selector} selects ${selects.join(', ') || 'nothing'}`, async () => {
    assert.equal(namesIn(await asked(`/api/v1/pods?${selector.replaceAll(' ', '%20')}`)), selects);
  });
}

const UNSOUND: readonly (readonly [query: string, message: string])[] = [
  ['limit=many', 'strconv.ParseInt: parsing "many": invalid syntax'],
  ['resourceVersion=new', 'invalid resource version: resourceVersion: Invalid value: "new"'],
  ['continue=@@@', 'invalid continue token: continue key is not valid'],
  [`continue=${Buffer.from('{"v":"v0","rv":1,"start":"a"}').toString('base64url')}`, 'invalid continue token: continue key is not valid'],
  [`continue=${Buffer.from('null').toString('base64url')}`, 'invalid continue token: continue key is not valid'],
  ['labelSelector=a%3D%3D%3Db', 'unable to parse requirement: a===b'],
  ['labelSelector=a%20in%20b', 'unable to parse requirement: a in b'],
  ['labelSelector=a,,b', 'unable to parse requirement: a,,b'],
  ['fieldSelector=spec.replicas%3D1', 'field label not supported: spec.replicas'],
];

for (const [query, message] of UNSOUND) {
  test(`${decodeURIComponent(query)}: bad request`, async () => {
    const { status, body } = await asked(`/apis/velero.io/v1/schedules?${query}`);
    assert.equal([status, body.reason, body.message], [400, 'BadRequest', message]);
  });
}

test('a token does not go with a version', () =>
  withLab(MANY, async (lab) => {
    const { body } = await many(lab, '/api/v1/configmaps?limit=1');
    const { metadata } = body;
    const reply = await many(lab, `/api/v1/configmaps?continue=${metadata.continue}&resourceVersion=${metadata.resourceVersion}`);
    assert.equal([reply.status, reply.body.message], [400, 'specifying resource version is not allowed when using continue']);
  }));

test('versions that are yet to come are waited for in vain', async () => {
  const { status, headers, body } = await asked('/api/v1/pods?resourceVersion=999999999');
  assert.equal(
    [status, body.reason, headers['retry-after'], body.details.causes[0].reason],
    [504, 'Timeout', '1', 'ResourceVersionTooLarge'],
  );
});

/** A token of a list that began with another version of the cluster. */
const tokenOf = (from: string, change: number): string => {
  const token = JSON.parse(Buffer.from(from, 'base64url').toString());
  return Buffer.from(JSON.stringify({ ...token, rv: token.rv + change })).toString('base64url');
};

test('a token of before has expired, and comes with one that takes the list up as it is now', () =>
  withLab(MANY, async (lab) => {
    const page = (token: string) => many(lab, `/api/v1/configmaps?limit=25&continue=${token}`);
    const first = await page('');
    const stale = await page(tokenOf(first.body.metadata.continue, -1));
    assert.equal([stale.status, stale.body.reason], [410, 'Expired']);
    const rest = await page(stale.body.metadata.continue);
    assert.equal([rest.status, rest.body.items.length, rest.body.metadata.remainingItemCount], [200, 25, 10]);
    assert.equal((await page(rest.body.metadata.continue)).body.items.length, 10);
  }));

test('a token that is yet to come is too large', () =>
  withLab(MANY, async (lab) => {
    const { body } = await many(lab, '/api/v1/configmaps?limit=25');
    const reply = await many(lab, `/api/v1/configmaps?limit=25&continue=${tokenOf(body.metadata.continue, 1)}`);
    assert.equal([reply.status, reply.body.reason, reply.headers['retry-after']], [504, 'Timeout', undefined]);
  }));

test('clusters do not take the tokens of each other', () =>
  withLab({ accounts: [], kubernetes: [...(MANY.kubernetes ?? []), ...(clustersWorld.kubernetes ?? [])] }, async (lab) => {
    const { body } = await many(lab, '/api/v1/configmaps?limit=1');
    const reply = await ask(lab, `/api/v1/pods?limit=1&continue=${body.metadata.continue}`);
    assert.ok([410, 504].includes(reply.status), String(reply.status));
  }));

test.run();
