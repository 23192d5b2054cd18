import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadWaivers } from '../../../engine/load/waivers.ts';
import { problemsOf, rules, validators } from './harness.ts';

const test = suite('engine/load/waivers');

const load = (...texts: readonly string[]) =>
  loadWaivers(
    texts.map((text, index) => ({ path: `/w${index}.yaml`, shownAs: `w${index}.yaml`, text })),
    { rules, validators },
  );

const HEAD = 'apiVersion: mlops-dr/v1\nkind: Waivers\nwaivers:\n';
const REST = 'resource: "*-scratch", reason: Nothing of worth, approvedBy: Ada';

test('waivers of all files, in their order', () => {
  const [first, second] = load(
    `${HEAD}  - { rule: test/kept, policy: p, component: c, ${REST}, expires: 2026-12-31 }\n`,
    `${HEAD}  - { rule: "test/*", ${REST}, expires: "2026-12-31T10:00:00+02:00" }\n`,
  );
  assert.equal(first, {
    rule: 'test/kept',
    policy: 'p',
    component: 'c',
    resource: '*-scratch',
    reason: 'Nothing of worth',
    approvedBy: 'Ada',
    expires: new Date('2026-12-31T23:59:59.999Z'),
    place: { file: 'w0.yaml', line: 4, column: 5 },
  });
  assert.is(second?.expires.toISOString(), '2026-12-31T08:00:00.000Z');
  assert.is(second?.place.file, 'w1.yaml');
});

test('no waiver at all is fine', () => assert.equal(load(`${HEAD.trimEnd()} []\n`), []));

const EXPIRY = 'Write a date (2026-12-31: holds to the end of that day, UTC) or a time with its offset (2026-12-31T12:00:00Z).';
const EXPIRES = 'When it ends: a date (2026-12-31, holds to the end of that day, UTC) or a time (2026-12-31T12:00:00Z).';

const mistakes: readonly { readonly name: string; readonly text: string; readonly problems: readonly string[] }[] = [
  {
    name: 'without reason, approval and end',
    text: `${HEAD}  - rule: test/kept\n    resource: x\n`,
    problems: [
      '4:5 missing-key Item 1 of "waivers" lacks the key "reason". Why the failure is accepted.',
      '4:5 missing-key Item 1 of "waivers" lacks the key "approvedBy". Who accepted it.',
      `4:5 missing-key Item 1 of "waivers" lacks the key "expires". ${EXPIRES}`,
    ],
  },
  {
    name: 'an empty reason',
    text: `${HEAD}  - { rule: test/kept, resource: x, reason: "", approvedBy: Ada, expires: 2026-12-31 }\n`,
    problems: ['4:45 invalid-value "reason" may not be empty. Why the failure is accepted.'],
  },
  {
    name: 'ends that are none',
    text: `${HEAD}${['2026-02-30', '2026-13-01', 'never', '2026-12-31T12:00:00', '31.12.2026', '2026-12-31T25:00:00Z']
      .map((expires) => `  - { rule: test/kept, ${REST}, expires: "${expires}" }\n`)
      .join('')}`,
    problems: ['2026-02-30', '2026-13-01', 'never', '2026-12-31T12:00:00', '31.12.2026', '2026-12-31T25:00:00Z'].map(
      (expires, index) => `${index + 4}:99 invalid-time "expires" may not be "${expires}". ${EXPIRY}`,
    ),
  },
  {
    name: 'rules that there are not',
    text: `${HEAD}${['test/kpet', 'other/*', 'nothing'].map((rule) => `  - { rule: "${rule}", ${REST}, expires: 2026-12-31 }\n`).join('')}`,
    problems: [
      '4:13 unknown-rule There is no rule "test/kpet". Did you mean test/kept?',
      '5:13 unknown-rule No rule matches "other/*". All rules: mlops-dr rules list.',
      '6:13 unknown-rule There is no rule "nothing". All rules: mlops-dr rules list.',
    ],
  },
  {
    name: 'a policy instead',
    text: 'apiVersion: mlops-dr/v1\nkind: Policy\ncomponents: []\n',
    problems: [
      '1:1 missing-key The file lacks the key "waivers". The exceptions.',
      '2:7 invalid-value "kind" must be "Waivers", but it is "Policy".',
      '3:1 unknown-key The key "components" is not accepted here. Accepted: apiVersion, kind, waivers.',
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

test('the mistakes of all files come at once', () => {
  assert.equal(
    problemsOf(() => load('', `${HEAD}  - x\n`)),
    ['1:1 empty-file The file is empty.', '4:5 wrong-type Item 1 of "waivers" must be a mapping, but it is the text "x".'],
  );
});

test.run();
