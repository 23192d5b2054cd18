import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Attempt, type Denial, denialOf, describeDenial, describeException, unexpectedExceptions } from '../../../model/iam/denial.ts';
import { parseResourcePolicy } from '../../../model/iam/policy.ts';

const test = suite('model/iam/denial');

const OBJECTS = 'arn:aws:s3:::models/?*';
const ADMIN = 'arn:aws:iam::111122223333:role/backup-admin';
const ROOT = 'arn:aws:iam::111122223333:root';

const deletion: Attempt = { action: 's3:DeleteObjectVersion', resource: OBJECTS };

const deny = (changes: object = {}) => ({ Effect: 'Deny', Principal: '*', Action: deletion.action, Resource: '*', ...changes });

const ask = (statements: readonly object[], attempt = deletion, version = '2012-10-17'): Denial => {
  const parsed = parseResourcePolicy(JSON.stringify({ Version: version, Statement: statements }));
  if (parsed.state === 'problem') throw new Error(parsed.problem);
  return denialOf(parsed.policy, attempt);
};

/** A denial in short: `denied`, `denied but A`, `limited: …`, `open`. */
const short = (denial: Denial): string => {
  if (denial.state === 'limited') return `limited: ${denial.limits.join('; ')}`;
  if (denial.state === 'open' || denial.exceptions.length === 0) return denial.state;
  return `denied but ${denial.exceptions.map(describeException).join(', ')}`;
};

type Row = readonly [name: string, changes: object, expected: string];

const table = (title: string, rows: readonly Row[], version?: string): void => {
  for (const [name, changes, expected] of rows) {
    test(`${title}: ${name}`, () => assert.is(short(ask([deny(changes)], deletion, version)), expected));
  }
};

const without = (element: string, values: unknown) => ({ [element]: undefined, [`Not${element}`]: values });
const where = (operator: string, key: string, values: unknown) => ({ Condition: { [operator]: { [key]: values } } });

table('effect', [
  ['Deny', {}, 'denied'],
  ['Allow', { Effect: 'Allow' }, 'open'],
]);

table('action', [
  ['in other letters', { Action: 'S3:deleteobjectVERSION' }, 'denied'],
  ['one of a list', { Action: ['s3:GetObject', 's3:DeleteObjectVersion'] }, 'denied'],
  ['everything', { Action: '*' }, 'denied'],
  ['the service', { Action: 's3:*' }, 'denied'],
  ['*', { Action: 's3:Delete*' }, 'denied'],
  ['* for nothing', { Action: 's3:DeleteObjectVersion*' }, 'denied'],
  ['?', { Action: 's3:DeleteObjectVersio?' }, 'denied'],
  ['? for nothing', { Action: 's3:DeleteObjectVersion?' }, 'open'],
  ['another one that begins alike', { Action: 's3:DeleteObject' }, 'open'],
  ['another service', { Action: 'backup:*' }, 'open'],
  ['no service', { Action: 'DeleteObjectVersion' }, 'open'],
  ['all but another one', without('Action', 's3:GetObject'), 'denied'],
  ['all but this one', without('Action', ['s3:GetObject', 's3:DELETE*']), 'open'],
  ['all but everything', without('Action', '*'), 'open'],
]);

table('resource', [
  ['every object', { Resource: 'arn:aws:s3:::models/*' }, 'denied'],
  ['every object with a key', { Resource: 'arn:aws:s3:::models/?*' }, 'denied'],
  ['bucket and objects', { Resource: ['arn:aws:s3:::models', 'arn:aws:s3:::models/*'] }, 'denied'],
  ['bucket and objects in one', { Resource: 'arn:aws:s3:::models*' }, 'denied'],
  ['every bucket', { Resource: 'arn:aws:s3:::*' }, 'denied'],
  ['the bucket alone', { Resource: 'arn:aws:s3:::models' }, 'open'],
  ['another bucket', { Resource: 'arn:aws:s3:::logs/*' }, 'open'],
  ['in other letters', { Resource: 'arn:aws:s3:::MODELS/*' }, 'open'],
  ['a prefix', { Resource: 'arn:aws:s3:::models/prod/*' }, 'limited: statement 1 only on arn:aws:s3:::models/prod/*'],
  ['one object', { Resource: 'arn:aws:s3:::models/a' }, 'limited: statement 1 only on arn:aws:s3:::models/a'],
  ['keys of one letter', { Resource: 'arn:aws:s3:::models/?' }, 'limited: statement 1 only on arn:aws:s3:::models/?'],
  [
    'what does not concern it is not told',
    { Resource: ['arn:aws:s3:::models/*.bin', 'arn:aws:s3:::logs/*'] },
    'limited: statement 1 only on arn:aws:s3:::models/*.bin',
  ],
  ['all but another bucket', without('Resource', 'arn:aws:s3:::logs/*'), 'denied'],
  [
    'all but a prefix',
    without('Resource', ['arn:aws:s3:::models/tmp/*', 'arn:aws:s3:::logs/*']),
    'limited: statement 1 only on all but arn:aws:s3:::models/tmp/*',
  ],
  ['all but this bucket', without('Resource', 'arn:aws:s3:::models/*'), 'open'],
  ['all but everything', without('Resource', '*'), 'open'],
  [
    'a folder for each user',
    { Resource: `arn:aws:s3:::models/\${aws:username}/*` },
    `limited: statement 1 only on arn:aws:s3:::models/\${aws:username}/*`,
  ],
  ['a folder for each user elsewhere', { Resource: `arn:aws:s3:::logs/\${aws:username}/*` }, 'open'],
  [
    'all but a folder for each user',
    without('Resource', `arn:aws:s3:::models/\${aws:username}*`),
    `limited: statement 1 only on all but arn:aws:s3:::models/\${aws:username}*`,
  ],
  ['all but a folder for each user elsewhere', without('Resource', `arn:aws:s3:::logs/\${aws:username}`), 'denied'],
]);

table('principal', [
  ['everybody as an AWS principal', { Principal: { AWS: '*' } }, 'denied'],
  ['everybody in a list', { Principal: { AWS: [ADMIN, '*'] } }, 'denied'],
  ['everybody and a service', { Principal: { AWS: '*', Service: 's3.amazonaws.com' } }, 'denied'],
  ['a role', { Principal: { AWS: ADMIN } }, `limited: statement 1 only to ${ADMIN}`],
  ['an account', { Principal: { AWS: '111122223333' } }, 'limited: statement 1 only to 111122223333'],
  ['services', { Principal: { Service: '*' } }, 'limited: statement 1 only to Service=*'],
  ['all but a role', without('Principal', { AWS: [ADMIN, ROOT] }), `denied but ${ADMIN}, ${ROOT}`],
  ['all but a service', without('Principal', { Service: 'backup.amazonaws.com' }), 'denied but Service=backup.amazonaws.com'],
  ['all but everybody', without('Principal', '*'), 'open'],
  ['all but everybody in a list', without('Principal', { AWS: [ADMIN, '*'] }), 'open'],
]);

const exempting = ['StringNotLike', 'StringNotEquals', 'ArnNotLike', 'ArnNotEquals'].flatMap((name) => [name, `${name}IfExists`]);

table(
  'exceptions',
  exempting.map((operator) => [operator, where(operator, 'aws:PrincipalArn', [ADMIN, ROOT]), `denied but ${ADMIN}, ${ROOT}`]),
);

table('exceptions', [
  ['an account', where('StringNotEquals', 'aws:PrincipalAccount', '111122223333'), 'denied but aws:PrincipalAccount=111122223333'],
  [
    'an account as a number',
    where('StringNotEquals', 'aws:PrincipalAccount', 111122223333),
    'denied but aws:PrincipalAccount=111122223333',
  ],
  [
    'an account by its ARNs',
    where('ArnNotLike', 'aws:PrincipalArn', 'arn:aws:iam::111122223333:*'),
    'denied but arn:aws:iam::111122223333:*',
  ],
  ['sessions of a role', where('StringNotLike', 'aws:userId', 'AROAEXAMPLE:*'), 'denied but aws:userid=AROAEXAMPLE:*'],
  ['a user name', where('StringNotLike', 'AWS:USERNAME', 'admin'), 'denied but aws:username=admin'],
  ['a tag', where('StringNotEquals', 'AWS:principalTag/Team', 'backup'), 'denied but aws:PrincipalTag/Team=backup'],
  ['an organization', where('StringNotEquals', 'aws:PrincipalOrgID', 'o-example'), 'denied but aws:PrincipalOrgID=o-example'],
  [
    'of two operators',
    { Condition: { ArnNotEquals: { 'aws:PrincipalArn': ADMIN }, StringNotEquals: { 'aws:userid': 'AIDAEXAMPLE' } } },
    `denied but ${ADMIN}, aws:userid=AIDAEXAMPLE`,
  ],
  [
    'of NotPrincipal and a condition',
    { ...without('Principal', { AWS: ROOT }), ...where('ArnNotEquals', 'aws:PrincipalArn', ADMIN) },
    `denied but ${ROOT}, ${ADMIN}`,
  ],
  // A star that stands for itself: a mistake, and one that leaves nobody out.
  ['wildcards without an operator for them', where('StringNotEquals', 'aws:userid', ['AROAEXAMPLE:*', 'AIDA?']), 'denied'],
  ['everybody without an operator for it', where('StringNotEqualsIfExists', 'aws:PrincipalArn', '*'), 'denied'],
  ['an operator in other letters', where('stringnotlike', 'aws:PrincipalArn', ADMIN), `denied but ${ADMIN}`],
]);

table('void', [
  ['all ARNs', where('StringNotLike', 'aws:PrincipalArn', '*'), 'open'],
  ['all ARNs, in six parts', where('ArnNotLike', 'aws:PrincipalArn', 'arn:*:*:*:*:*'), 'open'],
  ['all ARNs among others', where('ArnNotEquals', 'aws:PrincipalArn', [ADMIN, '*']), 'open'],
  ['all accounts', where('StringNotLike', 'aws:PrincipalAccount', '*'), 'open'],
  ['all accounts, by their digits', where('StringNotLike', 'aws:PrincipalAccount', '????????????'), 'open'],
  ['all ids', where('StringNotLike', 'aws:userid', '?*'), 'open'],
  ['all but ids of sessions', where('StringNotLike', 'aws:userid', '*:*'), 'denied but aws:userid=*:*'],
  // Whoever lacks the key is denied.
  ['all user names', where('StringNotLike', 'aws:username', '*'), 'denied but aws:username=*'],
  ['all values of a tag', where('StringNotLike', 'aws:PrincipalTag/team', '*'), 'denied but aws:PrincipalTag/team=*'],
  [
    'although another condition limits it',
    { Condition: { Bool: { 'aws:SecureTransport': 'false' }, StringNotLike: { 'aws:PrincipalArn': '*' } } },
    'open',
  ],
]);

const limits: readonly (readonly [string, string, string])[] = [
  ['Bool', 'aws:MultiFactorAuthPresent', 'false'],
  ['BoolIfExists', 'aws:MultiFactorAuthPresent', 'false'],
  ['Bool', 'aws:PrincipalIsAWSService', 'false'],
  ['IpAddress', 'aws:SourceIp', '10.0.0.0/8'],
  ['NotIpAddress', 'aws:SourceIp', '10.0.0.0/8'],
  ['DateGreaterThan', 'aws:CurrentTime', '2030-01-01T00:00:00Z'],
  ['Null', 'aws:PrincipalArn', 'true'],
  ['StringEquals', 'aws:PrincipalArn', ADMIN],
  ['StringLike', 'aws:PrincipalArn', '*'],
  ['ArnLike', 'aws:PrincipalArn', ADMIN],
  ['StringNotEqualsIgnoreCase', 'aws:username', 'admin'],
  ['ForAllValues:StringNotLike', 'aws:PrincipalArn', ADMIN],
  ['ForAnyValue:StringNotEquals', 'aws:PrincipalOrgPaths', 'o-example/*'],
  ['StringNotEquals', 'aws:SourceVpce', 'vpce-1'],
  ['StringNotEquals', 'aws:SourceAccount', '111122223333'],
  ['ArnNotEquals', 'aws:SourceArn', ADMIN],
  ['StringNotLike', 'aws:PrincipalArnIsh', ADMIN],
  ['NoSuchOperator', 'aws:PrincipalArn', ADMIN],
  ['constructor', '__proto', 'x'],
  ['StringNotEquals', 'aws:username', `\${aws:PrincipalTag/owner}`],
  ['StringNotLike', 'aws:PrincipalArn', `arn:aws:iam::111122223333:user/\${aws:username}`],
];

table(
  'limits',
  limits.map(([operator, key, value]) => [
    `${operator} ${key}`,
    where(operator, key, value),
    `limited: statement 1 only if ${operator} ${key}: ${value}`,
  ]),
);

table('limits', [
  [
    'several values',
    where('IpAddress', 'aws:SourceIp', ['10.0.0.0/8', '::1']),
    'limited: statement 1 only if IpAddress aws:SourceIp: 10.0.0.0/8, ::1',
  ],
  [
    'all of them are told',
    {
      Sid: 'Some',
      Principal: { AWS: ADMIN },
      Resource: 'arn:aws:s3:::models/tmp/*',
      Condition: { Bool: { 'aws:SecureTransport': 'false' }, ArnNotEquals: { 'aws:PrincipalArn': ROOT } },
    },
    `limited: statement "Some" only to ${ADMIN} and only on arn:aws:s3:::models/tmp/* and only if Bool aws:SecureTransport: false`,
  ],
]);

// In the first version of the language, what looks like a variable is a text that nobody is called by.
table(
  'first version',
  [
    [
      'a condition',
      where('StringNotLike', 'aws:PrincipalArn', `arn:aws:iam::1:user/\${aws:username}`),
      `denied but arn:aws:iam::1:user/\${aws:username}`,
    ],
    [
      'a resource',
      { Resource: `arn:aws:s3:::models/\${aws:username}` },
      `limited: statement 1 only on arn:aws:s3:::models/\${aws:username}`,
    ],
  ],
  '2008-10-17',
);

const except = (...arns: readonly string[]) => deny(where('ArnNotLike', 'aws:PrincipalArn', arns));
const insecure = deny({ Sid: 'DenyInsecure', ...where('Bool', 'aws:SecureTransport', 'false') });
const ANNA = 'arn:aws:iam::111122223333:user/anna';
const ALL_ROLES = 'arn:aws:iam::*:role/*';

for (const [name, statements, expected] of [
  ['none', [], 'open'],
  ['an Allow does not lift a Deny', [deny(), deny({ Effect: 'Allow' })], 'denied'],
  ['one denies always', [insecure, deny()], 'denied'],
  [
    'none denies always',
    [insecure, deny({ Principal: { AWS: ADMIN } })],
    `limited: statement "DenyInsecure" only if Bool aws:SecureTransport: false; statement 2 only to ${ADMIN}`,
  ],
  ['the other has no exceptions', [except(ADMIN), deny()], 'denied'],
  ['the other excepts somebody else', [except(ADMIN), except(ANNA)], 'denied'],
  ['the other excepts some of them', [except(ADMIN, ANNA), except(ROOT, ADMIN)], `denied but ${ADMIN}`],
  ['the other excepts more', [except(ALL_ROLES), except(ADMIN)], `denied but ${ALL_ROLES}`],
  ['the other excepts fewer', [except(ADMIN, ANNA), except(ALL_ROLES)], `denied but ${ADMIN}`],
  [
    'the other may except the same by another key',
    [except(ADMIN), deny(where('StringNotLike', 'aws:userid', 'AROAEXAMPLE:*'))],
    `denied but ${ADMIN}`,
  ],
  [
    'NotPrincipal may mean the same by another name',
    [deny(without('Principal', { AWS: ADMIN })), deny(without('Principal', { AWS: ROOT }))],
    `denied but ${ADMIN}`,
  ],
  ['the other is limited', [except(ADMIN), insecure], `denied but ${ADMIN}`],
  ['the other is void', [except(ADMIN), except('*')], `denied but ${ADMIN}`],
  ['the other is about something else', [except(ADMIN), deny({ Action: 's3:GetObject' })], `denied but ${ADMIN}`],
] as const) {
  test(`several statements: ${name}`, () => assert.is(short(ask(statements)), expected));
}

test('the statements that deny are named', () => {
  const denial = ask([deny({ Sid: 'First' }), insecure, deny()]);
  assert.equal(denial, { state: 'denied', exceptions: [], statements: ['statement "First"', 'statement 3'] });
});

for (const [name, statements, expected] of [
  ['open', [], 'not denied'],
  ['denied', [deny({ Sid: 'First' }), deny()], 'denied by statement "First", statement 2'],
  ['with exceptions', [except(ADMIN, ANNA)], `denied by statement 1, but not to ${ADMIN}, ${ANNA}`],
  ['limited', [insecure], 'denied in part: statement "DenyInsecure" only if Bool aws:SecureTransport: false'],
] as const) {
  test(`in words: ${name}`, () => assert.is(describeDenial(ask(statements)), expected));
}

const VAULT = 'arn:aws:backup:us-west-2:111122223333:backup-vault:MLOps';
const TABLE_BACKUPS = 'arn:aws:dynamodb:us-west-2:111122223333:table/models/backup/*';
const RECOVERY_POINTS = 'arn:aws:backup:us-west-2:111122223333:recovery-point:*';

for (const [name, resource, asked, expected] of [
  ['everything covers recovery points', '*', RECOVERY_POINTS, 'denied'],
  ['recovery points of the service', RECOVERY_POINTS, RECOVERY_POINTS, 'denied'],
  ['recovery points of other services have ARNs of those', RECOVERY_POINTS, TABLE_BACKUPS, 'open'],
  ['backups of tables', 'arn:aws:dynamodb:*:*:table/*/backup/*', TABLE_BACKUPS, 'denied'],
  [
    'backups of one of them',
    `${TABLE_BACKUPS.slice(0, -1)}01*`,
    TABLE_BACKUPS,
    `limited: statement 1 only on ${TABLE_BACKUPS.slice(0, -1)}01*`,
  ],
  ['the vault is no recovery point', VAULT, RECOVERY_POINTS, 'open'],
  ['the vault itself', VAULT, VAULT, 'denied'],
] as const) {
  test(`vaults: ${name}`, () => {
    const attempt = { action: 'backup:DeleteRecoveryPoint', resource: asked };
    assert.is(short(ask([deny({ Action: attempt.action, Resource: resource })], attempt)), expected);
  });
}

for (const [name, exceptions, expected, left] of [
  ['nothing expected', [ADMIN], [], [ADMIN]],
  ['exactly this one', [ADMIN], [ADMIN], []],
  ['one of several', [ADMIN, ANNA], ['arn:aws:iam::*:user/*', ADMIN], []],
  ['another one, too', [ADMIN, ANNA], [ADMIN], [ANNA]],
  ['a pattern within what is expected', ['arn:aws:iam::111122223333:role/backup-*'], ['arn:aws:iam::*:role/*'], []],
  ['a pattern beyond what is expected', [ALL_ROLES], [ADMIN], [ALL_ROLES]],
] as const) {
  test(`unexpected exceptions: ${name}`, () => {
    const given = exceptions.map((pattern) => ({ key: 'aws:PrincipalArn', pattern }));
    assert.equal(unexpectedExceptions(given, expected), left);
  });
}

test('unexpected exceptions: the key belongs to what is expected', () => {
  const tagged = [{ key: 'aws:PrincipalTag/team', pattern: 'backup' }];
  assert.equal(unexpectedExceptions(tagged, ['backup']), ['aws:PrincipalTag/team=backup']);
  assert.equal(unexpectedExceptions(tagged, ['aws:PrincipalTag/team=back*']), []);
});

test.run();
