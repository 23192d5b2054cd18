import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ASSETS } from '../../../model/backup/assets.ts';
import { coverageJoins, coverageOf, type OpenQuestion } from '../../../model/backup/coverage.ts';
import {
  type Around,
  covered,
  PLAN,
  PROTECTED_TABLE,
  planFacets,
  planRule,
  REGION,
  selection,
  TABLE,
} from '../../../model/backup/examples.ts';
import { selectionId } from '../../../model/backup/ids.ts';
import { noParams } from '../../../model/params.ts';
import { defineRule, pass } from '../../../model/rule.ts';
import { judgeRow } from '../../rules/harness.ts';

const test = suite('model/backup/coverage');

const PLAN_2 = `${PLAN}-b`;

/** What is known of the coverage, in words. */
interface Seen {
  readonly rules: readonly string[];
  readonly assignments: readonly string[];
  readonly open: readonly string[];
  readonly refusals: readonly string[];
}

const question = (open: OpenQuestion): string => ('unread' in open ? `${open.unread.facet} of ${open.unread.resource}` : open.reason);

let seen: Seen | undefined;

/** A rule that only looks. */
const looking = defineRule({
  id: 'test/coverage',
  title: 'Coverage',
  rationale: 'Tests.',
  remediation: 'None.',
  references: [],
  severity: 'low',
  subject: ASSETS,
  reads: [],
  joins: coverageJoins,
  params: noParams,
  messages: { seen: 'Seen.' },
  examples: [],
  check: (asset, { joined }) => {
    const { rules, assignments, open, refusals } = coverageOf(asset, joined);
    seen = {
      rules: rules.map(({ plan, rule, since }) => `${plan.name} ${rule.name} since ${since}`),
      assignments: assignments.map(({ selection: name, reason }) => `${name}: ${reason()}`),
      open: open.map(question),
      refusals: refusals(),
    };
    return pass('seen');
  },
});

const see = (around: Around, facets: Readonly<Record<string, unknown>> = {}): Seen | string => {
  seen = undefined;
  const { message } = judgeRow(looking, { name: '', kind: 'dynamodb/table', facets, around, verdict: 'pass' });
  return seen ?? message;
};

const coverage = (around: Around, facets: Readonly<Record<string, unknown>> = {}): Seen => {
  const found = see(around, facets);
  assert.type(found, 'object', String(found));
  return found as Seen;
};

const selecting = (...definitions: readonly unknown[]): Around => ({
  ...covered(),
  'backup/plan': {
    [PLAN]: { ...planFacets(), selectionList: { selections: definitions.map((_, index) => ({ id: `s-${index}`, name: `S${index}` })) } },
  },
  'backup/selection': Object.fromEntries(definitions.map((definition, index) => [selectionId(PLAN, `s-${index}`), { definition }])),
});

const exact = selection({ resources: [TABLE] });
const byTag = selection({ listOfTags: [{ key: 'backup', value: 'daily' }] });
const disputed = selection({ resources: ['*model-metadata'] });
const job = (plan: string) => ({
  [PROTECTED_TABLE]: { backupJobs: { jobs: [{ id: 'j-1', state: 'COMPLETED', createdAt: '2026-01-30T05:00:00Z', plan }] } },
});

test('a selection that names the table covers it with every rule of its plan', () => {
  const { rules, assignments, open } = coverage(covered([planRule(), planRule({ id: 'rule-2', name: 'monthly' })]));
  assert.equal(rules, ['plan-1 daily since 2025-10-01T00:00:00Z', 'plan-1 monthly since 2025-10-01T00:00:00Z']);
  assert.match(assignments.join(), /^MLOpsTables: selected by selection MLOpsTables of plan plan-1: exact ARN/);
  assert.equal(open, []);
});

test('two selections of one plan cover it once, since the earlier one; not before there was a plan', () => {
  const early = selection({ resources: [TABLE], createdAt: '2025-01-01T00:00:00Z' });
  const late = selection({ resources: [TABLE], createdAt: '2026-01-01T00:00:00Z' });
  assert.equal(coverage(selecting(late, early)).rules, ['plan-1 daily since 2025-10-01T00:00:00Z']);
  assert.equal(coverage(selecting(late)).rules, ['plan-1 daily since 2026-01-01T00:00:00Z']);
});

test('no selection covers it: the reasons say why', () => {
  const { rules, open, refusals } = coverage(selecting(byTag), { tags: { backup: 'weekly' } });
  assert.equal([rules, open], [[], []]);
  assert.match(refusals.join(), /tag backup is weekly, not daily/);
});

test('tags are looked at only where the answer hangs on them', () => {
  assert.is(coverage(selecting(exact), { tags: 'unread' }).rules.length, 1);
  assert.is(coverage(selecting(byTag), { tags: { backup: 'daily' } }).rules.length, 1);
});

test('where the opt-in is unread, a tag that is missing still rules a selection out', () => {
  const around = { ...selecting(byTag), 'backup/region': { [REGION]: { settings: 'unread' } } };
  const { rules, open, refusals } = coverage(around, { tags: {} });
  assert.equal([rules, open], [[], []]);
  assert.match(refusals.join(), /tag backup=daily is missing/);
});

for (const [name, around, facets, expected] of [
  ['tags', selecting(byTag), { tags: 'unread' }, `tags of ${TABLE}`],
  [
    'the opt-in',
    { ...selecting(byTag), 'backup/region': { [REGION]: { settings: 'unread' } } },
    { tags: { backup: 'daily' } },
    `settings of ${REGION}`,
  ],
  ['a selection', selecting('unread'), {}, `definition of ${selectionId(PLAN, 's-0')}`],
  [
    'the list of selections',
    { ...covered(), 'backup/plan': { [PLAN]: { ...planFacets(), selectionList: 'unread' } } },
    {},
    `selectionList of ${PLAN}`,
  ],
  [
    'a plan that covers it',
    { ...covered(), 'backup/plan': { [PLAN]: { ...planFacets(), definition: 'unread' } } },
    {},
    `definition of ${PLAN}`,
  ],
  [
    'jobs, where AWS documents nothing',
    { ...selecting(disputed), 'backup/protected-resource': { [PROTECTED_TABLE]: { backupJobs: 'unread' } } },
    {},
    `backupJobs of ${PROTECTED_TABLE}`,
  ],
] as const satisfies readonly (readonly [string, Around, object, string])[]) {
  test(`${name} unread: the question stays open`, () => {
    const { rules, open } = coverage(around, facets);
    assert.equal([rules, open], [[], [expected]]);
  });
}

test('what is unread of another plan does not hide what is known', () => {
  const around = {
    ...covered(),
    'backup/plan': { [PLAN]: planFacets(), [PLAN_2]: { selectionList: 'unread', definition: 'unread' } },
  };
  const { rules, open } = coverage(around);
  assert.is(rules.length, 1);
  assert.equal(open, [`selectionList of ${PLAN_2}`]);
});

test('where AWS documents nothing, a job of the plan decides, and one of another plan does not', () => {
  const around = selecting(disputed);
  assert.match(coverage({ ...around, 'backup/protected-resource': job(PLAN) }).assignments.join(), /job j-1/);
  const { rules, open } = coverage({ ...around, 'backup/protected-resource': job(PLAN_2) });
  assert.is(rules.length, 0);
  assert.is(open.length, 1);
});

test('plans that could not be listed: nothing is known', () =>
  assert.match(String(see({ ...covered(), 'backup/plan': 'unread' })), /the list of every AWS Backup plan/));

test('a plan without selections covers nothing', () => {
  const around = { ...covered(), 'backup/plan': { [PLAN]: { selectionList: { selections: [] } } } };
  assert.equal(coverage(around).rules, []);
});

test.run();
