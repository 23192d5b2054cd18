import { readdirSync, readFileSync } from 'node:fs';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { bucketsWorld, loadWorld, tablesWorld, type World } from '../../lab/index.ts';
import { BUCKET_OPERATIONS, type BucketOperation } from '../../lab/s3/operations.ts';
import type { ByName } from '../../lab/world.ts';
import { call, type JsonCall, s3Client, send, withLab } from './client.ts';
import { sameTimes } from './rich.ts';

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

/** The parameter that names what an operation is asked about. */
const PARAMETERS: Readonly<Record<string, string>> = {
  DescribeTable: 'TableName',
  DescribeContinuousBackups: 'TableName',
  GetBackupPlan: 'BackupPlanId',
  DescribeBackupVault: 'BackupVaultName',
  GetBackupVaultAccessPolicy: 'BackupVaultName',
  ListRecoveryPointsByBackupVault: 'BackupVaultName',
  GetRestoreTestingPlan: 'RestoreTestingPlanName',
  DescribeKey: 'KeyId',
};

/** What the first account of a world says of single things in JSON. */
const jsonAnswers = ({ accounts: [account] }: World): readonly (JsonCall & { readonly region: string; readonly answer: unknown })[] =>
  (['dynamodb', 'backup', 'kms'] as const).flatMap((service) =>
    Object.entries(account?.[service] ?? {}).flatMap(([region, operations]) =>
      Object.entries(operations).flatMap(([operation, byName]) => {
        const parameter = PARAMETERS[operation];
        if (parameter === undefined) return [];
        return Object.entries(byName as ByName).map(([name, answer]) => ({
          service,
          operation,
          region,
          // Only who asks for the coming runs is told them.
          input: { [parameter]: name, ...(operation === 'GetBackupPlan' ? { MaxScheduledRunsPreview: 10 } : {}) },
          answer,
        }));
      }),
    ),
  );

/** Whether `whole` has everything that `part` has. */
const contains = (whole: unknown, part: unknown): boolean => {
  if (typeof part !== 'object' || part === null) return whole === part;
  return Object.entries(part).every(([key, inner]) => contains((whole as Readonly<Record<string, unknown>> | undefined)?.[key], inner));
};

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

  test(`${file}: each answer in JSON is given, with all that the world says`, () =>
    withLab({ ...world, faults: [] }, async (lab) => {
      for (const { region, answer, ...asked } of jsonAnswers(world)) {
        const output = await call(lab, asked, { region });
        assert.ok(contains(sameTimes(output), sameTimes(answer)), `${asked.operation} of ${JSON.stringify(asked.input)}`);
      }
    }));

  test(`${file}: Elasticsearch and OpenSearch say what the world says of them`, () =>
    withLab({ ...world, faults: [] }, async (lab) => {
      for (const { name, repositories = {}, snapshots = {}, resolved = {}, slm = {} } of world.search ?? []) {
        const say = async (path: string) => JSON.parse((await send(lab, `/search/${name}${path}`, { accessKeyId: null })).body);
        assert.equal(await say('/_snapshot'), repositories);
        for (const [repository, all] of Object.entries(snapshots)) {
          const told = (await say(`/_snapshot/${repository}/_all`)).snapshots;
          assert.ok(contains(sameTimes(told), sameTimes(all)), repository);
        }
        assert.ok(contains(await say('/_resolve/index/*?expand_wildcards=all'), resolved));
        const policies = await say('/_slm/policy');
        for (const [policy, item] of Object.entries(slm.policies ?? {})) assert.equal(policies[policy].policy, item.policy);
      }
    }));

  test(`${file}: Prometheus says what the world says of it`, () =>
    withLab({ ...world, faults: [] }, async (lab) => {
      for (const { name, flags = {}, runtime, config, metrics = {} } of world.prometheus ?? []) {
        const say = async (path: string) => (await send(lab, `/prometheus/${name}${path}`, { accessKeyId: null })).body;
        const data = async (what: string) => JSON.parse(await say(`/api/v1/status/${what}`)).data;
        assert.ok(contains(await data('flags'), flags));
        assert.ok(contains(await data('runtimeinfo'), runtime));
        assert.equal(await data('config'), { yaml: config });
        const told = await say('/metrics');
        for (const metric of Object.keys(metrics)) assert.ok(told.includes(`\n${metric} `), metric);
      }
    }));

  test(`${file}: faults speak of what is there`, () => {
    const said = JSON.stringify(world.accounts);
    assert.ok((world.faults ?? []).every(({ resource }) => resource === undefined || said.includes(JSON.stringify(resource))));
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

const lengthOf = (list: unknown): number => (Array.isArray(list) ? list.length : Number.NaN);

for (const [tables, options] of [
  [0, {}],
  [1, { plans: 1, selections: 1, points: 1 }],
  [7, { plans: 0 }],
  [25, { plans: 3, selections: 7, points: 3 }],
] as const) {
  test(`${tables} tables with ${JSON.stringify(options)}`, () => {
    const world = tablesWorld(tables, options);
    const { plans = 5, selections = 3, points = 2 }: { plans?: number; selections?: number; points?: number } = options;
    const { 'us-west-2': home, 'us-east-2': copies } = world.accounts[0]?.backup ?? {};
    const ofPlans = Object.values(home?.GetBackupSelection ?? {});
    assert.is(Object.keys(world.accounts[0]?.dynamodb?.['us-west-2']?.DescribeTable ?? {}).length, tables);
    assert.is(ofPlans.length, plans);
    assert.ok(ofPlans.every((byId) => Object.keys(byId).length === selections));
    assert.is(lengthOf(home?.ListBackupJobs?.BackupJobs), tables * points);
    assert.is(lengthOf(copies?.ListRecoveryPointsByBackupVault?.copies?.RecoveryPoints), tables * points);
    // The same checks as for a file: nothing in it that the lab could not say.
    assert.equal(loadWorld(JSON.stringify(world), 'tables.json'), world);
  });
}

test('tables are selected in every way there is', () => {
  const selections = Object.values(tablesWorld(10).accounts[0]?.backup?.['us-west-2']?.GetBackupSelection ?? {}).flatMap(Object.values);
  for (const members of [['Resources'], ['ListOfTags'], ['Resources', 'NotResources', 'Conditions']])
    assert.ok(selections.some(({ BackupSelection }) => Object.keys(BackupSelection).slice(2).join() === members.join()));
});

test('tables, plans and their Regions are found through the services themselves', () =>
  withLab(tablesWorld(3, { plans: 2 }), async (lab) => {
    assert.equal(await call(lab, { service: 'dynamodb', operation: 'ListTables' }), {
      TableNames: ['table-000000', 'table-000001', 'table-000002'],
    });
    const { BackupPlansList } = { BackupPlansList: [], ...(await call(lab, { service: 'backup', operation: 'ListBackupPlans' })) };
    assert.is(BackupPlansList.length, 2);
    assert.equal(await call(lab, { service: 'account', operation: 'ListRegions' }), {
      Regions: ['us-east-2', 'us-west-2'].map((RegionName) => ({ RegionName, RegionOptStatus: 'ENABLED_BY_DEFAULT' })),
    });
  }));

test.run();
