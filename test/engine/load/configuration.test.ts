// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references to the environment are written that way.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadConfiguration } from '../../../engine/load/configuration.ts';
import { connectors, problemsOf, validators } from './harness.ts';

const test = suite('engine/load/configuration');

const load = (text: string) =>
  loadConfiguration({ path: '/srv/place/mlops-dr.yaml', shownAs: 'mlops-dr.yaml', text }, { connectors, validators });

const SHELF = 'targets:\n  - name: prod\n    shelf: { url: "https://${HOST}/" }\n';

test('targets with defaults, and files relative to the configuration', () => {
  const text = `${SHELF}  - cellar: { url: http://x, depth: 9 }\n    name: Old-one\npolicies: [policies/p.yaml, dr-baseline, ../q.yaml, /abs.yaml, ./here]\nwaivers: [waivers.yaml]\n`;
  const configuration = load(text);
  assert.equal(configuration.targets, [
    { name: 'prod', type: 'shelf', value: { url: 'https://${HOST}/', depth: 3 }, place: { file: 'mlops-dr.yaml', line: 2, column: 5 } },
    { name: 'Old-one', type: 'cellar', value: { url: 'http://x', depth: 9 }, place: { file: 'mlops-dr.yaml', line: 4, column: 5 } },
  ]);
  assert.equal(
    configuration.policies.map(({ path, place }) => [path, place.column]),
    [
      ['/srv/place/policies/p.yaml', 12],
      ['dr-baseline', 29],
      ['/srv/q.yaml', 42],
      ['/abs.yaml', 53],
      ['/srv/place/here', 64],
    ],
  );
  assert.equal(configuration.waivers, [{ path: '/srv/place/waivers.yaml', place: { file: 'mlops-dr.yaml', line: 7, column: 11 } }]);
});

test('files stay relative where the path of the configuration is', () => {
  const file = { path: 'sub/mlops-dr.yaml', shownAs: 'sub/mlops-dr.yaml', text: `${SHELF}policies: [p.yaml]\nwaivers: [../w.yaml]\n` };
  const { policies, waivers } = loadConfiguration(file, { connectors, validators });
  assert.equal([policies[0]?.path, waivers[0]?.path], ['sub/p.yaml', 'w.yaml']);
});

test('policies and waivers may be left out', () => {
  assert.equal(load(SHELF).policies, []);
  assert.equal(load(SHELF).waivers, []);
});

const NAME =
  'Names the target in reports. Letters, digits, dots, hyphens and underscores; begins and ends with a letter or digit; at most 64.';

const mistakes: readonly { readonly name: string; readonly text: string; readonly problems: readonly string[] }[] = [
  { name: 'empty', text: '# nothing\n', problems: ['1:1 empty-file The file is empty.'] },
  { name: 'no targets', text: 'policies: [a.yaml]', problems: ['1:1 missing-key The file lacks the key "targets". What to scan.'] },
  { name: 'an empty list of targets', text: 'targets: []', problems: ['1:10 invalid-value "targets" may not be empty. What to scan.'] },
  {
    name: 'misspelt keys',
    text: `${SHELF}polices: [a]\n`,
    problems: ['4:1 unknown-key The key "polices" is not accepted here. Accepted: targets, policies, waivers. Did you mean policies?'],
  },
  {
    name: 'a target without a type, and one with two',
    text: 'targets:\n  - name: a\n  - { name: b, shelf: { url: http://x }, cellar: { url: http://x } }\n',
    problems: [
      '2:5 target-type This target has no type. Beside its name, a target has one of shelf, cellar.',
      '3:5 target-type This target has several types: "shelf", "cellar". Beside its name, a target has one of shelf, cellar.',
    ],
  },
  {
    name: 'a type that there is not',
    text: 'targets:\n  - { name: a, shelv: {} }\n  - { name: b, toString: {} }\n',
    problems: [
      '2:16 unknown-target-type There is no type of target "shelv". Types: shelf, cellar. Did you mean shelf?',
      '3:16 unknown-target-type There is no type of target "toString". Types: shelf, cellar.',
    ],
  },
  {
    name: 'what the connector does not accept',
    text: 'targets:\n  - name: a\n    shelf:\n  - name: b\n    shelf: { url: ftp://x, uri: x }\n  - { name: c, cellar: { depth: deep } }\n',
    problems: [
      '3:5 wrong-type "shelf" must be a mapping, but it is empty.',
      '5:19 invalid-value "url" may not be "ftp://x". It must agree with ^https?://.',
      '5:28 unknown-key The key "uri" is not accepted here. Accepted: url, depth. Did you mean url?',
      '6:24 missing-key "cellar" lacks the key "url".',
      '6:33 wrong-type "depth" must be a whole number, but it is the text "deep".',
    ],
  },
  {
    name: 'names',
    text: 'targets:\n  - { name: a b, shelf: { url: http://x } }\n  - { shelf: { url: http://x } }\n  - { name: c, shelf: { url: http://x } }\n  - { name: c, shelf: { url: http://x } }\n  - c\n',
    problems: [
      `2:13 invalid-value "name" may not be "a b". ${NAME}`,
      `3:5 missing-key Item 2 of "targets" lacks the key "name". ${NAME}`,
      '5:13 duplicate-name The target "c" is given twice: first at mlops-dr.yaml:4:13.',
      '6:5 wrong-type Item 5 of "targets" must be a mapping, but it is the text "c".',
    ],
  },
  {
    name: 'paths that are none',
    text: `${SHELF}policies: []\nwaivers: ["", 4]\n`,
    problems: [
      '4:11 invalid-value "policies" may not be empty. Policies to hold it against. Default: dr-baseline.',
      '5:11 invalid-value Item 1 of "waivers" may not be empty. Path relative to this file.',
      '5:15 wrong-type Item 2 of "waivers" must be a text, but it is 4. Put it in quotes.',
    ],
  },
];

for (const { name, text, problems } of mistakes) {
  test(`refused: ${name}`, () =>
    assert.equal(
      problemsOf(() => load(text)),
      problems,
    ));
}

test.run();
