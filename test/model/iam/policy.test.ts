import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseResourcePolicy } from '../../../model/iam/policy.ts';

const test = suite('model/iam/policy');

const statement = { Effect: 'Deny', Principal: '*', Action: 's3:DeleteObject', Resource: '*' };

const documentOf = (changes: object = {}, version: unknown = '2012-10-17'): string =>
  JSON.stringify({ Version: version, Statement: [{ ...statement, ...changes }] });

/** The only statement of a document that is understood. */
const understood = (document: string) => {
  const parsed = parseResourcePolicy(document);
  assert.is(parsed.state, 'parsed', JSON.stringify(parsed));
  const [only, another] = parsed.state === 'parsed' ? parsed.policy.statements : [];
  assert.is(another, undefined);
  if (only === undefined) throw new Error('no statement');
  return only;
};

const plain = {
  name: 'statement 1',
  effect: 'Deny',
  principals: { except: false, values: ['*'] },
  actions: { except: false, values: ['s3:DeleteObject'] },
  resources: { except: false, values: ['*'] },
  conditions: [],
};

const CUT = { Principal: undefined, Action: undefined, Resource: undefined };

for (const [name, changes, expected] of [
  ['single values', {}, {}],
  ['lists of one', { Action: ['s3:DeleteObject'], Resource: ['*'] }, {}],
  ['a Sid', { Sid: 'DenyDeletion' }, { name: 'statement "DenyDeletion"' }],
  ['an empty Sid', { Sid: '' }, {}],
  ['Allow', { Effect: 'Allow' }, { effect: 'Allow' }],
  ['everybody as an AWS principal', { Principal: { AWS: '*' } }, {}],
  ['everybody as a list', { Principal: { AWS: ['*'] } }, {}],
  [
    'principals of several types',
    { Principal: { AWS: ['111122223333', 'arn:aws:iam::444455556666:root'], Service: 'backup.amazonaws.com', CanonicalUser: '79a5' } },
    {
      principals: {
        except: false,
        values: ['111122223333', 'arn:aws:iam::444455556666:root', 'Service=backup.amazonaws.com', 'CanonicalUser=79a5'],
      },
    },
  ],
  ['every service is not everybody', { Principal: { Service: '*' } }, { principals: { except: false, values: ['Service=*'] } }],
  [
    'the elements with Not',
    { ...CUT, NotPrincipal: { AWS: 'a' }, NotAction: ['b', 'c'], NotResource: 'd' },
    {
      principals: { except: true, values: ['a'] },
      actions: { except: true, values: ['b', 'c'] },
      resources: { except: true, values: ['d'] },
    },
  ],
  ['no condition in the block', { Condition: {} }, {}],
  ['an operator without a key', { Condition: { Bool: {} } }, {}],
  [
    'conditions',
    { Condition: { Bool: { 'aws:SecureTransport': false }, NumericLessThan: { 's3:max-keys': 10, constructor: ['1', 2] } } },
    {
      conditions: [
        { operator: 'Bool', key: 'aws:SecureTransport', values: ['false'] },
        { operator: 'NumericLessThan', key: 's3:max-keys', values: ['10'] },
        { operator: 'NumericLessThan', key: 'constructor', values: ['1', '2'] },
      ],
    },
  ],
] as const) {
  test(name, () => assert.equal(understood(documentOf(changes)), { ...plain, ...expected }));
}

test('a single statement needs no list', () => {
  assert.equal(understood(JSON.stringify({ Statement: statement })), plain);
});

test('statements without a Sid bear their number', () => {
  const parsed = parseResourcePolicy(JSON.stringify({ Statement: [statement, { ...statement, Sid: 'A' }, statement] }));
  const names = parsed.state === 'parsed' && parsed.policy.statements.map(({ name }) => name);
  assert.equal(names, ['statement 1', 'statement "A"', 'statement 3']);
});

for (const [name, document, variables] of [
  ['the second version has variables', documentOf(), true],
  ['the first version has none', documentOf({}, '2008-10-17'), false],
  ['no version is the first one', JSON.stringify({ Statement: [] }), false],
] as const) {
  test(name, () => {
    const parsed = parseResourcePolicy(document);
    assert.is(parsed.state === 'parsed' && parsed.policy.variables, variables);
  });
}

for (const [name, document] of [
  ['no document is no policy', ''],
  ['no statements', '{"Statement":[]}'],
] as const) {
  test(name, () => assert.equal(parseResourcePolicy(document), { state: 'parsed', policy: { statements: [], variables: false } }));
}

const nested = `${'['.repeat(9)}${']'.repeat(9)}`;

for (const [name, document, problem] of [
  ['a blank', ' ', /not valid JSON/],
  ['no JSON', '{"Statement":', /not valid JSON/],
  ['YAML', 'Statement: []', /not valid JSON/],
  ['null', 'null', /The document is not an object/],
  ['a list', '[]', /The document is not an object/],
  ['a text', '"Deny"', /The document is not an object/],
  ['a key twice', '{"Statement":[],"Statement":[]}', /names a key twice/],
  ['__proto__', '{"Statement":[],"__proto__":{}}', /not valid JSON/],
  ['too deep', `{"Statement":${nested}}`, /nests too deep/],
  ['deep beyond the stack', `${'['.repeat(15_000)}${']'.repeat(15_000)}`, /nests too deep/],
  ['too long', `{"Statement":[]${' '.repeat(32_768)}}`, /longer than 32768/],
  ['nothing in it', '{}', /has no Statement/],
  ['an unknown member', '{"Statement":[],"statement":[]}', /The document has a member "statement" that is not known/],
  ['an unknown version', documentOf({}, '2030-01-01'), /Version that is not known/],
  ['a version that is no text', documentOf({}, 2012), /Version that is not known/],
  ['a statement that is no object', '{"Statement":["Deny"]}', /Statement 1 is not an object/],
  ['null as a statement', '{"Statement":null}', /Statement 1 is not an object/],
  ['an unknown member of a statement', documentOf({ effect: 'Deny' }), /Statement 1 has a member "effect" that is not known/],
  ['an effect in small letters', documentOf({ Effect: 'deny' }), /Statement 1: Effect/],
  ['no effect', documentOf({ Effect: undefined }), /Statement 1: Effect/],
  ['a Sid that is a number', documentOf({ Sid: 1 }), /Statement 1: Sid/],
  ['no action', documentOf({ Action: undefined }), /exactly one of Action and NotAction/],
  ['an action and its opposite', documentOf({ NotAction: 's3:*' }), /exactly one of Action and NotAction/],
  ['no resource', documentOf({ Resource: undefined }), /exactly one of Resource/],
  ['no principal', documentOf({ Principal: undefined }), /exactly one of Principal/],
  ['a number as an action', documentOf({ Action: 1 }), /Statement 1: Action is neither/],
  ['a number among actions', documentOf({ Action: ['s3:*', 1] }), /Statement 1: Action is neither/],
  ['null as an action', documentOf({ Action: null }), /Statement 1: Action is neither/],
  ['an object as a resource', documentOf({ Resource: {} }), /Statement 1: Resource is neither/],
  ['no actions', documentOf({ Action: [] }), /Statement 1: Action is neither/],
  ['lists in lists', documentOf({ Action: [['s3:*']] }), /Statement 1: Action is neither/],
  ['a principal that is a text', documentOf({ Principal: '111122223333' }), /Statement 1: Principal is not an object/],
  ['principals of no type', documentOf({ Principal: {} }), /Statement 1: Principal names nobody/],
  ['principals of an unknown type', documentOf({ Principal: { '*': '*' } }), /Statement 1: Principal has a member/],
  ['principals that are numbers', documentOf({ Principal: { AWS: 111122223333 } }), /Statement 1: Principal is neither/],
  ['principals of a type, but none', documentOf({ Principal: { AWS: [] } }), /Statement 1: Principal is neither/],
  ['a condition that is a text', documentOf({ Condition: 'Bool' }), /Statement 1: Condition is not an object/],
  ['an operator without keys', documentOf({ Condition: { Bool: 'aws:x' } }), /Statement 1: Condition is not an object/],
  ['a condition without values', documentOf({ Condition: { Bool: { 'aws:x': [] } } }), /Statement 1: Condition compares/],
  ['a condition with null', documentOf({ Condition: { Bool: { 'aws:x': null } } }), /Statement 1: Condition compares/],
] as const) {
  test(`problem: ${name}`, () => {
    const parsed = parseResourcePolicy(document);
    assert.is(parsed.state, 'problem');
    assert.match(parsed.state === 'problem' ? parsed.problem : '', problem);
  });
}

const ELEMENTS = ['Sid', 'Effect', 'Principal', 'Action', 'NotAction', 'Resource', 'Condition'];
const element = fc.oneof(fc.constantFrom('*', 'Deny', 'Allow', ['s3:*'], { AWS: '*' }), fc.jsonValue({ maxDepth: 3 }));
const statements = fc.array(fc.dictionary(fc.constantFrom(...ELEMENTS), element, { noNullPrototype: true }));
const documents = fc.oneof(
  fc.string(),
  fc.json(),
  statements.map((Statement) => JSON.stringify({ Statement })),
);

test('any text is understood or a problem, told as a sentence', () => {
  fc.assert(
    fc.property(documents, (document) => {
      const parsed = parseResourcePolicy(document);
      assert.ok(parsed.state === 'parsed' || /^[A-Z].+[^.]$/s.test(parsed.problem), JSON.stringify(parsed));
    }),
    { numRuns: 2000 },
  );
});

test.run();
