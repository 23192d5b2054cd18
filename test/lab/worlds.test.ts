import { readdirSync, readFileSync } from 'node:fs';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { bucketsWorld, loadWorld, type World } from '../../lab/index.ts';
import { BUCKET_OPERATIONS, type BucketOperation } from '../../lab/s3/operations.ts';
import type { ByName } from '../../lab/world.ts';
import { s3Client, send, withLab } from './client.ts';

const test = suite('lab/worlds');

const DIRECTORY = new URL('../../lab/worlds/', import.meta.url);

const files = readdirSync(DIRECTORY);

const bucketOperation = (name: string): BucketOperation => {
  const operation = BUCKET_OPERATIONS[name];
  if (operation === undefined) throw new RangeError(`The lab does not know ${name}.`);
  return operation;
};

interface Listed {
  readonly Name: string;
  readonly BucketRegion: string;
}

const listed = ({ accounts }: World): readonly Listed[] => (accounts[0]?.s3?.ListBuckets?.Buckets ?? []) as readonly Listed[];

test('there are worlds', () => {
  assert.ok(files.includes('demo.yaml'));
});

for (const file of files) {
  const world = loadWorld(readFileSync(new URL(file, DIRECTORY), 'utf8'), file);

  test(`${file}: each answer is given, in the words of the world`, () =>
    withLab({ ...world, faults: [] }, async (lab) => {
      const { Buckets = [] } = await s3Client(lab).send(new ListBucketsCommand({ MaxBuckets: 1000 }));
      const regions = new Map(Buckets.map(({ Name = '', BucketRegion = '' }) => [Name, BucketRegion]));
      const { ListBuckets: _, ...operations } = world.accounts[0]?.s3 ?? {};
      for (const [operation, byBucket] of Object.entries(operations)) {
        const { query = '', body } = bucketOperation(operation);
        for (const [bucket, answer] of Object.entries(byBucket as ByName)) {
          const reply = await send(lab, `/${bucket}?${query}`, { region: regions.get(bucket) ?? '' });
          assert.equal([reply.status, reply.body], [200, body(answer)], `${operation} of ${bucket}`);
        }
      }
    }));

  test(`${file}: faults speak of buckets that are there`, () => {
    const names = listed(world).map(({ Name }) => Name);
    assert.ok((world.faults ?? []).every(({ resource }) => resource === undefined || names.includes(resource)));
  });
}

test('the demonstration has a moment of its own', () => {
  const demo = loadWorld(readFileSync(new URL('demo.yaml', DIRECTORY), 'utf8'), 'demo.yaml');
  assert.is(demo.now, '2026-11-22T09:00:00Z');
});

for (const [count, replicated] of [
  [0, 0],
  [1, 0],
  [2, 1],
  [5, 2],
  [1000, 500],
] as const) {
  test(`${count} buckets, ${replicated} of which replicate`, () => {
    const world = bucketsWorld(count);
    const { GetBucketReplication = {}, GetBucketVersioning = {} } = world.accounts[0]?.s3 ?? {};
    assert.is(Object.keys(GetBucketReplication).length, replicated);
    assert.is(Object.keys(GetBucketVersioning).length, count);
    // The same checks as for a file: nothing in it that the lab could not say.
    assert.equal(loadWorld(JSON.stringify(world), 'buckets.json'), world);
  });
}

test('each replica is in another Region than its source, and no bucket is its own replica', () => {
  const world = bucketsWorld(10);
  const regionOf = (name: string) => listed(world).find(({ Name }) => Name === name)?.BucketRegion;
  const pairs = Object.entries(world.accounts[0]?.s3?.GetBucketReplication as ByName).map(
    ([source, answer]) => [source, /arn:aws:s3:::(bucket-\d+)/.exec(JSON.stringify(answer))?.[1] ?? ''] as const,
  );
  assert.is(pairs.length, 5);
  assert.ok(pairs.every(([source, replica]) => regionOf(replica) !== undefined && regionOf(source) !== regionOf(replica)));
});

test('a large world is listed to its end', () =>
  withLab(bucketsWorld(2500), async (lab) => {
    const client = s3Client(lab);
    const first = await client.send(new ListBucketsCommand({ MaxBuckets: 1000 }));
    const second = await client.send(new ListBucketsCommand({ MaxBuckets: 1000, ContinuationToken: first.ContinuationToken }));
    const third = await client.send(new ListBucketsCommand({ MaxBuckets: 1000, ContinuationToken: second.ContinuationToken }));
    assert.equal(
      [first, second, third].map(({ Buckets, ContinuationToken }) => [Buckets?.length, ContinuationToken === undefined]),
      [
        [1000, false],
        [1000, false],
        [500, true],
      ],
    );
  }));

test.run();
