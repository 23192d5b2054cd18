import rule from '../../../rules/s3/denies-deletion.ts';
import { type Row, runTable } from '../harness.ts';

const BUCKET = 'arn:aws:s3:::mlops-models';
const ADMIN = 'arn:aws:iam::111122223333:role/backup-admin';
const ANNA = 'arn:aws:iam::111122223333:user/anna';
const ACTIONS = ['s3:DeleteObjectVersion', 's3:PutLifecycleConfiguration'];

const deny = (changes: object = {}) => ({
  Effect: 'Deny',
  Principal: '*',
  Action: ACTIONS,
  Resource: [BUCKET, `${BUCKET}/*`],
  ...changes,
});

const policy = (...statements: readonly object[]) => ({
  policy: { document: JSON.stringify({ Version: '2012-10-17', Statement: statements }) },
});

const exceptFor = (...arns: readonly string[]) => deny({ Condition: { ArnNotEquals: { 'aws:PrincipalArn': arns } } });
const insecure = deny({ Sid: 'DenyInsecure', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } });

const every = ['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:BypassGovernanceRetention'].concat([
  's3:PutLifecycleConfiguration',
  's3:PutBucketVersioning',
  's3:PutBucketPolicy',
  's3:DeleteBucketPolicy',
]);

/** Each action is asked about where it is done: to objects or to the bucket. */
const alone = every.flatMap((action): readonly Row[] => {
  const [right, wrong] = action.includes('Object') || action.includes('Bypass') ? [`${BUCKET}/*`, BUCKET] : [BUCKET, `${BUCKET}/*`];
  const row = (Resource: string) => ({ params: { actions: [action] }, facets: policy(deny({ Action: action, Resource })) });
  return [
    { name: `${action} where it is done`, ...row(right), verdict: 'pass', says: 'denied', shows: [action] },
    { name: `${action} where it is not done`, ...row(wrong), verdict: 'fail', says: 'open', shows: [action] },
  ];
});

runTable(rule, [
  { name: 'denied to everybody', facets: policy(deny()), verdict: 'pass', says: 'denied', shows: [...ACTIONS, 'denied by statement 1'] },
  { name: 'everything denied', facets: policy(deny({ Action: '*', Resource: '*' })), verdict: 'pass', says: 'denied' },
  {
    name: 'denied by two statements',
    facets: policy(deny({ Action: ACTIONS[0], Resource: `${BUCKET}/*` }), deny({ Action: ACTIONS[1], Resource: BUCKET })),
    verdict: 'pass',
    says: 'denied',
    shows: ['denied by statement 1', 'denied by statement 2'],
  },
  {
    name: 'one of two actions',
    facets: policy(deny({ Action: ACTIONS[0] })),
    verdict: 'fail',
    says: 'open',
    shows: ['s3:PutLifecycleConfiguration: not denied', 's3:DeleteObjectVersion: denied by statement 1'],
  },
  { name: 'the objects alone', facets: policy(deny({ Resource: `${BUCKET}/*` })), verdict: 'fail', says: 'open' },
  { name: 'the bucket alone', facets: policy(deny({ Resource: BUCKET })), verdict: 'fail', says: 'open' },
  {
    name: 'the name of another bucket',
    facets: policy(deny({ Resource: [`${BUCKET}-2`, `${BUCKET}-2/*`] })),
    verdict: 'fail',
    says: 'open',
  },
  { name: 'deletion without versions', facets: policy(deny({ Action: 's3:DeleteObject' })), verdict: 'fail', says: 'open' },
  { name: 'an Allow', facets: policy(deny({ Effect: 'Allow' })), verdict: 'fail', says: 'open' },
  { name: 'a condition beside a Deny for all', facets: policy(insecure, deny()), verdict: 'pass', says: 'denied' },
  {
    name: 'a condition',
    facets: policy(insecure),
    verdict: 'fail',
    says: 'limited',
    shows: ['statement "DenyInsecure" only if Bool aws:SecureTransport: false'],
  },
  {
    name: 'a prefix',
    facets: policy(deny({ Resource: [BUCKET, `${BUCKET}/prod/*`] })),
    verdict: 'fail',
    says: 'limited',
    shows: [`only on ${BUCKET}/prod/*`],
  },
  { name: 'a principal', facets: policy(deny({ Principal: { AWS: ANNA } })), verdict: 'fail', says: 'limited', shows: [`only to ${ANNA}`] },
  { name: 'an exception', facets: policy(exceptFor(ADMIN)), verdict: 'fail', says: 'excepted', shows: [ADMIN] },
  {
    name: 'an expected exception',
    facets: policy(exceptFor(ADMIN)),
    params: { exceptions: ['arn:aws:iam::*:role/backup-*'] },
    verdict: 'pass',
    says: 'reserved',
    shows: [ADMIN],
  },
  {
    name: 'an expected exception and another one',
    facets: policy(exceptFor(ADMIN, ANNA)),
    params: { exceptions: [ADMIN] },
    verdict: 'fail',
    says: 'excepted',
    shows: [`but not to ${ANNA}`],
  },
  {
    name: 'an exception wider than expected',
    facets: policy(exceptFor('arn:aws:iam::111122223333:role/*')),
    params: { exceptions: ['arn:aws:iam::111122223333:role/backup-*'] },
    verdict: 'fail',
    says: 'excepted',
  },
  { name: 'an exception for everybody', facets: policy(exceptFor('*')), params: { exceptions: ['*'] }, verdict: 'fail', says: 'open' },
  {
    name: 'an exception that a second statement takes back',
    facets: policy(exceptFor(ADMIN), deny()),
    verdict: 'pass',
    says: 'denied',
  },
  { name: 'expected, but not used', facets: policy(deny()), params: { exceptions: [ADMIN] }, verdict: 'pass', says: 'denied' },
  ...alone,
  { name: 'no policy', facets: {}, verdict: 'fail', says: 'open' },
  { name: 'no statement', facets: policy(), verdict: 'fail', says: 'open' },
  { name: 'no JSON', facets: { policy: { document: '{' } }, verdict: 'unknown', says: 'untold', shows: ['not valid JSON'] },
  {
    name: 'a statement that is not understood beside a Deny for all',
    facets: policy(deny(), deny({ Effect: 'Maybe' })),
    verdict: 'unknown',
    says: 'untold',
    shows: ['Statement 2: Effect'],
  },
  { name: 'unread', facets: { policy: 'unread' }, verdict: 'unknown' },
]);
