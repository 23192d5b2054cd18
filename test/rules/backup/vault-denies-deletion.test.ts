import { BUCKET, covered, planRule, TABLE, VAULT, vault } from '../../../model/backup/examples.ts';
import rule from '../../../rules/backup/vault-denies-deletion.ts';
import { type Row, runTable } from '../harness.ts';
import { coverageRows } from './coverage.ts';

const ADMIN = 'arn:aws:iam::111122223333:role/backup-admin';
const SECOND = 'arn:aws:backup:us-west-2:111122223333:backup-vault:Second';
const POINTS = 'arn:aws:backup:us-west-2:111122223333:recovery-point:*';
const ON_POINTS = ['backup:DeleteRecoveryPoint', 'backup:UpdateRecoveryPointLifecycle'];
const ON_VAULTS = ['backup:PutBackupVaultAccessPolicy', 'backup:DeleteBackupVaultAccessPolicy'];
const ACTIONS = [...ON_POINTS, ...ON_VAULTS];

const deny = (changes: object = {}) => ({ Effect: 'Deny', Principal: '*', Action: ACTIONS, Resource: '*', ...changes });
const except = (operator: string, key: string, ...values: readonly string[]) => deny({ Condition: { [operator]: { [key]: values } } });

const document = (...statements: readonly object[]): string => JSON.stringify({ Version: '2012-10-17', Statement: statements });

const policed = (accessPolicy: unknown, description: unknown = vault()) =>
  covered(undefined, { 'backup/vault': { [VAULT]: { description, accessPolicy } } });

const policy = (...statements: readonly object[]) => policed({ document: document(...statements) });

const twoVaults = (first: unknown, second: unknown) =>
  covered([planRule(), planRule({ id: 'rule-2', name: 'weekly', vault: 'Second' })], {
    'backup/vault': {
      [VAULT]: { description: vault(), accessPolicy: first },
      [SECOND]: { description: vault(), accessPolicy: second },
    },
  });

const bucket = (around: Row['around']) => ({ kind: 's3/bucket', facets: {}, around: around ?? {} });

runTable(rule, [
  ...coverageRows,
  {
    name: 'denied to everybody',
    facets: {},
    around: policy(deny()),
    verdict: 'pass',
    says: 'denied',
    shows: [
      'The access policy of vault Default, to which rule daily of plan plan-1 writes, denies backup:DeleteRecoveryPoint, ',
      'backup:DeleteBackupVaultAccessPolicy: denied by statement 1',
    ],
  },
  { name: 'everything denied', facets: {}, around: policy(deny({ Action: 'backup:*' })), verdict: 'pass', says: 'denied' },
  {
    name: 'denied by two statements',
    facets: {},
    around: policy(deny({ Action: ON_POINTS }), deny({ Action: ON_VAULTS })),
    verdict: 'pass',
    says: 'denied',
    shows: ['denied by statement 2'],
  },
  {
    name: 'the deletion alone: the policy can be taken away',
    facets: {},
    around: policy(deny({ Action: ON_POINTS })),
    verdict: 'fail',
    says: 'open',
    shows: ['does not deny backup:PutBackupVaultAccessPolicy'],
  },
  {
    name: 'the deletion alone, where that is all that is asked for',
    facets: {},
    around: policy(deny({ Action: ON_POINTS })),
    params: { actions: ON_POINTS },
    verdict: 'pass',
    says: 'denied',
  },
  {
    name: 'the lifecycle can be shortened',
    facets: {},
    around: policy(deny({ Action: [ON_POINTS[0], ...ON_VAULTS] })),
    verdict: 'fail',
    says: 'open',
    shows: ['does not deny backup:UpdateRecoveryPointLifecycle'],
  },
  {
    name: 'the lock can be removed, where that has to be denied',
    facets: {},
    around: policy(deny()),
    params: { actions: [...ACTIONS, 'backup:DeleteBackupVaultLockConfiguration'] },
    verdict: 'fail',
    says: 'open',
    shows: ['does not deny backup:DeleteBackupVaultLockConfiguration'],
  },
  {
    name: 'all but what is named',
    facets: {},
    around: policy(deny({ Action: undefined, NotAction: 'backup:StartRestoreJob' })),
    verdict: 'pass',
    says: 'denied',
  },
  { name: 'an Allow denies nothing', facets: {}, around: policy(deny({ Effect: 'Allow' })), verdict: 'fail', says: 'open' },
  { name: 'no access policy', facets: {}, around: policed(undefined), verdict: 'fail', says: 'open', shows: ['not denied'] },
  {
    name: 'to one user only',
    facets: {},
    around: policy(deny({ Principal: { AWS: 'arn:aws:iam::111122223333:user/anna' } })),
    verdict: 'fail',
    says: 'limited',
    shows: ['statement 1 only to arn:aws:iam::111122223333:user/anna'],
  },
  {
    name: 'under a condition',
    facets: {},
    around: policy(deny({ Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } })),
    verdict: 'fail',
    says: 'limited',
    shows: ['BoolIfExists aws:MultiFactorAuthPresent: false'],
  },
  {
    name: 'but for an expected role',
    facets: {},
    around: policy(except('ArnNotEquals', 'aws:PrincipalArn', ADMIN)),
    params: { exceptions: ['arn:aws:iam::111122223333:role/backup-*'] },
    verdict: 'pass',
    says: 'reserved',
    shows: [`to everybody but ${ADMIN}`],
  },
  {
    name: 'but for a role that nobody expects',
    facets: {},
    around: policy(except('ArnNotEquals', 'aws:PrincipalArn', ADMIN)),
    verdict: 'fail',
    says: 'excepted',
    shows: [`but not to ${ADMIN}`],
  },
  {
    name: 'but for the ids of a role, as AWS shows it',
    facets: {},
    around: policy(except('StringNotEquals', 'aws:userId', 'AIDAEXAMPLE', '111122223333')),
    params: { exceptions: ['aws:userid=AIDAEXAMPLE', 'aws:userid=111122223333'] },
    verdict: 'pass',
    says: 'reserved',
  },
  {
    name: 'but for everybody: it denies nothing',
    facets: {},
    around: policy(except('StringNotLike', 'aws:PrincipalArn', '*')),
    params: { exceptions: ['*'] },
    verdict: 'fail',
    says: 'open',
  },
  {
    name: 'on the vault only: recovery points have ARNs of their own',
    facets: {},
    around: policy(deny({ Resource: VAULT })),
    verdict: 'fail',
    says: 'open',
    shows: ['does not deny backup:DeleteRecoveryPoint'],
  },
  {
    name: 'on all recovery points of AWS Backup: a table may have others',
    facets: {},
    around: policy(deny({ Resource: [VAULT, POINTS] })),
    verdict: 'fail',
    says: 'open',
  },
  {
    name: 'on both kinds of recovery points of a table',
    facets: {},
    around: policy(deny({ Resource: [VAULT, POINTS, `${TABLE}/backup/*`] })),
    verdict: 'pass',
    says: 'denied',
  },
  {
    name: 'on all recovery points of AWS Backup: a bucket has no others',
    ...bucket(policy(deny({ Resource: [VAULT, POINTS] }))),
    verdict: 'pass',
    says: 'denied',
  },
  { name: 'on the bucket itself', ...bucket(policy(deny({ Resource: [VAULT, BUCKET] }))), verdict: 'fail', says: 'open' },
  {
    name: 'on recovery points of another Region',
    ...bucket(policy(deny({ Resource: [VAULT, POINTS.replace('us-west-2', 'us-east-2')] }))),
    verdict: 'fail',
    says: 'open',
  },
  { name: 'not understood', facets: {}, around: policed({ document: '{"Statement":' }), verdict: 'unknown', says: 'untold' },
  {
    name: 'a member that nobody knows',
    facets: {},
    around: policy(deny({ Conditions: {} })),
    verdict: 'unknown',
    says: 'untold',
    shows: ['Conditions'],
  },
  { name: 'the access policy is unread', facets: {}, around: policed('unread'), verdict: 'unknown' },
  { name: 'all of the vault is unread', facets: {}, around: policed('unread', 'unread'), verdict: 'unknown' },
  {
    name: 'the list of vaults is unread, but the access policy denies',
    facets: {},
    around: policed({ document: document(deny()) }, 'unread'),
    verdict: 'pass',
    says: 'denied',
  },
  {
    name: 'no such vault, and so no access policy to read',
    facets: {},
    around: policed('unread', { exists: false, type: 'UNTOLD', locked: false }),
    verdict: 'fail',
    says: 'missing',
    shows: ['There is no vault Default, to which rule daily of plan plan-1 would write.'],
  },
  {
    name: 'one vault of two denies',
    facets: {},
    around: twoVaults(undefined, { document: document(deny()) }),
    verdict: 'pass',
    says: 'denied',
    shows: ['vault Second, to which rule weekly'],
  },
  { name: 'one does not, the other is unread', facets: {}, around: twoVaults(undefined, 'unread'), verdict: 'unknown' },
  {
    name: 'one does not, the other is not understood',
    facets: {},
    around: twoVaults(undefined, { document: '[]' }),
    verdict: 'unknown',
    says: 'untold',
  },
]);
