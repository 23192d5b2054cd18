import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Denial, denialOf } from '../../../model/iam/denial.ts';
import { parseResourcePolicy } from '../../../model/iam/policy.ts';
import type { Exception } from '../../../model/iam/reach.ts';

// The evaluator speaks of everybody at once. Here a second one, as plain as can be, answers for one request after the other
// in a small world, and both have to agree.
const test = suite('model/iam/denial against requests one by one');

/** One request, as a policy sees it. */
interface Request {
  readonly action: string;
  readonly resource: string;
  /** The ARN under which the principal signs. */
  readonly principal: string;
  /** Condition keys in small letters; a key that the request lacks is not there. */
  readonly context: Readonly<Record<string, string>>;
}

interface Principal {
  readonly arn: string;
  readonly keys: Readonly<Record<string, string>>;
}

const principal = (account: string, kind: 'user' | 'role', name: string, keys: Record<string, string> = {}): Principal => {
  const arn = `arn:aws:iam::${account}:${kind}/${name}`;
  const id = kind === 'user' ? `AIDA${name}` : `AROA${name}:session`;
  const username = kind === 'user' ? { 'aws:username': name } : {};
  return { arn, keys: { 'aws:principalarn': arn, 'aws:principalaccount': account, 'aws:userid': id, ...username, ...keys } };
};

const PRINCIPALS: readonly Principal[] = [
  principal('111111111111', 'user', 'ann', { 'aws:principaltag/team': 'backup' }),
  principal('111111111111', 'role', 'ann'),
  principal('111111111111', 'role', 'bob', { 'aws:principaltag/team': 'ml' }),
  principal('222222222222', 'user', 'ann'),
  principal('222222222222', 'role', 'eve'),
  // No generated policy names anything of theirs.
  principal('999999999999', 'user', 'outsider', { 'aws:principaltag/team': 'none' }),
  principal('999999999999', 'role', 'outsider'),
];

const ACTION = 's3:DeleteObjectVersion';
const ASKED = 'arn:aws:s3:::b/?*';
const RESOURCES = ['m', 'models/1', 'models/2', 'tmp/1', 'z'].map((key) => `arn:aws:s3:::b/${key}`);

const REQUESTS: readonly Request[] = RESOURCES.flatMap((resource) =>
  PRINCIPALS.flatMap(({ arn, keys }) =>
    ['true', 'false'].map((mfa) => ({
      action: ACTION,
      resource,
      principal: arn,
      context: { ...keys, 'aws:multifactorauthpresent': mfa },
    })),
  ),
);

type Json = Readonly<Record<string, unknown>>;

const list = (value: unknown): readonly string[] => [value].flat().map(String);

const regExps = new Map<string, RegExp>();
const regExp = (pattern: string): RegExp => {
  const known = regExps.get(pattern);
  if (known) return known;
  const translated = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '[^]*')
    .replaceAll('?', '[^]');
  const made = new RegExp(`^${translated}$`);
  regExps.set(pattern, made);
  return made;
};
const like = (pattern: string, value: string): boolean => regExp(pattern).test(value);

const holds = (operator: string, values: readonly string[], value: string | undefined): boolean => {
  if (value === undefined) return operator.includes('Not') || operator.endsWith('IfExists');
  const base = operator.replace('IfExists', '');
  if (base === 'StringNotEquals') return !values.includes(value);
  if (base === 'StringNotLike' || base.startsWith('ArnNot')) return !values.some((pattern) => like(pattern, value));
  if (base === 'StringEquals' || base === 'Bool') return values.includes(value);
  if (base === 'StringLike' || base === 'ArnLike') return values.some((pattern) => like(pattern, value));
  throw new Error(operator);
};

const isNamed = (principals: unknown, arn: string): boolean =>
  principals === '*' || list((principals as Json).AWS).some((name) => name === '*' || name === arn || name === arn.split(':')[4]);

const applies = (statement: Json, { action, resource, principal, context }: Request): boolean => {
  const { Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition = {} } = statement;
  const acts = (patterns: unknown) => list(patterns).some((pattern) => like(pattern.toLowerCase(), action.toLowerCase()));
  const meets = (patterns: unknown) => list(patterns).some((pattern) => like(pattern, resource));
  return (
    Effect === 'Deny' &&
    (Principal === undefined ? !isNamed(NotPrincipal, principal) : isNamed(Principal, principal)) &&
    (Action === undefined ? !acts(NotAction) : acts(Action)) &&
    (Resource === undefined ? !meets(NotResource) : meets(Resource)) &&
    Object.entries(Condition as Readonly<Record<string, Json>>).every(([operator, keys]) =>
      Object.entries(keys).every(([key, values]) => holds(operator, list(values), context[key.toLowerCase()])),
    )
  );
};

const denied = (statements: readonly Json[], request: Request): boolean => statements.some((statement) => applies(statement, request));

const some = (...values: readonly string[]) =>
  fc.oneof(fc.constantFrom(...values), fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 }));

/** An element or its opposite. */
const either = (element: string, values: fc.Arbitrary<unknown>) =>
  fc.tuple(fc.constantFrom(element, element, `Not${element}`), values).map(([name, value]) => ({ [name]: value }));

const ARNS = PRINCIPALS.slice(0, 5).map(({ arn }) => arn);

const negated = (operators: readonly string[], key: string, values: fc.Arbitrary<unknown>) =>
  fc.tuple(fc.constantFrom(...operators, ...operators.map((name) => `${name}IfExists`)), values).map(([operator, value]) => ({
    [operator]: { [key]: value },
  }));

const LIKE = ['StringNotLike', 'StringNotEquals'];
const exempting = fc.oneof(
  negated([...LIKE, 'ArnNotLike', 'ArnNotEquals'], 'aws:PrincipalArn', some(...ARNS, 'arn:aws:iam::111111111111:*', 'arn:*:role/*', '*')),
  negated(LIKE, 'AWS:PrincipalAccount', some('111111111111', '222222222222', '1*', '????????????')),
  negated(LIKE, 'aws:userid', some('AROAann:*', 'AIDAann', '*:*', '*')),
  negated(LIKE, 'aws:username', some('ann', '*', 'a??')),
  negated(LIKE, 'aws:PrincipalTag/team', some('backup', 'm?', 'b*')),
);
const limiting = fc.oneof(
  fc.constantFrom('true', 'false').map((value) => ({ Bool: { 'aws:MultiFactorAuthPresent': value } })),
  some(...ARNS).map((value) => ({ StringEquals: { 'aws:PrincipalArn': value } })),
  some('111111111111', '2*').map((value) => ({ StringLike: { 'aws:PrincipalAccount': value } })),
);

const statement: fc.Arbitrary<Json> = fc
  .tuple(
    fc.constantFrom('Deny', 'Deny', 'Deny', 'Allow').map((Effect) => ({ Effect })),
    fc.oneof(
      { weight: 3, arbitrary: fc.constant({ Principal: '*' }) },
      either(
        'Principal',
        some(...ARNS, '111111111111', '*').map((AWS) => ({ AWS })),
      ),
    ),
    either('Action', some('s3:*', 's3:DeleteObject*', 'S3:deleteobjectversion', 's3:GetObject', '*:?etObject')),
    either(
      'Resource',
      some(
        '*',
        'arn:aws:s3:::b/*',
        'arn:aws:s3:::b*',
        'arn:aws:s3:::b/models/*',
        'arn:aws:s3:::b/m*',
        'arn:aws:s3:::b',
        'arn:aws:s3:::c/*',
      ),
    ),
    fc.oneof(
      { weight: 2, arbitrary: fc.constant({}) },
      { weight: 4, arbitrary: exempting },
      { weight: 2, arbitrary: fc.tuple(exempting, exempting).map(([one, other]) => ({ ...one, ...other })) },
      { weight: 1, arbitrary: limiting },
    ),
  )
  .map(([effect, principals, actions, resources, Condition]) => ({ ...effect, ...principals, ...actions, ...resources, Condition }));

const ask = (Statement: readonly Json[]): Denial => {
  const parsed = parseResourcePolicy(JSON.stringify({ Version: '2012-10-17', Statement }));
  if (parsed.state === 'problem') throw new Error(parsed.problem);
  return denialOf(parsed.policy, { action: ACTION, resource: ASKED });
};

const leavesOut = ({ key, pattern }: Exception, { principal, context }: Request): boolean => {
  if (key === 'NotPrincipal') return isNamed({ AWS: pattern }, principal);
  const value = context[key.toLowerCase()];
  return value !== undefined && like(pattern, value);
};

/** Whether one of the exceptions is about whoever makes the request. */
const excepted = (denial: Denial, request: Request): boolean =>
  denial.state === 'denied' && denial.exceptions.some((exception) => leavesOut(exception, request));

const forPolicies = (maxLength: number, check: (statements: readonly Json[], denial: Denial) => void) => {
  const states = new Set<string>();
  const policies = fc.array(statement, { minLength: 1, maxLength });
  const property = fc.property(policies, (statements) => {
    const denial = ask(statements);
    states.add(denial.state);
    check(statements, denial);
  });
  fc.assert(property, { numRuns: 2000 });
  assert.equal([...states].sort(), ['denied', 'limited', 'open']);
};

test('where it says denied, whoever is no exception is denied everything', () => {
  forPolicies(4, (statements, denial) => {
    if (denial.state === 'denied') assert.ok(REQUESTS.every((request) => denied(statements, request) || excepted(denial, request)));
  });
});

test('where it says open, no signed request is denied', () => {
  forPolicies(4, (statements, denial) => {
    if (denial.state === 'open') assert.not(REQUESTS.some((request) => denied(statements, request)));
  });
});

test('one statement: where it says denied, no exception is denied', () => {
  forPolicies(1, (statements, denial) => {
    if (denial.state === 'denied') assert.ok(REQUESTS.every((request) => denied(statements, request) !== excepted(denial, request)));
  });
});

test('one statement: where it says limited, some request of an outsider passes', () => {
  forPolicies(1, (statements, denial) => {
    const outsiders = REQUESTS.filter(({ principal }) => principal.includes('outsider'));
    if (denial.state === 'limited') assert.ok(outsiders.some((request) => !denied(statements, request)));
  });
});

test('one statement: whether everybody is denied is told exactly', () => {
  forPolicies(1, (statements, denial) => {
    const everybody = REQUESTS.every((request) => denied(statements, request));
    const said = denial.state === 'denied' && !REQUESTS.some((request) => excepted(denial, request));
    assert.is(said, everybody);
  });
});

test.run();
