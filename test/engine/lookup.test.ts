import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createLookup } from '../../engine/lookup.ts';
import type { Listing, TargetRecord } from '../../model/inventory.ts';
import { read } from '../../model/reading.ts';
import type { Resource } from '../../model/resource.ts';
import { every, namedBy, type Subject, UnreadFact, type Within } from '../../model/rule.ts';
import { box } from './fakes.ts';
import { boxOf, closed, denied, HOME, listing, target, unlisted } from './inventories.ts';

const test = suite('engine/lookup');

const boxes: readonly Resource[] = [
  boxOf('a', { lid: closed }),
  boxOf('b', { lid: denied }),
  boxOf('other-region', {}, { scope: { region: 'r2' } }),
  boxOf('other-account', {}, { scope: { account: '2' } }),
  boxOf('other-cluster', {}, { scope: { cluster: 'c2', region: undefined, account: undefined } }),
  boxOf('nowhere', {}, { scope: { region: undefined } }),
  boxOf('joined', {}, { origin: 'joined' }),
];

const lookup = (targets: readonly TargetRecord[] = [target()]) => createLookup({ targets, resources: boxes });

const namesOf = (found: readonly Subject[]): readonly string[] => found.map(({ name }) => name);

for (const [within, scope, expected] of [
  ['region', HOME, ['a', 'b']],
  ['region', { ...HOME, region: 'r2' }, ['other-region']],
  ['account', HOME, ['a', 'b', 'other-region', 'nowhere']],
  ['cluster', { target: 'prod', cluster: 'c2' }, ['other-cluster']],
] as const satisfies readonly (readonly [Within, object, readonly string[]])[]) {
  test(`everything within the ${within} of ${JSON.stringify(scope)}`, () =>
    assert.equal(namesOf(lookup().every(every(box, ['lid'], within), scope)), expected));
}

test('what many share is one object', () => {
  const one = lookup();
  assert.is(one.every(every(box, ['lid'], 'region'), HOME), one.every(every(box, ['lid'], 'region'), HOME));
  assert.is.not(one.every(every(box, ['lid'], 'region'), HOME), one.every(every(box, ['lock'], 'region'), HOME));
});

const regional = (region: string | undefined, more: Partial<Listing> = {}): Listing => ({
  ...listing(more),
  ...(region === undefined ? {} : { region }),
});

const gap = unlisted.gap as NonNullable<Listing['gap']>;

for (const [name, within, listings, expected] of [
  ['the listing of the Region is complete', 'region', [regional('r1')], 'known'],
  ['that of another Region is not', 'region', [regional('r1'), regional('r2', unlisted)], 'known'],
  ['its own is not', 'region', [regional('r1', unlisted), regional('r2')], 'fake:List'],
  ['nobody knows whether there are more Regions', 'region', [regional('r1'), regional(undefined, unlisted)], 'known'],
  ['nobody lists the Region', 'region', [regional('r2')], 'list fake/box'],
  ['nobody lists the kind', 'region', [], 'list fake/box'],
  ['all Regions of the account are listed', 'account', [regional('r1'), regional('r2')], 'known'],
  ['one Region of the account is not', 'account', [regional('r1'), regional('r2', unlisted)], 'fake:List'],
  ['there may be more Regions in the account', 'account', [regional('r1'), regional(undefined, unlisted)], 'fake:List'],
] as const satisfies readonly (readonly [string, Within, readonly Listing[], string])[]) {
  test(`everything within the ${within} where ${name}: ${expected}`, () => {
    const look = () => lookup([target({ listings })]).every(every(box, ['lid'], within), HOME);
    if (expected === 'known') assert.ok(look().length > 0);
    else assert.throws(look, (error: unknown) => error instanceof UnreadFact && error.gap.action === expected);
  });
}

test('what one target could not list another one of the same account may', () => {
  const blind = target({ name: 'blind', listings: [regional('r1', unlisted)] });
  assert.equal(namesOf(lookup([blind, target({ listings: [regional('r1')] })]).every(every(box, ['lid'], 'region'), HOME)), ['a', 'b']);
});

test('a target of another account says nothing', () => {
  const other = target({ name: 'other', account: '2', listings: [regional('r1')] });
  assert.throws(
    () => lookup([other]).every(every(box, ['lid'], 'region'), HOME),
    (error: unknown) => error instanceof UnreadFact,
  );
});

test('where the subject is, is not known: nor is what is around it', () =>
  assert.throws(
    () => lookup().every(every(box, ['lid'], 'region'), { target: 'prod', account: '1' }),
    (error: unknown) => error instanceof UnreadFact && error.gap.code === 'NotListed' && gap !== error.gap,
  ));

test('a resource that the inventory does not hold is wholly unread', () => {
  const found = lookup().byId(box, 'box:missing', ['lid']);
  assert.is(found.id, 'box:missing');
  assert.throws(
    () => found.facets.lid,
    (error: unknown) => error instanceof UnreadFact && error.gap.code === 'NotCollected',
  );
});

type Boxed = Subject<typeof box, 'twin'>;

test('what members name: each once, and nothing where a member could not be read', () => {
  const names = namedBy('boxes', box, ['lid'], ({ facets }: Boxed) => [facets.twin.id]);
  const resources = [
    boxOf('a', { twin: read({ id: 'box:c' }) }),
    boxOf('b', { twin: denied }),
    boxOf('c', { twin: read({ id: 'box:c' }), lid: closed }),
  ];
  const one = createLookup({ targets: [target()], resources });
  const members = one.every(every(box, ['twin'], 'region'), HOME);
  assert.equal(namesOf(one.named(names, members)), ['c']);
  assert.is(one.named(names, members), one.named(names, members));
});

test.run();
