import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { evaluate } from '../../engine/evaluate.ts';
import { judge } from '../../engine/judge.ts';
import { createLookup } from '../../engine/lookup.ts';
import type { Inventory } from '../../model/inventory.ts';
import type { AnyKind } from '../../model/kind.ts';
import { backupPlan } from '../../model/kinds/backup.ts';
import { componentSelector } from '../../model/kinds/component.ts';
import { s3Bucket } from '../../model/kinds/s3.ts';
import type { Policy } from '../../model/policy.ts';
import type { AnyMechanism } from '../../model/protection.ts';
import { unread } from '../../model/reading.ts';
import type { Report } from '../../model/report.ts';
import type { Resource } from '../../model/resource.ts';
import type { AnyRule } from '../../model/rule.ts';
import type { Verdict } from '../../model/verdict.ts';
import { catalogue } from '../rules/catalogue.ts';
import { paramsOf } from '../rules/harness.ts';
import { buckets, FACETS, LOST, paramsFor, SOURCE } from './buckets.ts';
import { selector } from './fakes.ts';
import { binding, component, inventoryOf, policyOf, TAKEN_AT, target } from './inventories.ts';

// The promise of the whole program: what is not known never decides. Less knowledge leaves a verdict as it is or makes it
// unknown. Held against every rule and mechanism that ships.

const test = suite('engine/knowledge');

const rules = (await catalogue()).map(({ rule }) => rule);
const bucketRules = rules.filter(({ subject }) => subject.id === s3Bucket.id);

const PROTECTIONS = new URL('../../protections/', import.meta.url);
const mechanisms: readonly AnyMechanism[] = await Promise.all(
  readdirSync(PROTECTIONS).map(async (file) => (await import(new URL(file, PROTECTIONS).href)).default),
);

const kinds = new Map<string, AnyKind>([s3Bucket, componentSelector].map((kind) => [kind.id, kind]));

/** A world in which one thing less is known. */
interface Loss {
  readonly what: string;
  readonly after: readonly Resource[];
}

const replaced = (all: readonly Resource[], one: Resource, other: Resource): readonly Resource[] =>
  all.map((each) => (each === one ? other : each));

const facetLosses = (all: readonly Resource[]): readonly Loss[] =>
  all.flatMap((one) =>
    FACETS.map((facet) => ({
      what: `${facet} of ${one.name}`,
      after: replaced(all, one, { ...one, facets: { ...one.facets, [facet]: unread(LOST) } }),
    })),
  );

const withoutRegion = ({ scope: { region: _, ...scope }, ...resource }: Resource): Resource => ({ ...resource, scope });

const regionLosses = (all: readonly Resource[]): readonly Loss[] =>
  all.map((one) => ({ what: `the Region of ${one.name}`, after: replaced(all, one, withoutRegion(one)) }));

/** A bucket that others name, which the inventory does not hold any more. */
const destinationLosses = (all: readonly Resource[]): readonly Loss[] =>
  all.filter(({ name }) => name !== SOURCE).map((one) => ({ what: one.name, after: all.filter((each) => each !== one) }));

const lossesOf = (all: readonly Resource[]): readonly Loss[] => [...facetLosses(all), ...regionLosses(all), ...destinationLosses(all)];

const sourceOf = (all: readonly Resource[]): Resource => all.find(({ name }) => name === SOURCE) as Resource;

const verdictOf = (rule: AnyRule, params: unknown, all: readonly Resource[]): Verdict =>
  judge(rule, params, sourceOf(all), createLookup({ targets: [], resources: all }), TAKEN_AT).verdict;

const checkLoss = (before: Verdict | undefined, after: Verdict | undefined, what: string): void =>
  assert.ok(after === before || after === 'unknown', `without ${what}: ${before} became ${after}`);

const readsOf = (rule: AnyRule): ReadonlySet<string> =>
  new Set([...rule.reads, ...Object.values<{ reads: readonly string[] }>(rule.joins ?? {}).flatMap(({ reads }) => reads)]);

test('all rules of buckets and all mechanisms are here', () => {
  assert.ok(bucketRules.length >= 12, `${bucketRules.length} rules`);
  assert.ok(mechanisms.length >= 2, `${mechanisms.length} mechanisms`);
});

for (const rule of bucketRules) {
  const cases = fc.tuple(paramsFor(rule), buckets);

  test(`${rule.id}: what gets lost never turns a verdict into another one than unknown`, () => {
    fc.assert(
      fc.property(cases, ([params, all]) => {
        const before = verdictOf(rule, params, all);
        for (const { what, after } of lossesOf(all)) checkLoss(before, verdictOf(rule, params, after), what);
      }),
      { numRuns: 100 },
    );
  });

  test(`${rule.id}: facets that it does not declare make no difference`, () => {
    const others = FACETS.filter((facet) => !readsOf(rule).has(facet));
    fc.assert(
      fc.property(cases, ([params, all]) => {
        const blind = all.map((one) => ({
          ...one,
          facets: { ...one.facets, ...Object.fromEntries(others.map((facet) => [facet, unread(LOST)])) },
        }));
        assert.is(verdictOf(rule, params, blind), verdictOf(rule, params, all));
      }),
    );
  });

  test(`${rule.id}: where nothing was read nothing is known`, () => {
    fc.assert(
      fc.property(cases, ([params, all]) =>
        assert.is(
          verdictOf(
            rule,
            params,
            all.map((one) => ({ ...one, facets: {} })),
          ),
          'unknown',
        ),
      ),
    );
  });

  test(`${rule.id}: the cases pass, fail and are unknown, and a loss makes some of them unknown`, () => {
    const drawn = fc
      .sample(cases, { seed: 1, numRuns: 500 })
      .map(([params, all]) => ({ params, all, verdict: verdictOf(rule, params, all) }));
    const verdicts = new Set(drawn.map(({ verdict }) => verdict));
    for (const verdict of ['pass', 'fail', 'unknown'] as const) assert.ok(verdicts.has(verdict), `no ${verdict}`);
    for (const verdict of ['pass', 'fail'] as const) {
      const opened = drawn.some(
        (one) => one.verdict === verdict && lossesOf(one.all).some(({ after }) => verdictOf(rule, one.params, after) === 'unknown'),
      );
      assert.ok(opened, `no ${verdict} became unknown`);
    }
  });
}

const DAY = 86_400_000;
const OBJECTIVES = { rpo: 15 * 60_000, retention: 30 * DAY, copies: 2, immutable: true, restoreTestedWithin: 90 * DAY };

const bucketSelector = (more: Parameters<typeof selector>[0]) => selector({ kind: s3Bucket.id, ...more });

/** Every rule on buckets that are selected in every way, and objectives with and without a second Region. */
const POLICIES: readonly Policy[] = [
  { name: 'by-name', selectors: [bucketSelector({ name: SOURCE })], objectives: { ...OBJECTIVES, regions: 2 } },
  { name: 'by-tag', selectors: [bucketSelector({ tags: { tier: 'gold' } })], objectives: OBJECTIVES },
  {
    name: 'by-region',
    selectors: [bucketSelector({ region: 'us-*' }), bucketSelector({ name: 'tw?', tags: { team: '*' } })],
    objectives: { regions: 1 },
  },
  {
    name: 'optional',
    selectors: [bucketSelector({ name: 'one', optional: true })],
    objectives: { ...OBJECTIVES, copies: 1, immutable: false },
  },
].map(({ name, ...more }) => {
  const bindings = rules.map((rule) => binding(rule, { id: `policy/${name}/${rule.id}`, params: paramsOf(rule) }));
  return policyOf(component({ name, ...more, bindings }));
});

/** Of the kinds around buckets: a complete listing that holds none says that there is none. */
const AROUND = [{ kind: backupPlan.id, state: 'complete' }] as const;

const LISTED = target({ listings: [{ kind: s3Bucket.id, state: 'complete' }, ...AROUND], regions: ['us-east-1'] });
const UNLISTED = target({ listings: [{ kind: s3Bucket.id, state: 'unread', gap: LOST }, ...AROUND], regions: ['us-east-1'] });

const reportOf = (inventory: Inventory): Report => evaluate({ inventory, policies: POLICIES, waivers: [], kinds, mechanisms }).report;

/** Every verdict of a report by what it is about. */
const verdictsOf = ({ findings, recovery }: Report): ReadonlyMap<string, Verdict> =>
  new Map([
    ...findings.map(({ component: name, rule, resource, verdict }) => [`${name} ${rule} ${resource.id}`, verdict] as const),
    ...recovery.flatMap(({ component: name, resource, objectives }) =>
      Object.entries(objectives).map(([objective, { verdict }]) => [`${name} objective ${objective} ${resource.id}`, verdict] as const),
    ),
  ]);

const checkReports = (before: Report, after: Report, what: string): void => {
  const known = verdictsOf(before);
  for (const [subject, verdict] of verdictsOf(after)) checkLoss(known.get(subject), verdict, `${what}, ${subject}`);
};

const checkPresent = (before: Report, after: Report, what: string): void => {
  const left = verdictsOf(after);
  for (const { component: name, rule, resource } of before.findings)
    assert.ok(left.has(`${name} ${rule} ${resource.id}`), `without ${what}: ${rule}`);
};

test('a fact that gets lost turns no verdict of a report into another one than unknown, adds none but unknown ones, and takes no finding away', () => {
  fc.assert(
    fc.property(buckets, (all) => {
      const before = reportOf(inventoryOf(all, [LISTED]));
      for (const { what, after } of facetLosses(all)) {
        const report = reportOf(inventoryOf(after, [LISTED]));
        checkReports(before, report, what);
        checkPresent(before, report, what);
      }
    }),
    { numRuns: 30 },
  );
});

// Where a target names Regions, a bucket whose Region nothing tells is judged all the same: better that than left out.
test('nor does a Region that gets lost, where the target covers every Region', () => {
  const everywhere = target({ listings: LISTED.listings });
  fc.assert(
    fc.property(buckets, (all) => {
      const before = reportOf(inventoryOf(all, [everywhere]));
      for (const { what, after } of regionLosses(all)) checkReports(before, reportOf(inventoryOf(after, [everywhere])), what);
    }),
    { numRuns: 100 },
  );
});

test('a listing that was cut short turns no verdict into another one than unknown', () => {
  const cut = (all: readonly Resource[]): readonly Loss[] => [
    { what: 'the end of the listing', after: all },
    ...all.map((one) => ({ what: one.name, after: all.filter((each) => each !== one) })),
  ];
  fc.assert(
    fc.property(buckets, (all) => {
      const before = reportOf(inventoryOf(all, [LISTED]));
      for (const { what, after } of cut(all)) checkReports(before, reportOf(inventoryOf(after, [UNLISTED])), what);
    }),
    { numRuns: 100 },
  );
});

test('the reports pass, fail and leave open every objective that can be told', () => {
  const seen = new Set(
    fc
      .sample(buckets, { seed: 1, numRuns: 500 })
      .flatMap((all) =>
        reportOf(inventoryOf(all, [LISTED])).recovery.flatMap(({ objectives }) =>
          Object.entries(objectives).map(([objective, { verdict }]) => `${objective} ${verdict}`),
        ),
      ),
  );
  for (const objective of ['rpo', 'retention', 'copies', 'regions', 'immutable']) {
    for (const verdict of ['pass', 'fail', 'unknown']) assert.ok(seen.has(`${objective} ${verdict}`), `${objective} ${verdict}`);
  }
});

test.run();
