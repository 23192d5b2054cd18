import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createLookup } from '../../engine/lookup.ts';
import { objectiveResults } from '../../engine/recovery/objectives.ts';
import { shieldOf } from '../../engine/recovery/shield.ts';
import type { Objectives } from '../../model/policy.ts';
import { unread } from '../../model/reading.ts';
import type { Resource } from '../../model/resource.ts';
import type { Verdict } from '../../model/verdict.ts';
import mechanism from '../../protections/elasticsearch-snapshots.ts';
import { LOST } from '../engine/buckets.ts';
import { TAKEN_AT } from '../engine/inventories.ts';
import { searched, searchTargets } from '../engine/search.ts';
import { DAY, HOUR } from './backups.ts';

// What is not known never decides: whichever fact about a cluster or its bucket gets lost, the verdict on each objective
// stays what it is or becomes unknown.

const test = suite('protections/knowledge: Elasticsearch and OpenSearch');

const OBJECTIVES: readonly Objectives[] = [
  { rpo: DAY + 2 * HOUR, retention: DAY, copies: 2, regions: 2, immutable: true, restoreTestedWithin: 3 * DAY },
  { rpo: 12 * HOUR, retention: 20 * DAY, copies: 3, immutable: false },
];

type World = readonly Resource[];

const verdictsOf = (world: World): ReadonlyMap<string, Verdict> => {
  const lookup = createLookup({ targets: searchTargets([]), resources: world });
  const shield = shieldOf(world[0] as Resource, [mechanism], { lookup, takenAt: TAKEN_AT });
  const all = OBJECTIVES.flatMap((objectives, index) =>
    Object.entries(objectiveResults(objectives, shield)).map(([name, { verdict }]) => [`${name} ${index}`, verdict] as const),
  );
  return new Map(all);
};

const lossesOf = (world: World): readonly { readonly what: string; readonly after: World }[] =>
  world.flatMap((one) =>
    Object.keys(one.facets).map((facet) => ({
      what: `${facet} of ${one.id}`,
      after: world.map((each) => (each === one ? { ...one, facets: { ...one.facets, [facet]: unread(LOST) } } : each)),
    })),
  );

test('what gets lost never turns a verdict into another one than unknown', () => {
  fc.assert(
    fc.property(searched, (world) => {
      const before = verdictsOf(world);
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

test('objectives are met, missed and left open by some', () => {
  const worlds = fc.sample(searched, { seed: 1, numRuns: 300 });
  const seen = new Set(worlds.flatMap((world) => [...verdictsOf(world)].map(([objective, verdict]) => `${objective} ${verdict}`)));
  for (const objective of ['rpo 0', 'retention 0', 'copies 0', 'regions 0'])
    for (const verdict of ['pass', 'fail', 'unknown']) assert.ok(seen.has(`${objective} ${verdict}`), `${objective} ${verdict}`);
});

test.run();
