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
      ['model-metadata', ['mlops-model-metadata']],
      ['model-metadata-plan', ['MLOpsModelMetadataBackup']],
      ['platform-tables', ['mlops-*']],
      ['configuration-data', ['velero-mlops-backups']],
    ],
  );
  const [artifacts, , metadata] = components;
  const covered = metadata?.bindings.find(({ rule }) => rule.id === 'backup/protected-by-plan');
  assert.equal(covered?.params, { plan: 'MLOpsModelMetadataBackup', selection: 'MLOpsTables' });
  const replication = artifacts?.bindings.find(({ rule }) => rule.id === 's3/replicated-cross-region');
  assert.equal([replication?.severity, replication?.params.destination], ['critical', 'mlops-model-backup']);
  assert.ok(components.every(({ selectors }) => selectors.every(({ optional }) => !optional)));
});

test('dr-baseline knows no names: it takes every bucket, table and plan, and an account without any is fine', () => {
  const { components } = shipped('dr-baseline');
  assert.equal(
    components.flatMap(({ selectors }) => selectors.map(({ place, ...selector }) => selector)),
    ['s3/bucket', 'dynamodb/table', 'backup/plan'].map((kind) => ({ kind, optional: true })),
  );
  const bound = components.flatMap(({ bindings }) => bindings.map(({ rule }) => rule.id));
  for (const rule of ['s3/versioning-enabled', 'backup/protected-by-plan', 'backup/plan-has-selections'])
    assert.ok(bound.includes(rule), rule);
});

test.run();
