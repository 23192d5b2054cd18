import rule from '../../../rules/s3/replication-destination-versioned.ts';
import { runTable } from '../harness.ts';
import { BACKUP, logsRule, neverVersioned, OTHER, replication, replicationRule, suspended, versioned } from './fixtures.ts';

const presence = { exists: true, access: 'listed', region: 'us-east-2' };
const denied = { exists: true, access: 'denied', region: 'us-east-2' };
const one = replication(replicationRule());
const two = replication(replicationRule(), logsRule({ destination: { bucket: OTHER } }));

runTable(rule, [
  {
    name: 'versioned',
    facets: one,
    joined: { [BACKUP]: { presence, versioning: versioned } },
    verdict: 'pass',
    says: 'versioned',
    shows: [BACKUP],
  },
  {
    name: 'suspended: objects fail to replicate',
    facets: one,
    joined: { [BACKUP]: { presence, versioning: suspended } },
    verdict: 'fail',
    says: 'unversioned',
    shows: ['Suspended', BACKUP],
  },
  {
    name: 'never versioned',
    facets: one,
    joined: { [BACKUP]: { presence, versioning: neverVersioned } },
    verdict: 'fail',
    says: 'unversioned',
  },
  { name: 'destination answers 404', facets: one, joined: { [BACKUP]: { versioning: 'unread' } }, verdict: 'fail', says: 'missing' },
  {
    name: 'destination answers 403: it exists, the rest is unknown',
    facets: one,
    joined: { [BACKUP]: { presence: denied, versioning: 'unread' } },
    verdict: 'unknown',
  },
  {
    name: 'presence unread, versioning suspended',
    facets: one,
    joined: { [BACKUP]: { presence: 'unread', versioning: suspended } },
    verdict: 'fail',
    says: 'unversioned',
  },
  {
    name: 'presence unread, versioning enabled',
    facets: one,
    joined: { [BACKUP]: { presence: 'unread', versioning: versioned } },
    verdict: 'unknown',
  },
  {
    name: 'nothing of the destination read',
    facets: one,
    joined: { [BACKUP]: { presence: 'unread', versioning: 'unread' } },
    verdict: 'unknown',
  },
  {
    name: 'one of two suspended',
    facets: two,
    joined: { [BACKUP]: { presence, versioning: versioned }, [OTHER]: { presence, versioning: suspended } },
    verdict: 'fail',
    says: 'unversioned',
    shows: [OTHER],
  },
  {
    name: 'one of two suspended, the other unread',
    facets: two,
    joined: { [BACKUP]: { presence, versioning: 'unread' }, [OTHER]: { presence, versioning: suspended } },
    verdict: 'fail',
    says: 'unversioned',
  },
  {
    name: 'one of two unread',
    facets: two,
    joined: { [BACKUP]: { presence, versioning: versioned }, [OTHER]: { presence: denied, versioning: 'unread' } },
    verdict: 'unknown',
  },
  {
    name: 'the destination of a disabled rule decides nothing',
    facets: replication(replicationRule(), logsRule({ status: 'Disabled', destination: { bucket: OTHER } })),
    joined: { [BACKUP]: { presence, versioning: versioned }, [OTHER]: {} },
    verdict: 'pass',
    says: 'versioned',
  },
  {
    name: 'the only rule is disabled',
    facets: replication(replicationRule({ status: 'Disabled' })),
    joined: { [BACKUP]: { presence, versioning: versioned } },
    verdict: 'fail',
    says: 'none',
  },
  { name: 'not configured', facets: {}, verdict: 'fail', says: 'none' },
  { name: 'replication unread', facets: { replication: 'unread' }, verdict: 'unknown' },
]);
