import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadPolicies } from '../../engine/load/policy.ts';
import { kinds } from '../../generated/kinds.ts';
import { rules } from '../../generated/rules.ts';
import * as validators from '../../generated/validators.js';
import { parseDuration } from '../../model/duration.ts';

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
      ['configuration-data', ['mlops']],
      ['configuration-data-schedule', ['mlops-daily-backup']],
      ['velero', [undefined]],
      ['platform-namespaces', ['mlops-*']],
      ['configuration-data-bucket', ['velero-mlops-backups']],
      ['monitoring-logs', ['mlops-logs']],
      ['monitoring-metrics', ['prometheus']],
    ],
  );
  const [artifacts, , metadata] = components;
  const schedule = components.find((component) => component.name === 'configuration-data-schedule');
  for (const [component, area] of [
    ['monitoring-logs', 'elasticsearch'],
    ['monitoring-metrics', 'prometheus'],
  ]) {
    const bound = components.find(({ name }) => name === component)?.bindings.map(({ rule }) => rule.id);
    const wanted = ['component/resources-present', ...[...rules.keys()].filter((id) => id.startsWith(`${area}/`))];
    assert.equal(bound?.sort(), wanted.sort(), component);
  }
  const paramsOf = (id: string) => schedule?.bindings.find(({ rule }) => rule.id === id)?.params;
  assert.is(paramsOf('velero/schedule-retention')?.min, parseDuration('168h'));
  assert.equal(paramsOf('velero/captures'), { namespace: 'mlops', kinds: ['configmaps', 'secrets', 'volumes'] });
  const covered = metadata?.bindings.find(({ rule }) => rule.id === 'backup/protected-by-plan');
  assert.equal(covered?.params, { plan: 'MLOpsModelMetadataBackup', selection: 'MLOpsTables' });
  const replication = artifacts?.bindings.find(({ rule }) => rule.id === 's3/replicated-cross-region');
  assert.equal([replication?.severity, replication?.params.destination], ['critical', 'mlops-model-backup']);
  assert.ok(components.every(({ selectors }) => selectors.every(({ optional }) => !optional)));
});

test('dr-baseline knows no names: it takes everything of a kind, and whoever has none of one is fine', () => {
  const { components } = shipped('dr-baseline');
  assert.equal(
    components.flatMap(({ selectors }) => selectors.map(({ place, ...selector }) => selector)),
    ['s3/bucket', 'dynamodb/table', 'backup/plan', 'velero/schedule', 'elasticsearch/cluster', 'prometheus/server'].map((kind) => ({
      kind,
      optional: true,
    })),
  );
  const bound = components.flatMap(({ bindings }) => bindings.map(({ rule }) => rule.id));
  for (const rule of ['s3/versioning-enabled', 'backup/protected-by-plan', 'backup/plan-has-selections', 'velero/schedule-active'])
    assert.ok(bound.includes(rule), rule);
});

test.run();
