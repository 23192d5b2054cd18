import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { describeSelector, matches, NOT_LISTED, select } from '../../engine/select.ts';
import { defineKind } from '../../model/kind.ts';
import { absent, read } from '../../model/reading.ts';
import { box, selector } from './fakes.ts';
import { boxOf, DENIED, denied, inventoryOf, listing, target, unlisted } from './inventories.ts';

const test = suite('engine/select');

const gold = { labels: read({ tier: 'gold', team: 'ml' }) };

for (const [name, criteria, resource, expected] of [
  ['the kind alone', {}, boxOf('a'), 'yes'],
  ['another kind', { kind: 'fake/crate' }, boxOf('a'), 'no'],
  ['the name', { name: 'a' }, boxOf('a'), 'yes'],
  ['a part of the name', { name: 'a' }, boxOf('ab'), 'no'],
  ['the name in other letters', { name: 'A' }, boxOf('a'), 'no'],
  ['a glob over the name', { name: 'mlops-*-v?' }, boxOf('mlops-models-v2'), 'yes'],
  ['the id', { id: 'box:*' }, boxOf('a'), 'yes'],
  ['another id', { id: 'crate:*' }, boxOf('a'), 'no'],
  ['the target', { target: 'pr*' }, boxOf('a'), 'yes'],
  ['another target', { target: 'dev' }, boxOf('a'), 'no'],
  ['the account', { account: '1' }, boxOf('a'), 'yes'],
  ['another account', { account: '2' }, boxOf('a'), 'no'],
  ['the Region', { region: 'r?' }, boxOf('a'), 'yes'],
  ['another Region', { region: 'r2' }, boxOf('a'), 'no'],
  ['a namespace that a resource does not have', { namespace: 'ml' }, boxOf('a'), 'no'],
  ['a namespace', { namespace: 'ml' }, boxOf('a', {}, { scope: { namespace: 'ml' } }), 'yes'],
  ['a cluster that a resource does not have', { cluster: 'c' }, boxOf('a'), 'no'],
  ['name and Region, one of them wrong', { name: 'a', region: 'r2' }, boxOf('a'), 'no'],
  ['a resource that only a join named', { name: 'a' }, boxOf('a', {}, { origin: 'joined' }), 'no'],
  ['a Region that nothing tells', { region: 'r1' }, boxOf('a', {}, { scope: { region: undefined } }), 'unknown'],
  ['another name in a Region that nothing tells', { name: 'b', region: 'r1' }, boxOf('a', {}, { scope: { region: undefined } }), 'no'],
  ['a Region, of a kind that has none', { region: 'r1' }, boxOf('a', {}, { scope: { region: undefined, partition: undefined } }), 'no'],
  ['no Region asked for, none told', { name: 'a' }, boxOf('a', {}, { scope: { region: undefined } }), 'yes'],
  ['a tag', { tags: { tier: 'gold' } }, boxOf('a', gold), 'yes'],
  ['two tags', { tags: { tier: 'g*', team: 'ml' } }, boxOf('a', gold), 'yes'],
  ['two tags, one of them wrong', { tags: { tier: 'gold', team: 'web' } }, boxOf('a', gold), 'no'],
  ['two tags, one of them missing', { tags: { tier: 'gold', owner: '*' } }, boxOf('a', gold), 'no'],
  ['any value of a tag, the empty one included', { tags: { tier: '*' } }, boxOf('a', { labels: read({ tier: '' }) }), 'yes'],
  ['a key in other letters', { tags: { Tier: 'gold' } }, boxOf('a', gold), 'no'],
  ['a key that every object inherits', { tags: { constructor: '*' } }, boxOf('a', gold), 'no'],
  ['a tag where there are none', { tags: { tier: '*' } }, boxOf('a', { labels: absent() }), 'no'],
  ['no tag in particular', { tags: {} }, boxOf('a', { labels: absent() }), 'yes'],
  ['tags that could not be read', { tags: { tier: 'gold' } }, boxOf('a', { labels: denied }), 'unknown'],
  ['tags that nobody collected', { tags: { tier: 'gold' } }, boxOf('a'), 'unknown'],
  ['another name, tags that could not be read', { name: 'b', tags: { tier: 'gold' } }, boxOf('a', { labels: denied }), 'no'],
  [
    'wrong tags in a Region that nothing tells',
    { region: 'r1', tags: { tier: 'tin' } },
    boxOf('a', gold, { scope: { region: undefined } }),
    'no',
  ],
] as const) {
  test(`a selector for ${name}: ${expected}`, () => assert.is(matches(selector(criteria), resource, box).match, expected));
}

test('says which facet and which gap keep it from telling', () => {
  assert.equal(matches(selector({ tags: { tier: 'gold' } }), boxOf('a', { labels: denied }), box), {
    match: 'unknown',
    facet: 'labels',
    gap: DENIED,
  });
});

test('tags take nothing of a kind that has none', () => {
  const untagged = defineKind({ id: 'fake/box', title: 'Box', facets: {} });
  for (const kind of [untagged, undefined]) assert.is(matches(selector({ tags: { tier: '*' } }), boxOf('a', gold), kind).match, 'no');
});

const names = (resources: readonly { readonly name: string }[]) => resources.map(({ name }) => name);

test('sorts what it found into taken, undecided and elsewhere', () => {
  const resources = [
    boxOf('taken', gold),
    boxOf('tin', { labels: read({ tier: 'tin' }) }),
    boxOf('undecided', { labels: denied }),
    boxOf('far', gold, { scope: { region: 'r2' } }),
    boxOf('far-untold', {}, { scope: { region: 'r2' } }),
    boxOf('joined', gold, { origin: 'joined' }),
  ];
  const found = select(selector({ tags: { tier: 'gold' } }), inventoryOf(resources, [target({ regions: ['r1'] })]), box);
  assert.equal(names(found.taken), ['taken']);
  assert.equal(
    found.undecided.map(({ resource, facet, gap }) => [resource.name, facet, gap.code]),
    [['undecided', 'labels', 'AccessDenied']],
  );
  assert.equal(names(found.elsewhere), ['far']);
  assert.equal(found.blind, []);
});

test("each target's Regions hold for its own resources", () => {
  const targets = [target({ regions: ['r1'] }), target({ name: 'dev', account: '2' })];
  const resources = [boxOf('a', {}, { scope: { region: 'r2' } }), boxOf('b', {}, { scope: { target: 'dev', account: '2', region: 'r2' } })];
  const { taken, elsewhere } = select(selector(), inventoryOf(resources, targets), box);
  assert.equal(names(taken), ['b']);
  assert.equal(names(elsewhere), ['a']);
});

const DEV = target({ name: 'dev', account: '2', listings: [unlisted] });
const { account: _, ...unidentified } = DEV;
const REGIONAL = target({ listings: [listing({ region: 'r1' }), { ...unlisted, region: 'r2' }] });

for (const [name, criteria, targets, codes] of [
  ['all read', {}, [target()], []],
  ['one of two targets not read', {}, [target(), DEV], ['AccessDenied']],
  ['it names the target that was read', { target: 'prod' }, [target(), DEV], []],
  ['it names the target that was not', { target: 'dev' }, [target(), DEV], ['AccessDenied']],
  ['it names the account that was read', { account: '1' }, [target(), DEV], []],
  ['it names the account that was not', { account: '2' }, [target(), DEV], ['AccessDenied']],
  ['a target whose account is not known', { account: '3' }, [target(), unidentified], ['AccessDenied']],
  ['it names a Region, and the listing knows none', { region: 'r1' }, [DEV], ['AccessDenied']],
  ['it names the Region that was read', { region: 'r1' }, [REGIONAL], []],
  ['it names the Region that was not', { region: 'r2' }, [REGIONAL], ['AccessDenied']],
  ['it names a Region that nobody listed', { region: 'r3' }, [REGIONAL], [NOT_LISTED]],
  ['any Region', {}, [REGIONAL], ['AccessDenied']],
  ['a target that does not exist', { target: 'test' }, [target(), DEV], [NOT_LISTED]],
  ['an account that nobody scans', { account: '9' }, [target(), DEV], [NOT_LISTED]],
  ['a kind that no target lists', { kind: 'fake/crate' }, [target(), DEV], [NOT_LISTED]],
  ['no target at all', {}, [], [NOT_LISTED]],
  [
    'a namespace that could not be listed',
    { namespace: 'n1' },
    [target({ listings: [{ ...unlisted, namespace: 'n1' }] })],
    ['AccessDenied'],
  ],
  [
    'another namespace could not be',
    { namespace: 'n2' },
    [target({ listings: [{ ...unlisted, namespace: 'n1' }] }), target({ name: 'dev' })],
    [],
  ],
] as const) {
  test(`blind spots: ${name}`, () => {
    const { blind } = select(selector(criteria), inventoryOf([], targets), box);
    assert.equal(
      blind.map(({ code }) => code),
      [...codes],
    );
  });
}

test('a selector in words', () => {
  assert.is(describeSelector(selector()), 'fake/box');
  assert.is(
    describeSelector(selector({ region: 'r1', name: 'a*', tags: { tier: 'gold', env: 'prod' }, optional: true })),
    'fake/box, name a*, region r1, tag env=prod, tag tier=gold',
  );
});

test.run();
