import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { evaluate } from '../../engine/evaluate.ts';
import { fingerprint } from '../../engine/fingerprint.ts';
import type { Inventory } from '../../model/inventory.ts';
import type { Policy, Waiver } from '../../model/policy.ts';
import { read } from '../../model/reading.ts';
import resourcesPresent from '../../rules/component/resources-present.ts';
import { selector } from './fakes.ts';
import { binding, boxOf, closed, component, inventoryOf, kinds, lidClosed, open, policyOf, target, waiver } from './inventories.ts';

const test = suite('engine/fingerprint');

const bindings = [binding(resourcesPresent), binding(lidClosed)];
const POLICY = policyOf(component({ bindings }));
const INVENTORY = inventoryOf([boxOf('a', { lid: open })]);

const prints = (inventory: Inventory, policy: Policy = POLICY, waivers: readonly Waiver[] = []): readonly string[] =>
  evaluate({ inventory, policies: [policy], waivers, kinds, mechanisms: [] }).report.findings.map((finding) => finding.fingerprint);

const BEFORE = prints(INVENTORY);

const elsewhere = { file: 'moved/other.yaml', line: 99, column: 7 };

for (const [name, after] of [
  [
    'the line and the path',
    prints(
      INVENTORY,
      policyOf(
        component({
          selectors: [selector({ place: elsewhere })],
          bindings: bindings.map((one) => ({ ...one, place: elsewhere })),
          place: elsewhere,
        }),
      ),
    ),
  ],
  ['the severity', prints(INVENTORY, policyOf(component({ bindings: bindings.map((one) => ({ ...one, severity: 'low' as const })) })))],
  ['params', prints(INVENTORY, policyOf(component({ bindings: bindings.map((one) => ({ ...one, params: { days: 5 } })) })))],
  ['a waiver', prints(INVENTORY, POLICY, [waiver()])],
  ['the time', prints({ ...INVENTORY, takenAt: '2027-01-01T00:00:00.000Z' })],
  ['what was observed', prints(inventoryOf([boxOf('a', { lid: closed })]))],
  ['that nothing could be observed', prints(inventoryOf([boxOf('a')]))],
  [
    'the name of the target',
    prints(inventoryOf([boxOf('a', { lid: open }, { scope: { target: 'production' } })], [target({ name: 'production' })])),
  ],
  ['another target beside it', prints(inventoryOf([boxOf('a', { lid: open })], [target(), target({ name: 'dev', account: '2' })]))],
  ['the version of the program', prints({ ...INVENTORY, tool: { name: 'mlops-dr', version: '9.9.9' } })],
  ['whether nothing may match', prints(INVENTORY, policyOf(component({ selectors: [selector({ optional: true })], bindings })))],
] as const) {
  test(`stays the same whatever becomes of ${name}`, () => {
    assert.is(BEFORE.length, 2);
    assert.equal(after, BEFORE);
  });
}

const HOME = { kind: 'fake/box', id: 'box:a', scope: { target: 'prod', account: '1', region: 'r1' } };

const OTHERS = [
  ['the account', 'fake/rule', 'p/c/fake/rule', { ...HOME, scope: { ...HOME.scope, account: '2' } }],
  ['the Region', 'fake/rule', 'p/c/fake/rule', { ...HOME, scope: { ...HOME.scope, region: 'r2' } }],
  ['no account', 'fake/rule', 'p/c/fake/rule', { ...HOME, scope: { target: 'prod', region: 'r1' } }],
  ['the kind', 'fake/rule', 'p/c/fake/rule', { ...HOME, kind: 'fake/crate' }],
  ['the id', 'fake/rule', 'p/c/fake/rule', { ...HOME, id: 'box:b' }],
  ['the rule', 'fake/other', 'p/c/fake/rule', HOME],
  ['the binding', 'fake/rule', 'p/c/fake/rule#2', HOME],
  ['the component', 'fake/rule', 'p/d/fake/rule', HOME],
] as const;

for (const [name, rule, bound, resource] of OTHERS) {
  test(`differs by ${name}`, () => assert.is.not(fingerprint(rule, bound, resource), fingerprint('fake/rule', 'p/c/fake/rule', HOME)));
}

test('no two of them are the same', () => {
  assert.is(new Set(OTHERS.map(([, rule, bound, resource]) => fingerprint(rule, bound, resource))).size, OTHERS.length);
});

test('is that of the first version: alerts that others keep hang on it', () => {
  assert.is(fingerprint('fake/rule', 'p/c/fake/rule', HOME), '7a1011577c8d151d32522e40a727e4233aec18fd00a30fa7b072fcbfadfb80ef');
});

test('selectors of a component differ by what they ask for, not by the order of their tags', () => {
  const printsOf = (...selectors: readonly ReturnType<typeof selector>[]) =>
    prints(INVENTORY, policyOf(component({ selectors, bindings: [binding(resourcesPresent)] })));
  const [a, b] = printsOf(selector({ name: 'a' }), selector({ name: 'b' }));
  assert.is.not(a, b);
  assert.equal(printsOf(selector({ name: 'b' }), selector({ name: 'a' })), [b, a]);
  assert.equal(printsOf(selector({ tags: { x: '1', y: '2' } })), printsOf(selector({ tags: { y: '2', x: '1' } })));
});

test('is a sha256 in hex', () => {
  for (const print of prints(inventoryOf([boxOf('a', { lid: open, labels: read({}) })]))) assert.match(print, /^[0-9a-f]{64}$/);
});

test.run();
