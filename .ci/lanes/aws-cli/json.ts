import { type Fault, startLab, tablesWorld } from '../../../lab/index.ts';
import type { JsonCall } from '../../../test/lab/client.ts';
import { EXCHANGES, jsonWorld, REFUSALS } from '../../../test/lab/json/rich.ts';
import { RICH_KEY, sameTimes } from '../../../test/lab/rich.ts';
import type { Check } from '../shared/checks.ts';
import { kebab, prints, refuses } from './checks.ts';
import type { Cli, Options } from './cli.ts';

// The services that speak JSON: all that the SDK's tests prove of them, and what the tool alone does, which is to page.

type Value = string | number | boolean | Date | readonly string[];

const wordsOf = (parameter: string, value: Value): readonly string[] => {
  const name = `--${kebab(parameter)}`;
  if (value === true) return [name];
  if (value instanceof Date) return [name, value.toISOString()];
  return [name, ...(Array.isArray(value) ? value : [String(value)])];
};

/** `aws backup get-backup-plan --backup-plan-id …` */
const command = ({ service, operation, input = {} }: JsonCall): readonly string[] => [
  service,
  kebab(operation),
  ...Object.entries(input).flatMap(([parameter, value]) => wordsOf(parameter, value as Value)),
];

const optionsOf = ({ region, accessKeyId = RICH_KEY }: { readonly region?: string; readonly accessKeyId?: string }): Options => ({
  accessKey: accessKeyId,
  ...(region === undefined ? {} : { region }),
});

// Members of 2026: a tool from before leaves them out.
const NEW = ['DisassociationProtectionEnabled', 'EncapsulationAlgorithms', 'VectorIndexes'];

const withoutNew = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(sameTimes(value)), (member, inner) => (NEW.includes(member) ? undefined : inner));

const titleOf = (asked: JsonCall): string => command(asked).join(' ');

const exchangeChecks = (cli: Cli): readonly Check[] =>
  EXCHANGES.map(({ answer, ...asked }) => prints(titleOf(asked), cli, command(asked), optionsOf(asked), answer, withoutNew));

// A token is the tool's own business: it takes none that it has not made.
const refusalChecks = (cli: Cli): readonly Check[] =>
  REFUSALS.filter(({ input = {} }) => !('NextToken' in input)).map(({ code, why, ...asked }) =>
    refuses(code, cli, command(asked), optionsOf(asked), `${titleOf(asked)} (${why})`),
  );

const unknownChecks = (cli: Cli): readonly Check[] =>
  [
    ['dynamodb', 'describe-limits'],
    ['kms', 'list-keys'],
    ['backup', 'list-legal-holds'],
    ['account', 'get-contact-information'],
  ].map((args) => refuses('UnknownOperationException', cli, args, optionsOf({}), `${args.join(' ')}, which the lab does not know`));

const TABLES = 23;

const pagedWorld = tablesWorld(TABLES, { plans: TABLES, selections: TABLES, points: 1 });

const TABLE_ARN = 'arn:aws:dynamodb:us-west-2:123456789012:table/table-000000';

const manyTags = Array.from({ length: TABLES }, (_, index) => ({ Key: `key ${index}`, Value: '' }));

const { accounts } = pagedWorld;

const manyOfAll = {
  accounts: accounts.map((account) => ({
    ...account,
    dynamodb: {
      'us-west-2': {
        ...account.dynamodb?.['us-west-2'],
        ListTagsOfResource: { 'table-000000': { Tags: manyTags } },
        ListBackups: {
          BackupSummaries: manyTags.map(({ Key }) => ({ TableName: 'table-000000', BackupArn: `${TABLE_ARN}/backup/${Key}` })),
        },
      },
    },
    account: { ListRegions: { Regions: manyTags.map(({ Key }) => ({ RegionName: Key, RegionOptStatus: 'ENABLED' })) } },
  })),
};

/** Listings, and the member of which each has as many items as there are tables. */
const LISTINGS: readonly (readonly [member: string, ...args: readonly string[]])[] = [
  ['TableNames', 'dynamodb', 'list-tables'],
  ['BackupSummaries', 'dynamodb', 'list-backups'],
  ['Regions', 'account', 'list-regions'],
  ['BackupPlansList', 'backup', 'list-backup-plans'],
  ['BackupSelectionsList', 'backup', 'list-backup-selections', '--backup-plan-id', '00000000-0000-4000-9000-000000000000'],
  ['Results', 'backup', 'list-protected-resources'],
  ['RecoveryPoints', 'backup', 'list-recovery-points-by-backup-vault', '--backup-vault-name', 'main'],
  ['BackupJobs', 'backup', 'list-backup-jobs'],
  ['CopyJobs', 'backup', 'list-copy-jobs'],
];

const lengthOf =
  (member: string) =>
  (answer: unknown): unknown => {
    const items = (answer as Readonly<Record<string, unknown>>)[member];
    return Array.isArray(items) ? new Set(items.map((item) => JSON.stringify(item))).size : answer;
  };

/** `expected` is how many items there have to be, no two of them alike. */
const counts = (cli: Cli, [member, ...args]: readonly [string, ...(readonly string[])], more: readonly string[], expected: number): Check =>
  prints(
    [...args, ...more].join(' '),
    cli,
    [...args, ...more],
    optionsOf({}),
    { [member]: Array.from({ length: expected }, (_, index) => index) },
    lengthOf(member),
  );

const pageChecks = (cli: Cli): readonly Check[] => [
  ...LISTINGS.flatMap((listing) => [
    counts(cli, listing, ['--page-size', '7'], TABLES),
    counts(cli, listing, ['--page-size', '4', '--max-items', '9'], 9),
  ]),
  prints('list-tags-of-resource in pages of ten', cli, ['dynamodb', 'list-tags-of-resource', '--resource-arn', TABLE_ARN], optionsOf({}), {
    Tags: manyTags,
  }),
];

const FAULTS: readonly Fault[] = [
  { operation: 'dynamodb:ListTables', throttle: 1 },
  { operation: 'dynamodb:DescribeTable', resource: 'rich', deny: 'not for you' },
  { operation: 'kms:DescribeKey', resource: 'rich', throttle: 1 },
  { operation: 'kms:DescribeKey', deny: true },
  { operation: 'backup:ListBackupPlans', throttle: 1 },
  { operation: 'backup:ListBackupVaults', deny: true },
  { operation: 'backup:ListBackupJobs', error: { code: 'ServiceUnavailableException', status: 500 } },
  { operation: 'account:*', throttle: 1, times: 1 },
];

const faultChecks = (cli: Cli): readonly Check[] =>
  [
    ['ThrottlingException', 'dynamodb', 'list-tables'],
    ['AccessDeniedException', 'dynamodb', 'describe-table', '--table-name', 'rich'],
    ['ThrottlingException', 'kms', 'describe-key', '--key-id', 'rich'],
    ['AccessDeniedException', 'kms', 'describe-key', '--key-id', 'bare'],
    ['ThrottlingException', 'backup', 'list-backup-plans'],
    ['AccessDeniedException', 'backup', 'list-backup-vaults'],
    ['ServiceUnavailableException', 'backup', 'list-backup-jobs'],
    ['TooManyRequestsException', 'account', 'list-regions'],
  ].map(([code = '', ...args]) => refuses(code, cli, args, optionsOf({}), `${args.join(' ')}, spoilt`));

/** All checks of the services that speak JSON. `check` runs them against labs that are up for so long. */
export const withJsonChecks = async (cliOf: (url: string) => Cli, perform: (checks: readonly Check[]) => Promise<void>): Promise<void> => {
  const labs = await Promise.all([startLab(jsonWorld), startLab(manyOfAll), startLab({ ...jsonWorld, faults: FAULTS })]);
  const [rich, many, faulty] = labs.map(({ url }) => cliOf(url)) as [Cli, Cli, Cli];
  await perform([
    ...[exchangeChecks, refusalChecks, unknownChecks].flatMap((make) => make(rich)),
    ...pageChecks(many),
    ...faultChecks(faulty),
  ]);
  await Promise.all(labs.map((lab) => lab.close()));
};
