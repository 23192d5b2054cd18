import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { AnyKind } from '../../model/kind.ts';
import { type AnyRule, type Example, kindsOf } from '../../model/rule.ts';
import { catalogue } from './catalogue.ts';
import { joinedKinds, judgeRow, writtenParams } from './harness.ts';

const test = suite('rules: what holds for every one');
const ajv = addFormats.default(new Ajv({ strict: true })).addFormat('mlops-duration', true);

/** Documentation by those whose systems the rules are about. */
const REFERENCE =
  /^https:\/\/(docs\.aws\.amazon\.com\/\S+\.html|velero\.io\/docs\/\S+|github\.com\/(vmware-tanzu\/velero|elastic\/elasticsearch)\S*|kubernetes\.io\/docs\/\S+|pkg\.go\.dev\/\S+|(www\.elastic\.co\/(guide|docs)|docs\.opensearch\.org|prometheus\.io\/docs|prometheus-operator\.dev\/docs|thanos\.io)\/\S+)$/;

const assertValid = (schema: object, value: unknown): void =>
  assert.ok(ajv.validate(schema, value), `${JSON.stringify(value)}: ${ajv.errorsText()}`);

const assertFacets = (kind: AnyKind, facets: Example['facets']): void => {
  for (const [name, value] of Object.entries(facets)) {
    const facet = kind.facets[name];
    assert.ok(facet, `${kind.id} has no facet ${name}`);
    if (value !== 'unread') assertValid(facet.schema, value);
  }
};

const assertAround = (rule: AnyRule, { around = {} }: Example): void => {
  for (const [id, all] of Object.entries(around)) {
    const kind = joinedKinds(rule).get(id);
    assert.ok(kind, `${rule.id} joins nothing of the kind ${id}`);
    if (all !== 'unread') for (const facets of Object.values(all)) assertFacets(kind, facets);
  }
};

const assertTexts = (rule: AnyRule): void => {
  assert.not.match(rule.title, /\.$/);
  assert.match(rule.rationale, /\.$/);
  assert.match(rule.remediation, /`(aws|kubectl|velero|curl) .+`[^`]*\.$/s);
  assert.ok(rule.references.length > 0);
  for (const reference of rule.references) assert.match(reference, REFERENCE);
  for (const message of Object.values(rule.messages)) assert.match(message as string, /\.$/);
};

const assertParams = (rule: AnyRule): void => {
  assertValid(rule.params, writtenParams(rule));
  assert.not(ajv.validate(rule.params, { ...writtenParams(rule), misspelt: 1 }), 'a param that nobody knows is accepted');
  for (const [name, { description }] of Object.entries<{ description?: string }>(rule.params.properties))
    assert.ok(description, `${name} has no description`);
};

const rules = await catalogue();

test('there are rules', () => assert.ok(rules.length >= 13));

for (const { path, rule } of rules) {
  test(`${path}: the path is the id`, () => assert.is(rule.id, path));
  test(`${path}: texts are sentences and commands`, () => assertTexts(rule));
  test(`${path}: params are closed, described and have valid defaults`, () => assertParams(rule));
  test(`${path}: a pass and a failure are shown`, () => {
    const verdicts = rule.examples.map(({ verdict }: Example) => verdict);
    assert.ok(verdicts.includes('pass') && verdicts.includes('fail'));
  });
  for (const example of rule.examples as readonly Example[]) {
    test(`${path}: example "${example.name}"`, () => {
      const kinds = kindsOf(rule.subject);
      const kind = kinds.find(({ id }) => id === example.kind) ?? (kinds[0] as AnyKind);
      assertFacets(kind, example.facets);
      for (const facets of Object.values(example.joined ?? {})) assertFacets(kind, facets);
      assertAround(rule, example);
      assertValid(rule.params, writtenParams(rule, example.params));
      const { verdict, message } = judgeRow(rule, example);
      assert.is(verdict, example.verdict, message);
      assert.not.match(message, /\{\w+\}/, 'a value that the message names is not given');
    });
  }
}

test.run();
