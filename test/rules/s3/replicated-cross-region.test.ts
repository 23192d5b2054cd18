import type { S3ReplicationRule } from '../../../model/kinds/s3.ts';
import rule from '../../../rules/s3/replicated-cross-region.ts';
import { HOME, type Row, runTable } from '../harness.ts';
import { BACKUP, logsRule, neverVersioned, OTHER, replication, replicationRule, suspended, versioned } from './fixtures.ts';

const at = (region: string, access = 'listed') => ({ presence: { exists: true, access, region } });
const far = { [BACKUP]: at('us-east-2') };
const from = (...rules: readonly S3ReplicationRule[]) => ({ versioning: versioned, ...replication(...rules) });
const plain = from(replicationRule());
const owned = (account: string) => from(replicationRule({ destination: { bucket: BACKUP, account } }));
const toOther = (changes: Partial<S3ReplicationRule> = {}) =>
  replicationRule({ id: 'other', priority: 5, destination: { bucket: OTHER }, ...changes });

const scope: readonly Row[] = [
  {
    name: 'the whole bucket by an empty filter',
    facets: plain,
    joined: far,
    verdict: 'pass',
    says: 'replicated',
    shows: ['mlops-model-backup', 'us-east-2', BACKUP],
  },
  {
    name: 'the whole bucket by a rule of the first schema',
    facets: from(replicationRule({ schema: 'V1', priority: 0 })),
    joined: far,
    verdict: 'pass',
    says: 'replicated',
  },
  { name: 'a prefix only', facets: from(logsRule()), joined: far, verdict: 'fail', says: 'partial', shows: ['logs/'] },
  {
    name: 'many prefixes: they cannot be shown to cover the keys',
    facets: from(...[...'abcdefghijklmnopqrstuvwxyz'].map((prefix) => replicationRule({ id: prefix, filter: { prefix, tags: {} } }))),
    joined: far,
    verdict: 'fail',
    says: 'partial',
  },
  {
    name: 'a tag only',
    facets: from(replicationRule({ filter: { prefix: '', tags: { tier: 'gold' } } })),
    joined: far,
    verdict: 'fail',
    says: 'partial',
    shows: ['tier=gold'],
  },
  {
    name: 'the only rule is disabled',
    facets: from(replicationRule({ status: 'Disabled' })),
    joined: far,
    verdict: 'fail',
    says: 'none',
    shows: ['Disabled'],
  },
  {
    name: 'the rule for the whole is disabled, the one for a prefix is not',
    facets: from(replicationRule({ status: 'Disabled' }), logsRule()),
    joined: far,
    verdict: 'fail',
    says: 'partial',
  },
  {
    name: 'a stronger rule for a prefix to the same destination still replicates',
    facets: from(replicationRule(), logsRule()),
    joined: far,
    verdict: 'pass',
    says: 'replicated',
  },
  {
    name: 'a stronger rule for a prefix to another destination takes nothing away',
    facets: from(replicationRule(), logsRule({ destination: { bucket: OTHER } })),
    joined: far,
    verdict: 'pass',
    says: 'replicated',
  },
  { name: 'not configured', facets: { versioning: versioned }, verdict: 'fail', says: 'none', shows: ['no rules'] },
];

const source: readonly Row[] = [
  {
    name: 'source suspended',
    facets: { ...plain, versioning: suspended },
    joined: far,
    verdict: 'fail',
    says: 'unversioned',
    shows: ['Suspended'],
  },
  { name: 'source never versioned', facets: { ...plain, versioning: neverVersioned }, joined: far, verdict: 'fail', says: 'unversioned' },
  { name: 'replication unread', facets: { versioning: versioned, replication: 'unread' }, verdict: 'unknown' },
  { name: 'versioning unread', facets: { ...plain, versioning: 'unread' }, joined: far, verdict: 'unknown' },
  { name: 'versioning unread, but not replicated', facets: { versioning: 'unread' }, verdict: 'fail', says: 'none' },
  {
    name: 'replication unread, but not versioned',
    facets: { versioning: suspended, replication: 'unread' },
    verdict: 'fail',
    says: 'unversioned',
  },
  {
    name: 'Region of the source not known',
    facets: plain,
    joined: far,
    scope: { target: 'test', account: '111122223333' },
    verdict: 'unknown',
    says: 'regionUntold',
  },
];

const destination: readonly Row[] = [
  {
    name: 'destination in the same Region',
    facets: plain,
    joined: { [BACKUP]: at('us-west-2') },
    verdict: 'fail',
    says: 'sameRegion',
    shows: ['us-west-2', BACKUP],
  },
  { name: 'destination answers 404', facets: plain, joined: { [BACKUP]: {} }, verdict: 'fail', says: 'missing', shows: ['no such bucket'] },
  {
    name: 'destination answers 403 and tells another Region',
    facets: plain,
    joined: { [BACKUP]: at('us-east-2', 'denied') },
    verdict: 'pass',
    says: 'replicated',
  },
  {
    name: 'destination answers 403 and tells the same Region',
    facets: plain,
    joined: { [BACKUP]: at('us-west-2', 'denied') },
    verdict: 'fail',
    says: 'sameRegion',
  },
  {
    name: 'destination exists, Region not told',
    facets: plain,
    joined: { [BACKUP]: { presence: { exists: true, access: 'denied' } } },
    verdict: 'unknown',
    says: 'regionUntold',
  },
  { name: 'destination unread', facets: plain, joined: { [BACKUP]: { presence: 'unread' } }, verdict: 'unknown' },
  { name: 'destination not in the inventory', facets: plain, verdict: 'unknown' },
  {
    name: 'destination unread, but known to be in the same Region',
    facets: plain,
    joined: { [BACKUP]: { presence: 'unread' } },
    joinedScopes: { [BACKUP]: HOME },
    verdict: 'fail',
    says: 'sameRegion',
  },
  {
    name: 'one good destination of two is enough',
    facets: from(replicationRule(), toOther()),
    joined: { [BACKUP]: {}, [OTHER]: at('eu-west-1') },
    verdict: 'pass',
    says: 'replicated',
    shows: ['eu-west-1'],
  },
  {
    name: 'one good destination is enough where the other is unread',
    facets: from(replicationRule(), toOther()),
    joined: { [BACKUP]: { presence: 'unread' }, [OTHER]: at('eu-west-1') },
    verdict: 'pass',
    says: 'replicated',
  },
  {
    name: 'one bad destination, one unread',
    facets: from(replicationRule(), toOther()),
    joined: { [BACKUP]: {}, [OTHER]: { presence: 'unread' } },
    verdict: 'unknown',
  },
  {
    name: 'two bad destinations',
    facets: from(replicationRule(), toOther()),
    joined: { [BACKUP]: {}, [OTHER]: at('us-west-2') },
    verdict: 'fail',
    says: 'missing',
  },
];

const named: readonly Row[] = [
  {
    name: 'the destination that is required, by name',
    facets: plain,
    joined: far,
    params: { destination: 'mlops-model-backup' },
    verdict: 'pass',
    says: 'replicated',
  },
  {
    name: 'the destination that is required, by a glob',
    facets: plain,
    joined: far,
    params: { destination: 'mlops-*-backup' },
    verdict: 'pass',
    says: 'replicated',
  },
  {
    name: 'the destination that is required, by ARN',
    facets: plain,
    joined: far,
    params: { destination: BACKUP },
    verdict: 'pass',
    says: 'replicated',
  },
  {
    name: 'another destination',
    facets: plain,
    joined: far,
    params: { destination: 'mlops-model' },
    verdict: 'fail',
    says: 'elsewhere',
    shows: ['mlops-model-backup'],
  },
  {
    name: 'only a part goes to the one that is required',
    facets: from(toOther(), logsRule()),
    joined: { ...far, [OTHER]: at('eu-west-1') },
    params: { destination: 'mlops-*' },
    verdict: 'fail',
    says: 'partial',
  },
  {
    name: 'an unread destination that is not required decides nothing',
    facets: from(replicationRule(), toOther()),
    joined: { ...far, [OTHER]: { presence: 'unread' } },
    params: { destination: 'mlops-*' },
    verdict: 'pass',
    says: 'replicated',
  },
];

const crossAccount = { crossAccount: true };
const accounts: readonly Row[] = [
  {
    name: 'the rule names another owner',
    facets: owned('444455556666'),
    joined: { [BACKUP]: at('us-east-2', 'denied') },
    params: crossAccount,
    verdict: 'pass',
    says: 'replicated',
  },
  {
    name: 'the rule names the same owner',
    facets: owned('111122223333'),
    joined: far,
    params: crossAccount,
    verdict: 'fail',
    says: 'sameAccount',
  },
  { name: 'the listing holds the destination', facets: plain, joined: far, params: crossAccount, verdict: 'fail', says: 'sameAccount' },
  {
    name: 'the listing of another account holds the destination',
    facets: plain,
    joined: far,
    joinedScopes: { [BACKUP]: { ...HOME, target: 'vault', account: '444455556666', region: 'us-east-2' } },
    params: crossAccount,
    verdict: 'pass',
    says: 'replicated',
  },
  {
    name: 'nothing tells the owner',
    facets: plain,
    joined: { [BACKUP]: at('us-east-2', 'granted') },
    params: crossAccount,
    verdict: 'unknown',
    says: 'accountUntold',
  },
  {
    name: 'nothing tells the own account',
    facets: owned('444455556666'),
    joined: { [BACKUP]: at('us-east-2', 'denied') },
    scope: { target: 'test', region: 'us-west-2' },
    params: crossAccount,
    verdict: 'unknown',
    says: 'accountUntold',
  },
  {
    name: 'same Region decides, whoever the owner',
    facets: plain,
    joined: { [BACKUP]: at('us-west-2', 'granted') },
    params: crossAccount,
    verdict: 'fail',
    says: 'sameRegion',
  },
  {
    name: 'same owner decides, although unread',
    facets: owned('111122223333'),
    joined: { [BACKUP]: { presence: 'unread' } },
    params: crossAccount,
    verdict: 'fail',
    says: 'sameAccount',
  },
  { name: 'another account is not required', facets: owned('111122223333'), joined: far, verdict: 'pass', says: 'replicated' },
  {
    name: 'another account is no offence',
    facets: owned('444455556666'),
    joined: { [BACKUP]: at('us-east-2', 'denied') },
    verdict: 'pass',
    says: 'replicated',
  },
];

runTable(rule, [...scope, ...source, ...destination, ...named, ...accounts]);
