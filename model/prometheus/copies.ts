import type { prometheusServer } from '../kinds/prometheus.ts';
import type { Subject } from '../rule.ts';
import type { Evidence } from '../verdict.ts';
import { customOf, isPodOf, type Place, type Placed, workloadOf } from './place.ts';

// Whether samples leave the host of the server: what is known of remote write, and of the sidecar of Thanos.

const SECOND = 1000;

/** Whether something copies the samples, why, and what shows it. `undefined` = cannot be told; `pending` = too early to say. */
export interface Copying {
  readonly copies: boolean | 'pending' | undefined;
  /** A clause. */
  readonly why: string;
  readonly evidence: readonly Evidence[];
}

type Sending = Subject<typeof prometheusServer, 'runtime' | 'configuration' | 'metrics' | 'remoteWriteLosses'>;
type Endpoint = Sending['facets']['configuration']['remoteWrites'][number];
type Queue = Sending['facets']['metrics']['queues'][number];

/** Actions of relabelling that leave series out. */
const LEAVING_OUT: ReadonlySet<string> = new Set(['drop', 'keep', 'dropequal', 'keepequal']);

const isFiltered = ({ relabelActions }: Endpoint): boolean => relabelActions.some((action) => LEAVING_OUT.has(action.toLowerCase()));

const describe = ({ name, host }: Endpoint): string => (name === undefined ? host : `${name} (${host})`);

/** The queue of an endpoint: by its name, which the server makes up where the configuration gives none, or by its host. */
const queueOf = ({ name, host }: Endpoint, queues: readonly Queue[]): Queue | undefined => {
  const named = queues.filter((queue) => (name === undefined ? queue.host === host : queue.name === name));
  return named.length === 1 ? named[0] : undefined;
};

/** How far a queue has come. */
interface Progress {
  /** Since the server started. Where nothing has arrived the metric is 0, or not there: an endpoint that nobody listens at is tried for ever. */
  readonly hasSent: boolean;
  /** Seconds between the newest sample that was to be sent and the newest that was; where none was, for which the queue has been there. */
  readonly lag: number;
}

/** Unix seconds since which a queue may be there: those of a configuration that was loaded later are as young as that. */
const presentSince = ({ startedAt, lastConfigAt = startedAt }: Sending['facets']['runtime']): number =>
  Math.max(Date.parse(startedAt), Date.parse(lastConfigAt)) / SECOND;

const progressOf = (
  { metrics, runtime }: Pick<Sending['facets'], 'metrics' | 'runtime'>,
  { highest, highestSent = 0 }: Queue,
  takenAt: Date,
): Progress | undefined => {
  const newest = highest ?? metrics.highestTimestamp;
  if (newest === undefined) return undefined;
  const hasSent = highestSent > 0;
  const lag = hasSent ? newest - highestSent : Math.max(newest, takenAt.getTime() / SECOND) - presentSince(runtime);
  return Number.isNaN(lag) ? undefined : { hasSent, lag: Math.max(0, lag) };
};

/**
 * Whether samples get lost on the way. Counters since the start of the server tell only that none ever were; how many of late
 * only a server knows that scrapes itself. What relabelling leaves out counts as dropped, and is no loss.
 */
const losesSamples = ({ facets }: Sending, endpoint: Endpoint, queue: Queue): boolean | undefined => {
  const counts = (one: { readonly failed?: number | undefined; readonly dropped?: number | undefined }) =>
    isFiltered(endpoint) ? [one.failed] : [one.failed, one.dropped];
  const sinceStart = counts(queue);
  if (sinceStart.every((count) => count === 0)) return false;
  const ofLate = facets.remoteWriteLosses.queues.find(({ name }) => name === queue.name);
  return ofLate ? counts(ofLate).some((count) => (count ?? 0) > 0) : undefined;
};

/** What is asked of remote write. */
export interface Demands {
  /** Milliseconds that the newest sample sent may be behind the newest one. */
  readonly maxLag: number;
  /** Whether an endpoint counts that some series are left out for. */
  readonly allowFiltered: boolean;
}

const copying = (copies: Copying['copies'], why: string, evidence: Evidence): Copying => ({ copies, why, evidence: [evidence] });

const judgeProgress = (to: string, { hasSent, lag }: Progress, maxLag: number): Copying => {
  const seconds = `${Math.round(lag)} s`;
  const observed = hasSent ? `${seconds} behind` : `nothing sent in the ${seconds} since the configuration was loaded`;
  const evidence = { facet: 'metrics', observed: `${to}: ${observed}`, expected: `samples within ${maxLag / SECOND} s` };
  const isLate = lag * SECOND > maxLag;
  if (!hasSent)
    return copying(
      isLate ? false : 'pending',
      `remote write has sent nothing to ${to} in the ${seconds} since its configuration was loaded`,
      evidence,
    );
  return isLate
    ? copying(false, `remote write to ${to} is ${seconds} behind`, evidence)
    : copying(true, `remote write to ${to} keeps up`, evidence);
};

const judgeLosses = (to: string, losing: boolean | undefined, sending: Copying): Copying => {
  if (losing === undefined)
    return {
      ...sending,
      copies: undefined,
      why: `remote write to ${to} has lost samples since the server started, and no metric tells when`,
    };
  return losing ? { ...sending, copies: false, why: `remote write to ${to} loses samples` } : sending;
};

const sentTo = (subject: Sending, endpoint: Endpoint, { maxLag, allowFiltered }: Demands, takenAt: Date): Copying => {
  const to = describe(endpoint);
  if (isFiltered(endpoint) && !allowFiltered)
    return copying(false, `relabelling leaves series out for ${to}`, {
      facet: 'configuration',
      observed: `${to}: ${endpoint.relabelActions.join(', ')}`,
      expected: 'all series',
    });
  const queue = queueOf(endpoint, subject.facets.metrics.queues);
  const progress = queue && progressOf(subject.facets, queue, takenAt);
  if (!queue || !progress)
    return copying(undefined, `no metric tells how far remote write to ${to} has come`, {
      facet: 'metrics',
      observed: `${to}: no queue is told of`,
      expected: `samples within ${maxLag / SECOND} s`,
    });
  const sending = judgeProgress(to, progress, maxLag);
  return sending.copies === true ? judgeLosses(to, losesSamples(subject, endpoint, queue), sending) : sending;
};

/** What becomes of the samples by remote write, an endpoint at a time. */
export const remoteWriteOf = (subject: Sending, demands: Demands, takenAt: Date): readonly Copying[] => {
  const { remoteWrites } = subject.facets.configuration;
  if (remoteWrites.length === 0)
    return [
      copying(false, 'no remote write is configured', { facet: 'configuration', observed: 'no remote write', expected: 'an endpoint' }),
    ];
  return remoteWrites.map((endpoint) => sentTo(subject, endpoint, demands, takenAt));
};

type Uploading = Subject<typeof prometheusServer, 'flags' | 'workload' | 'configuration' | 'thanosUploads'>;

/** Milliseconds since 1970 of the newest upload of the server's own sidecars. */
const lastUpload = (subject: Uploading): number | undefined => {
  const workload = workloadOf(subject);
  const own = subject.facets.thanosUploads.uploads.filter(
    ({ namespace, pod = '' }) => workload && isPodOf(workload, pod) && (namespace === undefined || namespace === workload.namespace),
  );
  return own.length === 0 ? undefined : Math.max(...own.map(({ at }) => Date.parse(at)));
};

/** A sidecar that uploads wants blocks that nobody compacts. https://thanos.io/tip/components/sidecar.md/ */
const compacts = ({ facets }: Uploading): boolean => {
  const { minBlockDuration, maxBlockDuration } = facets.flags;
  return minBlockDuration !== undefined && maxBlockDuration !== undefined && minBlockDuration !== maxBlockDuration;
};

const customFor = (subject: Placed, place: Pick<Place, 'customs'>): Place['customs'][number] | undefined =>
  subject.scope.cluster === undefined ? undefined : customOf(subject, place.customs);

/** What becomes of the samples by the sidecar of Thanos. @param maxAge milliseconds that the newest upload may be old */
export const thanosOf = (subject: Uploading, place: () => Pick<Place, 'customs'>, maxAge: number, takenAt: Date): Copying => {
  const at = lastUpload(subject);
  if (at !== undefined) {
    const seconds = Math.round((takenAt.getTime() - at) / SECOND);
    const evidence = { facet: 'thanosUploads', observed: `last upload ${seconds} s ago`, expected: `within ${maxAge / SECOND} s` };
    return takenAt.getTime() - at <= maxAge
      ? copying(true, 'the sidecar of Thanos uploads its blocks', evidence)
      : copying(false, `the sidecar of Thanos last uploaded a block ${seconds} s ago`, evidence);
  }
  if (compacts(subject)) {
    const { minBlockDuration, maxBlockDuration } = subject.facets.flags;
    const observed = `blocks of ${minBlockDuration} to ${maxBlockDuration}`;
    return copying(false, 'no sidecar of Thanos uploads blocks that the server compacts', {
      facet: 'flags',
      observed,
      expected: 'blocks of one length',
    });
  }
  const custom = customFor(subject, place());
  if (!custom)
    return copying(undefined, 'nothing tells whether a sidecar of Thanos uploads its blocks', {
      facet: 'thanosUploads',
      observed: 'no upload is told of',
    });
  const { thanosObjectStorage } = custom.facets.spec;
  const evidence = {
    facet: 'spec',
    observed: `object storage of Thanos: ${thanosObjectStorage ? 'configured' : 'none'}`,
    resource: custom.id,
  };
  return thanosObjectStorage
    ? copying(undefined, 'its sidecar of Thanos has an object storage, and nothing tells whether it uploads', evidence)
    : copying(false, 'no sidecar of Thanos with an object storage is configured', evidence);
};
