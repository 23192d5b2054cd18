import {
  namespace,
  namespaces,
  pod,
  schedules,
  serving,
  snapshotClasses,
  snapshotLocations,
  surroundings,
} from '../../../model/velero/captures/examples.ts';
import { schedule, template, veleroId } from '../../../model/velero/examples.ts';
import rule from '../../../rules/velero/namespace-scheduled.ts';
import { type Row, runTable } from '../harness.ts';

type Schedules = Parameters<typeof schedules>[0];

const around = (all: Schedules, ...more: readonly ReturnType<typeof surroundings>[]) =>
  surroundings(namespaces({}), schedules(all), ...more);
const of = (more: Parameters<typeof template>[0]) => schedule({ spec: { template: template(more) } });

const VOLUMES = { kinds: ['volumes'] };
const ALL = { kinds: ['configmaps', 'secrets', 'volumes'] };

const withoutSecrets = of({ excludedResources: ['secrets'] });
const secretsOnly = of({ includedResources: ['secrets'] });
const paused = schedule({ spec: { paused: true } });
const { phase: _, ...unseen } = schedule().status;
const fresh = { ...schedule(), status: unseen };
const strange = schedule({ status: { phase: 'Dormant' } });
const selective = of({ labelSelector: { matchLabels: { app: 'train' }, matchExpressions: [] } });

const rows: readonly Row[] = [
  {
    name: 'one schedule',
    facets: namespace(),
    around: around({ daily: schedule() }),
    verdict: 'pass',
    says: 'scheduled',
    shows: ['daily'],
  },
  {
    name: 'of all namespaces',
    facets: namespace(),
    around: around({ daily: of({ includedNamespaces: ['*'] }) }),
    verdict: 'pass',
    says: 'scheduled',
  },
  { name: 'with its volume', facets: namespace(), params: ALL, around: around({ daily: schedule() }), verdict: 'pass', says: 'scheduled' },
  { name: 'no schedule', facets: namespace(), around: around({}), verdict: 'fail', says: 'unscheduled' },
  {
    name: 'a schedule of another namespace',
    facets: namespace(),
    around: around({ daily: of({ includedNamespaces: ['team'] }) }),
    verdict: 'fail',
    says: 'lost',
    shows: ['includedNamespaces [team]'],
  },
  {
    name: 'of a name that no label takes',
    facets: namespace(),
    around: around({ ['n'.repeat(64)]: schedule() }),
    verdict: 'fail',
    says: 'lost',
    shows: ['Kubernetes refuses its backups'],
  },
  { name: 'paused', facets: namespace(), around: around({ daily: paused }), verdict: 'fail', says: 'lost', shows: ['paused'] },
  {
    name: 'refused',
    facets: namespace(),
    around: around({ daily: schedule({ spec: { schedule: '0 0 * * 7' } }) }),
    verdict: 'fail',
    says: 'lost',
    shows: ['0 0 * * 7'],
  },
  {
    name: 'not refused by the release that is there',
    facets: namespace(),
    around: around({ daily: schedule({ spec: { schedule: '0 0 * * 7' } }) }, serving({ image: 'velero/velero:v1.18.3' })),
    verdict: 'pass',
    says: 'scheduled',
  },
  {
    name: 'refused by some releases, and the image tells none',
    facets: namespace(),
    around: around({ daily: schedule({ spec: { schedule: '0 0 * * 7' } }) }, serving({ image: 'velero/velero:latest' })),
    verdict: 'unknown',
    says: 'unclear',
    shows: ['"0 0 * * 7"', 'velero/velero:latest'],
  },
  {
    name: 'paused, and another one runs',
    facets: namespace(),
    around: around({ a: paused, b: schedule() }),
    verdict: 'pass',
    says: 'scheduled',
  },
  {
    name: 'no Secrets',
    facets: namespace(),
    around: around({ daily: withoutSecrets }),
    verdict: 'fail',
    says: 'lost',
    shows: ['Secrets of mlops'],
  },
  {
    name: 'two schedules that hold it together',
    facets: namespace(),
    around: around({ a: withoutSecrets, b: secretsOnly }),
    verdict: 'pass',
    says: 'scheduled',
    shows: ['a, b'],
  },
  {
    name: 'two schedules, and nobody holds ConfigMaps',
    facets: namespace(),
    around: around({ a: secretsOnly, b: paused }),
    verdict: 'fail',
    says: 'lost',
    shows: ['ConfigMaps of mlops', 'a: ', 'b: '],
  },
  { name: 'new', facets: namespace(), around: around({ daily: fresh }), verdict: 'pending', says: 'fresh' },
  {
    name: 'new, and another one is paused',
    facets: namespace(),
    around: around({ a: paused, b: fresh }),
    verdict: 'pending',
    says: 'fresh',
  },
  {
    name: 'new, and holds no Secrets',
    facets: namespace(),
    around: around({ daily: { ...withoutSecrets, status: unseen } }),
    verdict: 'fail',
    says: 'lost',
  },
  {
    name: 'a phase that nobody knows',
    facets: namespace(),
    around: around({ daily: strange }),
    verdict: 'unknown',
    says: 'unclear',
    shows: ['Dormant'],
  },
  {
    name: 'a phase that nobody knows, and another schedule',
    facets: namespace(),
    around: around({ a: strange, b: schedule() }),
    verdict: 'pass',
    says: 'scheduled',
  },
  { name: 'a label selector', facets: namespace(), around: around({ daily: selective }), verdict: 'unknown', says: 'unclear' },
  {
    name: 'a label selector, and another schedule',
    facets: namespace(),
    around: around({ a: selective, b: schedule() }),
    verdict: 'pass',
    says: 'scheduled',
  },
  {
    name: 'labelled to be left out',
    facets: namespace({ labels: { 'velero.io/exclude-from-backup': 'true' } }),
    around: around({ daily: of({ includedNamespaces: [] }) }),
    verdict: 'fail',
    says: 'lost',
    shows: ['velero.io/exclude-from-backup=true'],
  },
  {
    name: 'no volumes, and only they are asked for',
    facets: namespace({ claims: [] }),
    params: VOLUMES,
    around: around({ daily: schedule() }),
    verdict: 'pass',
    says: 'scheduled',
  },
  {
    name: 'no volumes, only they are asked for, and the only schedule is paused',
    facets: namespace({ claims: [] }),
    params: VOLUMES,
    around: around({ daily: paused }),
    verdict: 'fail',
    says: 'lost',
    shows: ['namespace mlops', 'paused'],
  },
  {
    name: 'a volume that no pod opts in',
    facets: namespace({ pods: [pod({ annotations: {} })] }),
    params: VOLUMES,
    around: around({ daily: schedule() }),
    verdict: 'fail',
    says: 'lost',
  },
  {
    name: 'a volume that one schedule snapshots',
    facets: namespace({ pods: [] }),
    params: VOLUMES,
    around: around({ a: of({ snapshotVolumes: false }), b: schedule() }, snapshotLocations),
    verdict: 'pass',
    says: 'scheduled',
    shows: ['b'],
  },
  {
    name: 'a schedule of a Velero in another namespace, whose server is not there',
    facets: namespace({ pods: [pod({ annotations: {} })] }),
    params: VOLUMES,
    around: surroundings(namespaces({}), snapshotLocations, {
      'velero/schedule': { [veleroId('Schedule', 'daily', 'velero-other')]: schedule() },
    }),
    verdict: 'fail',
    says: 'lost',
  },
];

const CLAIMS_ONLY = { ...namespace(), pods: 'unread' };

const unread: readonly Row[] = [
  {
    name: 'schedules not listed',
    facets: namespace(),
    around: surroundings(namespaces({}), { 'velero/schedule': 'unread' }),
    verdict: 'unknown',
  },
  {
    name: 'the schedule’s metadata not read',
    facets: namespace(),
    around: around({ daily: { ...schedule(), metadata: 'unread' } }),
    verdict: 'unknown',
  },
  {
    name: 'the schedule’s spec not read',
    facets: namespace(),
    around: surroundings(namespaces({}), { 'velero/schedule': { [veleroId('Schedule', 'daily')]: { ...schedule(), spec: 'unread' } } }),
    verdict: 'unknown',
  },
  {
    name: 'the schedule’s status not read',
    facets: namespace(),
    around: around({ daily: { ...schedule(), status: 'unread' } }),
    verdict: 'unknown',
  },
  {
    name: 'namespaces not listed',
    facets: namespace(),
    around: around({ daily: schedule() }, { 'kubernetes/namespace': 'unread' }),
    verdict: 'unknown',
  },
  ...['metadata', 'labels'].map(
    (facet): Row => ({
      name: `${facet} of the namespace not read`,
      facets: { ...namespace(), [facet]: 'unread' },
      around: around({ daily: schedule() }),
      verdict: 'unknown',
    }),
  ),
  { name: 'pods not read', facets: CLAIMS_ONLY, params: ALL, around: around({ daily: schedule() }), verdict: 'unknown' },
  {
    name: 'pods not read, and nobody asks for volumes',
    facets: CLAIMS_ONLY,
    around: around({ daily: schedule() }),
    verdict: 'pass',
    says: 'scheduled',
  },
  {
    name: 'claims not read',
    facets: { ...namespace(), claims: 'unread' },
    params: ALL,
    around: around({ daily: schedule() }),
    verdict: 'unknown',
  },
  ...['deployments', 'nodeAgentPods'].map(
    (facet): Row => ({
      name: `${facet} not read`,
      facets: namespace(),
      params: ALL,
      around: around(
        { daily: schedule() },
        {
          'velero/server': { [veleroId('Server', 'velero')]: { ...Object.values(serving()['velero/server'] ?? {})[0], [facet]: 'unread' } },
        },
      ),
      verdict: 'unknown',
    }),
  ),
  {
    name: 'nodeAgents not read, and CSI snapshots are moved',
    facets: namespace({ pods: [] }),
    params: VOLUMES,
    around: around({ daily: schedule({ spec: { template: template({ snapshotMoveData: true }) } }) }, snapshotClasses, {
      'velero/server': {
        [veleroId('Server', 'velero')]: {
          ...Object.values(serving({ flags: { features: 'EnableCSI' } })['velero/server'] ?? {})[0],
          nodeAgents: 'unread',
        },
      },
    }),
    verdict: 'unknown',
  },
  {
    name: 'the server not read, and any release holds ConfigMaps and Secrets',
    facets: namespace(),
    around: around({ daily: schedule() }, { 'velero/server': 'unread' }),
    verdict: 'pass',
    says: 'scheduled',
  },
  ...['kubernetes/storage-class', 'kubernetes/volume-snapshot-class'].map(
    (kind): Row => ({
      name: `${kind} not listed, and CSI snapshots are taken`,
      facets: namespace({ pods: [] }),
      params: VOLUMES,
      around: around({ daily: schedule() }, serving({ flags: { features: 'EnableCSI' } }), { [kind]: 'unread' }),
      verdict: 'unknown',
    }),
  ),
  {
    name: 'snapshot locations not listed',
    facets: namespace(),
    around: around({ daily: schedule() }, { 'velero/snapshot-location': 'unread' }),
    verdict: 'unknown',
  },
];

runTable(rule, [...rows, ...unread]);
