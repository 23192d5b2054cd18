import type { Static } from 'typebox';
import type { prometheusServer } from '../../model/kinds/prometheus.ts';
import { given } from '../json/members.ts';
import type { vectorOf } from './parse.ts';

// What only a server knows that scrapes itself, and the sidecars beside it: expressions, and what comes of their answers.

type Facets = (typeof prometheusServer)['facets'];
type Losses = Static<Facets['remoteWriteLosses']['schema']>;
type Uploads = Static<Facets['thanosUploads']['schema']>;
type Vector = ReturnType<typeof vectorOf>;

/** Samples of the last hour, by queue and by whose queue it is. Before 2.23 the metrics had other names. */
const increaseOf = (names: string): string =>
  `sum by (remote_name, job, instance) (increase({__name__=~"prometheus_remote_storage_(${names})_total"}[1h]))`;

export const FAILED = increaseOf('samples_failed|failed_samples');
export const DROPPED = increaseOf('samples_dropped|dropped_samples');

/** Only those who ship blocks: other components of Thanos have an object storage, too. */
export const UPLOADS = 'thanos_objstore_bucket_last_successful_upload_time and on (job, instance) thanos_shipper_uploads_total';

/**
 * By name of the queue. Replicas have queues of the same name, and nothing tells which of them is the one that answers: where
 * they differ in whether anything was lost, the name is left out.
 */
const byQueue = (vector: Vector): ReadonlyMap<string, number> => {
  const names = new Set(vector.map(({ labels }) => labels.remote_name ?? ''));
  return new Map(
    [...names].flatMap((name): readonly (readonly [string, number])[] => {
      const values = vector.filter(({ labels }) => (labels.remote_name ?? '') === name).map(({ value }) => value);
      const [first = Number.NaN] = values;
      const agree = values.length === 1 || values.every((value) => value > 0) || values.every((value) => value === 0);
      return agree && values.every(Number.isFinite) ? [[name, first]] : [];
    }),
  );
};

/** What remote write has lost, of the queues of which both are told. */
export const lossesOf = (failed: Vector, dropped: Vector): Losses => {
  const drops = byQueue(dropped);
  return {
    queues: [...byQueue(failed)].flatMap(([name, count]) => {
      const lost = drops.get(name);
      return lost === undefined ? [] : [{ name, failed: Math.max(0, count), dropped: Math.max(0, lost) }];
    }),
  };
};

/** A sidecar that has not uploaded since it was started says 0: nothing tells when it did before. */
export const uploadsOf = (vector: Vector): Uploads => ({
  uploads: vector
    .filter(({ value }) => value > 0 && value < 8.64e12)
    .map(({ labels: { namespace, pod, instance }, value }) => ({
      ...given<{ namespace?: string; pod?: string; instance?: string }>({ namespace, pod, instance }),
      at: new Date(value * 1000).toISOString(),
    })),
});
