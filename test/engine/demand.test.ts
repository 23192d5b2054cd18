import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { demandedFacets, demandOf } from '../../engine/demand.ts';
import { defineKind } from '../../model/kind.ts';
import type { Component } from '../../model/policy.ts';
import { type AnyMechanism, defineMechanism } from '../../model/protection.ts';
import { join, self } from '../../model/rule.ts';
import resourcesPresent from '../../rules/component/resources-present.ts';
import { box, selector, twinJoin } from './fakes.ts';
import { binding, component, lidClosed, policyOf, ruleLike } from './inventories.ts';

const test = suite('engine/demand');

const crate = defineKind({ id: 'fake/crate', title: 'Crate', facets: {} });

const followsTwin = ruleLike({ id: 'fake/twin-closed', reads: ['twin'], joins: { twins: twinJoin(['lid']) } });
const followsCrate = ruleLike({ id: 'fake/in-crate', reads: [], joins: { crates: join(crate, [], () => []) } });
const ofCrates = ruleLike({ id: 'fake/crate-sound', subject: crate, reads: [] });

const twins: AnyMechanism = defineMechanism({ id: 'fake-twin', title: 'Twin', asset: box, reads: ['twin', 'lock'], protections: () => [] });
const crated: AnyMechanism = defineMechanism({ id: 'fake-crated', title: 'Crated', asset: crate, reads: [], protections: () => [] });

const demand = (...components: readonly Partial<Component>[]) => demandOf([policyOf(...components.map(component))], [twins, crated]);

const reads = (of: ReturnType<typeof demandOf>, kind = 'fake/box') =>
  of.wants.get(kind)?.map(({ readers }) => readers.map((reader) => reader.reads));

test('wants what the bound rules read', () => {
  assert.equal(reads(demand({ bindings: [binding(lidClosed), binding(followsTwin)] })), [[['lid'], ['twin']]]);
});

test('wants nothing of resources that are only counted', () => {
  const counted = demand({ bindings: [binding(resourcesPresent)] });
  assert.equal([...counted.kinds], ['fake/box']);
  assert.equal(reads(counted), [[]]);
});

test('wants what the mechanisms read only where a component has objectives', () => {
  assert.equal(reads(demand({ bindings: [], objectives: {} })), [[]]);
  assert.equal(reads(demand({ bindings: [], objectives: { rpo: 1 } })), [[['twin', 'lock']]]);
  assert.equal(reads(demand({ objectives: { copies: 2 } }, { name: 'other' })), [[['lid'], ['twin', 'lock']], [['lid']]]);
});

test('wants of a kind what the rules and mechanisms for that kind read', () => {
  const both = demand({
    selectors: [selector(), selector({ kind: crate.id })],
    bindings: [binding(), binding(ofCrates)],
    objectives: { rpo: 1 },
  });
  assert.equal(reads(both), [[['lid'], ['twin', 'lock']]]);
  assert.equal(reads(both, crate.id), [[[], []]]);
  assert.equal([...both.kinds], ['fake/box', 'fake/crate']);
});

test('keeps the selectors of a component together with its readers, and only those of the kind', () => {
  const a = selector({ name: 'a' });
  const b = selector({ name: 'b' });
  const { wants } = demand({ selectors: [a, selector({ kind: crate.id }), b] }, { selectors: [b], bindings: [] });
  assert.equal(
    wants.get('fake/box')?.map(({ selectors }) => selectors),
    [[a, b], [b]],
  );
});

test('lists the kinds that rules and mechanisms join to', () => {
  assert.equal([...demand({ bindings: [binding(followsCrate)] }).kinds], ['fake/box', 'fake/crate']);
  const joining: AnyMechanism = { ...twins, joins: { crates: join(crate, [], () => []) } };
  assert.equal([...demandOf([policyOf(component({ objectives: { rpo: 1 } }))], [joining]).kinds], ['fake/box', 'fake/crate']);
  assert.equal([...demandOf([policyOf(component())], [joining]).kinds], ['fake/box']);
});

test('a join of the subject itself is there for subjects of its kind only', () => {
  const joins = { own: self(box, ['lock'], () => true), crates: join(crate, [], () => []) };
  const ofBoth = ruleLike({ id: 'fake/either', subject: [box, crate], reads: [], joins });
  const boxes = demand({ bindings: [binding(ofBoth)] });
  const crates = demand({ selectors: [selector({ kind: crate.id })], bindings: [binding(ofBoth)] });
  assert.equal(boxes.wants.get(box.id)?.[0]?.readers, [{ reads: [], joins, params: {} }]);
  assert.equal(crates.wants.get(crate.id)?.[0]?.readers, [{ reads: [], joins: { crates: joins.crates }, params: {} }]);
  assert.equal([...crates.kinds], [crate.id]);
});

test('hands on joins and params: they tell which other resources to read', () => {
  const { wants } = demand({ bindings: [binding(followsTwin, { params: { limit: 3 } })] });
  const [want] = wants.get('fake/box') ?? [];
  assert.equal(want?.readers, [{ reads: ['twin'], joins: followsTwin.joins, params: { limit: 3 } }]);
});

test('adds up several policies', () => {
  const policies = [
    policyOf(component()),
    policyOf(component({ selectors: [selector({ kind: crate.id })], bindings: [binding(ofCrates)] })),
  ];
  const both = demandOf(policies, []);
  assert.equal([...both.kinds], ['fake/box', 'fake/crate']);
  assert.equal(reads(both), [[['lid']]]);
});

test('without policies there is no demand', () => {
  const none = demandOf([], [twins]);
  assert.is(none.kinds.size, 0);
  assert.is(none.wants.size, 0);
});

for (const { name, of, facets } of [
  { name: 'those of the bound rules', of: demand({ bindings: [binding(lidClosed)] }), facets: ['lid'] },
  { name: 'those that rules join', of: demand({ bindings: [binding(followsTwin)] }), facets: ['twin', 'lid'] },
  { name: 'those of mechanisms', of: demand({ bindings: [], objectives: { rpo: 1 } }), facets: ['twin', 'lock'] },
  { name: 'tags that a selector asks for', of: demand({ bindings: [], selectors: [selector({ tags: { a: 'b' } })] }), facets: ['labels'] },
  { name: 'none where a resource is only counted', of: demand({ bindings: [binding(resourcesPresent)] }), facets: [] },
]) {
  test(`facets in demand: ${name}`, () => assert.equal([...demandedFacets(of, box)], facets));
}

test('facets in demand: none of a kind that nobody reads', () => {
  assert.equal([...demandedFacets(demand({ bindings: [binding(followsTwin)] }), crate)], []);
});

test.run();
