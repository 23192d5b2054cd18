import rule from '../../../rules/s3/mfa-delete-enabled.ts';
import { runTable } from '../harness.ts';

runTable(rule, [
  { name: 'enabled', facets: { versioning: { status: 'Enabled', mfaDelete: 'Enabled' } }, verdict: 'pass', says: 'enabled' },
  {
    name: 'disabled again',
    facets: { versioning: { status: 'Enabled', mfaDelete: 'Disabled' } },
    verdict: 'fail',
    says: 'off',
    shows: ['Disabled'],
  },
  {
    name: 'never set',
    facets: { versioning: { status: 'Enabled', mfaDelete: 'NeverSet' } },
    verdict: 'fail',
    says: 'off',
    shows: ['NeverSet'],
  },
  {
    name: 'neither versioned nor set',
    facets: { versioning: { status: 'NeverEnabled', mfaDelete: 'NeverSet' } },
    verdict: 'fail',
    says: 'off',
  },
  {
    name: 'enabled, but versioning suspended',
    facets: { versioning: { status: 'Suspended', mfaDelete: 'Enabled' } },
    verdict: 'fail',
    says: 'unversioned',
    shows: ['Suspended'],
  },
  { name: 'unread', facets: { versioning: 'unread' }, verdict: 'unknown' },
]);
