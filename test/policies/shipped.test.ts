import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadPolicies } from '../../engine/load/policy.ts';
import { kinds } from '../../generated/kinds.ts';
import { rules } from '../../generated/rules.ts';
import * as validators from '../../generated/validators.js';

const test = suite('policies');

const shipped = (name: string) => {
  const url = new URL(`../../policies/${name}.yaml`, import.meta.url);
  const [policy] = loadPolicies([{ path: name, shownAs: name, text: readFileSync(url, 'utf8') }], { rules, kinds, validators });
  assert.ok(policy);
  return policy;
};

test('mlops-platform asks for what the runbook sets up', () => {
  const { name, components } = shipped('mlops-platform');
  assert.is(name, 'mlops-platform');
  assert.equal(
    components.map((component) => [component.name, component.selectors.map((selector) => selector.name)]),
    [
      ['model-artifacts', ['mlops-models']],
      ['model-artifacts-copy', ['mlops-model-backup']],
      ['configuration-data', ['velero-mlops-backups']],
    ],
  );
  const [artifacts] = components;
  const replication = artifacts?.bindings.find(({ rule }) => rule.id === 's3/replicated-cross-region');
  assert.equal([replication?.severity, replication?.params.destination], ['critical', 'mlops-model-backup']);
  assert.ok(components.every(({ selectors }) => selectors.every(({ optional }) => !optional)));
});

test('dr-baseline knows no names: it takes every bucket, and an account without any is fine', () => {
  const [component] = shipped('dr-baseline').components;
  assert.equal(
    component?.selectors.map(({ place, ...selector }) => selector),
    [{ kind: 's3/bucket', optional: true }],
  );
  assert.ok(component?.bindings.some(({ rule }) => rule.id === 's3/versioning-enabled'));
});

test.run();
