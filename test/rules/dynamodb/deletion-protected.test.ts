import { described } from '../../../model/dynamodb/examples.ts';
import rule from '../../../rules/dynamodb/deletion-protected.ts';
import { runTable } from '../harness.ts';

runTable(rule, [
  { name: 'enabled', facets: described({ deletionProtection: true }), verdict: 'pass', says: 'protected' },
  { name: 'disabled', facets: described(), verdict: 'fail', says: 'unprotected', shows: ['deletion protection disabled'] },
  { name: 'unread', facets: { description: 'unread' }, verdict: 'unknown' },
]);
