import { judgeDenial } from '../../model/iam/judge.ts';
import { s3Bucket } from '../../model/kinds/s3.ts';
import { choices, nameGlobs, params } from '../../model/params.ts';
import { defineRule } from '../../model/rule.ts';

const ON_OBJECTS = ['s3:DeleteObjectVersion', 's3:DeleteObject', 's3:BypassGovernanceRetention'] as const;
const ON_BUCKETS = ['s3:PutLifecycleConfiguration', 's3:PutBucketVersioning', 's3:PutBucketPolicy', 's3:DeleteBucketPolicy'] as const;

type Action = (typeof ON_OBJECTS | typeof ON_BUCKETS)[number];

// Every object: its key has at least one character.
const resourceOf = (bucket: string, action: Action): string => (ON_OBJECTS.some((name) => name === action) ? `${bucket}/?*` : bucket);

const ADMIN = 'arn:aws:iam::111122223333:role/backup-admin';

const policy = (changes: object = {}) => ({
  policy: {
    document: JSON.stringify({
      Version: '2012-10-17',
      Statement: {
        Sid: 'DenyDeletion',
        Effect: 'Deny',
        Principal: '*',
        Action: ['s3:DeleteObjectVersion', 's3:PutLifecycleConfiguration'],
        Resource: ['arn:aws:s3:::mlops-models', 'arn:aws:s3:::mlops-models/*'],
        ...changes,
      },
    }),
  },
});

const exceptAdmin = { Condition: { ArnNotEquals: { 'aws:PrincipalArn': ADMIN } } };

export default defineRule({
  id: 's3/denies-deletion',
  title: 'The bucket policy denies the deletion of versions',
  rationale:
    'Versioning keeps what was overwritten or deleted, but whoever may delete versions, or write a lifecycle rule that does it for them, can still destroy all of it, and stolen credentials of an administrator may. A Deny in the bucket policy outdoes what any user or role is allowed. It has to hold for everybody, always and on every object: one that is limited to some principals, to a prefix or to a condition leaves a way open, and fails. Exceptions count only where the policy here names them. s3:DeleteObject is not among the defaults: on a versioned bucket it hides data and destroys none, and without versioning no Deny helps against overwriting. Whoever may change the bucket policy can take the Deny away first, so it is no substitute for Object Lock; the root user of the account always can. Policies of organizations, users and roles are not read here.',
  remediation:
    'Where the bucket has no policy: `aws s3api put-bucket-policy --bucket {name} --policy \'{"Version":"2012-10-17","Statement":[{"Sid":"DenyDeletion","Effect":"Deny","Principal":"*","Action":["s3:DeleteObjectVersion","s3:PutLifecycleConfiguration"],"Resource":["{id}","{id}/*"]}]}\'`. Otherwise add that statement to what `aws s3api get-bucket-policy --bucket {name} --query Policy --output text` prints. To leave a role out, add `"Condition":{"ArnNotEquals":{"aws:PrincipalArn":"ROLE-ARN"}}` and name it in the param exceptions.',
  references: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeletingObjectVersions.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html',
  ],
  severity: 'medium',
  subject: s3Bucket,
  reads: ['policy'],
  params: params({
    actions: choices([...ON_OBJECTS, ...ON_BUCKETS], {
      default: ['s3:DeleteObjectVersion', 's3:PutLifecycleConfiguration'],
      description: 'What has to be denied.',
    }),
    exceptions: nameGlobs({
      description:
        'Whom the Deny may leave out: ARNs as the bucket policy has them, or aws:userid=…, aws:PrincipalTag/team=… and the like. * stands for any characters, ? for one.',
    }),
  }),
  messages: {
    denied: 'The bucket policy denies {actions} to everybody.',
    reserved: 'The bucket policy denies {actions} to everybody but {exceptions}.',
    open: 'The bucket policy does not deny {action}.',
    limited: 'The bucket policy denies {action} in part only: {limits}.',
    excepted: 'The bucket policy denies {action}, but not to {exceptions}.',
    untold: 'The bucket policy cannot be understood. {problem}.',
  },
  examples: [
    { name: 'Denied to everybody', facets: policy(), verdict: 'pass' },
    { name: 'All but an expected role', facets: policy(exceptAdmin), params: { exceptions: [ADMIN] }, verdict: 'pass' },
    { name: 'All but a role that nobody expects', facets: policy(exceptAdmin), verdict: 'fail' },
    { name: 'Under one prefix', facets: policy({ Resource: 'arn:aws:s3:::mlops-models/prod/*' }), verdict: 'fail' },
    {
      name: 'Without a second factor',
      facets: policy({ Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } }),
      verdict: 'fail',
    },
    { name: 'No policy', facets: {}, verdict: 'fail' },
  ],
  check: ({ id, facets }, { params: { actions, exceptions } }) => {
    const attempts = actions.map((action) => ({ action, resource: resourceOf(id, action) }));
    return judgeDenial(facets.policy.document, attempts, exceptions, { facet: 'policy' });
  },
});
