import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { TABLE } from '../../model/backup/examples.ts';
import pitr from '../../protections/dynamodb-pitr.ts';
import { DAY, healthIn, MINUTE, protectionIn, type World } from './backups.ts';

const test = suite('protections/dynamodb-pitr');

const ENABLED = {
  pointInTimeRecovery: 'ENABLED',
  recoveryPeriodInDays: 35,
  earliestRestorable: '2025-12-27T12:00:00Z',
  latestRestorable: '2026-01-31T11:55:00Z',
};

const table = (changes: object | 'unread' = {}): World => ({
  asset: TABLE,
  facets: { continuousBackups: changes === 'unread' ? changes : { ...ENABLED, ...changes } },
});

const without = (name: keyof typeof ENABLED): World => {
  const { [name]: _, ...rest } = ENABLED;
  return { asset: TABLE, facets: { continuousBackups: rest } };
};

test('a table that can be recovered to any moment of five weeks', () => {
  assert.equal(protectionIn(pitr, table()), {
    mechanism: 'dynamodb-pitr',
    asset: TABLE,
    location: { id: TABLE, region: 'us-west-2' },
    rpo: { design: 5 * MINUTE, observed: 5 * MINUTE },
    retention: { design: 35 * DAY, observed: 35 * DAY },
    immutability: 'none',
    health: 'healthy',
    evidence: [{ facet: 'continuousBackups', observed: 'ENABLED, from 2025-12-27T12:00:00Z to 2026-01-31T11:55:00Z' }],
  });
});

for (const [name, world, expected] of [
  ['disabled', table({ pointInTimeRecovery: 'DISABLED' }), 'none'],
  ['not read', table('unread'), 'doubt'],
  ['without a beginning', without('earliestRestorable'), 'unknown'],
  ['without an end', without('latestRestorable'), 'unknown'],
  ['with a date that is none', table({ latestRestorable: 'soon' }), 'unknown'],
] as const) {
  test(`${name}: ${expected}`, () => assert.is(healthIn(pitr, world), expected));
}

test('switched on five minutes ago it goes back five minutes', () => {
  const now = protectionIn(pitr, table({ earliestRestorable: '2026-01-31T11:55:00Z' }));
  assert.equal(now.retention, { design: 35 * DAY, observed: 5 * MINUTE });
});

test('a shorter period, and the one that is meant where none is told', () => {
  assert.is(protectionIn(pitr, table({ recoveryPeriodInDays: 7 })).retention.design, 7 * DAY);
  assert.is(protectionIn(pitr, without('recoveryPeriodInDays')).retention.design, 35 * DAY);
});

test('falls behind', () => {
  assert.is(protectionIn(pitr, table({ latestRestorable: '2026-01-30T12:00:00Z' })).rpo.observed, DAY);
});

test.run();
