import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Demand } from '../../engine/demand.ts';
import { actionsFor } from '../../engine/permissions.ts';
import type { AnyKind } from '../../model/kind.ts';
import type { KindActions } from '../../model/registry.ts';
import { every, self } from '../../model/rule.ts';
import { box, reader, selector, twinJoin } from './fakes.ts';

const test = suite('engine/permissions');

const kinds = new Map<string, AnyKind>([[box.id, box]]);

const facets = Object.fromEntries(Object.keys(box.facets).map((name) => [name, `fake:Get-${name}`]));

const LISTED: KindActions = { list: 'fake:List', facets, located: 'presence' };

const wanting = (want: Parameters<typeof reader>[], selectors = [selector()]): Demand => ({
  kinds: new Set([box.id]),
  wants: new Map([[box.id, [{ selectors, readers: want.map((args) => reader(...args)) }]]]),
});

const actions = (demand: Demand, entry: KindActions = LISTED) =>
  actionsFor({ demand, kinds, scanned: new Map([[box.id, entry]]), everyRegion: 'fake:Regions' });

for (const [name, demand, expected] of [
  ['nothing bound: the listing', wanting([]), ['fake:List']],
  ['a facet', wanting([[['lid']]]), ['fake:Get-lid', 'fake:List']],
  ['a facet that two read', wanting([[['lid']], [['lid', 'lock']]]), ['fake:Get-lid', 'fake:Get-lock', 'fake:List']],
  [
    'a joined facet, and the one that tells where the joined are',
    wanting([[['twin'], { twins: twinJoin(['lid']) }]]),
    ['fake:Get-lid', 'fake:Get-presence', 'fake:Get-twin', 'fake:List'],
  ],
  ['everything around', wanting([[[], { all: every(box, ['lock'], 'region') }]]), ['fake:Get-lock', 'fake:Get-presence', 'fake:List']],
  [
    'a facet of its own that is needed now and then',
    wanting([[[], { itself: self(box, ['lid'], () => false) }]]),
    ['fake:Get-lid', 'fake:List'],
  ],
  ['tags of a selector', wanting([], [selector({ tags: { team: '*' } })]), ['fake:Get-labels', 'fake:List']],
] as const) {
  test(`${name}`, () => assert.equal(actions(demand), expected));
}

test('a kind that is listed Region by Region needs to know the Regions', () =>
  assert.equal(actions(wanting([]), { ...LISTED, regional: true }), ['fake:List', 'fake:Regions']));

test('a kind that is only joined is not listed', () => assert.equal(actions(wanting([[['lid']]]), { facets }), ['fake:Get-lid']));

test('what is not demanded is not asked for', () => assert.equal(actions({ kinds: new Set(), wants: new Map() }), []));

test.run();
