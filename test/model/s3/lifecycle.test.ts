import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { lifecycleRule } from '../../../model/s3/examples.ts';
import { currentLife, describeSpan, isPart, recoveryWindow, versionedLife } from '../../../model/s3/lifecycle.ts';
import { lifecycleRules, matches, objects, type StoredObject } from './arbitraries.ts';

const test = suite('model/s3/lifecycle');

const NOW = new Date('2026-01-31T12:00:00Z');
const sets = fc.array(lifecycleRules, { maxLength: 5 });

const MEASURES = [
  { name: 'the recovery window', daysOf: (rules: ReturnType<typeof lifecycleRule>[]) => recoveryWindow({ rules }).days },
  { name: 'the life as current', daysOf: (rules: ReturnType<typeof lifecycleRule>[]) => currentLife({ rules }, NOW).days },
  { name: 'the life on a versioned bucket', daysOf: (rules: ReturnType<typeof lifecycleRule>[]) => versionedLife({ rules }, NOW).days },
];

for (const { name, daysOf } of MEASURES) {
  test(`${name}: unlimited without rules`, () => assert.is(daysOf([]), Number.POSITIVE_INFINITY));

  test(`${name}: another rule never lengthens it`, () => {
    fc.assert(fc.property(sets, lifecycleRules, (rules, rule) => daysOf([...rules, rule]) <= daysOf(rules)));
  });

  test(`${name}: a disabled rule changes nothing`, () => {
    fc.assert(fc.property(sets, lifecycleRules, (rules, rule) => daysOf([...rules, { ...rule, status: 'Disabled' }]) === daysOf(rules)));
  });

  test(`${name}: the order of the rules does not matter`, () => {
    fc.assert(fc.property(sets, (rules) => daysOf(rules.toReversed()) === daysOf(rules)));
  });
}

test('versioning never shortens a life', () => {
  fc.assert(fc.property(sets, (rules) => versionedLife({ rules }, NOW).days >= currentLife({ rules }, NOW).days));
});

/** The life of one object on a versioned bucket, rule by rule. */
const lifeOf = (rules: readonly ReturnType<typeof lifecycleRule>[], object: StoredObject): number => {
  const hitting = rules.filter(({ status, filter }) => status === 'Enabled' && matches(filter, object));
  const expiration = Math.min(...hitting.map(({ expirationDays }) => expirationDays ?? Number.POSITIVE_INFINITY));
  const noncurrent = Math.min(
    ...hitting.map(
      ({ noncurrentDays, newerNoncurrentVersions }) => noncurrentDays ?? (newerNoncurrentVersions ? 0 : Number.POSITIVE_INFINITY),
    ),
  );
  return expiration + noncurrent;
};

test('no object lives shorter on a versioned bucket than it says', () => {
  fc.assert(fc.property(sets, objects, (rules, object) => lifeOf(rules, object) >= versionedLife({ rules }, NOW).days));
});

const DATES: readonly (readonly [string, number])[] = [
  ['2020-01-01T00:00:00Z', 0],
  ['2026-01-31T12:00:00Z', 0],
  ['2026-02-01T11:59:59Z', 0],
  ['2026-02-01T12:00:00Z', 1],
  ['2027-01-31T12:00:00Z', 365],
];

for (const [expirationDate, days] of DATES) {
  test(`a rule with the date ${expirationDate} leaves ${days} days`, () =>
    assert.is(currentLife({ rules: [lifecycleRule({ expirationDate })] }, NOW).days, days));
}

test('a date that is none cannot be told, whatever the other rules say', () => {
  const rules = [lifecycleRule({ expirationDays: 1 }), lifecycleRule({ expirationDate: 'soon' })];
  assert.ok(Number.isNaN(currentLife({ rules }, NOW).days));
  assert.ok(Number.isNaN(currentLife({ rules: rules.toReversed() }, NOW).days));
});

test('a span names the rules that end it', () => {
  const rules = [
    lifecycleRule({ expirationDays: 7 }),
    lifecycleRule({ id: 'old', noncurrentDays: 1, filter: { prefix: 'tmp/', tags: {} } }),
  ];
  const span = versionedLife({ rules }, NOW);
  assert.is(describeSpan(span), 'rule "sweep" (the whole bucket): Expiration.Days 7; rule "old" (prefix "tmp/"): NoncurrentDays 1');
  assert.ok(isPart(span));
  assert.not(isPart(currentLife({ rules }, NOW)));
  assert.is(describeSpan(recoveryWindow({ rules: [] })), 'no rule that removes them');
});

test.run();
