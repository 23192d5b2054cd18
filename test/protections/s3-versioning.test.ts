import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { lifecycleRule, suspended, versioned } from '../../model/s3/examples.ts';
import versioning from '../../protections/s3-versioning.ts';
import { type Facts, MODELS, protectionsOf } from './facts.ts';

const test = suite('protections/s3-versioning');

const DAY = 86_400_000;
const FOREVER = Number.POSITIVE_INFINITY;

test('a versioned bucket loses nothing, keeps versions for ever and locks nothing', () => {
  assert.equal(protectionsOf(versioning, { versioning: versioned }), [
    {
      mechanism: 's3-versioning',
      asset: MODELS,
      location: { id: MODELS, region: 'us-west-2' },
      rpo: { design: 0, observed: 0 },
      retention: { design: FOREVER, observed: undefined },
      immutability: 'none',
      health: 'healthy',
      evidence: [{ facet: 'versioning', observed: 'Enabled' }],
    },
  ]);
});

for (const [name, facts, count] of [
  ['suspended', { versioning: suspended }, 0],
  ['never enabled', { versioning: { status: 'NeverEnabled', mfaDelete: 'NeverSet' } }, 0],
  ['not read', { versioning: 'unread' }, undefined],
  ['enabled, all else not read', { versioning: versioned, lifecycle: 'unread', objectLock: 'unread' }, 1],
] as const) {
  test(`versioning ${name}: ${count ?? 'cannot tell'}`, () => assert.is(protectionsOf(versioning, facts)?.length, count));
}

const rules = (...all: readonly Parameters<typeof lifecycleRule>[0][]) => ({ rules: all.map(lifecycleRule) });
const LOGS = { prefix: 'logs/', tags: {} };

for (const [name, lifecycle, days] of [
  ['expiration only', rules({ expirationDays: 7 }), FOREVER],
  ['noncurrent versions for 30 days', rules({ noncurrentDays: 30 }), 30],
  ['a part of the bucket for a day', rules({ noncurrentDays: 30 }, { noncurrentDays: 1, filter: LOGS }), 1],
  ['a rule that is disabled', rules({ noncurrentDays: 1, status: 'Disabled' }), FOREVER],
] as const) {
  test(`retention of ${name}`, () => {
    const [protection] = protectionsOf(versioning, { versioning: versioned, lifecycle }) ?? [];
    assert.is(protection?.retention.design, days * DAY);
  });
}

test('retention that was not read is not known', () => {
  assert.is(protectionsOf(versioning, { versioning: versioned, lifecycle: 'unread' })?.[0]?.retention.design, undefined);
});

for (const [name, objectLock, immutability] of [
  ['not enabled', undefined, 'none'],
  ['without a default', { enabled: true }, 'none'],
  ['in governance mode', { enabled: true, defaultRetention: { mode: 'GOVERNANCE', days: 1 } }, 'governance'],
  ['in compliance mode', { enabled: true, defaultRetention: { mode: 'COMPLIANCE', days: 1 } }, 'compliance'],
  ['not read', 'unread', 'unknown'],
] as const) {
  test(`Object Lock ${name}: ${immutability}`, () => {
    const facts: Facts = { versioning: versioned, objectLock };
    assert.is(protectionsOf(versioning, facts)?.[0]?.immutability, immutability);
  });
}

test.run();
