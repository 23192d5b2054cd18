import { recoverable, unrecoverable } from '../../../model/dynamodb/examples.ts';
import rule from '../../../rules/dynamodb/pitr-enabled.ts';
import { runTable } from '../harness.ts';

runTable(rule, [
  { name: 'enabled', facets: recoverable('2025-12-27T12:00:00Z'), verdict: 'pass', says: 'enabled', shows: ['ENABLED'] },
  { name: 'enabled a moment ago', facets: { continuousBackups: { pointInTimeRecovery: 'ENABLED' } }, verdict: 'pass', says: 'enabled' },
  { name: 'disabled', facets: unrecoverable, verdict: 'fail', says: 'disabled', shows: ['DISABLED'] },
  { name: 'unread', facets: { continuousBackups: 'unread' }, verdict: 'unknown' },
]);
