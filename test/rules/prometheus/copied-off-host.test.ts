import {
  around,
  claimed,
  configuration,
  flags,
  metrics,
  pod,
  REMOTE,
  runtime,
  sending,
  server,
} from '../../../model/prometheus/examples.ts';
import { claim, namespace, serving, snapshotClasses, surroundings, volumes } from '../../../model/velero/captures/examples.ts';
import { schedule, template } from '../../../model/velero/examples.ts';
import rule from '../../../rules/prometheus/copied-off-host.ts';
import { type Row, runTable } from '../harness.ts';

const NEWEST = Date.parse('2026-01-31T12:00:00Z') / 1000;

const endpoint = (...relabelActions: string[]) => configuration({ remoteWrites: [{ ...REMOTE, relabelActions }] });
/** A queue that has not sent anything yet. */
const { highestSent: _, ...SILENT } = sending(5).metrics.queues[0] ?? { name: '', host: '' };
const unsent = { ...sending(5), metrics: { ...sending(5).metrics, queues: [SILENT] } };

const losses = (failed: number, dropped: number) => ({ remoteWriteLosses: { queues: [{ name: REMOTE.name, failed, dropped }] } });

const equal = flags({ maxBlockDuration: '2h' });
const uploads = (at: string, more: object = {}) => ({
  thanosUploads: { uploads: [{ namespace: 'monitoring', pod: 'prometheus-k8s-0', at, ...more }] },
});

const CLAIM = 'prometheus-k8s-db-prometheus-k8s-0';
const NAMESPACE = 'k8s://prod///Namespace/monitoring';
const SCHEDULE = 'k8s://prod/velero.io/velero/Schedule/daily';

/** Velero in the cluster, and the namespace with one pod, whose volume is opted in unless its annotations say otherwise. */
const backedUp = (
  one: ReturnType<typeof schedule>,
  annotations: Record<string, string> = { 'backup.velero.io/backup-volumes': 'prometheus-k8s-db' },
) => {
  const pods = [pod({ annotations })];
  const contents = namespace({ pods, claims: [claim({ name: CLAIM })] });
  return {
    ...surroundings(serving(), volumes(), { 'kubernetes/namespace': { [NAMESPACE]: contents } }),
    'kubernetes/prometheus': around({})['kubernetes/prometheus'] ?? {},
    'velero/schedule': { [SCHEDULE]: one },
  };
};

const ofMonitoring = (spec: Parameters<typeof template>[0] = {}) => ({
  template: template({ includedNamespaces: ['monitoring'], ...spec }),
});

type Given = readonly [string, Row['facets'], Row['around'], Row['verdict'], string | undefined, ...string[]];

const rows = (given: readonly Given[], params: Row['params'] = {}): readonly Row[] =>
  given.map(([name, facets, there, verdict, says, ...shows]) => ({
    name,
    facets,
    params,
    ...(there ? { around: there } : {}),
    verdict,
    shows,
    ...(says === undefined ? {} : { says }),
  }));

const here = around({});

const remoteWrite = rows([
  ['keeps up', server(sending(5)), here, 'pass', 'copied', 'archive (metrics.example.com)', 'receiver'],
  ['15 minutes behind', server(sending(900)), here, 'pass', 'copied'],
  ['more than 15 minutes behind', server(sending(901)), here, 'fail', 'nowhere', '901 s behind'],
  ['nothing was ever sent', server(sending(5, { highestSent: 0 })), here, 'fail', 'nowhere', 'has sent nothing'],
  ['nothing is told to have been sent', server(unsent), here, 'fail', 'nowhere', 'has sent nothing'],
  [
    'nothing has been sent in the minute since it started',
    server(unsent, runtime({ startedAt: '2026-01-31T11:58:50Z' })),
    here,
    'pending',
    'early',
    'nothing to archive (metrics.example.com) in the 70 s',
  ],
  [
    'nothing has been sent for 15 minutes',
    server(unsent, runtime({ startedAt: '2026-01-31T11:45:00Z' })),
    here,
    'pending',
    'early',
    '900 s',
  ],
  ['nothing has been sent for longer', server(unsent, runtime({ startedAt: '2026-01-31T11:44:59Z' })), here, 'fail', 'nowhere', '901 s'],
  [
    'its newest sample is older than its start',
    server(unsent, runtime({ startedAt: '2026-01-31T12:00:30Z' })),
    here,
    'pending',
    'early',
    '0 s',
  ],
  [
    'nothing has been sent since nobody knows when',
    server(unsent, runtime({ startedAt: '2016-12-31T23:59:60Z' })),
    here,
    'unknown',
    'unclear',
  ],
  ['nothing has been sent since a start that is unread', server(unsent, { runtime: 'unread' }), here, 'unknown', undefined],
  [
    'one queue has sent nothing yet, another keeps up',
    server(runtime({ startedAt: '2026-01-31T11:58:50Z' }), {
      ...configuration({
        remoteWrites: [
          { name: 'other', host: 'other.example.com', relabelActions: [] },
          { ...REMOTE, relabelActions: [] },
        ],
      }),
      metrics: { ...sending(5).metrics, queues: [{ ...SILENT, name: 'other', host: 'other.example.com' }, ...sending(5).metrics.queues] },
    }),
    here,
    'pass',
    'copied',
  ],
  ['the queue itself tells its newest sample', server(sending(5, { highest: NEWEST + 1000 })), here, 'fail', 'nowhere', '1015 s behind'],
  ['has never lost a sample', server(sending(5, { failed: 0, dropped: 0 })), here, 'pass', 'copied'],
  ['has lost some, and none of late', server(sending(5, { failed: 10 }), losses(0, 0)), here, 'pass', 'copied'],
  ['loses some', server(sending(5, { failed: 10 }), losses(3, 0)), here, 'fail', 'nowhere', 'loses samples'],
  ['drops some', server(sending(5, { dropped: 10 }), losses(0, 3)), here, 'fail', 'nowhere', 'loses samples'],
  ['has lost some, and nobody knows when', server(sending(5, { failed: 10 })), here, 'unknown', 'unclear', 'no metric tells when'],
  [
    'no counters',
    server(sending(5), { metrics: { ...sending(5).metrics, queues: [{ name: 'archive', host: REMOTE.host, highestSent: NEWEST }] } }),
    here,
    'unknown',
    'unclear',
  ],
  ['no queue', server(endpoint(), metrics({ highestTimestamp: NEWEST })), here, 'unknown', 'unclear', 'how far'],
  [
    'two queues of one name',
    server(sending(5), { metrics: { ...sending(5).metrics, queues: [...sending(5).metrics.queues, ...sending(5).metrics.queues] } }),
    here,
    'unknown',
    'unclear',
  ],
  ['no newest sample', server(sending(5), { metrics: { queues: sending(5).metrics.queues } }), here, 'unknown', 'unclear'],
  [
    'an endpoint without a name: by its host',
    server(sending(5, { name: '1af5c2' }), configuration({ remoteWrites: [{ host: REMOTE.host, relabelActions: [] }] })),
    here,
    'pass',
    'copied',
    'metrics.example.com',
  ],
  ['leaves series out', server(sending(5), endpoint('drop')), here, 'fail', 'nowhere', 'relabelling leaves series out'],
  ['keeps only some series', server(sending(5), endpoint('replace', 'Keep')), here, 'fail', 'nowhere', 'Keep'],
  ['relabelling that leaves nothing out', server(sending(5), endpoint('replace', 'labeldrop')), here, 'pass', 'copied'],
  [
    'the second of two endpoints keeps up',
    server(
      sending(5),
      configuration({
        remoteWrites: [
          { name: 'other', host: 'other.example.com', relabelActions: ['drop'] },
          { ...REMOTE, relabelActions: [] },
        ],
      }),
    ),
    here,
    'pass',
    'copied',
    'archive',
  ],
]);

const filtered = rows(
  [
    ['leaves series out, as it may', server(sending(5), endpoint('drop')), here, 'pass', 'copied'],
    ['drops what it leaves out', server(sending(5, { dropped: 10 }), losses(0, 10), endpoint('drop')), here, 'pass', 'copied'],
    ['leaves series out, and loses some', server(sending(5, { failed: 10 }), losses(1, 0), endpoint('drop')), here, 'fail', 'nowhere'],
  ],
  { allowFiltered: true },
);

const thanos = rows([
  ['uploaded an hour ago', server(equal, uploads('2026-01-31T11:00:00Z')), here, 'pass', 'copied', 'last upload 3600 s ago'],
  ['uploaded six hours ago', server(equal, uploads('2026-01-31T06:00:00Z')), here, 'pass', 'copied'],
  ['uploaded more than six hours ago', server(equal, uploads('2026-01-31T05:59:59Z')), here, 'fail', 'nowhere', 'last uploaded'],
  [
    'uploads of another namespace',
    server(equal, uploads('2026-01-31T11:00:00Z', { namespace: 'other' })),
    around({ thanosObjectStorage: false }),
    'fail',
    'nowhere',
  ],
  [
    'uploads of another workload',
    server(equal, uploads('2026-01-31T11:00:00Z', { pod: 'prometheus-other-0' })),
    around({ thanosObjectStorage: false }),
    'fail',
    'nowhere',
  ],
  [
    'uploads that bear no namespace',
    server(equal, { thanosUploads: { uploads: [{ pod: 'prometheus-k8s-1', at: '2026-01-31T11:00:00Z' }] } }),
    here,
    'pass',
    'copied',
  ],
  [
    'a sidecar without an object storage',
    server(equal),
    around({ thanosObjectStorage: false }),
    'fail',
    'nowhere',
    'no sidecar of Thanos with an object storage',
  ],
  [
    'an object storage, and no metric of it',
    server(equal),
    around({ thanosObjectStorage: true }),
    'unknown',
    'unclear',
    'nothing tells whether it uploads',
  ],
  ['an object storage, and blocks that are compacted', server(), around({ thanosObjectStorage: true }), 'fail', 'nowhere', '2h to 3d'],
  ['no custom resource', server(equal), around(undefined), 'unknown', 'unclear', 'sidecar of Thanos'],
  ['the admin API is no copy', server(flags({ adminApi: true })), here, 'fail', 'nowhere'],
  ['no flags about blocks', server({ flags: { agent: false, adminApi: false } }), here, 'fail', 'nowhere', 'object storage'],
]);

const claims = rows([
  ['Velero copies its volume', server(), backedUp(schedule({ spec: ofMonitoring() })), 'pass', 'copied', 'daily', 'after a crash'],
  ['nobody opts its volume in', server(), backedUp(schedule({ spec: ofMonitoring() }), {}), 'fail', 'nowhere', 'daily does not hold'],
  ['another namespace', server(), backedUp(schedule()), 'fail', 'nowhere'],
  ['a paused schedule', server(), backedUp(schedule({ spec: { ...ofMonitoring(), paused: true } })), 'fail', 'nowhere', 'paused'],
  ['a new schedule', server(), backedUp(schedule({ spec: ofMonitoring(), status: { phase: 'New' } })), 'unknown', 'unclear', 'New'],
  [
    'a resource policy decides',
    server(),
    backedUp(schedule({ spec: ofMonitoring({ resourcePolicy: { kind: 'configmap', name: 'volumes' } }) })),
    'unknown',
    'unclear',
    'resource policy',
  ],
  [
    'no claim',
    server(),
    around({}, [pod({ volumes: [{ name: 'data', source: 'emptyDir', mounted: true }] })]),
    'fail',
    'nowhere',
    'no claim',
  ],
  [
    'a claim that is not mounted',
    server(),
    around({}, [pod({ volumes: [{ ...claimed(), mounted: false }] })]),
    'fail',
    'nowhere',
    'no claim',
  ],
  ['no pod', server(), around({}, []), 'unknown', 'unclear', 'where its volumes are'],
  ['no workload', server(configuration({ externalLabels: {} })), around(undefined), 'unknown', 'unclear'],
]);

type Facets = Readonly<Record<string, unknown>>;

/** The same cluster, in which a facet of everything of a kind, or the list of the kind, was not read. */
const without = (there: Row['around'], kind: string, facet?: string): Row['around'] => {
  const all = Object.entries((there?.[kind] ?? {}) as Readonly<Record<string, Facets>>);
  return {
    ...there,
    [kind]: facet === undefined ? 'unread' : Object.fromEntries(all.map(([id, its]) => [id, { ...its, [facet]: 'unread' }])),
  };
};

const daily = backedUp(schedule({ spec: ofMonitoring() }));
const moved = {
  ...backedUp(schedule({ spec: ofMonitoring({ snapshotMoveData: true }) }), {}),
  ...snapshotClasses,
  ...serving({ flags: { features: 'EnableCSI' } }),
};

const lost = rows([
  ...(
    [
      [daily, 'velero/schedule', 'metadata'],
      [daily, 'velero/schedule', 'spec'],
      [daily, 'velero/schedule', 'status'],
      [daily, 'velero/server', 'deployments'],
      [daily, 'velero/server', 'nodeAgentPods'],
      [moved, 'velero/server', 'nodeAgents'],
      [daily, 'kubernetes/namespace', 'metadata'],
      [daily, 'kubernetes/namespace', 'labels'],
      [daily, 'kubernetes/namespace', 'claims'],
      [daily, 'kubernetes/namespace', undefined],
      [moved, 'kubernetes/storage-class', undefined],
      [moved, 'kubernetes/volume-snapshot-class', undefined],
      [daily, 'velero/snapshot-location', undefined],
    ] as const
  ).map(
    ([there, kind, facet]): Given => [
      `${facet ?? 'the list'} of ${kind} is not read`,
      server(),
      without(there, kind, facet),
      'unknown',
      undefined,
    ],
  ),
  ['snapshots that are moved', server(), moved, 'pass', 'copied', 'daily'],
]);

runTable(rule, [
  ...remoteWrite,
  ...filtered,
  ...thanos,
  ...claims,
  ...rows([
    ['an agent that sends', server(flags({ agent: true }), runtime({ storageRetention: '' }), sending(5)), here, 'pass', 'copied'],
    [
      'an agent that sends nowhere',
      server(flags({ agent: true }), runtime({ storageRetention: '' })),
      undefined,
      'fail',
      'nowhere',
      'an agent keeps nothing',
    ],
    ['nothing at all', server(), here, 'fail', 'nowhere', 'no remote write', 'no sidecar of Thanos uploads', 'no schedule of Velero'],
    ['flags are not read', { ...server(), flags: 'unread' }, here, 'unknown', undefined],
    ['flags are not read, and remote write keeps up', { ...server(sending(5)), flags: 'unread' }, here, 'unknown', undefined],
    ['the configuration is not read', { ...server(), configuration: 'unread' }, here, 'unknown', undefined],
    ['the workload is not read', { ...server(), workload: 'unread' }, here, 'unknown', undefined],
    ['runtime information is not read', { ...server(unsent), runtime: 'unread' }, here, 'unknown', undefined],
    ['metrics are not read', { ...server(sending(5)), metrics: 'unread' }, here, 'unknown', undefined],
    ['losses are not read', { ...server(sending(5, { failed: 1 })), remoteWriteLosses: 'unread' }, here, 'unknown', undefined],
    ['uploads are not read', { ...server(), thanosUploads: 'unread' }, here, 'unknown', undefined],
    ['custom resources are not listed', server(equal), { ...here, 'kubernetes/prometheus': 'unread' }, 'unknown', undefined],
    ['schedules are not listed', server(), { ...here, 'velero/schedule': 'unread' }, 'unknown', undefined],
    ['pods are not read', server(), around({}, 'unread'), 'unknown', undefined],
  ]),
  ...lost,
  {
    name: 'the target names no cluster, and remote write keeps up',
    facets: server(sending(5)),
    scope: { target: 'test' },
    verdict: 'pass',
    says: 'copied',
  },
  { name: 'the target names no cluster', facets: server(), scope: { target: 'test' }, verdict: 'unknown', says: 'unclear' },
]);
