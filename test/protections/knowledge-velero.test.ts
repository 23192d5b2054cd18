import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { objectiveResults } from '../../engine/recovery/objectives.ts';
import type { Objectives } from '../../model/policy.ts';
import { namespace, namespaces, pod, schedules, serving, snapshotClasses } from '../../model/velero/captures/examples.ts';
import {
  type Around,
  backupName,
  bucket,
  located,
  location,
  made,
  restored,
  SCHEDULE,
  schedule,
  template,
} from '../../model/velero/examples.ts';
import type { Verdict } from '../../model/verdict.ts';
import veleroSchedule from '../../protections/velero-schedule.ts';
import { DAY, HOUR } from './backups.ts';
import { cluster, shieldIn } from './velero.ts';

// What is not known never decides: whichever fact about a cluster or its bucket gets lost, the verdict on each objective
// stays what it is or becomes unknown.

const test = suite('protections/knowledge: Velero');

const oneOf = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);

/** The first one most of the time. */
const mostly = <T>(usual: T, ...others: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(usual) }, { weight: others.length, arbitrary: fc.constantFrom(...others) });

const some = (...values: readonly Readonly<Record<string, object>>[]): fc.Arbitrary<Readonly<Record<string, object>>> =>
  fc.subarray([...values]).map((all) => Object.assign({}, ...all));

const templates = fc
  .record({
    includedNamespaces: mostly<string[]>(['mlops'], [], ['other']),
    excludedResources: mostly<string[]>([], ['secrets'], ['configmaps']),
    defaultVolumesToFsBackup: oneOf(true, false),
    ttl: mostly('168h', '24h', '0s', '7d'),
    storageLocation: mostly('default', 'gone'),
  })
  .map(template);

const scheduled = fc
  .record({
    template: templates,
    schedule: mostly(
      '@daily',
      '@hourly',
      '@weekly',
      '@every 6h',
      '0 0 * * 7',
      '0 22-2 * * *',
      '0 0 */2 * 1',
      '0 0 30 2 1',
      '@manual',
      'TZ=UTC @daily',
    ),
    paused: mostly(false, true),
    phase: mostly('Enabled', 'New', 'Odd'),
    created: mostly('2025-10-01T08:00:00Z', '2026-01-30T00:00:00Z'),
  })
  .map(({ phase, created, ...spec }) => schedule({ created, spec, status: { phase } }));

const backups = some(
  made('2026-01-31T00:00:00Z'),
  made('2026-01-30T00:00:00Z'),
  made('2026-01-25T00:00:00Z'),
  made('2026-01-31T06:00:00Z', { created: '2026-01-31T09:00:00Z' }),
  made('2026-01-31T07:00:00Z', { status: { phase: 'Odd' } }),
  made('2026-01-31T08:00:00Z', { status: { phase: 'PartiallyFailed' } }),
  made('2026-01-31T09:00:00Z', { spec: { excludedResources: ['secrets'] } }),
  made('2026-01-31T10:00:00Z', { spec: { storageLocation: 'gone' } }),
);

const restores = some(
  restored('2026-01-30T10:00:00Z', { spec: { backup: backupName('2026-01-30T00:00:00Z') } }),
  restored('2026-01-31T10:00:00Z', { spec: { backup: backupName('2026-01-31T00:00:00Z') } }),
  restored('2026-01-26T10:00:00Z', { spec: { backup: backupName('2026-01-25T00:00:00Z'), includedResources: ['configmaps'] } }),
);

const buckets = fc
  .record({
    versioning: mostly('Enabled', 'Suspended').map((status) => ({ status, mfaDelete: 'NeverSet' })),
    objectLock: oneOf<object>(
      {},
      { defaultRetention: { mode: 'COMPLIANCE', days: 30 } },
      { defaultRetention: { mode: 'GOVERNANCE', days: 1 } },
    ),
  })
  .map(bucket);

const locations = fc
  .record({
    spec: mostly<object>({}, { provider: 'gcp' }, { accessMode: 'ReadOnly' }),
    status: mostly<object>({}, { phase: 'Unavailable' }, { lastValidatedAt: '2026-01-01T00:00:00Z' }),
  })
  .map((facets) => located(location(facets)));

const contents = oneOf(namespace(), namespace({ claims: [], pods: [] }), namespace({ pods: [pod({ annotations: {} })] }));

const servers = mostly<Parameters<typeof serving>[0]>(
  {},
  { replicas: 0 },
  { flags: { 'restore-only': 'true' } },
  { flags: { features: 'EnableCSI' } },
  { image: 'velero/velero:latest' },
  { image: 'velero/velero:v1.9.0' },
  { image: 'velero/velero:v1.18.3' },
).map((more) => serving(more));

const worlds: fc.Arbitrary<Around> = fc
  .record({
    first: scheduled,
    second: fc.option(scheduled, { freq: 3 }),
    backups,
    restores,
    own: fc.tuple(buckets, locations, servers, oneOf<Around>({}, snapshotClasses)),
    contents,
  })
  .map(({ first, second, own, ...more }) =>
    cluster(
      schedules({ [SCHEDULE]: first, ...(second ? { second } : {}) }),
      { 'velero/backup': more.backups as never, 'velero/restore': more.restores as never },
      ...own,
      namespaces({ mlops: more.contents }),
    ),
  );

const OBJECTIVES: readonly Objectives[] = [
  { rpo: DAY + 2 * HOUR, retention: DAY, copies: 2, regions: 1, immutable: true, restoreTestedWithin: 3 * DAY },
  { rpo: 12 * HOUR, retention: 7 * DAY, copies: 3, regions: 2, immutable: false, restoreTestedWithin: HOUR },
];

const verdictsOf = (world: Around): readonly (readonly [string, Verdict])[] => {
  const shield = shieldIn(veleroSchedule, world);
  return OBJECTIVES.flatMap((objectives, index) =>
    Object.entries(objectiveResults(objectives, shield)).map(([name, { verdict }]) => [`${name} ${index}`, verdict] as const),
  );
};

const lossesOf = (world: Around): readonly { readonly what: string; readonly after: Around }[] =>
  Object.entries(world).flatMap(([kind, all]) => [
    { what: `the list of ${kind}`, after: { ...world, [kind]: 'unread' as const } },
    ...Object.entries(all === 'unread' ? {} : all).flatMap(([id, facets]) =>
      Object.keys(facets).map((facet) => ({
        what: `${facet} of ${id}`,
        after: { ...world, [kind]: { ...(all as object), [id]: { ...facets, [facet]: 'unread' } } },
      })),
    ),
  ]);

test('what gets lost never turns a verdict into another one than unknown', () => {
  fc.assert(
    fc.property(worlds, (world) => {
      const before = new Map(verdictsOf(world));
      for (const { what, after } of lossesOf(world))
        for (const [objective, verdict] of verdictsOf(after))
          assert.ok(
            verdict === 'unknown' || verdict === before.get(objective),
            `${objective} without ${what}: ${before.get(objective)} became ${verdict}`,
          );
    }),
    { numRuns: 40 },
  );
});

test('every objective is met, missed and left open by some', () => {
  const seen = new Set(
    fc
      .sample(worlds, { seed: 1, numRuns: 500 })
      .flatMap(verdictsOf)
      .map(([objective, verdict]) => `${objective} ${verdict}`),
  );
  for (const objective of ['rpo 0', 'retention 0', 'copies 0', 'immutable 0', 'restoreTestedWithin 0'])
    for (const verdict of ['pass', 'fail', 'unknown']) assert.ok(seen.has(`${objective} ${verdict}`), `${objective} ${verdict}`);
});

test.run();
