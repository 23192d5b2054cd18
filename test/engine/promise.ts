import fc from 'fast-check';
import type { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { judge } from '../../engine/judge.ts';
import { createLookup } from '../../engine/lookup.ts';
import type { TargetRecord } from '../../model/inventory.ts';
import { unread } from '../../model/reading.ts';
import type { Resource } from '../../model/resource.ts';
import { type AnyRule, kindsOf } from '../../model/rule.ts';
import type { Verdict } from '../../model/verdict.ts';
import { LOST, paramsFor } from './buckets.ts';
import { TAKEN_AT } from './inventories.ts';

// The promise of the whole program, held against rules: less knowledge leaves a verdict as it is or makes it unknown.

type Suite = ReturnType<typeof suite>;

/** What rules are held against. */
export interface Surroundings {
  /** Resources as they could be; the first one of a rule's kind is judged. */
  readonly all: fc.Arbitrary<readonly Resource[]>;
  /** The targets that list everything but the kinds in `unlisted`. */
  readonly targets: (unlisted: readonly string[]) => readonly TargetRecord[];
  /** Kinds of which a listing may be lost. */
  readonly listings: readonly string[];
  /** Verdicts that cannot come up, by the rule's id. */
  readonly never?: Readonly<Record<string, readonly Verdict[]>>;
}

/** What is known of the surroundings. */
interface Known {
  readonly all: readonly Resource[];
  /** Kinds of which nobody knows whether all are here. */
  readonly unlisted: readonly string[];
}

interface Loss {
  readonly what: string;
  readonly after: Known;
}

const facetsOf = (rule: AnyRule, kind: string): readonly string[] => [
  ...(kindsOf(rule.subject).some(({ id }) => id === kind) ? rule.reads : []),
  ...Object.values<{ kind: { id: string }; reads: readonly string[] }>(rule.joins ?? {}).flatMap((join) =>
    join.kind.id === kind ? join.reads : [],
  ),
];

const facetLosses = (rule: AnyRule, { all, unlisted }: Known): readonly Loss[] =>
  all.flatMap((one) =>
    [...new Set(facetsOf(rule, one.kind))].map((facet) => {
      const less = { ...one, facets: { ...one.facets, [facet]: unread(LOST) } };
      return { what: `${facet} of ${one.id}`, after: { all: all.map((each) => (each === one ? less : each)), unlisted } };
    }),
  );

const resourceLosses = ({ all, unlisted }: Known): readonly Loss[] =>
  all
    .filter(({ origin }) => origin === 'joined')
    .map((one) => ({ what: one.id, after: { all: all.filter((each) => each !== one), unlisted } }));

const listingLosses = ({ all }: Known, listings: readonly string[]): readonly Loss[] =>
  listings.map((kind) => ({ what: `the list of ${kind}`, after: { all, unlisted: [kind] } }));

const lossesOf = (rule: AnyRule, known: Known, { listings }: Surroundings): readonly Loss[] => [
  ...facetLosses(rule, known),
  ...resourceLosses(known),
  ...listingLosses(known, listings),
];

const WANTED: readonly Verdict[] = ['pass', 'fail', 'unknown'];

/** Tests of one rule on one kind of subject. */
const testRule = (test: Suite, rule: AnyRule, kind: string, surroundings: Surroundings): void => {
  const verdictOf = (params: unknown, { all, unlisted }: Known): Verdict => {
    const subject = all.find((one) => one.kind === kind) as Resource;
    return judge(rule, params, subject, createLookup({ targets: surroundings.targets(unlisted), resources: all }), TAKEN_AT).verdict;
  };
  const cases = fc.tuple(paramsFor(rule), surroundings.all).map(([params, all]) => ({ params, known: { all, unlisted: [] } }));

  test(`${rule.id} on ${kind}: what gets lost never turns a verdict into another one than unknown`, () => {
    fc.assert(
      fc.property(cases, ({ params, known }) => {
        const before = verdictOf(params, known);
        for (const { what, after } of lossesOf(rule, known, surroundings)) {
          const left = verdictOf(params, after);
          assert.ok(left === before || left === 'unknown', `without ${what}: ${before} became ${left}`);
        }
      }),
      { numRuns: 25 },
    );
  });

  test(`${rule.id} on ${kind}: where nothing was read nothing is known`, () => {
    fc.assert(
      fc.property(cases, ({ params, known }) => {
        const blind = { all: known.all.map((one) => ({ ...one, facets: {} })), unlisted: surroundings.listings };
        assert.is(verdictOf(params, blind), 'unknown');
      }),
      { numRuns: 10 },
    );
  });

  test(`${rule.id} on ${kind}: the cases pass, fail and are unknown`, () => {
    const never = surroundings.never?.[rule.id] ?? [];
    const wanted = WANTED.filter((verdict) => !never.includes(verdict));
    const seen = new Set<Verdict>();
    for (let seed = 1; seed <= 40 && !wanted.every((verdict) => seen.has(verdict)); seed++)
      for (const { params, known } of fc.sample(cases, { seed, numRuns: 100 })) seen.add(verdictOf(params, known));
    for (const verdict of wanted) assert.ok(seen.has(verdict), `no ${verdict}`);
  });
};

/** Holds rules to the promise, each on every kind that it judges. */
export const testPromise = (test: Suite, rules: readonly AnyRule[], surroundings: Surroundings): void => {
  for (const rule of rules) for (const { id } of kindsOf(rule.subject)) testRule(test, rule, id, surroundings);
};
