import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadInventory } from '../../../engine/load/inventory.ts';
import { kinds, problemsOf, validators } from './harness.ts';

const test = suite('engine/load/inventory');

const load = (text: string) => loadInventory({ path: '/i.json', shownAs: 'i.json', text }, { kinds, validators });

const gap = { action: 'box:Look', code: 'AccessDenied', message: 'no' };
const resource = {
  kind: 'test/box',
  id: 'box:1',
  name: 'one',
  scope: { target: 'prod', account: '123456789012', region: 'us-west-2' },
  origin: 'listed',
  facets: {
    lid: { state: 'read', value: { status: 'shut' } },
    lock: { state: 'absent', impliedBy: 'lid' },
    labels: { state: 'unread', gap },
  },
};
const target = {
  name: 'prod',
  type: 'aws',
  listings: [
    { kind: 'test/box', state: 'complete' },
    { kind: 'test/bag', region: 'us-west-2', state: 'unread', gap },
  ],
};
const inventory = {
  schema: 'mlops-dr/inventory/v1',
  tool: { name: 'mlops-dr', version: '1.0.0' },
  takenAt: '2026-01-31T12:00:00.000Z',
  targets: [target],
  resources: [resource],
};

type Changes = Readonly<Record<string, unknown>>;
const withResource = (...changes: readonly Changes[]): string =>
  JSON.stringify({ ...inventory, resources: changes.map((change) => ({ ...resource, ...change })) }, null, 1);
const withFacets = (facets: Changes): string => withResource({ facets });

test('what was written is read', () => {
  assert.equal(load(JSON.stringify(inventory)), inventory);
  assert.equal(load(JSON.stringify(inventory, null, 2)), inventory);
});

/** The messages without places: those are the business of the policy's tests. */
const said = (text: string): readonly string[] => problemsOf(() => load(text)).map((problem) => problem.replace(/^\d+:\d+ /, ''));

const mistakes: readonly { readonly name: string; readonly text: string; readonly problems: readonly string[] }[] = [
  {
    name: 'cut short',
    text: JSON.stringify(inventory).slice(0, -2),
    problems: ['invalid-yaml This is not valid YAML or JSON: unexpected end of the stream within a flow collection.'],
  },
  {
    name: 'a report',
    text: JSON.stringify({ ...inventory, schema: 'mlops-dr/report/v1' }),
    problems: ['invalid-value "schema" must be "mlops-dr/inventory/v1", but it is "mlops-dr/report/v1".'],
  },
  {
    name: 'a time without its offset',
    text: JSON.stringify({ ...inventory, takenAt: '2026-01-31T12:00:00' }),
    problems: ['invalid-time "takenAt" may not be "2026-01-31T12:00:00". It is a time like 2026-01-31T12:00:00Z.'],
  },
  {
    name: 'a day that does not exist',
    text: JSON.stringify({ ...inventory, takenAt: '2026-02-30T12:00:00Z' }),
    problems: ['invalid-time "takenAt" may not be "2026-02-30T12:00:00Z". It is a time like 2026-01-31T12:00:00Z.'],
  },
  {
    name: 'a kind that there is not',
    text: withResource({ kind: 'test/bx' }),
    problems: ['unknown-kind There is no kind of resource "test/bx". Known kinds: test/box, test/bag. Did you mean test/box?'],
  },
  {
    name: 'a kind that only the engine makes',
    text: withResource({ kind: 'component/selector', facets: {} }),
    problems: ['unknown-kind There is no kind of resource "component/selector". Known kinds: test/box, test/bag.'],
  },
  {
    name: 'a facet that the kind does not have',
    text: withFacets({ lip: { state: 'absent' } }),
    problems: ['unknown-key The key "lip" is not accepted here. Accepted: lid, lock, labels. Did you mean lid?'],
  },
  {
    name: 'a value of another shape',
    text: withFacets({ lid: { state: 'read', value: { status: 4 } } }),
    problems: ['wrong-type "status" must be a text, but it is 4. Put it in quotes.'],
  },
  { name: 'read, but no value', text: withFacets({ lid: { state: 'read' } }), problems: ['missing-key "lid" lacks the key "value".'] },
  {
    name: 'unread, but a value',
    text: withFacets({ lid: { state: 'unread', gap, value: {} } }),
    problems: ['unknown-key The key "value" is not accepted here. Accepted: state, gap.'],
  },
  {
    name: 'unread without a gap',
    text: withFacets({ lid: { state: 'unread' } }),
    problems: ['missing-key "lid" lacks the key "gap". Why it could not be read.'],
  },
  {
    name: 'absent where that cannot be',
    text: withFacets({ lid: { state: 'absent' } }),
    problems: ['invalid-value "state" of "lid" may not be "absent". Accepted: read, unread.'],
  },
  {
    name: 'a state that there is not',
    text: withFacets({ lock: { state: 'raed' } }),
    problems: ['invalid-value "state" of "lock" may not be "raed". Accepted: read, unread, absent. Did you mean read?'],
  },
  {
    name: 'no state',
    text: withFacets({ lock: {} }),
    problems: ['missing-key "lock" lacks the key "state". Accepted: read, unread, absent.'],
  },
  {
    name: 'a facet that is no mapping',
    text: withFacets({ lock: 'read' }),
    problems: ['wrong-type "lock" must be a mapping, but it is the text "read".'],
  },
  {
    name: 'a listing that was not read, without its gap',
    text: JSON.stringify({ ...inventory, targets: [{ ...target, listings: [{ kind: 'test/box', state: 'unread' }] }] }),
    problems: ['missing-key Item 1 of "listings" lacks the key "gap". Why it could not be read.'],
  },
  {
    name: 'a complete listing with a gap',
    text: JSON.stringify({ ...inventory, targets: [{ ...target, listings: [{ kind: 'test/box', state: 'complete', gap }] }] }),
    problems: ['unknown-key The key "gap" is not accepted here. Accepted: state, kind, region, namespace.'],
  },
  {
    name: 'a target that there is not',
    text: withResource({ scope: { target: 'other' } }),
    problems: ['unknown-target The inventory has no target "other".'],
  },
  {
    name: 'the same resource twice',
    text: withResource({}, { name: 'two' }),
    problems: ['duplicate-resource The resource "box:1" is given twice.'],
  },
  {
    name: 'the same target twice',
    text: JSON.stringify({ ...inventory, targets: [target, target] }),
    problems: [`duplicate-name The target "prod" is given twice: first at i.json:1:${JSON.stringify(inventory).indexOf('"prod"') + 1}.`],
  },
  {
    name: 'a key twice',
    text: JSON.stringify(inventory).replace('"origin":"listed"', '"origin":"listed","origin":"joined"'),
    problems: ['duplicate-key The key "origin" is given twice.'],
  },
];

for (const { name, text, problems } of mistakes) {
  test(`refused: ${name}`, () => assert.equal(said(text), problems));
}

test('a mistake is at its line', () => {
  const text = withFacets({ lid: { state: 'read', value: { status: 4 } } });
  const line = text.split('\n').findIndex((one) => one.includes('"status"')) + 1;
  assert.match(problemsOf(() => load(text))[0] ?? '', new RegExp(`^${line}:\\d+ wrong-type`));
});

test.run();
