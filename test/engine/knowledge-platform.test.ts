import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { judge } from '../../engine/judge.ts';
import { createLookup } from '../../engine/lookup.ts';
import { unread } from '../../model/reading.ts';
import type { Resource } from '../../model/resource.ts';
import { type AnyRule, kindsOf } from '../../model/rule.ts';
import type { Verdict } from '../../model/verdict.ts';
import { catalogue } from '../rules/catalogue.ts';
import { LOST, paramsFor } from './buckets.ts';
import { TAKEN_AT } from './inventories.ts';
import { LISTINGS, platforms, targetOf } from './platform.ts';

// The promise of the whole program, held against the rules about what stands behind an asset: less knowledge leaves a
// verdict as it is or makes it unknown.

const test = suite('engine/knowledge: AWS Backup and DynamoDB');

const AREAS = /^(backup|dynamodb)\//;
const rules = (await catalogue()).map(({ rule }) => rule).filter(({ id }) => AREAS.test(id));

/** What is known of a platform. */
interface Known {
  readonly all: readonly Resource[];
  /** Kinds of which nobody knows whether all are here. */
  readonly unlisted: readonly string[];
}

interface Loss {
  readonly what: string;
  readonly after: Known;
}

const verdictOf = (rule: AnyRule, kind: string, params: unknown, { all, unlisted }: Known): Verdict => {
  const subject = all.find((one) => one.kind === kind) as Resource;
  return judge(rule, params, subject, createLookup({ targets: [targetOf(unlisted)], resources: all }), TAKEN_AT).verdict;
};

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

const listingLosses = ({ all }: Known): readonly Loss[] =>
  LISTINGS.map((kind) => ({ what: `the list of ${kind}`, after: { all, unlisted: [kind] } }));

const lossesOf = (rule: AnyRule, known: Known): readonly Loss[] => [
  ...facetLosses(rule, known),
  ...resourceLosses(known),
  ...listingLosses(known),
];

const WANTED: readonly Verdict[] = ['pass', 'fail', 'unknown'];

test('the rules are here', () => assert.ok(rules.length >= 19, `${rules.length} rules`));

for (const rule of rules) {
  for (const { id: kind } of kindsOf(rule.subject)) {
    const cases = fc.tuple(paramsFor(rule), platforms).map(([params, all]) => ({ params, known: { all, unlisted: [] } }));

    test(`${rule.id} on ${kind}: what gets lost never turns a verdict into another one than unknown`, () => {
      fc.assert(
        fc.property(cases, ({ params, known }) => {
          const before = verdictOf(rule, kind, params, known);
          for (const { what, after } of lossesOf(rule, known)) {
            const left = verdictOf(rule, kind, params, after);
            assert.ok(left === before || left === 'unknown', `without ${what}: ${before} became ${left}`);
          }
        }),
        { numRuns: 25 },
      );
    });

    test(`${rule.id} on ${kind}: where nothing was read nothing is known`, () => {
      fc.assert(
        fc.property(cases, ({ params, known }) => {
          const blind = { all: known.all.map((one) => ({ ...one, facets: {} })), unlisted: LISTINGS };
          assert.is(verdictOf(rule, kind, params, blind), 'unknown');
        }),
        { numRuns: 10 },
      );
    });

    test(`${rule.id} on ${kind}: the cases pass, fail and are unknown`, () => {
      const seen = new Set<Verdict>();
      for (let seed = 1; seed <= 40 && !WANTED.every((verdict) => seen.has(verdict)); seed++)
        for (const { params, known } of fc.sample(cases, { seed, numRuns: 100 })) seen.add(verdictOf(rule, kind, params, known));
      for (const verdict of WANTED) assert.ok(seen.has(verdict), `no ${verdict}`);
    });
  }
}

test.run();
