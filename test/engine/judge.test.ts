import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Judgement, judge } from '../../engine/judge.ts';
import { createLookup } from '../../engine/lookup.ts';
import { noParams } from '../../model/params.ts';
import { absent, read } from '../../model/reading.ts';
import type { Resource } from '../../model/resource.ts';
import { type AnyRule, defineRule, fail, join, type Outcome, pass, type Subject } from '../../model/rule.ts';
import { box } from './fakes.ts';
import { boxOf, closed, denied, lidClosed, open, TAKEN_AT } from './inventories.ts';

const test = suite('engine/judge');

type Twin = Subject<typeof box, 'lid' | 'lock'>;
type Box = Subject<typeof box, 'lid' | 'lock' | 'twin'>;
interface Seen {
  readonly joined: { readonly twins: readonly Twin[] };
  readonly takenAt: Date;
  readonly params: unknown;
}

/** A rule over a box and its twin that answers what `check` answers. */
const ruleOf = (check: (subject: Box, seen: Seen) => Outcome<string>): AnyRule =>
  defineRule({
    ...lidClosed,
    id: 'fake/any',
    reads: ['lid', 'lock', 'twin'],
    joins: {
      twins: join(box, ['lid', 'lock'], ({ facets }: Box) => (facets.twin.id ? [facets.twin.id] : [])),
    },
    params: noParams,
    messages: { plain: 'Plain.', filled: '{a} and {b} and {constructor}.' } as Record<string, string>,
    check,
  });

const run = (rule: AnyRule, resource: Resource, others: readonly Resource[] = []): Judgement =>
  judge(rule, { limit: 3 }, resource, createLookup({ targets: [], resources: others }), TAKEN_AT);

for (const [name, lid, verdict] of [
  ['holds', closed, 'pass'],
  ['does not hold', open, 'fail'],
  ['could not be read', denied, 'unknown'],
  ['was not collected', undefined, 'unknown'],
  ['is absent, but is a facet that never is', absent(), 'unknown'],
] as const) {
  test(`a fact that ${name}: ${verdict}`, () => assert.is(run(lidClosed, boxOf('a', lid ? { lid } : {})).verdict, verdict));
}

test('the answer to an unread fact names it, the permission and the code', () => {
  assert.equal(run(lidClosed, boxOf('a', { lid: denied })), {
    verdict: 'unknown',
    message: 'Not evaluated: lid could not be read (fake:Get: AccessDenied).',
    evidence: [{ facet: 'lid', observed: 'unread: AccessDenied' }],
  });
});

test('"not configured" is the value that the kind declares for it', () => {
  const rule = ruleOf(({ facets }) => (facets.lock.strong ? pass('plain') : fail('plain')));
  for (const reading of [absent(), absent('lid')]) assert.is(run(rule, boxOf('a', { lock: reading })).verdict, 'fail');
});

test('an unread fact that the check does not look at leaves the verdict as it is', () => {
  const rule = ruleOf(({ facets }) => (facets.lid.closed ? pass('plain') : fail(facets.lock.strong ? 'plain' : 'plain')));
  assert.is(run(rule, boxOf('a', { lid: closed, lock: denied })).verdict, 'pass');
  assert.is(run(rule, boxOf('a', { lid: open, lock: denied })).verdict, 'unknown');
});

test('a check sees the facets that its rule declares and no others', () => {
  const keys = ruleOf(({ facets }) => {
    assert.equal(Object.keys(Object.getOwnPropertyDescriptors(facets)), ['lid', 'lock', 'twin']);
    return pass('plain');
  });
  assert.is(run(keys, boxOf('a', { labels: read({}) })).verdict, 'pass');
});

test('a check gets its params and the time of the reading', () => {
  const rule = ruleOf((_box, { params, takenAt }) => {
    assert.equal([params, takenAt], [{ limit: 3 }, TAKEN_AT]);
    return pass('plain');
  });
  assert.is(run(rule, boxOf('a')).verdict, 'pass');
});

const twinsClosed = ruleOf((_box, { joined }) => (joined.twins.every(({ facets }) => facets.lid.closed) ? pass('plain') : fail('plain')));
const withTwin = boxOf('a', { twin: read({ id: 'box:b' }) });

for (const [name, resource, others, verdict] of [
  ['closed', withTwin, [boxOf('b', { lid: closed })], 'pass'],
  ['open', withTwin, [boxOf('b', { lid: open })], 'fail'],
  ['that could not be read', withTwin, [boxOf('b', { lid: denied })], 'unknown'],
  ['that the inventory does not hold', withTwin, [], 'unknown'],
  ['whose id another kind bears', withTwin, [{ ...boxOf('b', { lid: closed }), kind: 'fake/crate' }], 'unknown'],
  ['that nothing names', boxOf('a', { twin: absent() }), [], 'pass'],
  ['that an unread fact would name', boxOf('a', { twin: denied }), [], 'unknown'],
] as const) {
  test(`a joined resource ${name}: ${verdict}`, () => assert.is(run(twinsClosed, resource, others).verdict, verdict));
}

test('the answer to an unread fact of a joined resource names that resource', () => {
  assert.equal(run(twinsClosed, withTwin, [boxOf('b', { lid: denied })]).evidence, [
    { facet: 'lid', observed: 'unread: AccessDenied', resource: 'box:b' },
  ]);
  assert.match(run(twinsClosed, withTwin).message, 'lid of box:b could not be read (lid: NotCollected)');
});

test('a join that cannot be followed leaves alone what decides without it', () => {
  const rule = ruleOf(({ facets }, { joined }) => (facets.lid.closed ? pass('plain') : fail(String(joined.twins.length))));
  assert.is(run(rule, boxOf('a', { lid: closed, twin: denied })).verdict, 'pass');
  assert.is(run(rule, boxOf('a', { lid: open, twin: denied })).verdict, 'unknown');
});

test('values fill the message once, whatever they hold', () => {
  const values = { a: '{b} $& $1 $` {a}', b: 2 };
  const { message } = run(
    ruleOf(() => fail('filled', values)),
    boxOf('a'),
  );
  assert.is(message, '{b} $& $1 $` {a} and 2 and {constructor}.');
});

for (const [name, thrown, reason] of [
  ['an error', new TypeError('x is undefined'), 'x is undefined'],
  ['something else', 'a word', 'a word'],
] as const) {
  test(`a rule that throws ${name} gives an unknown verdict that says so`, () => {
    const crashing = ruleOf(() => {
      throw thrown;
    });
    const { verdict, message } = run(crashing, boxOf('a'));
    assert.is(verdict, 'unknown');
    assert.is(message, `Not evaluated: the rule fake/any failed on this resource (${reason}).`);
  });
}

test('a join that throws gives an unknown verdict', () => {
  const joins = {
    twins: join(box, [], () => {
      throw new RangeError('no twins');
    }),
  };
  const rule = { ...ruleOf((_box, { joined }) => (joined.twins.length > 0 ? pass('plain') : fail('plain'))), joins };
  assert.match(run(rule, boxOf('a')).message, 'no twins');
  assert.is(run(rule, boxOf('a')).verdict, 'unknown');
});

test.run();
