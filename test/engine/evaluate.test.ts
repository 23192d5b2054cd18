import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { evaluate, gapsOf } from '../../engine/evaluate.ts';
import type { Inventory } from '../../model/inventory.ts';
import type { Component, Policy, Waiver } from '../../model/policy.ts';
import { defineMechanism } from '../../model/protection.ts';
import { absent, read } from '../../model/reading.ts';
import type { Finding } from '../../model/report.ts';
import resourcesPresent from '../../rules/component/resources-present.ts';
import { box, selector } from './fakes.ts';
import {
  binding,
  boxOf,
  closed,
  component,
  DENIED,
  denied,
  inventoryOf,
  kinds,
  lidClosed,
  open,
  policyOf,
  ruleLike,
  TAKEN_AT,
  target,
  unlisted,
  waiver,
} from './inventories.ts';

const test = suite('engine/evaluate');

const run = (inventory: Inventory, policies: readonly Policy[], waivers: readonly Waiver[] = []) =>
  evaluate({ inventory, policies, waivers, kinds, mechanisms: [] });

const findings = (inventory: Inventory, more: Partial<Component> = {}): readonly Finding[] =>
  run(inventory, [policyOf(component(more))]).report.findings;

const shown = (found: readonly Finding[]) => found.map(({ rule, resource, verdict }) => `${rule} ${resource.name}: ${verdict}`);

const alone = binding(lidClosed);
const present = binding(resourcesPresent);

test('gives one verdict a binding and resource, with all that a reader needs', () => {
  const place = { file: 'policy.yaml', line: 12, column: 9 };
  const found = findings(inventoryOf([boxOf('a', { lid: open })]), {
    bindings: [binding(lidClosed, { severity: 'low', place })],
  });
  assert.equal(
    found.map(({ fingerprint: _, ...finding }) => finding),
    [
      {
        rule: 'fake/lid-closed',
        policy: 'policy',
        component: 'component',
        resource: { kind: 'fake/box', id: 'box:a', name: 'a', target: 'prod', account: '1', region: 'r1' },
        verdict: 'fail',
        severity: 'low',
        message: 'The lid is open.',
        evidence: [{ facet: 'lid', observed: 'open', expected: 'closed' }],
        waiver: null,
        location: place,
      },
    ],
  );
});

test('a resource that several selectors of a component match is judged once a binding', () => {
  const selectors = [selector({ name: 'a' }), selector({ id: 'box:*' }), selector()];
  assert.equal(shown(findings(inventoryOf([boxOf('a', { lid: closed })]), { selectors })), ['fake/lid-closed a: pass']);
});

test('a resource of two components is judged in both', () => {
  const { report } = run(inventoryOf([boxOf('a', { lid: closed })]), [policyOf(component(), component({ name: 'other' }))]);
  assert.equal(
    report.findings.map((finding) => finding.component),
    ['component', 'other'],
  );
});

const gold = selector({ tags: { tier: 'gold' } });

test('where unread tags leave open whether a resource is selected, every binding is unknown and says why', () => {
  const bindings = [alone, binding(lidClosed, { id: 'policy/component/fake/lid-closed#2' })];
  const found = findings(inventoryOf([boxOf('a', { labels: denied, lid: closed })]), { selectors: [gold], bindings });
  assert.is(found.length, 2);
  for (const { verdict, message, evidence } of found) {
    assert.is(verdict, 'unknown');
    assert.match(message, 'depends on its labels, which could not be read (fake:Get: AccessDenied)');
    assert.equal(evidence, [{ facet: 'labels', observed: 'unread: AccessDenied' }]);
  }
});

test('a selector that takes a resource for certain outweighs one that cannot tell', () => {
  const inventory = inventoryOf([boxOf('a', { labels: denied, lid: closed })]);
  for (const selectors of [
    [gold, selector({ name: 'a' })],
    [selector({ name: 'a' }), gold],
  ]) {
    assert.equal(shown(findings(inventory, { selectors })), ['fake/lid-closed a: pass']);
  }
});

test('two selectors that cannot tell give one finding', () => {
  const selectors = [gold, selector({ tags: { team: 'ml' } })];
  assert.equal(shown(findings(inventoryOf([boxOf('a', { labels: denied })]), { selectors })), ['fake/lid-closed a: unknown']);
});

test('a rule judges the kind that it is about, whatever else the component selects', () => {
  const crate = { ...boxOf('c'), kind: 'fake/crate' };
  const selectors = [selector(), selector({ kind: 'fake/crate' })];
  assert.equal(shown(findings(inventoryOf([boxOf('a', { lid: closed }), crate]), { selectors })), ['fake/lid-closed a: pass']);
});

const DEV = target({ name: 'dev', account: '2', listings: [unlisted] });
const tagged = (tier: string) => ({ labels: read({ tier }) });

for (const [name, criteria, resources, targets, verdict] of [
  ['a match', { name: 'a' }, [boxOf('a')], [target()], 'pass'],
  ['no match', { name: 'b' }, [boxOf('a')], [target()], 'fail'],
  ['no match, and none needed', { name: 'b', optional: true }, [boxOf('a')], [target()], 'not-applicable'],
  ['a resource that only a join named', { name: 'a' }, [boxOf('a', {}, { origin: 'joined' })], [target()], 'fail'],
  ['no match, a listing unread', { name: 'b' }, [boxOf('a')], [target(), DEV], 'unknown'],
  ['no match, none needed, a listing unread', { name: 'b', optional: true }, [boxOf('a')], [target(), DEV], 'unknown'],
  ['a match, a listing unread', { name: 'a' }, [boxOf('a')], [target(), DEV], 'pass'],
  ['no match in the target that it names, which was read', { name: 'b', target: 'prod' }, [], [target(), DEV], 'fail'],
  ['no match in the target that it names, which was not', { name: 'b', target: 'dev' }, [], [target(), DEV], 'unknown'],
  ['a target that does not exist', { target: 'test' }, [boxOf('a')], [target()], 'unknown'],
  ['a target that does not exist, and none needed', { target: 'test', optional: true }, [boxOf('a')], [target()], 'not-applicable'],
  ['a match in a Region that the target leaves out', {}, [boxOf('a')], [target({ regions: ['r2'] })], 'fail'],
  ['the same, and none needed', { optional: true }, [boxOf('a')], [target({ regions: ['r2'] })], 'not-applicable'],
  ['a match by tags', { tags: { tier: 'gold' } }, [boxOf('a', tagged('gold'))], [target()], 'pass'],
  ['other tags', { tags: { tier: 'gold' } }, [boxOf('a', tagged('tin'))], [target()], 'fail'],
  ['no tags', { tags: { tier: 'gold' } }, [boxOf('a', { labels: absent() })], [target()], 'fail'],
  ['unread tags', { tags: { tier: 'gold' } }, [boxOf('a', { labels: denied })], [target()], 'unknown'],
  ['unread tags, and none needed', { tags: { tier: 'gold' }, optional: true }, [boxOf('a', { labels: denied })], [target()], 'unknown'],
  ['unread tags of another name', { name: 'b', tags: { tier: 'gold' } }, [boxOf('a', { labels: denied })], [target()], 'fail'],
  [
    'a match by tags beside unread ones',
    { tags: { tier: 'gold' } },
    [boxOf('a', { labels: denied }), boxOf('b', tagged('gold'))],
    [target()],
    'pass',
  ],
  ['a Region that nothing tells', { region: 'r1' }, [boxOf('a', {}, { scope: { region: undefined } })], [target()], 'unknown'],
  ['no target', {}, [], [], 'unknown'],
] as const) {
  test(`a selector that finds ${name}: ${verdict}`, () => {
    const found = findings(inventoryOf(resources, targets), { selectors: [selector(criteria)], bindings: [present] });
    assert.equal(
      found.map((finding) => finding.verdict),
      [verdict],
    );
  });
}

test('the finding on a selector is about the selector, at its line, and names three of what lies elsewhere', () => {
  const place = { file: 'policy.yaml', line: 7, column: 9 };
  const far = ['a', 'b', 'c', 'd'].map((name) => boxOf(name, {}, { scope: { region: 'r9' } }));
  const [finding] = findings(inventoryOf(far, [target({ regions: ['r1'] })]), { selectors: [selector({ place })], bindings: [present] });
  assert.equal(finding?.location, place);
  assert.equal(finding?.resource, { kind: 'component/selector', id: 'policy/component/fake/box', name: 'fake/box', target: 'prod' });
  assert.is(finding?.message, 'Nothing matches the selector in the Regions of the target; there is a in r9, b in r9, c in r9.');
});

test('why a selector cannot tell: unread tags before unread listings', () => {
  const inventory = inventoryOf([boxOf('a', { labels: denied })], [target(), DEV]);
  const message = (resources: Inventory) => String(findings(resources, { selectors: [gold], bindings: [present] })[0]?.message);
  assert.match(message(inventory), 'fake:Get: AccessDenied');
  assert.match(message({ ...inventory, resources: [] }), 'fake:List: AccessDenied');
});

test('every selector has a finding of its own, in the order of the file', () => {
  const selectors = [selector({ name: 'z' }), selector({ name: 'a' })];
  assert.equal(shown(findings(inventoryOf([boxOf('a')]), { selectors, bindings: [present] })), [
    'component/resources-present fake/box, name z: fail',
    'component/resources-present fake/box, name a: pass',
  ]);
});

test('findings stand in the order of policies, components and bindings, then of names and ids', () => {
  const resources = [boxOf('b'), boxOf('a', {}, { id: 'box:2' }), boxOf('a', {}, { id: 'box:1' }), boxOf('B')];
  const second = ruleLike({ id: 'fake/a-rule' });
  const components = [component({ name: 'z', bindings: [alone, binding(second)] }), component({ name: 'a' })];
  const { report } = run(inventoryOf(resources), [policyOf(...components), policyOf(component({ policy: 'a' }))]);
  const expected = ['policy z fake/lid-closed', 'policy z fake/a-rule', 'policy a fake/lid-closed', 'a component fake/lid-closed'];
  assert.equal(
    report.findings.map((finding) => `${finding.policy} ${finding.component} ${finding.rule} ${finding.resource.id}`),
    expected.flatMap((prefix) => ['box:B', 'box:1', 'box:2', 'box:b'].map((id) => `${prefix} ${id}`)),
  );
});

test('a rule that throws is unknown on that resource, and the others go on', () => {
  const crashing = ruleLike({
    id: 'fake/crashing',
    check: () => {
      throw new TypeError('boom');
    },
  });
  const found = findings(inventoryOf([boxOf('a', { lid: closed })]), { bindings: [binding(crashing), alone] });
  assert.equal(shown(found), ['fake/crashing a: unknown', 'fake/lid-closed a: pass']);
  assert.match(String(found[0]?.message), 'boom');
});

test('the summary counts what is not waived, verdict by verdict', () => {
  const resources = [
    boxOf('a', { lid: closed }),
    boxOf('b', { lid: open }),
    boxOf('c', { lid: denied }),
    boxOf('d', { lid: open }),
    boxOf('e', { lid: denied }),
  ];
  const bindings = [alone, present];
  const selectors = [selector(), selector({ name: 'none', optional: true })];
  const waivers = [waiver({ resource: '[de]' }), waiver({ resource: 'd' }), waiver({ resource: 'e' }), waiver({ resource: 'a' })];
  const { report, expiredWaivers, unusedWaivers } = run(inventoryOf(resources), [policyOf(component({ selectors, bindings }))], waivers);
  assert.equal(report.summary, { pass: 2, fail: 1, unknown: 1, pending: 0, notApplicable: 1, waived: 2 });
  assert.is(report.findings.length, 7);
  assert.equal(expiredWaivers, []);
  assert.equal(unusedWaivers, [waivers[0], waivers[3]]);
});

test('waivers are held against the time of the reading', () => {
  const stale = waiver({ expires: new Date(TAKEN_AT.getTime() - 1) });
  const { report, expiredWaivers } = run(inventoryOf([boxOf('a', { lid: open })]), [policyOf(component())], [stale]);
  assert.is(report.summary.fail, 1);
  assert.equal(expiredWaivers, [stale]);
});

test('gaps: a target that failed once, else its listings, then facets', () => {
  const gap = { ...DENIED, action: 'fake:WhoAmI' };
  const targets = [target({ name: 'down', listings: [unlisted], gap }), target({ listings: [{ ...unlisted, region: 'r2' }] })];
  assert.equal(
    gapsOf(
      inventoryOf(
        [
          boxOf('a', { lid: denied, lock: absent(), labels: read({}) }),
          boxOf('b', { lid: denied }, { origin: 'joined', scope: { region: undefined } }),
        ],
        targets,
      ),
    ),
    [
      { target: 'down', ...gap },
      { target: 'prod', kind: 'fake/box', region: 'r2', ...DENIED, action: 'fake:List' },
      { target: 'prod', kind: 'fake/box', id: 'box:a', region: 'r1', facet: 'lid', ...DENIED },
      { target: 'prod', kind: 'fake/box', id: 'box:b', facet: 'lid', ...DENIED },
    ],
  );
});

test('objectives are held against each resource once, and only where a mechanism knows its kind', () => {
  const mechanism = defineMechanism({ id: 'fake-none', title: 'None', asset: box, reads: [], protections: () => [] });
  const crate = { ...boxOf('c'), kind: 'fake/crate', id: 'box:a' };
  const selectors = [selector({ kind: 'fake/crate' }), selector(), selector({ name: 'a' })];
  const policies = [policyOf(component({ selectors, objectives: { copies: 1 } }), component({ name: 'aimless' }))];
  const { report } = evaluate({ inventory: inventoryOf([boxOf('a'), crate]), policies, waivers: [], kinds, mechanisms: [mechanism] });
  assert.equal(
    report.recovery.map(({ component: name, resource, objectives }) => [name, resource.kind, objectives.copies?.verdict]),
    [['component', 'fake/box', 'pass']],
  );
});

test('nothing in, nothing out', () => {
  const { report } = run(inventoryOf([], []), []);
  assert.equal(report.findings, []);
  assert.equal(report.summary, { pass: 0, fail: 0, unknown: 0, pending: 0, notApplicable: 0, waived: 0 });
});

const reading = fc.constantFrom(open, closed, denied);
const labels = fc.constantFrom(absent(), denied, read({ tier: 'gold' }), read({ tier: 'tin' }));
const boxes = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom('a', 'b', 'c'),
    id: fc.integer({ min: 1, max: 20 }),
    lid: reading,
    labels,
    region: fc.constantFrom('r1', 'r2'),
  }),
  { selector: ({ id }) => id, maxLength: 12 },
);

test('the order of the resources in an inventory changes nothing, nor does a second look', () => {
  const shuffled = boxes.chain((drawn) => {
    const resources = drawn.map(({ name, id, region, ...facets }) => boxOf(name, facets, { id: `box:${id}`, scope: { region } }));
    return fc.tuple(fc.constant(resources), fc.shuffledSubarray(resources, { minLength: resources.length }));
  });
  const selectors = [gold, selector({ name: 'a' }), selector({ region: 'r2', optional: true })];
  const policies = [policyOf(component({ selectors, bindings: [present, alone] }))];
  fc.assert(
    fc.property(shuffled, ([resources, others]) => {
      const targets = [target({ regions: ['r1'] })];
      const before = run(inventoryOf(resources, targets), policies);
      assert.equal(run(inventoryOf(resources, targets), policies), before);
      assert.equal(run(inventoryOf(others, targets), policies), before);
    }),
  );
});

test.run();
