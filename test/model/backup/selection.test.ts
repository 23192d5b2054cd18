import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  type BackupSelection,
  type Candidate,
  compileSelections,
  isOrganizationalPlan,
  type TagMatch,
} from '../../../model/backup/selection.ts';

const test = suite('model/backup/selection');

const NO_CONDITIONS = { stringEquals: [], stringNotEquals: [], stringLike: [], stringNotLike: [] };

interface Changes extends Partial<Omit<BackupSelection, 'conditions'>> {
  readonly conditions?: Partial<BackupSelection['conditions']>;
}

const selectionOf = ({ conditions, ...changes }: Changes): BackupSelection => ({
  name: 'S',
  plan: 'P',
  organizational: false,
  resources: [],
  notResources: [],
  listOfTags: [],
  ...changes,
  conditions: { ...NO_CONDITIONS, ...conditions },
});

const TABLE = 'arn:aws:dynamodb:us-west-2:111122223333:table/MLOps';
const BUCKET = 'arn:aws:s3:::mlops-logs';

const table = (changes: Partial<Candidate> = {}): Candidate => ({
  arn: TABLE,
  resourceType: 'DynamoDB',
  tags: {},
  optedIn: true,
  ...changes,
});
const bucket = (changes: Partial<Candidate> = {}): Candidate => ({ arn: BUCKET, resourceType: 'S3', tags: {}, optedIn: true, ...changes });

const tag = (key: string, value: string): TagMatch => ({ key, value });
const env = (value: string): TagMatch => tag('aws:ResourceTag/env', value);
const daily = [tag('backup', 'daily')];

const SELECTED = 'selected by selection S of plan P: ';
const NOT = 'not selected by selection S of plan P: ';
const UNKNOWN = 'unknown for selection S of plan P: ';
const INNER = 'AWS documents both ways whether a wildcard may stand in front of other text';
const UNTOLD = 'AWS does not say whether that needs the opt-in';
const MANAGEMENT = "what counts is the opt-in of the organization's management account, which this account does not show";

interface Row {
  readonly name: string;
  readonly selection: Changes;
  readonly candidate?: Candidate;
  readonly reason: string;
  readonly missing?: 'tags' | 'optIn' | 'semantics';
}

const ROWS: readonly Row[] = [
  // Resources
  { name: 'exact ARN', selection: { resources: [TABLE] }, reason: `${SELECTED}exact ARN` },
  { name: 'exact ARN of another table', selection: { resources: [`${TABLE}2`] }, reason: `${NOT}nothing in Resources matches` },
  { name: 'ARNs are case-sensitive', selection: { resources: [TABLE.toLowerCase()] }, reason: `${NOT}nothing in Resources matches` },
  {
    name: 'a question mark stands for itself',
    selection: { resources: [`${TABLE.slice(0, -1)}?`] },
    reason: `${NOT}nothing in Resources matches`,
  },
  { name: 'everything', selection: { resources: ['*'] }, reason: `${SELECTED}pattern *` },
  {
    name: 'pattern of the type',
    selection: { resources: ['arn:aws:dynamodb:*:*:table/*'] },
    reason: `${SELECTED}pattern arn:aws:dynamodb:*:*:table/*`,
  },
  {
    name: 'pattern of another Region',
    selection: { resources: ['arn:aws:dynamodb:us-east-1:*:table/*'] },
    reason: `${NOT}nothing in Resources matches`,
  },
  {
    name: 'pattern with a name that only begins alike',
    selection: { resources: ['arn:aws:dynamodb:*:*:table/MLOps2*'] },
    reason: `${NOT}nothing in Resources matches`,
  },
  { name: 'a wildcard may stand for nothing', selection: { resources: [`${TABLE}*`] }, reason: `${SELECTED}pattern ${TABLE}*` },
  {
    name: 'trap: wildcard in front of a suffix',
    selection: { resources: ['arn:aws:s3:::*-logs'] },
    candidate: bucket(),
    reason: `${UNKNOWN}only pattern arn:aws:s3:::*-logs matches, and ${INNER}`,
    missing: 'semantics',
  },
  {
    name: 'wildcard in front of a suffix that does not match',
    selection: { resources: ['arn:aws:s3:::*-models'] },
    candidate: bucket(),
    reason: `${NOT}nothing in Resources matches`,
  },
  {
    name: 'wildcard in front of a suffix beside one that is documented',
    selection: { resources: ['arn:aws:s3:::*-logs', 'arn:aws:s3:::mlops-*'] },
    candidate: bucket(),
    reason: `${SELECTED}pattern arn:aws:s3:::mlops-*`,
  },
  {
    name: 'wildcard in a part of the Region',
    selection: { resources: ['arn:aws:dynamodb:us-*:*:table/*'] },
    reason: `${UNKNOWN}only pattern arn:aws:dynamodb:us-*:*:table/* matches, and ${INNER}`,
    missing: 'semantics',
  },
  {
    name: 'pattern without Region and account',
    selection: { resources: ['arn:aws:dynamodb:::table/*'] },
    reason: `${UNKNOWN}only pattern arn:aws:dynamodb:::table/* matches, and AWS shows it without Region and account, but does not say that it means every Region and account`,
    missing: 'semantics',
  },
  {
    name: 'pattern without Region and account, another name',
    selection: { resources: ['arn:aws:dynamodb:::table/Other*'] },
    reason: `${NOT}nothing in Resources matches`,
  },

  // ListOfTags
  { name: 'tag', selection: { listOfTags: daily }, candidate: table({ tags: { backup: 'daily' } }), reason: `${SELECTED}tag backup=daily` },
  { name: 'tag missing', selection: { listOfTags: daily }, reason: `${NOT}tag backup=daily is missing` },
  {
    name: 'tag with another value',
    selection: { listOfTags: daily },
    candidate: table({ tags: { backup: 'Daily' } }),
    reason: `${NOT}tag backup is Daily, not daily`,
  },
  {
    name: 'key in another case',
    selection: { listOfTags: daily },
    candidate: table({ tags: { Backup: 'daily' } }),
    reason: `${NOT}tag backup=daily is missing`,
  },
  {
    name: 'wildcards mean nothing in ListOfTags',
    selection: { listOfTags: [tag('backup', '*')] },
    candidate: table({ tags: { backup: 'daily' } }),
    reason: `${NOT}tag backup is daily, not *`,
  },
  {
    name: 'trap: two ListOfTags are ORed',
    selection: { listOfTags: [tag('backup', 'hourly'), ...daily] },
    candidate: table({ tags: { backup: 'daily' } }),
    reason: `${SELECTED}tag backup=daily`,
  },
  {
    name: 'two ListOfTags, neither matches',
    selection: { listOfTags: [tag('tier', '1'), ...daily] },
    reason: `${NOT}tag tier=1 is missing and tag backup=daily is missing`,
  },
  {
    name: 'tags of AWS are ordinary',
    selection: { listOfTags: [tag('aws:cloudformation:stack-name', 'mlops')] },
    candidate: table({ tags: { 'aws:cloudformation:stack-name': 'mlops' } }),
    reason: `${SELECTED}tag aws:cloudformation:stack-name=mlops`,
  },
  {
    name: 'a tag that an object inherits is none',
    selection: { listOfTags: [tag('constructor', 'x')] },
    reason: `${NOT}tag constructor=x is missing`,
  },
  {
    name: 'the empty value is a value',
    selection: { listOfTags: [tag('backup', '')] },
    candidate: table({ tags: { backup: '' } }),
    reason: `${SELECTED}tag backup=`,
  },
  {
    name: 'key of ListOfTags with the prefix of conditions',
    selection: { listOfTags: [tag('aws:ResourceTag/backup', 'daily')] },
    candidate: table({ tags: { backup: 'daily' } }),
    reason: `${UNKNOWN}only tag backup=daily matches, and AWS documents both ways whether a key of ListOfTags may begin with aws:ResourceTag/`,
    missing: 'semantics',
  },
  {
    name: 'Resources or ListOfTags: the ARN',
    selection: { resources: [TABLE], listOfTags: daily },
    reason: `${SELECTED}exact ARN`,
  },
  {
    name: 'Resources or ListOfTags: the tag',
    selection: { resources: [BUCKET], listOfTags: daily },
    candidate: table({ tags: { backup: 'daily' } }),
    reason: `${SELECTED}tag backup=daily`,
  },
  {
    name: 'Resources or ListOfTags: neither',
    selection: { resources: [BUCKET], listOfTags: daily },
    reason: `${NOT}nothing in Resources matches and tag backup=daily is missing`,
  },
  { name: 'trap: tags do not narrow *', selection: { resources: ['*'], listOfTags: daily }, reason: `${SELECTED}pattern *` },

  // Empty selection
  { name: 'trap: the empty selection is everything', selection: {}, reason: `${SELECTED}every resource of the types that are opted in` },
  {
    name: 'the empty selection needs the opt-in',
    selection: {},
    candidate: table({ optedIn: false }),
    reason: `${NOT}DynamoDB is not opted in, and the selection names no resources and no tags`,
  },
  {
    name: 'conditions narrow the empty selection',
    selection: { conditions: { stringEquals: [env('prod')] } },
    reason: `${NOT}StringEquals aws:ResourceTag/env=prod does not hold, tag env is missing`,
  },
  {
    name: 'the empty selection without what it excludes',
    selection: { notResources: ['arn:aws:dynamodb:*'] },
    reason: `${NOT}excluded by NotResources arn:aws:dynamodb:*`,
  },

  // Conditions
  {
    name: 'trap: two Conditions are ANDed',
    selection: { resources: ['*'], conditions: { stringEquals: [env('prod'), tag('aws:ResourceTag/tier', '1')] } },
    candidate: table({ tags: { env: 'prod' } }),
    reason: `${NOT}StringEquals aws:ResourceTag/tier=1 does not hold, tag tier is missing`,
  },
  {
    name: 'conditions hold for exact ARNs, too',
    selection: { resources: [TABLE], conditions: { stringEquals: [env('prod')] } },
    candidate: table({ tags: { env: 'staging' } }),
    reason: `${NOT}StringEquals aws:ResourceTag/env=prod does not hold, tag env is staging`,
  },
  {
    name: 'a missing tag satisfies negations',
    selection: { resources: ['*'], conditions: { stringNotEquals: [env('dev')], stringNotLike: [env('test*')] } },
    reason: `${SELECTED}pattern *`,
  },
  {
    name: 'StringNotEquals',
    selection: { resources: ['*'], conditions: { stringNotEquals: [env('dev')] } },
    candidate: table({ tags: { env: 'dev' } }),
    reason: `${NOT}StringNotEquals aws:ResourceTag/env=dev does not hold, tag env is dev`,
  },
  {
    name: 'StringNotLike',
    selection: { resources: ['*'], conditions: { stringNotLike: [env('*test*')] } },
    candidate: table({ tags: { env: 'a-test-b' } }),
    reason: `${NOT}StringNotLike aws:ResourceTag/env=*test* does not hold, tag env is a-test-b`,
  },
  {
    name: 'StringLike',
    selection: { resources: ['*'], conditions: { stringLike: [env('pr*d')] } },
    candidate: table({ tags: { env: 'prod' } }),
    reason: `${SELECTED}pattern *`,
  },
  {
    name: 'what stands around a wildcard does not overlap',
    selection: { resources: ['*'], conditions: { stringLike: [env('pro*od')] } },
    candidate: table({ tags: { env: 'prod' } }),
    reason: `${NOT}StringLike aws:ResourceTag/env=pro*od does not hold, tag env is prod`,
  },
  {
    name: 'a missing tag is like nothing, not even *',
    selection: { resources: ['*'], conditions: { stringLike: [env('*')] } },
    reason: `${NOT}StringLike aws:ResourceTag/env=* does not hold, tag env is missing`,
  },
  {
    name: 'wildcards mean nothing in StringEquals',
    selection: { resources: ['*'], conditions: { stringEquals: [env('p*')] } },
    candidate: table({ tags: { env: 'prod' } }),
    reason: `${NOT}StringEquals aws:ResourceTag/env=p* does not hold, tag env is prod`,
  },
  {
    name: 'a question mark is no wildcard in StringLike',
    selection: { resources: ['*'], conditions: { stringLike: [env('pro?')] } },
    candidate: table({ tags: { env: 'prod' } }),
    reason: `${NOT}StringLike aws:ResourceTag/env=pro? does not hold, tag env is prod`,
  },
  {
    name: 'a wildcard over white space',
    selection: { resources: ['*'], conditions: { stringLike: [env('*prod')] } },
    candidate: table({ tags: { env: 'pre prod' } }),
    reason: `${UNKNOWN}StringLike aws:ResourceTag/env=*prod: AWS documents * for characters other than white space, and tag env holds some`,
    missing: 'semantics',
  },
  {
    name: 'a wildcard beside white space',
    selection: { resources: ['*'], conditions: { stringLike: [env('* prod')] } },
    candidate: table({ tags: { env: 'pre prod' } }),
    reason: `${SELECTED}pattern *`,
  },
  {
    name: 'a condition key of another kind',
    selection: { resources: ['*'], conditions: { stringEquals: [tag('aws:RequestTag/env', 'prod')] } },
    reason: `${UNKNOWN}StringEquals aws:RequestTag/env=prod: AWS documents condition keys of the form aws:ResourceTag/KEY only`,
    missing: 'semantics',
  },
  {
    name: 'a condition key of another kind beside one that fails',
    selection: { resources: ['*'], conditions: { stringEquals: [tag('env', 'prod'), env('prod')] } },
    reason: `${NOT}StringEquals aws:ResourceTag/env=prod does not hold, tag env is missing`,
  },

  // NotResources
  {
    name: 'excluded by its exact ARN',
    selection: { resources: ['*'], notResources: [TABLE] },
    reason: `${NOT}excluded by NotResources ${TABLE}`,
  },
  {
    name: 'excluded by a pattern although named exactly',
    selection: { resources: [TABLE], notResources: ['arn:aws:dynamodb:*:*:table/*'] },
    reason: `${NOT}excluded by NotResources arn:aws:dynamodb:*:*:table/*`,
  },
  {
    name: 'excluding does not ask for the opt-in',
    selection: { resources: [TABLE], notResources: ['arn:aws:dynamodb:*'] },
    candidate: table({ optedIn: false }),
    reason: `${NOT}excluded by NotResources arn:aws:dynamodb:*`,
  },
  {
    name: 'exclusion of others',
    selection: { resources: ['*'], notResources: ['arn:aws:s3:::*'] },
    reason: `${SELECTED}pattern *`,
  },
  {
    name: 'a doubtful exclusion that decides',
    selection: { resources: [BUCKET], notResources: ['arn:aws:s3:::*-logs'] },
    candidate: bucket(),
    reason: `${UNKNOWN}NotResources arn:aws:s3:::*-logs may exclude it: ${INNER}`,
    missing: 'semantics',
  },
  {
    name: 'a doubtful exclusion that does not decide',
    selection: { resources: [TABLE], notResources: ['arn:aws:s3:::*-logs'] },
    candidate: bucket(),
    reason: `${NOT}nothing in Resources matches`,
  },
  {
    name: 'a doubtful exclusion beside a certain one',
    selection: { resources: [BUCKET], notResources: ['arn:aws:s3:::*-logs', 'arn:aws:s3:::mlops-*'] },
    candidate: bucket(),
    reason: `${NOT}excluded by NotResources arn:aws:s3:::mlops-*`,
  },

  // Opt-in
  {
    name: 'trap: tag only, opted out',
    selection: { listOfTags: daily },
    candidate: table({ tags: { backup: 'daily' }, optedIn: false }),
    reason: `${NOT}DynamoDB is not opted in, and only tag backup=daily matches`,
  },
  {
    name: 'trap: exact ARN, opted out',
    selection: { resources: [TABLE] },
    candidate: table({ optedIn: false }),
    reason: `${SELECTED}exact ARN`,
  },
  {
    name: 'pattern of the type, opted out',
    selection: { resources: ['arn:aws:dynamodb:*:*:table/ML*'] },
    candidate: table({ optedIn: false }),
    reason: `${SELECTED}pattern arn:aws:dynamodb:*:*:table/ML*`,
  },
  ...['*', 'arn:aws:*', 'arn:aws:dynamodb:*', 'arn:aws:dynamodb:us-west-2:*', 'arn:aws:dynamodb:*:*:*'].map((pattern) => ({
    name: `${pattern}, opted out`,
    selection: { resources: [pattern] },
    candidate: table({ optedIn: false }),
    reason: `${NOT}DynamoDB is not opted in, and only pattern ${pattern} matches`,
  })),
  {
    name: 'pattern that cuts the word for the type, opted out',
    selection: { resources: ['arn:aws:dynamodb:*:*:tab*'] },
    candidate: table({ optedIn: false }),
    reason: `${UNKNOWN}DynamoDB is not opted in, only pattern arn:aws:dynamodb:*:*:tab* matches, and ${UNTOLD}`,
    missing: 'semantics',
  },
  ...['arn:aws:s3:::*', 'arn:aws:s3:::mlops-*'].map((pattern) => ({
    name: `trap: ${pattern}, opted out`,
    selection: { resources: [pattern] },
    candidate: bucket({ optedIn: false }),
    reason: `${UNKNOWN}S3 is not opted in, only pattern ${pattern} matches, and ${UNTOLD}`,
    missing: 'semantics' as const,
  })),
  {
    name: 'service of buckets, opted out',
    selection: { resources: ['arn:aws:s3:*'] },
    candidate: bucket({ optedIn: false }),
    reason: `${NOT}S3 is not opted in, and only pattern arn:aws:s3:* matches`,
  },
  {
    name: 'exact ARN of a bucket, opted out',
    selection: { resources: [BUCKET] },
    candidate: bucket({ optedIn: false }),
    reason: `${SELECTED}exact ARN`,
  },
  {
    name: 'the most favourable match counts',
    selection: { resources: ['*', 'arn:aws:dynamodb:*:*:table/*'], listOfTags: daily },
    candidate: table({ tags: { backup: 'daily' }, optedIn: false }),
    reason: `${SELECTED}pattern arn:aws:dynamodb:*:*:table/*`,
  },
  {
    name: 'several matches that all need the opt-in',
    selection: { resources: ['*'], listOfTags: daily },
    candidate: table({ tags: { backup: 'daily' }, optedIn: false }),
    reason: `${NOT}DynamoDB is not opted in, and only pattern * and tag backup=daily match`,
  },
  {
    name: 'tag in a selection that names another table, opted out',
    selection: { resources: [`${TABLE}2`], listOfTags: daily },
    candidate: table({ tags: { backup: 'daily' }, optedIn: false }),
    reason: `${UNKNOWN}DynamoDB is not opted in, only tag backup=daily matches, and ${UNTOLD}`,
    missing: 'semantics',
  },
  {
    name: 'tag in a selection that names a bucket, opted out',
    selection: { resources: [BUCKET], listOfTags: daily },
    candidate: table({ tags: { backup: 'daily' }, optedIn: false }),
    reason: `${NOT}DynamoDB is not opted in, and only tag backup=daily matches`,
  },
  {
    name: 'types that share the form of their ARNs need the opt-in',
    selection: { resources: ['arn:aws:rds:*:*:cluster:*'] },
    candidate: table({ arn: 'arn:aws:rds:us-west-2:111122223333:cluster:a', resourceType: 'Aurora', optedIn: false }),
    reason: `${NOT}Aurora is not opted in, and only pattern arn:aws:rds:*:*:cluster:* matches`,
  },

  // What is not known
  {
    name: 'exact ARN needs no tags',
    selection: { resources: [TABLE] },
    candidate: table({ tags: undefined, optedIn: undefined }),
    reason: `${SELECTED}exact ARN`,
  },
  {
    name: 'exclusion needs no tags',
    selection: { listOfTags: daily, notResources: [TABLE] },
    candidate: table({ tags: undefined, optedIn: undefined }),
    reason: `${NOT}excluded by NotResources ${TABLE}`,
  },
  {
    name: 'other resources need no tags',
    selection: { resources: [BUCKET], conditions: { stringEquals: [env('prod')] } },
    candidate: table({ tags: undefined }),
    reason: `${NOT}nothing in Resources matches`,
  },
  {
    name: 'everything needs no tags for ListOfTags',
    selection: { resources: ['*'], listOfTags: daily },
    candidate: table({ tags: undefined }),
    reason: `${SELECTED}pattern *`,
  },
  {
    name: 'tags that nobody knows',
    selection: { listOfTags: daily },
    candidate: table({ tags: undefined }),
    reason: `${UNKNOWN}its tags are not known`,
    missing: 'tags',
  },
  {
    name: 'opted out, so the tags do not count',
    selection: { listOfTags: daily },
    candidate: table({ tags: undefined, optedIn: false }),
    reason: `${NOT}DynamoDB is not opted in, and nothing but tags can match`,
  },
  {
    name: 'conditions on tags that nobody knows',
    selection: { resources: [TABLE], conditions: { stringNotEquals: [env('dev')] } },
    candidate: table({ tags: undefined }),
    reason: `${UNKNOWN}its tags are not known`,
    missing: 'tags',
  },
  {
    name: 'conditions that no tags can meet',
    selection: { resources: [TABLE], conditions: { stringEquals: [env('prod')], stringNotLike: [env('p*')] } },
    candidate: table({ tags: undefined }),
    reason: `${NOT}no tags can meet its conditions`,
  },
  {
    name: 'tags that contradict the conditions',
    selection: { listOfTags: [tag('env', 'prod')], conditions: { stringNotEquals: [env('prod')] } },
    candidate: table({ tags: undefined }),
    reason: `${NOT}no tags can match ListOfTags and meet the conditions`,
  },
  {
    name: 'a doubtful pattern, whose conditions on unread tags may fail',
    selection: { resources: ['arn:aws:s3:::*-logs'], conditions: { stringEquals: [env('prod')] } },
    candidate: bucket({ tags: undefined }),
    reason: `${UNKNOWN}its tags are not known`,
    missing: 'tags',
  },
  {
    name: 'opt-in that nobody knows',
    selection: { resources: ['*'] },
    candidate: table({ optedIn: undefined }),
    reason: `${UNKNOWN}whether DynamoDB is opted in is not known, and only pattern * matches`,
    missing: 'optIn',
  },
  {
    name: 'neither tags nor opt-in are known',
    selection: { listOfTags: daily },
    candidate: table({ tags: undefined, optedIn: undefined }),
    reason: `${UNKNOWN}whether DynamoDB is opted in is not known, and nothing but tags can match`,
    missing: 'optIn',
  },
  {
    name: 'opt-in that may help a bucket',
    selection: { resources: ['arn:aws:s3:::*'] },
    candidate: bucket({ optedIn: undefined }),
    reason: `${UNKNOWN}whether S3 is opted in is not known, and only pattern arn:aws:s3:::* matches`,
    missing: 'optIn',
  },
  {
    name: 'selected by what asks least where the opt-in is not known',
    selection: { resources: ['*', 'arn:aws:dynamodb:*:*:table/*'] },
    candidate: table({ optedIn: undefined }),
    reason: `${SELECTED}pattern arn:aws:dynamodb:*:*:table/*`,
  },

  // Backup policies of the organization
  {
    name: 'organization: exact types ignore the opt-in',
    selection: { organizational: true, resources: ['arn:aws:dynamodb:*:*:table/*'] },
    candidate: table({ optedIn: false }),
    reason: `${SELECTED}pattern arn:aws:dynamodb:*:*:table/*`,
  },
  {
    name: 'organization: the opt-in of this account does not count',
    selection: { organizational: true, listOfTags: daily },
    candidate: table({ tags: { backup: 'daily' } }),
    reason: `${UNKNOWN}only tag backup=daily matches, and ${MANAGEMENT}`,
    missing: 'semantics',
  },
  {
    name: 'organization: nor is it asked for',
    selection: { organizational: true, resources: ['*'] },
    candidate: table({ optedIn: undefined }),
    reason: `${UNKNOWN}only pattern * matches, and ${MANAGEMENT}`,
    missing: 'semantics',
  },
  {
    name: 'organization: tag missing',
    selection: { organizational: true, listOfTags: daily },
    reason: `${NOT}tag backup=daily is missing`,
  },
  {
    name: 'organization: tags that nobody knows',
    selection: { organizational: true, listOfTags: daily },
    candidate: table({ tags: undefined }),
    reason: `${UNKNOWN}its tags are not known`,
    missing: 'tags',
  },
];

const resultOf = (reason: string): string => {
  if (reason.startsWith(SELECTED)) return 'selected';
  return reason.startsWith(NOT) ? 'not-selected' : 'unknown';
};

for (const { name, selection, candidate = table(), reason, missing } of ROWS) {
  test(name, () => {
    const { resolve, explain } = compileSelections([selectionOf(selection)]);
    const result = resultOf(reason);
    assert.equal(explain(0, candidate), { result, reason, ...(missing === undefined ? {} : { missing }) });
    assert.equal(resolve(candidate), {
      covering: result === 'selected' ? [0] : [],
      open: missing === undefined ? [] : [{ index: 0, missing }],
    });
  });
}

test('NotResources take away from their own selection only', () => {
  const { resolve } = compileSelections([
    selectionOf({ name: 'without', resources: ['*'], notResources: [TABLE] }),
    selectionOf({ name: 'with', resources: [TABLE] }),
  ]);
  assert.equal(resolve(table()), { covering: [1], open: [] });
});

test('each selection once, in their order', () => {
  const every = selectionOf({ resources: ['*', 'arn:aws:dynamodb:*', TABLE], listOfTags: daily });
  const { resolve } = compileSelections([selectionOf({}), every, selectionOf({ listOfTags: daily }), selectionOf({ resources: [TABLE] })]);
  assert.equal(resolve(table({ tags: { backup: 'daily' } })), { covering: [0, 1, 2, 3], open: [] });
  assert.equal(resolve(table({ tags: undefined })), { covering: [0, 1, 3], open: [{ index: 2, missing: 'tags' }] });
});

test('the names of selection and plan stand in the reason', () => {
  const { explain } = compileSelections([selectionOf({ name: 'MLOpsTables', plan: 'MLOpsModelMetadataBackup', resources: [TABLE] })]);
  assert.is(explain(0, table()).reason, 'selected by selection MLOpsTables of plan MLOpsModelMetadataBackup: exact ARN');
});

test('no selections cover nothing', () => {
  assert.equal(compileSelections([]).resolve(table()), { covering: [], open: [] });
});

test('a selection that does not exist cannot be explained', () => {
  assert.throws(
    () => compileSelections([]).explain(0, table()),
    (error: unknown) => error instanceof RangeError,
  );
});

for (const [id, expected] of [
  ['orgs/4232272a-ed54-3a88-b1d0-ace894b6c24c', true],
  ['4232272a-ed54-3a88-b1d0-ace894b6c24c', false],
  ['aws/efs/73d922fb-9312-3a70-99c3-e69367f9fdad', false],
  ['my-orgs/1', false],
] as const) {
  test(`plan ${id} is ${expected ? 'a' : 'no'} plan of the organization`, () => assert.is(isOrganizationalPlan(id), expected));
}

test.run();
