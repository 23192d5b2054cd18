import { readdirSync, readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadControls } from '../../../engine/load/controls.ts';
import { parseDocument } from '../../../model/document.ts';
import { InputError } from '../../../model/errors.ts';
import { catalogue } from '../../rules/catalogue.ts';

const test = suite('engine/load/controls');

const DIRECTORY = new URL('../../../policies/controls/', import.meta.url);

interface Mapping {
  readonly framework?: { readonly id: string; readonly title: string; readonly url: string };
  readonly controls?: Readonly<Record<string, readonly string[]>>;
  readonly unmapped?: Readonly<Record<string, string>>;
}

const files = readdirSync(DIRECTORY)
  .sort()
  .map((name) => ({ name, text: readFileSync(new URL(name, DIRECTORY), 'utf8') }));
const shipped = files.map(({ name, text }) => ({ name, mapping: parseDocument(text, name).value as Mapping }));
const rules = (await catalogue()).map(({ rule }) => rule.id as string);
const controls = loadControls(files.map(({ text }) => text));

test('every file is named after its framework', () => {
  assert.ok(shipped.length > 5);
  for (const { name, mapping } of shipped) assert.is(name, `${mapping.framework?.id ?? 'unmapped'}.yaml`);
});

test('every framework has an address', () => {
  for (const { name, mapping } of shipped) if (mapping.framework) assert.match(mapping.framework.url, /^https:\/\//, name);
});

for (const { name, mapping } of shipped) {
  for (const [id, ids] of Object.entries(mapping.controls ?? {})) {
    test(`${name} ${id}: lists rules that exist, each once`, () => {
      assert.ok(ids.length > 0);
      assert.is(new Set(ids).size, ids.length);
      assert.equal(
        ids.filter((rule) => !rules.includes(rule)),
        [],
      );
    });
  }
}

test('every rule is mapped, or unmapped for a reason, and not both', () => {
  const reasons = shipped.flatMap(({ mapping }) => Object.entries(mapping.unmapped ?? {}));
  for (const [rule, reason] of reasons) assert.ok(rules.includes(rule) && reason.length > 20, rule);
  const unmapped = reasons.map(([rule]) => rule);
  assert.equal([...new Set([...controls.keys(), ...unmapped])].sort(), [...rules].sort());
  assert.is(controls.size + unmapped.length, rules.length);
});

test('a rule has its controls in the order of the texts', () => {
  const one = 'framework: {id: one, title: One, url: "https://example.org"}\ncontrols: {"1.1": [a, b], "1.2": [a]}';
  const two = 'framework: {id: two, title: Two}\ncontrols: {X: [a]}';
  const frameworks = { one: { id: 'one', title: 'One', url: 'https://example.org' }, two: { id: 'two', title: 'Two' } };
  assert.equal(loadControls([one, two]).get('a'), [
    { framework: frameworks.one, id: '1.1' },
    { framework: frameworks.one, id: '1.2' },
    { framework: frameworks.two, id: 'X' },
  ]);
  assert.is(loadControls([]).size, 0);
});

const WRONG: readonly (readonly [string, string, number])[] = [
  ['no framework', 'controls: {A: [a]}', 1],
  ['a framework without a title', '# first\nframework: {id: one}\ncontrols: {A: [a]}', 2],
  ['no controls', 'framework: {id: one, title: One}', 1],
  ['controls that are a list', 'framework: {id: one, title: One}\ncontrols: [A]', 2],
  ['a rule that is no text', 'framework: {id: one, title: One}\ncontrols:\n  A: [a, 7]', 3],
  ['a control that is no list', 'framework: {id: one, title: One}\ncontrols:\n  A: a', 3],
  ['no mapping at all', 'one', 1],
  ['no YAML', 'a: [', 1],
];

for (const [name, text, line] of WRONG) {
  test(`refused, with its place: ${name}`, () => {
    try {
      loadControls([text]);
    } catch (error) {
      assert.instance(error, InputError);
      assert.is((error as InputError).diagnostics[0]?.place?.line, line);
      return;
    }
    assert.unreachable('accepted');
  });
}

test.run();
