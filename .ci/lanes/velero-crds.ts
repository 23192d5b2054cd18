import { strict as assert } from 'node:assert';
import type { ValidateFunction } from 'ajv';
import type { Manifest } from '../../lab/index.ts';
import { tally } from '../../scripts/test/result.ts';
import { type Check, counts, performAll, skip } from './shared/checks.ts';
import { hasDefinitions, validators } from './velero-crds/schemas.ts';
import { veleroObjects, worlds } from './velero-crds/worlds.ts';

// Every object of Velero in every world against Velero's own definitions: a world that no server would take proves nothing.

type Validators = ReadonlyMap<string, ValidateFunction>;

/** What is wrong with an object: `/spec must NOT have additional properties (paused)`. */
const wrongWith = (object: Manifest, validate: Validators): readonly string[] => {
  const valid = validate.get(`${object.apiVersion} ${object.kind}`);
  assert.ok(valid, `There is no definition of ${object.apiVersion} ${object.kind}.`);
  if (valid(object)) return [];
  return (valid.errors ?? []).map(({ instancePath, message, params }) =>
    `${instancePath} ${message} ${params.additionalProperty ?? ''}`.trim(),
  );
};

const nameOf = ({ kind, metadata: { namespace, name } }: Manifest): string => `${kind} ${namespace}/${name}`;

const objectCheck = (world: string, object: Manifest, validate: Validators): Check => ({
  name: `${world}: ${nameOf(object)}`,
  run: async () => assert.deepEqual(wrongWith(object, validate), []),
});

const worldChecks = (validate: Validators): readonly Check[] =>
  worlds().flatMap(([name, world]) => veleroObjects(world).map((object) => objectCheck(name, object, validate)));

const schedule = (more: object): Manifest => ({
  apiVersion: 'velero.io/v1',
  kind: 'Schedule',
  metadata: { name: 's', namespace: 'velero' },
  spec: { schedule: '@daily', template: {}, ...more },
});

/** What the lane has to refuse, or its silence means nothing. */
const REFUSED: readonly (readonly [name: string, object: Manifest, wrong: readonly string[]])[] = [
  ['a field that would be dropped', schedule({ pause: true }), ['/spec must NOT have additional properties pause']],
  [
    'a field deep inside',
    schedule({ template: { ttl: '1h', hooks: { none: 1 } } }),
    ['/spec/template/hooks must NOT have additional properties none'],
  ],
  ['a type', schedule({ paused: 'yes' }), ['/spec/paused must be boolean']],
  ['a field that is missing', schedule({ template: undefined }), ["/spec must have required property 'template'"]],
  ['a word', { ...schedule({}), status: { phase: 'Paused' } }, ['/status/phase must be equal to one of the allowed values']],
  ['a time', { ...schedule({}), status: { lastBackup: 'yesterday' } }, ['/status/lastBackup must match format "date-time"']],
];

const refusalChecks = (validate: Validators): readonly Check[] =>
  REFUSED.map(([name, object, wrong]) => ({
    name: `refused: ${name}`,
    run: async () => assert.deepEqual(wrongWith(object, validate), wrong),
  }));

if (hasDefinitions) {
  const validate = validators();
  await performAll([...refusalChecks(validate), ...worldChecks(validate)]);
} else {
  skip("Velero's own definitions are not at hand, so no world has been held against them.");
}
console.log(`\n${tally(counts)}`);
process.exitCode = counts.failed > 0 ? 1 : 0;
