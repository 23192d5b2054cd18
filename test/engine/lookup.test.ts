import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createLookup } from '../../engine/lookup.ts';
import type { Listing, TargetRecord } from '../../model/inventory.ts';
import type { AnyKind } from '../../model/kind.ts';
import { read } from '../../model/reading.ts';
import type { Resource, Scope } from '../../model/resource.ts';
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

/** A box that is there. */
const at = (scope: Scope) => ({ kind: box.id, scope });

const namesOf = (found: readonly Subject[]): readonly string[] => found.map(({ name }) => name);

for (const [within, scope, expected] of [
  ['region', HOME, ['a', 'b']],
  ['region', { ...HOME, region: 'r2' }, ['other-region']],
  ['account', HOME, ['a', 'b', 'other-region', 'nowhere']],
  ['cluster', { target: 'prod', cluster: 'c2' }, ['other-cluster']],
] as const satisfies readonly (readonly [Within, object, readonly string[]])[]) {
  test(`everything within the ${within} of ${JSON.stringify(scope)}`, () =>
    assert.equal(namesOf(lookup().every(every(box, ['lid'], within), at(scope))), expected));
}

test('what many share is one object', () => {
  const one = lookup();
  assert.is(one.every(every(box, ['lid'], 'region'), at(HOME)), one.every(every(box, ['lid'], 'region'), at(HOME)));
  assert.is.not(one.every(every(box, ['lid'], 'region'), at(HOME)), one.every(every(box, ['lock'], 'region'), at(HOME)));
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
    const look = () => lookup([target({ listings })]).every(every(box, ['lid'], within), at(HOME));
    if (expected === 'known') assert.ok(look().length > 0);
    else assert.throws(look, (error: unknown) => error instanceof UnreadFact && error.gap.action === expected);
  });
}

test('what one target could not list another one of the same account may', () => {
  const blind = target({ name: 'blind', listings: [regional('r1', unlisted)] });
  assert.equal(namesOf(lookup([blind, target({ listings: [regional('r1')] })]).every(every(box, ['lid'], 'region'), at(HOME))), ['a', 'b']);
});

test('a target of another account says nothing', () => {
  const other = target({ name: 'other', account: '2', listings: [regional('r1')] });
  assert.throws(
    () => lookup([other]).every(every(box, ['lid'], 'region'), at(HOME)),
    (error: unknown) => error instanceof UnreadFact,
  );
});

// Two targets of one cluster that look for boxes each in a namespace of its own, and for lids in all of them.

const CLUSTER = { cluster: 'c2' };
const LIDS: AnyKind = { ...box, id: 'fake/lid' };

const lookingAt = (name: string, { boxes: state, lids = {} }: { readonly boxes: Partial<Listing>; readonly lids?: Partial<Listing> }) =>
  target({ name, ...CLUSTER, listings: [listing({ namespace: name, ...state }), listing({ ...lids, kind: LIDS.id })] });

const inCluster = (kind: string, namespace: string, name: string): Resource =>
  boxOf(name, {}, { kind, scope: { target: namespace, ...CLUSTER, namespace, account: undefined, region: undefined } });

const shared = (...targets: readonly TargetRecord[]) =>
  createLookup({ targets, resources: [inCluster(box.id, 'ours', 'a'), inCluster(box.id, 'theirs', 'b')] });

const ALL = every(box, [], 'cluster');
const OURS = { kind: box.id, scope: { target: 'ours', ...CLUSTER, namespace: 'ours' } };
const THEIRS = { kind: box.id, scope: { target: 'theirs', ...CLUSTER, namespace: 'theirs' } };
/** One that is called as the namespace is, and was looked for everywhere. */
const LID = { kind: LIDS.id, scope: { target: 'ours', ...CLUSTER, namespace: 'ours' } };

const isUnread = (error: unknown): boolean => error instanceof UnreadFact;

test('what could not be listed in another namespace is not missed by what was looked for in one alone, in whatever order they ask', () => {
  for (const subjects of [
    [OURS, THEIRS],
    [THEIRS, OURS],
  ]) {
    const one = shared(lookingAt('ours', { boxes: {} }), lookingAt('theirs', { boxes: unlisted }));
    for (const subject of subjects) {
      if (subject === OURS) assert.equal(namesOf(one.every(ALL, subject)), ['a', 'b']);
      else assert.throws(() => one.every(ALL, subject), isUnread);
    }
  }
});

test('but by what was looked for in the whole cluster', () => {
  assert.throws(() => shared(lookingAt('ours', { boxes: {} }), lookingAt('theirs', { boxes: unlisted })).every(ALL, LID), isUnread);
  assert.equal(namesOf(shared(lookingAt('ours', { boxes: {} }), lookingAt('theirs', { boxes: {} })).every(ALL, LID)), ['a', 'b']);
});

test('what one target could not list of a whole cluster another one may', () => {
  const one = shared(lookingAt('ours', { boxes: {}, lids: unlisted }), lookingAt('theirs', { boxes: {} }));
  assert.equal(one.every(every(LIDS, [], 'cluster'), OURS), []);
});

test('where the subject is, is not known: nor is what is around it', () =>
  assert.throws(
    () => lookup().every(every(box, ['lid'], 'region'), at({ target: 'prod', account: '1' })),
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
  const members = one.every(every(box, ['twin'], 'region'), at(HOME));
  assert.equal(namesOf(one.named(names, members)), ['c']);
  assert.is(one.named(names, members), one.named(names, members));
});

test.run();
