import type { S3LifecycleRule } from '../../../model/kinds/s3.ts';
import rule from '../../../rules/s3/noncurrent-retention.ts';
import { runTable } from '../harness.ts';
import { lifecycleRule, neverVersioned, suspended, versioned } from './fixtures.ts';

const by = (...changes: readonly Partial<S3LifecycleRule>[]) => ({
  versioning: versioned,
  lifecycle: { rules: changes.map(lifecycleRule) },
});
const logs = { prefix: 'logs/', tags: {} };

runTable(rule, [
  { name: 'exactly long enough', facets: by({ noncurrentDays: 30 }), verdict: 'pass', says: 'kept' },
  { name: 'one day short', facets: by({ noncurrentDays: 29 }), verdict: 'fail', says: 'short', shows: ['29', '30'] },
  { name: '1 day where 30 are required', facets: by({ noncurrentDays: 1 }), verdict: 'fail', says: 'short' },
  { name: 'another requirement', facets: by({ noncurrentDays: 30 }), params: { days: 90 }, verdict: 'fail', says: 'short', shows: ['90'] },
  { name: 'expiration after 30 days and no noncurrent rule', facets: by({ expirationDays: 30 }), verdict: 'pass', says: 'forever' },
  {
    name: 'the shortest of several counts',
    facets: by({ noncurrentDays: 90 }, { noncurrentDays: 7 }, { noncurrentDays: 30 }),
    verdict: 'fail',
    says: 'short',
    shows: ['after 7 days'],
  },
  {
    name: 'a short rule for a prefix',
    facets: by({ noncurrentDays: 90 }, { noncurrentDays: 1, filter: logs }),
    verdict: 'fail',
    says: 'partly',
    shows: ['logs/'],
  },
  {
    name: 'a short rule for large objects',
    facets: by({ noncurrentDays: 1, filter: { prefix: '', tags: {}, objectSizeGreaterThan: 1024 } }),
    verdict: 'fail',
    says: 'partly',
    shows: ['above 1024 bytes'],
  },
  {
    name: 'a short rule that no object can match',
    facets: by({ noncurrentDays: 1, filter: { prefix: '', tags: {}, objectSizeGreaterThan: 10, objectSizeLessThan: 11 } }),
    verdict: 'pass',
    says: 'forever',
  },
  { name: 'a short rule that is disabled', facets: by({ noncurrentDays: 1, status: 'Disabled' }), verdict: 'pass', says: 'forever' },
  {
    name: 'kept versions are no time',
    facets: by({ noncurrentDays: 1, newerNoncurrentVersions: 100 }),
    verdict: 'fail',
    says: 'short',
    shows: ['NewerNoncurrentVersions 100'],
  },
  { name: 'kept versions without days promise nothing', facets: by({ newerNoncurrentVersions: 100 }), verdict: 'fail', says: 'short' },
  {
    name: 'Object Lock does not lengthen the window',
    facets: { ...by({ noncurrentDays: 1 }), objectLock: { enabled: true, defaultRetention: { mode: 'COMPLIANCE', days: 365 } } },
    verdict: 'fail',
    says: 'short',
  },
  { name: 'no lifecycle', facets: { versioning: versioned }, verdict: 'pass', says: 'forever' },
  { name: 'versioning suspended', facets: { versioning: suspended }, verdict: 'fail', says: 'unversioned', shows: ['Suspended'] },
  { name: 'never versioned', facets: { versioning: neverVersioned }, verdict: 'fail', says: 'unversioned' },
  { name: 'lifecycle unread', facets: { versioning: versioned, lifecycle: 'unread' }, verdict: 'unknown' },
  { name: 'versioning unread', facets: { versioning: 'unread' }, verdict: 'unknown' },
  {
    name: 'lifecycle unread, but versioning suspended',
    facets: { versioning: suspended, lifecycle: 'unread' },
    verdict: 'fail',
    says: 'unversioned',
  },
  {
    name: 'versioning unread, but too short whatever it is',
    facets: { ...by({ noncurrentDays: 1 }), versioning: 'unread' },
    verdict: 'fail',
    says: 'short',
  },
]);
