import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { S3ReplicationRule } from '../../../model/kinds/s3.ts';
import { BACKUP, replicationRule } from '../../../model/s3/examples.ts';
import { isWholeBucket } from '../../../model/s3/filter.ts';
import {
  deleteMarkerFate,
  destinationName,
  effectiveRules,
  includesKms,
  replicatesDeleteMarkers,
  replicatesTo,
  wholeBucketRules,
} from '../../../model/s3/replication.ts';
import { matches, objects, replicationRules, type StoredObject } from './arbitraries.ts';

const test = suite('model/s3/replication');

const sets = fc.array(replicationRules, { maxLength: 5 });
const ids = (rules: readonly S3ReplicationRule[]) => rules.map(({ id }) => id);

test('a destination is known by name and by ARN', () => {
  const rule = replicationRule();
  assert.is(destinationName(rule), 'mlops-model-backup');
  for (const glob of ['*', 'mlops-model-backup', 'mlops-*', BACKUP, 'arn:aws:s3:::*']) assert.ok(replicatesTo(glob, rule), glob);
  for (const glob of ['mlops', 'MLOPS-*', 'arn:aws-cn:*', '']) assert.not(replicatesTo(glob, rule), glob);
  assert.is(destinationName(replicationRule({ destination: { bucket: 'no-arn' } })), 'no-arn');
});

test('a rule under a stronger one has no effect, one beside it has', () => {
  const whole = replicationRule();
  const logs = (priority: number) => replicationRule({ id: 'logs', priority, filter: { prefix: 'logs/', tags: {} } });
  assert.equal(ids(effectiveRules({ rules: [whole, logs(0)] })), ['all']);
  assert.equal(ids(effectiveRules({ rules: [whole, logs(2)] })), ['all', 'logs']);
  // S3 takes no two rules of the same priority; should it ever answer with such, both count.
  assert.equal(ids(effectiveRules({ rules: [whole, logs(1)] })), ['all', 'logs']);
});

test('a disabled rule changes nothing', () => {
  fc.assert(
    fc.property(sets, replicationRules, (rules, rule) => {
      const more = { rules: [{ ...rule, status: 'Disabled' as const }, ...rules] };
      assert.equal(effectiveRules(more), effectiveRules({ rules }));
      assert.equal(wholeBucketRules(more), wholeBucketRules({ rules }));
    }),
  );
});

/** The enabled rules that decide for an object at a destination: the strongest of those that match. */
const deciding = (rules: readonly S3ReplicationRule[], object: StoredObject, bucket: string): readonly S3ReplicationRule[] => {
  const hitting = rules.filter(
    ({ status, filter, destination }) => status === 'Enabled' && destination.bucket === bucket && matches(filter, object),
  );
  const highest = Math.max(...hitting.map(({ priority }) => priority));
  return hitting.filter(({ priority }) => priority === highest);
};

test('every rule that decides for some object is in effect', () => {
  fc.assert(
    fc.property(sets, objects, fc.constantFrom('one', 'two'), (rules, object, name) => {
      const effective = new Set(effectiveRules({ rules }));
      return deciding(rules, object, `arn:aws:s3:::${name}`).every((rule) => effective.has(rule));
    }),
  );
});

test('rules over the whole bucket are enabled and ask for nothing', () => {
  fc.assert(
    fc.property(sets, (rules) => wholeBucketRules({ rules }).every(({ status, filter }) => status === 'Enabled' && isWholeBucket(filter))),
  );
});

test('where markers are replicated, they are for every object at one destination', () => {
  fc.assert(
    fc.property(sets, objects, (rules, object) => {
      if (deleteMarkerFate(effectiveRules({ rules })) !== 'replicated') return true;
      return ['one', 'two'].some((name) => {
        const decisive = deciding(rules, object, `arn:aws:s3:::${name}`);
        return decisive.length > 0 && decisive.every(replicatesDeleteMarkers);
      });
    }),
  );
});

test('where markers are kept, no object has its marker replicated', () => {
  fc.assert(
    fc.property(sets, objects, (rules, object) => {
      if (deleteMarkerFate(effectiveRules({ rules })) !== 'kept') return true;
      return ['one', 'two'].every((name) => !deciding(rules, object, `arn:aws:s3:::${name}`).some(replicatesDeleteMarkers));
    }),
  );
});

test('KMS is included by the switch and the key together', () => {
  const destination = { bucket: BACKUP, replicaKmsKeyId: 'key' };
  assert.ok(includesKms(replicationRule({ kmsEncryptedObjects: 'Enabled', destination })));
  assert.not(includesKms(replicationRule({ kmsEncryptedObjects: 'Enabled' })));
  assert.not(includesKms(replicationRule({ destination })));
});

test.run();
