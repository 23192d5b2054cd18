import { createLookup } from '../../engine/lookup.ts';
import { type Shield, shieldOf } from '../../engine/recovery/shield.ts';
import type { AnyKind } from '../../model/kind.ts';
import { kubernetesNamespace } from '../../model/kinds/kubernetes.ts';
import { parseObjectId } from '../../model/kubernetes/ids.ts';
import type { AnyMechanism, Protection } from '../../model/protection.ts';
import { absent, type Reading, read, unread } from '../../model/reading.ts';
import type { Resource } from '../../model/resource.ts';
import { namespaceId, schedules, surroundings } from '../../model/velero/captures/examples.ts';
import { type Around, bucket, located, made, SCHEDULE, schedule } from '../../model/velero/examples.ts';
import { TAKEN_AT } from './backups.ts';

// A cluster with one namespace, `mlops`, which Velero backs up every day into a bucket.

const DENIED = { action: 'list', code: 'Forbidden', message: 'denied' };

const readingOf = (value: unknown): Reading<unknown> =>
  value === undefined ? absent() : value === 'unread' ? unread(DENIED) : read(value);

const resource = (kind: AnyKind, id: string, facets: Readonly<Record<string, unknown>>): Resource => {
  const found = parseObjectId(id);
  const name = found?.name ?? id.split(':').at(-1) ?? id;
  const namespace = kind === kubernetesNamespace ? name : found?.namespace;
  return {
    kind: kind.id,
    id,
    name,
    scope: found ? { target: 'cluster', cluster: 'prod', ...(namespace ? { namespace } : {}) } : { target: 'aws', account: '111122223333' },
    origin: found ? 'listed' : 'joined',
    facets: Object.fromEntries(Object.keys(kind.facets).map((name) => [name, readingOf(facets[name])])),
  };
};

/** The claim's data goes into the bucket, as everything else does; `more` comes on top or instead, kind by kind. */
export const cluster = (...more: readonly Around[]): Around =>
  surroundings(
    schedules({ [SCHEDULE]: schedule() }),
    located(),
    bucket({ versioning: { status: 'Enabled', mfaDelete: 'NeverSet' }, objectLock: {} }),
    { 'velero/backup': { ...made('2026-01-30T00:00:00Z'), ...made('2026-01-31T00:00:00Z') }, 'velero/restore': {} },
    ...more,
  );

const kindsOf = ({ asset, joins }: AnyMechanism): ReadonlySet<AnyKind> =>
  new Set([asset, ...Object.values<{ kind: AnyKind }>(joins ?? {}).map(({ kind }) => kind)].flat());

/** What a mechanism says of the namespace `mlops`, and what it cannot tell. */
export const shieldIn = (mechanism: AnyMechanism, around: Around, takenAt = TAKEN_AT): Shield => {
  const kinds = [...kindsOf(mechanism)];
  const resources = kinds.flatMap((kind) => {
    const all = around[kind.id] ?? {};
    return all === 'unread' ? [] : Object.entries(all).map(([id, facets]) => resource(kind, id, facets));
  });
  const listings = kinds.map(({ id: kind }) => ({
    kind,
    ...(around[kind] === 'unread' ? { state: 'unread' as const, gap: DENIED } : { state: 'complete' as const }),
  }));
  const target = { name: 'cluster', type: 'kubernetes', cluster: 'prod', listings };
  const subject =
    resources.find(({ id }) => id === namespaceId('mlops')) ?? resource(kubernetesNamespace, namespaceId('mlops'), { metadata: 'unread' });
  return shieldOf(subject, [mechanism], { lookup: createLookup({ targets: [target], resources }), takenAt });
};

/** The only protection. */
export const protectionIn = (mechanism: AnyMechanism, around: Around): Protection => {
  const { protections, doubts } = shieldIn(mechanism, around);
  const [only, ...others] = protections;
  if (!only || others.length > 0) throw new RangeError(`${protections.length} protections; ${doubts.join('; ')}`);
  return only;
};
