import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ListBackupsCommand,
  ListTablesCommand,
  ListTagsOfResourceCommand,
} from '@aws-sdk/client-dynamodb';
import { formatArn, parseArn } from '../../model/arn.ts';
import { type DynamodbBackups, dynamodbTable } from '../../model/kinds/dynamodb.ts';
import type { BulkReader, FacetReader, KindListing, PagedReader, Scanner } from '../../model/scanner.ts';
import { allPages, pagesOf } from '../aws/pages.ts';
import { objects, tagsOf, text, texts } from '../aws/parse.ts';
import type { AwsSession } from '../aws/session.ts';
import * as parse from './parse.ts';

const dynamodb = (session: AwsSession, region: string | undefined): DynamoDBClient =>
  session.client('dynamodb', region, (config) => new DynamoDBClient(config));

/** The most that ListTables and ListBackups give at once. */
const PAGE = 100;

// Published limits, with some room for others who ask: 10 a second for the first two, 5 for ListBackups.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html
const TEN_A_SECOND = { perSecond: 8 };
const FIVE_A_SECOND = { perSecond: 4 };

const tableArn = ({ partition, account }: AwsSession, region: string, name: string): string =>
  formatArn({ partition, service: 'dynamodb', region, account, resource: `table/${name}` });

const list: KindListing<AwsSession> = {
  operation: 'ListTables',
  action: 'dynamodb:ListTables',
  regional: true,
  pages: (session, send, region = session.homeRegion) =>
    pagesOf(send, async (token) => {
      const command = new ListTablesCommand({ Limit: PAGE, ExclusiveStartTableName: token });
      const { TableNames, LastEvaluatedTableName } = await dynamodb(session, region).send(command);
      const items = texts('TableNames', TableNames).map((name) => ({ id: tableArn(session, region, name), name, region }));
      return { items, next: LastEvaluatedTableName };
    }),
};

const tags: PagedReader<AwsSession> = {
  operation: 'ListTagsOfResource',
  action: 'dynamodb:ListTagsOfResource',
  pace: TEN_A_SECOND,
  readPages: async (session, { id, scope }, send) =>
    tagsOf(
      await allPages(send, async (token) => {
        const command = new ListTagsOfResourceCommand({ ResourceArn: id, NextToken: token });
        const { Tags, NextToken } = await dynamodb(session, scope.region).send(command);
        return { items: objects('Tags', Tags), next: NextToken };
      }),
    ),
};

const isTableOf = ({ partition, account }: AwsSession, region: string, id: string): boolean => {
  const arn = parseArn(id);
  return arn?.service === 'dynamodb' && arn.partition === partition && arn.account === account && arn.region === region;
};

const backups: BulkReader<AwsSession, DynamodbBackups> = {
  operation: 'ListBackups',
  action: 'dynamodb:ListBackups',
  pace: FIVE_A_SECOND,
  readRegion: async (session, region = session.homeRegion, send, selected) => {
    const tables = [...selected].filter((id) => isTableOf(session, region, id));
    const values = new Map(tables.map((table) => [table, { backups: [] as DynamodbBackups['backups'] }]));
    const pages = pagesOf(send, async (token) => {
      const command = new ListBackupsCommand({ BackupType: 'USER', Limit: PAGE, ExclusiveStartBackupArn: token });
      const { BackupSummaries, LastEvaluatedBackupArn } = await dynamodb(session, region).send(command);
      const items = objects('BackupSummaries', BackupSummaries)
        .map((summary) => ({ table: text('TableArn of a backup', summary.TableArn), summary }))
        .filter(({ table }) => values.has(table));
      return { items: items.map(({ table, summary }) => ({ table, backup: parse.backupOf(summary) })), next: LastEvaluatedBackupArn };
    });
    for await (const page of pages) for (const { table, backup } of page) values.get(table)?.backups.push(backup);
    return values;
  },
};

const facets: Record<keyof typeof dynamodbTable.facets, FacetReader<AwsSession>> = {
  description: {
    operation: 'DescribeTable',
    action: 'dynamodb:DescribeTable',
    read: async (session, { name, scope }) =>
      parse.descriptionOf(await dynamodb(session, scope.region).send(new DescribeTableCommand({ TableName: name })), scope.region),
  },
  continuousBackups: {
    operation: 'DescribeContinuousBackups',
    action: 'dynamodb:DescribeContinuousBackups',
    pace: TEN_A_SECOND,
    read: async (session, { name, scope }) =>
      parse.continuousBackupsOf(await dynamodb(session, scope.region).send(new DescribeContinuousBackupsCommand({ TableName: name }))),
  },
  tags,
  backups,
};

/** DynamoDB: the tables of one account. */
const scanner: Scanner<AwsSession> = {
  id: 'dynamodb',
  target: 'aws',
  kinds: [{ kind: dynamodbTable, list, facets }],
};

export default scanner;
