import { Type } from 'typebox';
import { allHold, anyHolds } from '../../model/judge.ts';
import { kubernetesNamespace } from '../../model/kinds/kubernetes.ts';
import { prometheusServer } from '../../model/kinds/prometheus.ts';
import { veleroSchedule } from '../../model/kinds/velero.ts';
import { duration, params } from '../../model/params.ts';
import { type Copying, remoteWriteOf, thanosOf } from '../../model/prometheus/copies.ts';
import { around, flags, metrics, runtime, sending, server } from '../../model/prometheus/examples.ts';
import { namespaceIds, type Placed, placeJoins, podsOf, workloadOf } from '../../model/prometheus/place.ts';
import { anyOf, defineRule, every, fail, type Joined, join, type Outcome, pass, pending, unknown } from '../../model/rule.ts';
import { captures } from '../../model/velero/captures/captures.ts';
import { captureJoins, clusterOf } from '../../model/velero/captures/joins.ts';
import { idleness } from '../../model/velero/schedules.ts';

const joins = {
  ...captureJoins,
  customs: placeJoins.customs,
  contents: join(kubernetesNamespace, ['pods', 'claims'], namespaceIds),
  schedules: every(veleroSchedule, ['metadata', 'spec', 'status'], 'cluster'),
};

type Around = Joined<typeof joins>;
type Schedule = Around['schedules'][number];

/** What a copy does not prove. */
const LIMITS = {
  remoteWrite: 'how long the receiver keeps them it does not show, nor whether they could be queried there',
  thanos: 'what the server has held since its last block, two hours and more, is not in it, nor is it shown how long the bucket keeps them',
  claims: 'it is consistent as after a crash at best, and holds what was there when the backup was made',
} as const;

type Way = keyof typeof LIMITS;

const judgeCopying = (way: Way, { copies, why, evidence }: Copying): Outcome<Message> => {
  if (copies === undefined) return unknown('unclear', { why }, evidence);
  if (copies === 'pending') return pending('early', { why }, evidence);
  return copies ? pass('copied', { why, limit: LIMITS[way] }, evidence) : fail('nowhere', { why }, evidence);
};

const judgeActivity = (schedule: Schedule, joined: Around): Outcome<Message> => {
  const { name, id } = schedule;
  const idle = idleness(schedule, joined);
  const { phase = 'New' } = schedule.facets.status;
  const shown = (observed: string) => [{ facet: 'spec', observed: `${name}: ${observed}`, expected: 'Enabled', resource: id }];
  if (idle && 'why' in idle) return fail('nowhere', { why: `${name}: ${idle.why}` }, shown(idle.why));
  const doubt = idle?.doubt ?? (phase === 'Enabled' ? undefined : `its phase is ${phase}`);
  if (doubt !== undefined)
    return unknown('unclear', { why: `whether schedule ${name} of Velero runs cannot be told: ${doubt}` }, shown(doubt));
  return pass('copied', { why: `schedule ${name} of Velero backs up its claims`, limit: LIMITS.claims }, shown(phase));
};

/** Whether a schedule's backups hold the data of a claim, however they are copied. */
const judgeClaim = (schedule: Schedule, claim: string, namespace: string, joined: Around): Outcome<Message> => {
  const cluster = clusterOf(schedule.scope.namespace, joined, () => joined.contents);
  const found = captures(schedule.facets.spec.template, cluster, namespace).volumes.find((volume) => volume.claim === claim);
  const { state = 'no', reason = 'there is no such claim', unread } = found ?? {};
  const evidence = [{ facet: 'spec', observed: `${schedule.name}: ${claim}: ${reason}`, expected: 'held', resource: schedule.id }];
  const values = { why: `schedule ${schedule.name} of Velero backs up its claims`, limit: LIMITS.claims };
  if (state === 'yes') return pass('copied', values, evidence);
  if (state === 'no') return fail('nowhere', { why: `${schedule.name} does not hold ${claim}: ${reason}` }, evidence);
  if (unread) throw unread;
  return unknown('unclear', { why: `whether ${schedule.name} holds ${claim} cannot be told: ${reason}` }, evidence);
};

const NO_CLAIM = 'its pods have no claim that could be backed up';
const UNPLACED = 'nothing tells where its volumes are, so whether Velero backs them up';

/** Each replica holds the samples: the claims of any one of them will do. */
const judgeClaims = (subject: Placed, joined: Around): Outcome<Message> => {
  const workload = subject.scope.cluster === undefined ? undefined : workloadOf(subject);
  const [content] = workload ? joined.contents : [];
  if (!workload || !content) return unknown('unclear', { why: UNPLACED }, [{ facet: 'workload', observed: 'no workload is known' }]);
  const pods = podsOf(workload, content.facets.pods.pods);
  if (pods.length === 0)
    return unknown('unclear', { why: UNPLACED }, [{ facet: 'pods', observed: `no pod of ${workload.namespace}/${workload.name}` }]);
  const claims = pods.map(({ volumes }) => volumes.flatMap(({ claim, mounted }) => (claim !== undefined && mounted ? [claim] : [])));
  const replicas = claims.filter((own) => own.length > 0);
  const evidence = [{ facet: 'pods', observed: NO_CLAIM, expected: 'a claim' }];
  if (replicas.length === 0) return fail('nowhere', { why: NO_CLAIM }, evidence);
  if (joined.schedules.length === 0) return fail('nowhere', { why: 'no schedule of Velero is there' }, evidence);
  return anyOf<Message>(
    joined.schedules.flatMap((schedule) =>
      replicas.map(
        (own) => () =>
          allHold<Message>([
            () => judgeActivity(schedule, joined),
            ...own.map((claim) => () => judgeClaim(schedule, claim, workload.namespace, joined)),
          ]),
      ),
    ),
  );
};

/** An agent has nothing but what it sends. */
const AGENT: Copying = {
  copies: false,
  why: 'an agent keeps nothing that could be copied',
  evidence: [{ facet: 'flags', observed: 'agent mode' }],
};

/** One way is enough; where there is none, each says why. */
const judgeAny = (ways: readonly (() => Outcome<Message>)[]): Outcome<Message> => {
  const outcome = anyHolds<Message>(ways);
  if (outcome.verdict !== 'fail') return outcome;
  const all = ways.map((judge) => judge());
  return fail(
    'nowhere',
    { why: all.map(({ values }) => values.why).join('; ') },
    all.flatMap(({ evidence }) => evidence),
  );
};

const messages = {
  copied: 'Samples leave the host: {why}. What that does not prove: {limit}.',
  early: 'Whether anything copies its samples off the host is too early to say: {why}.',
  nowhere: 'Nothing copies its samples off the host: {why}.',
  unclear: 'Whether anything copies its samples off the host cannot be told: {why}.',
};
type Message = keyof typeof messages;

export default defineRule({
  id: 'prometheus/copied-off-host',
  title: 'Samples of Prometheus are copied off its host',
  rationale:
    'The storage of Prometheus is one directory of one process: it is not replicated, and high availability gives two of them that may be lost at once, not a copy. What counts as one: remote write that has sent something since the server started, keeps up with the newest samples and loses none (a server that starts over again and again stays pending); blocks that the sidecar of Thanos puts into an object storage, and has put there of late; or a backup by Velero of the claims of its pods, as files or as snapshots. A sidecar without an object storage answers queries and copies nothing; `--web.enable-admin-api` makes snapshots possible and shows none, and a snapshot lies on the same volume. Endpoints of remote write that relabelling leaves series out for count only where that is allowed. What is outside of all this (a script on the host) is not seen.',
  remediation:
    'Send the samples to a store that keeps them (`remote_write` in the configuration, `spec.remoteWrite` with the operator); or give the sidecar of Thanos an object storage (`spec.thanos.objectStorageConfig`); or have Velero back up its claims, by the annotation `backup.velero.io/backup-volumes` in the template of its pods. See when remote write last sent something: `curl --silent "$URL/api/v1/query?query=prometheus_remote_storage_queue_highest_sent_timestamp_seconds"`.',
  references: [
    'https://prometheus.io/docs/prometheus/latest/storage/#remote-storage-integrations',
    'https://prometheus.io/docs/practices/remote_write/',
    'https://thanos.io/tip/components/sidecar.md/',
    'https://velero.io/docs/main/file-system-backup/',
  ],
  severity: 'high',
  subject: prometheusServer,
  reads: ['runtime', 'flags', 'workload', 'configuration', 'metrics', 'remoteWriteLosses', 'thanosUploads'],
  joins,
  params: params({
    maxLag: duration({ default: '15m', description: 'How far remote write may be behind the newest sample.' }),
    maxUploadAge: duration({ default: '6h', description: 'How old the newest block may be that the sidecar of Thanos has uploaded.' }),
    allowFiltered: Type.Boolean({
      default: false,
      description: 'Whether an endpoint of remote write counts that relabelling leaves series out for.',
    }),
  }),
  messages,
  examples: [
    { name: 'Remote write keeps up', facets: server(sending(5)), verdict: 'pass' },
    { name: 'Remote write is an hour behind', facets: server(sending(3600)), around: around({}), verdict: 'fail' },
    { name: 'Nothing is configured', facets: server(), around: around({}), verdict: 'fail' },
    {
      name: 'The sidecar of Thanos has uploaded a block an hour ago',
      facets: server(flags({ maxBlockDuration: '2h' }), {
        thanosUploads: { uploads: [{ namespace: 'monitoring', pod: 'prometheus-k8s-0', at: '2026-01-31T11:00:00Z' }] },
      }),
      verdict: 'pass',
    },
    {
      name: 'A sidecar of Thanos without an object storage',
      facets: server(flags({ maxBlockDuration: '2h' })),
      around: around({ thanosObjectStorage: false }),
      verdict: 'fail',
    },
    { name: 'An agent that sends', facets: server(flags({ agent: true }), runtime({ storageRetention: '' }), sending(5)), verdict: 'pass' },
    { name: 'No metrics', facets: server(sending(5), { metrics: metrics({}).metrics }), around: around({}), verdict: 'unknown' },
  ],
  check: (subject, { params, joined, takenAt }) => {
    const local = [
      () =>
        judgeCopying(
          'thanos',
          thanosOf(subject, () => joined, params.maxUploadAge, takenAt),
        ),
      () => judgeClaims(subject, joined),
    ];
    return judgeAny([
      ...remoteWriteOf(subject, params, takenAt).map((one) => () => judgeCopying('remoteWrite', one)),
      ...(subject.facets.flags.agent ? [() => judgeCopying('claims', AGENT)] : local),
    ]);
  },
});
