import rule from '../../../rules/s3/versioning-enabled.ts';
import { runTable } from '../harness.ts';
import { neverVersioned, suspended, versioned } from './fixtures.ts';

runTable(rule, [
  { name: 'enabled', facets: { versioning: versioned }, verdict: 'pass', says: 'enabled' },
  {
    name: 'suspended, although old versions survive',
    facets: { versioning: suspended },
    verdict: 'fail',
    says: 'suspended',
    shows: ['Suspended'],
  },
  { name: 'never enabled', facets: { versioning: neverVersioned }, verdict: 'fail', says: 'never' },
  { name: 'unread', facets: { versioning: 'unread' }, verdict: 'unknown' },
]);
