import { setFlagsFromString } from 'node:v8';
import { evaluate } from '../../engine/evaluate.ts';
import { kinds } from '../../generated/kinds.ts';
import { rules } from '../../generated/rules.ts';
import { covered, lifecycle, planFacets, planRule, selection, TABLE, vault } from '../../model/backup/examples.ts';
import { selectionId } from '../../model/backup/ids.ts';
import { parseDuration } from '../../model/duration.ts';
import { INVENTORY_SCHEMA, type Inventory } from '../../model/inventory.ts';
import type { Binding, Policy } from '../../model/policy.ts';
import { read } from '../../model/reading.ts';
import type { Resource, Scope } from '../../model/resource.ts';
import type { AnyRule } from '../../model/rule.ts';

// The evaluation of so many resources by twenty rules, in a process of its own, without any input or output: prints the
// seconds that it took. Argument: how many resources.

const [count = '10000'] = process.argv.slice(2);

const SCOPE: Scope = { target: 'bench', partition: 'aws', account: '111122223333', region: 'us-west-2' };
const PLANS = 40;
const SELECTIONS = 5;

const resource = (
  kind: string,
  id: string,
  facets: Readonly<Record<string, unknown>>,
  origin: Resource['origin'] = 'listed',
): Resource => ({
  kind,
  id,
  name: id.split(/[:/]/).at(-1) ?? id,
  scope: SCOPE,
  origin,
  facets: Object.fromEntries(Object.entries(facets).map(([name, value]) => [name, read(value)])),
});

const tableArn = (index: number): string => TABLE.replace(/[^/]+$/, `table-${index}`);

const table = (index: number): Resource =>
  resource('dynamodb/table', tableArn(index), {
    description: {
      tableId: `t-${index}`,
      status: 'ACTIVE',
      createdAt: '2025-01-01T00:00:00Z',
      deletionProtection: index % 3 > 0,
      replicas: [],
      witnesses: [],
      encryption: { type: 'AWS_OWNED' },
    },
    continuousBackups: {
      pointInTimeRecovery: 'ENABLED',
      recoveryPeriodInDays: 35,
      earliestRestorable: '2025-12-27T00:00:00Z',
      latestRestorable: '2026-01-31T11:55:00Z',
    },
    tags: { backup: index % 2 === 0 ? 'daily' : 'no', team: `team-${index % 50}`, owner: `owner-${index % 90}` },
  });

const bucket = (index: number): Resource =>
  resource('s3/bucket', `arn:aws:s3:::bucket-${index}`, {
    presence: { exists: true, region: 'us-west-2', access: 'listed' },
    versioning: { status: index % 5 > 0 ? 'Enabled' : 'Suspended', mfaDelete: 'NeverSet' },
    replication: { rules: [] },
    objectLock: { enabled: false },
    lifecycle: { rules: [] },
    encryption: { rules: [{ algorithm: 'AES256' }] },
    tagging: { team: `team-${index % 70}`, owner: `owner-${index % 90}` },
    notification: { eventBridge: false },
    publicAccessBlock: { blockPublicAcls: true, ignorePublicAcls: true, blockPublicPolicy: true, restrictPublicBuckets: true },
    policy: { document: '' },
  });

const planArn = (index: number): string => `arn:aws:backup:us-west-2:111122223333:backup-plan:plan-${index}`;

const plan = (index: number): Resource =>
  resource('backup/plan', planArn(index), {
    ...planFacets([planRule(), planRule({ id: 'rule-2', schedule: 'cron(0 5 ? * 1 *)', lifecycle: lifecycle({ deleteAfterDays: 365 }) })]),
    selectionList: { selections: Array.from({ length: SELECTIONS }, (_, at) => ({ id: `s-${at}`, name: `S${at}` })) },
  });

const selectionOf = (index: number, at: number): Resource =>
  resource(
    'backup/selection',
    selectionId(planArn(index), `s-${at}`),
    {
      definition: [
        selection({ resources: [tableArn(index * 10 + at)] }),
        selection({ listOfTags: [{ key: 'team', value: `team-${index}` }] }),
        selection({ resources: [`arn:aws:dynamodb:*:*:table/table-${index}*`] }),
        selection({ resources: [`arn:aws:s3:::bucket-${index}*`], notResources: [`arn:aws:s3:::bucket-${index}1*`] }),
        selection({
          resources: ['*'],
          conditions: {
            stringEquals: [{ key: 'aws:ResourceTag/owner', value: `owner-${index}` }],
            stringNotEquals: [],
            stringLike: [],
            stringNotLike: [],
          },
        }),
      ][at % SELECTIONS],
    },
    'joined',
  );

const around = Object.entries(covered()).flatMap(([kind, all]) =>
  kind === 'backup/region' && all !== 'unread' ? Object.entries(all).map(([id, facets]) => resource(kind, id, facets, 'joined')) : [],
);

const numbers = (length: number): readonly number[] => Array.from({ length }, (_, index) => index);

const inventoryOf = (size: number): Inventory => ({
  schema: INVENTORY_SCHEMA,
  tool: { name: 'mlops-dr', version: '0' },
  takenAt: '2026-01-31T12:00:00.000Z',
  targets: [
    {
      name: SCOPE.target,
      type: 'aws',
      account: SCOPE.account as string,
      listings: ['s3/bucket', 'dynamodb/table', 'backup/plan', 'backup/vault'].map((kind) => ({ kind, state: 'complete' })),
    },
  ],
  resources: [
    ...numbers(size / 2).map(table),
    ...numbers(size / 2).map(bucket),
    ...numbers(PLANS).map(plan),
    ...numbers(PLANS).flatMap((index) => numbers(SELECTIONS).map((at) => selectionOf(index, at))),
    resource('backup/vault', 'arn:aws:backup:us-west-2:111122223333:backup-vault:Default', {
      description: vault(),
      accessPolicy: { document: '' },
    }),
    ...around,
  ],
});

/** Twenty for each kind: some rules twice, with other params. */
const RULES_EACH = 20;

const defaultsOf = ({ params }: AnyRule): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(params.properties as Record<string, { default?: unknown; format?: string }>).flatMap(
      ([name, { default: value, format }]) =>
        value === undefined ? [] : [[name, format === 'mlops-duration' ? parseDuration(String(value)) : value]],
    ),
  );

const place = { file: 'bench.yaml', line: 1, column: 1 };

/** What can be told from this inventory; the others would all be unknown. */
const AREAS = ['s3/', 'dynamodb/', 'backup/pr', 'backup/plan-f', 'backup/plan-r', 'backup/vault-l', 'backup/vault-d', 'backup/service'];

const bindingsFor = (kind: string): readonly Binding[] => {
  const fitting = [...rules.values()].filter(
    ({ id, subject }: AnyRule) => AREAS.some((area) => id.startsWith(area)) && [subject].flat().some((one) => one.id === kind),
  );
  return numbers(RULES_EACH).map((index) => {
    const rule = fitting[index % fitting.length] as AnyRule;
    return { id: `bench/${kind}/${rule.id}#${index}`, rule, params: defaultsOf(rule), severity: rule.severity, place };
  });
};

const policy: Policy = {
  name: 'bench',
  title: 'Bench',
  file: 'bench.yaml',
  components: ['s3/bucket', 'dynamodb/table'].map((kind) => ({
    name: kind.replace('/', '-'),
    policy: 'bench',
    selectors: [{ kind, optional: false, place }],
    objectives: {},
    bindings: bindingsFor(kind),
    place,
  })),
};

// As the executable does.
setFlagsFromString('--heap-growing-percent=30');

const inventory = inventoryOf(Number(count));
const started = performance.now();
const { report } = evaluate({ inventory, policies: [policy], waivers: [], kinds, mechanisms: [] });
const seconds = (performance.now() - started) / 1000;
if (report.findings.length !== Number(count) * RULES_EACH) throw new Error(`${report.findings.length} findings`);
console.log(JSON.stringify({ seconds, summary: report.summary, mebibytes: process.resourceUsage().maxRSS / 1024 }));
