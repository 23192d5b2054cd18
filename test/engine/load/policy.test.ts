import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadPolicies } from '../../../engine/load/policy.ts';
import { kinds, problemsOf, rules, validators } from './harness.ts';

const test = suite('engine/load/policy');

const source = (text: string, shownAs = 'policies/p.yaml') => ({ path: `/somewhere/${shownAs}`, shownAs, text });
const load = (...texts: readonly string[]) =>
  loadPolicies(
    texts.map((text, index) => source(text, `p${index}.yaml`)),
    { rules, kinds, validators },
  );

const HEAD = 'apiVersion: mlops-dr/v1\nkind: Policy\nmetadata: { name: p, title: P }\n';
/** Its components start at line 5. */
const policy = (components: string): string => `${HEAD}components:\n${components}`;
/** A component whose rules start at line 9. */
const ruled = (bound: string): string => policy(`  - name: a\n    resources:\n      - kind: test/box\n    rules:\n${bound}`);

const DAY = 24 * 3600 * 1000;

test('a policy as the contract has it', () => {
  const text = policy(`  - name: a
    title: A
    resources:
      - { kind: test/box, name: 'x*', tags: { tier: gold } }
      - kind: test/bag
        optional: true
    objectives: { rpo: 15m, retention: P30D, copies: 2, regions: 2, immutable: true, restoreTestedWithin: 90d }
    rules:
      - test/lid-closed
      - rule: test/kept
        severity: critical
        params: { maxAge: 2w, ages: [1d, PT1H] }
      - test/kept
`);
  const [loaded] = loadPolicies([source(text)], { rules, kinds, validators });
  const file = 'policies/p.yaml';
  assert.is(loaded?.name, 'p');
  assert.is(loaded?.title, 'P');
  assert.is(loaded?.file, '/somewhere/policies/p.yaml');
  const [component] = loaded?.components ?? [];
  assert.is(component?.policy, 'p');
  assert.equal(component?.place, { file, line: 5, column: 5 });
  assert.equal(component?.objectivesPlace, { file, line: 11, column: 5 });
  assert.equal(component?.objectives, {
    rpo: 15 * 60_000,
    retention: 30 * DAY,
    copies: 2,
    regions: 2,
    immutable: true,
    restoreTestedWithin: 90 * DAY,
  });
  assert.equal(component?.selectors, [
    { kind: 'test/box', name: 'x*', tags: { tier: 'gold' }, optional: false, place: { file, line: 8, column: 9 } },
    { kind: 'test/bag', optional: true, place: { file, line: 9, column: 9 } },
  ]);
  assert.equal(
    component?.bindings.map(({ id, severity, params, place }) => [id, severity, params, `${place.line}:${place.column}`]),
    [
      ['p/a/component/resources-present', 'medium', {}, '5:5'],
      ['p/a/test/lid-closed', 'medium', {}, '13:9'],
      ['p/a/test/kept', 'critical', { days: 30, maxAge: 14 * DAY, ages: [DAY, 3_600_000] }, '14:9'],
      ['p/a/test/kept#2', 'medium', { days: 30, maxAge: DAY }, '17:9'],
    ],
  );
});

test('a policy without a title goes by its name', () => {
  const text = HEAD.replace(', title: P', '').concat('components: [{ name: a, resources: [{ kind: test/box }] }]\n');
  const [loaded] = loadPolicies([source(text)], { rules, kinds, validators });
  assert.is(loaded?.title, 'p');
});

test('component/resources-present is bound where the file says so, and once', () => {
  const [loaded] = load(ruled('      - test/lid-closed\n      - { rule: component/resources-present, severity: low }\n'));
  const bindings = loaded?.components[0]?.bindings ?? [];
  assert.equal(
    bindings.map(({ id, severity, place }) => [id, severity, place.line]),
    [
      ['p/a/test/lid-closed', 'medium', 9],
      ['p/a/component/resources-present', 'low', 10],
    ],
  );
});

test('without rules and objectives a component still asks for its resources', () => {
  const [loaded] = load(policy('  - { name: a, resources: [{ kind: test/box }] }\n'));
  const [component] = loaded?.components ?? [];
  assert.equal(component?.objectives, {});
  assert.is(component?.objectivesPlace, undefined);
  assert.equal(
    component?.bindings.map(({ id }) => id),
    ['p/a/component/resources-present'],
  );
});

test('JSON is a policy, too', () => {
  const text = JSON.stringify({
    apiVersion: 'mlops-dr/v1',
    kind: 'Policy',
    metadata: { name: 'p', title: 'P' },
    components: [{ name: 'a', resources: [{ kind: 'test/box' }], rules: ['test/lid-closed'] }],
  });
  assert.equal(load(text)[0]?.components[0]?.bindings[1]?.place, { file: 'p0.yaml', line: 1, column: text.indexOf('"test/lid') + 1 });
});

const ACCEPTED = 'Accepted are whole numbers with one unit (30s, 15m, 24h, 7d, 2w) and ISO 8601 (PT15M, P7D, P1DT12H).';
const NAME = 'Letters, digits, dots, hyphens and underscores; begins and ends with a letter or digit; at most 64.';

const mistakes: readonly { readonly name: string; readonly text: string; readonly problems: readonly string[] }[] = [
  { name: 'empty', text: '', problems: ['1:1 empty-file The file is empty.'] },
  { name: 'a text', text: 'hello', problems: ['1:1 wrong-type The file must be a mapping, but it is the text "hello".'] },
  {
    name: 'nothing that is needed',
    text: '{}',
    problems: [
      '1:1 missing-key The file lacks the key "apiVersion". Version of this format.',
      '1:1 missing-key The file lacks the key "kind". What this file is.',
      '1:1 missing-key The file lacks the key "metadata". What the policy is called.',
      '1:1 missing-key The file lacks the key "components". What must survive.',
    ],
  },
  {
    name: 'another version and another kind',
    text: 'apiVersion: mlops-dr/v2\nkind: Waivers\nmetadata: { name: p, title: P }\ncomponents: [{ name: a, resources: [{ kind: test/box }] }]\n',
    problems: [
      '1:13 invalid-value "apiVersion" must be "mlops-dr/v1", but it is "mlops-dr/v2".',
      '2:7 invalid-value "kind" must be "Policy", but it is "Waivers".',
    ],
  },
  {
    name: 'no component',
    text: `${HEAD}components: []\n`,
    problems: ['4:13 invalid-value "components" may not be empty. What must survive.'],
  },
  {
    name: 'components without a value',
    text: `${HEAD}components:\n`,
    problems: ['4:1 wrong-type "components" must be a list, but it is empty.'],
  },
  {
    name: 'no resource',
    text: policy('  - { name: a, resources: [] }\n'),
    problems: ['5:27 invalid-value "resources" may not be empty. Each must match something, unless it is optional.'],
  },
  {
    name: 'a name with a space, and one twice',
    text: policy(
      '  - { name: a b, resources: [{ kind: test/box }] }\n  - { name: c, resources: [{ kind: test/box }] }\n  - { name: c, resources: [{ kind: test/box }] }\n',
    ),
    problems: [
      `5:13 invalid-value "name" may not be "a b". Name of the component, once in a policy. ${NAME}`,
      '7:13 duplicate-name The component "c" is given twice: first at p0.yaml:6:13.',
    ],
  },
  {
    name: 'a selector with a misspelt key and kind',
    text: policy('  - { name: a, resources: [{ kind: test/bxo, nmae: x }] }\n'),
    problems: [
      '5:36 unknown-kind There is no kind of resource "test/bxo". Known kinds: test/box, test/bag. Did you mean test/box?',
      '5:46 unknown-key The key "nmae" is not accepted here. Accepted: kind, name, id, target, account, region, cluster, namespace, tags, optional. Did you mean name?',
    ],
  },
  {
    name: 'a kind that only the engine makes',
    text: policy('  - { name: a, resources: [{ kind: component/selector }] }\n'),
    problems: ['5:36 unknown-kind There is no kind of resource "component/selector". Known kinds: test/box, test/bag.'],
  },
  {
    name: 'numbers where texts belong',
    text: policy('  - { name: a, resources: [{ kind: test/box, account: 012345678901, tags: { tier: 1 } }] }\n'),
    problems: [
      '5:55 wrong-type "account" must be a text, but it is 12345678901. Put it in quotes.',
      '5:83 wrong-type "tier" must be a text, but it is 1. Put it in quotes.',
    ],
  },
  {
    name: 'tags where there are none',
    text: policy('  - { name: a, resources: [{ kind: test/bag, tags: { a: b } }] }\n'),
    problems: ['5:46 no-tags Resources of the kind test/bag have no tags to select by.'],
  },
  {
    name: 'yes for true',
    text: policy('  - { name: a, resources: [{ kind: test/box, optional: yes }] }\n'),
    problems: [
      '5:56 wrong-type "optional" must be true or false, but it is the text "yes". YAML reads yes as a text: write true or false.',
    ],
  },
  {
    name: 'objectives',
    text: policy(
      '  - name: a\n    resources: [{ kind: test/box }]\n    objectives: { rpo: P1M, retention: 30, copies: 0, regions: 1.5, rto: 1h, restoreTestedWithin: 0d }\n',
    ),
    problems: [
      `7:24 invalid-duration "rpo" may not be "P1M". Months and years have no fixed length: say it in days or weeks. ${ACCEPTED}`,
      '7:40 wrong-type "retention" must be a text, but it is 30. How far back one can go, at least. Like 15m, 24h, 7d or P7D.',
      '7:52 invalid-value "copies" must be at least 1, but it is 0. Copies of the data, the original included, at least.',
      '7:64 wrong-type "regions" must be a whole number, but it is 1.5.',
      '7:69 unknown-key The key "rto" is not accepted here. Accepted: rpo, retention, copies, regions, immutable, restoreTestedWithin. Did you mean rpo?',
      `7:99 invalid-duration "restoreTestedWithin" may not be "0d". A duration must be longer than zero. ${ACCEPTED}`,
    ],
  },
  {
    name: 'rules that there are not',
    text: ruled('      - test/lid-closd\n      - lid-closed\n      - { rule: something/else-entirely }\n'),
    problems: [
      '9:9 unknown-rule There is no rule "test/lid-closd". Did you mean test/lid-closed?',
      '10:9 unknown-rule There is no rule "lid-closed". Did you mean test/lid-closed?',
      '11:17 unknown-rule There is no rule "something/else-entirely". All rules: mlops-dr rules list.',
    ],
  },
  {
    name: 'names of what every object inherits',
    text: ruled('      - constructor\n      - { rule: test/kept, params: { toString: 1 } }\n'),
    problems: [
      '9:9 unknown-rule There is no rule "constructor". All rules: mlops-dr rules list.',
      '10:38 unknown-key The key "toString" is not accepted here. Accepted: days, maxAge, ages.',
    ],
  },
  {
    name: 'entries of rules that are something else',
    text: ruled(
      '      - 4\n      -\n      - {}\n      - { rule: test/kept, parms: {} }\n      - { rule: test/kept, params: [], severity: hihg }\n',
    ),
    problems: [
      '9:9 wrong-type Item 1 of "rules" must be a text or a mapping, but it is 4. Put it in quotes.',
      '10:7 wrong-type Item 2 of "rules" must be a text or a mapping, but it is empty.',
      '11:9 missing-key Item 3 of "rules" lacks the key "rule". Id of the rule: s3/versioning-enabled.',
      '12:28 unknown-key The key "parms" is not accepted here. Accepted: rule, severity, params. Did you mean params?',
      '13:36 wrong-type "params" must be a mapping, but it is a list.',
      '13:50 invalid-value "severity" may not be "hihg". Accepted: critical, high, medium, low. Did you mean high?',
    ],
  },
  {
    name: 'params',
    text: ruled(
      '      - { rule: test/kept, params: { days: 0, maxage: 1d } }\n      - { rule: test/kept, params: { maxAge: 1 day, ages: [1d, 1d, 2d] } }\n      - { rule: test/lid-closed, params: { days: 1 } }\n      - { rule: test/kept, params: { ages: [1d, 1x] } }\n',
    ),
    problems: [
      '9:44 invalid-value "days" must be at least 1, but it is 0. Days.',
      '9:47 unknown-key The key "maxage" is not accepted here. Accepted: days, maxAge, ages. Did you mean maxAge?',
      `10:46 invalid-duration "maxAge" may not be "1 day". This is not a duration. ${ACCEPTED}`,
      '10:59 invalid-value "ages" may have at most 2.',
      '10:59 invalid-value "ages" holds the same twice: items 1 and 2.',
      '11:44 unknown-key The key "days" is not accepted here. Accepted: none.',
      `12:49 invalid-duration Item 2 of "ages" may not be "1x". This is not a duration. ${ACCEPTED}`,
    ],
  },
  {
    name: 'a rule about a kind that the component does not select',
    text: ruled('      - test/lid-closed\n      - rule: test/bag-closed\n'),
    problems: [
      '10:15 unselected-kind test/bag-closed is about resources of the kind test/bag, and this component selects none of them. It selects test/box. Add a selector of the kind test/bag, or bind the rule in a component that has one.',
    ],
  },
  {
    name: 'a rule about a kind, where a misspelt kind may be that one',
    text: policy('  - { name: a, resources: [{ kind: test/bog }], rules: [test/bag-closed] }\n'),
    problems: ['5:36 unknown-kind There is no kind of resource "test/bog". Known kinds: test/box, test/bag. Did you mean test/box?'],
  },
];

for (const { name, text, problems } of mistakes) {
  test(`refused: ${name}`, () =>
    assert.equal(
      problemsOf(() => load(text)),
      problems,
    ));
}

test('the mistakes of all files come at once, file by file, with those of a file that cannot be parsed', () => {
  const good = policy('  - { name: a, resources: [{ kind: test/box }] }\n');
  const problems = problemsOf(() => load(ruled('      - nothing/like-it\n'), 'a: [', good));
  assert.equal(problems, [
    '9:9 unknown-rule There is no rule "nothing/like-it". All rules: mlops-dr rules list.',
    '1:5 invalid-yaml This is not valid YAML or JSON: unexpected end of the stream within a flow collection.',
    '3:19 duplicate-name The policy "p" is given twice: first at p0.yaml:3:19.',
  ]);
});

test('the same file twice is said once', () => {
  const text = policy('  - { name: a, resources: [{ kind: nothing }] }\n');
  const twice = () => loadPolicies([source(text), source(text)], { rules, kinds, validators });
  assert.equal(problemsOf(twice), [
    '3:19 duplicate-name The policy "p" is given twice: first at policies/p.yaml:3:19.',
    '5:36 unknown-kind There is no kind of resource "nothing". Known kinds: test/box, test/bag.',
  ]);
});

test('reading a policy twice gives the same: defaults do not leak into the document', () => {
  const text = ruled('      - { rule: test/kept, params: { days: 7 } }\n');
  assert.equal(JSON.stringify(load(text)), JSON.stringify(load(text)));
});

test.run();
