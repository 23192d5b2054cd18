import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { objectiveResults } from '../../engine/recovery/objectives.ts';
import { type Around, BUCKET, lifecycle, REGION, SCOPE, TABLE, vault } from '../../model/backup/examples.ts';
import { accountSettingsId } from '../../model/backup/ids.ts';
import type { Objectives } from '../../model/policy.ts';
import type { AnyMechanism } from '../../model/protection.ts';
import type { Verdict } from '../../model/verdict.ts';
import awsBackup from '../../protections/aws-backup.ts';
import awsBackupCopy from '../../protections/aws-backup-copy.ts';
import globalTable from '../../protections/dynamodb-global-table.ts';
import onDemandBackup from '../../protections/dynamodb-on-demand-backup.ts';
import pitr from '../../protections/dynamodb-pitr.ts';
import { backedUp, CONTINUOUS, DAY, evidence, HOUR, job, knownIn, point, restore, shieldFrom, type World } from './backups.ts';

// What is not known never decides: whichever fact about an asset, its plans or its vaults gets lost, the verdict on each
// objective stays what it is or becomes unknown.

const test = suite('protections/knowledge');

const BACKUPS: readonly AnyMechanism[] = [awsBackup, awsBackupCopy];
const TABLES: readonly AnyMechanism[] = [...BACKUPS, pitr, onDemandBackup, globalTable];

const THERE = 'arn:aws:backup:us-east-2:111122223333:backup-vault:Copies';
const FOREIGN = 'arn:aws:backup:us-east-2:444455556666:backup-vault:Copies';

const flag = fc.boolean();
const oneOf = <const T extends readonly unknown[]>(...values: T): fc.Arbitrary<T[number]> => fc.constantFrom(...values);
const some = <T>(...values: readonly T[]): fc.Arbitrary<T[]> => fc.subarray([...values]);

const lifecycles = oneOf(1, 7, 35, undefined).map((days) =>
  days === undefined ? { deleteAfterCopy: false } : lifecycle({ deleteAfterDays: days }),
);

const rule = (id: string) =>
  fc.record({
    id: fc.constant(id),
    schedule: oneOf('cron(0 5 ? * * *)', 'cron(0 5 ? * WED *)', 'cron(0 5 ? * SAT *)', 'rate(12 hours)', 'cron(0 5 ? * * 2025)', 'daily'),
    startWindow: oneOf(60, 480),
    continuous: flag,
    lifecycle: lifecycles,
    copies: fc.array(fc.record({ vault: oneOf(THERE, FOREIGN), lifecycle: lifecycles }), { maxLength: 1 }),
  });

const vaults = fc
  .record({
    exists: fc.constant(true),
    lock: oneOf({}, { locked: true }, { locked: true, lockDate: '2026-01-01T00:00:00Z' }),
    minRetentionDays: oneOf(0, 7),
  })
  .map(({ lock, ...more }) => vault({ ...more, ...lock }));

const points = (name: string) =>
  some(
    point({ vault: name }),
    point({ vault: name, createdAt: '2026-01-20T06:00:00Z' }),
    point({ vault: name, status: 'EXPIRED' }),
    point({ vault: name, arn: CONTINUOUS, createdAt: '2025-12-01T06:00:00Z' }),
  );

const jobs = some(
  job(),
  job({ createdAt: '2026-01-25T06:00:00Z', completedAt: '2026-01-25T12:00:00Z' }),
  job({ rule: 'rule-2' }),
  job({ state: 'FAILED' }),
);

const copyJob = { id: 'copy-1', state: 'COMPLETED', createdAt: '2026-01-30T06:30:00Z', completedAt: '2026-01-30T07:00:00Z' };
const copyJobs = some(
  { ...copyJob, destination: THERE },
  { ...copyJob, destination: FOREIGN },
  { ...copyJob, state: 'RUNNING', destination: THERE },
);

const restores = some(restore(), restore({ completedAt: '2025-11-01T00:00:00Z' }));

const description = fc.record({
  tableId: fc.constant('this-table'),
  replicas: some({ region: 'us-east-2', status: 'ACTIVE' }, { region: 'eu-west-1', status: 'CREATING' }),
});

const continuousBackups = fc.record({
  pointInTimeRecovery: oneOf('ENABLED', 'DISABLED'),
  recoveryPeriodInDays: oneOf(7, 35),
  earliestRestorable: oneOf('2026-01-31T11:00:00Z', '2025-12-27T12:00:00Z'),
  latestRestorable: oneOf('2026-01-31T11:55:00Z', '2026-01-30T00:00:00Z'),
});

const backups = some(
  { tableId: 'this-table', status: 'AVAILABLE', createdAt: '2026-01-01T00:00:00Z' },
  { tableId: 'that-table', status: 'AVAILABLE', createdAt: '2026-01-30T00:00:00Z' },
);

const settings = fc.record({ optIn: fc.record({ DynamoDB: flag, S3: flag }), management: fc.record({ DynamoDB: flag }) });

const around = fc
  .record({ rules: fc.tuple(rule('rule-1'), rule('rule-2')), points: points('Default'), jobs, copyJobs, restores })
  .chain((own) =>
    fc
      .record({ vault: vaults, there: vaults, copied: points('Copies'), restored: restores, settings, crossAccount: flag })
      .map((more) => ({ ...own, ...more })),
  );

const worldOf = (
  asset: World['asset'],
  facts: typeof around extends fc.Arbitrary<infer T> ? T : never,
  facets: Record<string, unknown>,
): World => {
  const world = backedUp(asset, { rules: facts.rules, bucket: facets });
  const { restored, copied } = facts;
  return {
    asset,
    facets: { ...world.facets, ...facets },
    around: {
      ...world.around,
      'backup/vault': {
        ...Object.fromEntries(Object.keys(world.around?.['backup/vault'] ?? {}).map((id) => [id, { description: facts.vault }])),
        [THERE]: { description: facts.there },
      },
      'backup/protected-resource': {
        [knownIn('us-west-2', asset)]: evidence(facts),
        [knownIn('us-east-2', asset)]: evidence({ points: copied, restores: restored }),
      },
      'backup/region': { [REGION]: { settings: facts.settings } },
      'backup/account': { [accountSettingsId(SCOPE) as string]: { settings: { crossAccountBackup: facts.crossAccount } } },
    },
  };
};

const tables = fc
  .tuple(around, fc.record({ description, continuousBackups, backups: backups.map((all) => ({ backups: all })) }))
  .map(([facts, facets]) => worldOf(TABLE, facts, facets));

const buckets = fc
  .tuple(
    around,
    fc.record({
      versioning: oneOf('Enabled', 'Suspended').map((status) => ({ status })),
      notification: flag.map((eventBridge) => ({ eventBridge })),
    }),
  )
  .map(([facts, facets]) => worldOf(BUCKET, facts, facets));

interface Loss {
  readonly what: string;
  readonly after: World;
}

const ownLosses = (world: World): readonly Loss[] =>
  Object.keys(world.facets ?? {}).map((facet) => ({ what: facet, after: { ...world, facets: { ...world.facets, [facet]: 'unread' } } }));

const lossesAround = ({ around: all = {}, ...world }: World): readonly Loss[] =>
  Object.entries(all).flatMap(([kind, resources]) => [
    ...(kind === 'backup/plan' ? [{ what: kind, after: { ...world, around: { ...all, [kind]: 'unread' as const } } }] : []),
    ...Object.entries(resources === 'unread' ? {} : resources).flatMap(([id, facets]) =>
      Object.keys(facets).map((facet) => {
        const others: Around[string] = { ...(resources as object), [id]: { ...facets, [facet]: 'unread' } };
        return { what: `${facet} of ${id}`, after: { ...world, around: { ...all, [kind]: others } } };
      }),
    ),
  ]);

const OBJECTIVES: readonly Objectives[] = [
  { rpo: DAY + 2 * HOUR, retention: 10 * DAY, copies: 2, regions: 2, immutable: true, restoreTestedWithin: 30 * DAY },
  { rpo: 5 * DAY, retention: 30 * DAY, copies: 3, regions: 1, immutable: false, restoreTestedWithin: DAY },
];

const verdictsOf = (mechanisms: readonly AnyMechanism[], world: World): readonly (readonly [string, Verdict])[] => {
  const shield = shieldFrom(mechanisms, world);
  return OBJECTIVES.flatMap((objectives, index) =>
    Object.entries(objectiveResults(objectives, shield)).map(([name, { verdict }]) => [`${name} ${index}`, verdict] as const),
  );
};

for (const [what, mechanisms, worlds] of [
  ['tables', TABLES, tables],
  ['buckets', BACKUPS, buckets],
] as const) {
  test(`${what}: what gets lost never turns a verdict into another one than unknown`, () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const before = new Map(verdictsOf(mechanisms, world));
        for (const { what: lost, after } of [...ownLosses(world), ...lossesAround(world)]) {
          for (const [objective, verdict] of verdictsOf(mechanisms, after))
            assert.ok(
              verdict === 'unknown' || verdict === before.get(objective),
              `${objective} without ${lost}: ${before.get(objective)} became ${verdict}`,
            );
        }
      }),
      { numRuns: 60 },
    );
  });

  test(`${what}: every objective is met, missed and left open by some`, () => {
    const seen = new Set(
      fc
        .sample(worlds, { seed: 1, numRuns: 300 })
        .flatMap((world) => verdictsOf(mechanisms, world))
        .map(([objective, verdict]) => `${objective} ${verdict}`),
    );
    for (const objective of ['rpo 0', 'retention 0', 'copies 0', 'regions 0', 'immutable 0', 'restoreTestedWithin 0'])
      for (const verdict of ['pass', 'fail', 'unknown']) assert.ok(seen.has(`${objective} ${verdict}`), `${objective} ${verdict}`);
  });
}

test.run();
