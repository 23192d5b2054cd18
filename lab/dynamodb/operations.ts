import type { Operation, Place } from '../json/service.ts';
import { own } from '../own.ts';
import { pageOf, startOf } from '../pages.ts';
import { integer, moment, secondsOf, structure, text } from '../shape.ts';
import type { ServiceError } from '../system.ts';
import type { Answer } from '../world.ts';
import { invalid, resourceNotFound, tableNotFound } from './errors.ts';
import { OUTPUTS } from './shapes.ts';
import { dynamodbOf, tableNameOf, tableNames, tableOf } from './tables.ts';

/** No page of tables or of backups holds more, and none that does not say how much holds less. */
const PAGE = 100;

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTagsOfResource.html */
const TAGS_A_PAGE = 10;

interface OfTable {
  readonly TableName: string;
}

/** An operation about one table, which says with `notFound` that there is none. */
const ofTable = (
  name: 'DescribeTable' | 'DescribeContinuousBackups',
  notFound: (table: string) => ServiceError,
  answer: (table: string, place: Place) => Answer,
): Operation<OfTable> => ({
  input: structure({ TableName: text }, 'TableName'),
  output: OUTPUTS[name],
  resources: ({ TableName }) => [TableName],
  refusal: ({ TableName }, place) => (tableOf(tableNameOf(TableName, place), place) ? undefined : notFound(TableName)),
  answer: ({ TableName }, place) => answer(tableNameOf(TableName, place), place),
});

interface TablePage {
  readonly ExclusiveStartTableName?: string;
  readonly Limit?: number;
}

const listTables: Operation<TablePage> = {
  input: structure({ ExclusiveStartTableName: text, Limit: integer(1, PAGE) }),
  output: OUTPUTS.ListTables,
  answer: ({ ExclusiveStartTableName: start = '', Limit: limit = PAGE }, place) => {
    const following = tableNames(place).filter((name) => name > start);
    const page = following.slice(0, limit);
    return { TableNames: page, ...(following.length > limit ? { LastEvaluatedTableName: page.at(-1) } : {}) };
  },
};

const WITHOUT_RECOVERY = {
  ContinuousBackupsDescription: {
    ContinuousBackupsStatus: 'ENABLED',
    PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'DISABLED' },
  },
};

interface TagPage {
  readonly ResourceArn: string;
  readonly NextToken?: string;
}

const listTagsOfResource: Operation<TagPage> = {
  input: structure({ ResourceArn: text, NextToken: text }, 'ResourceArn'),
  output: OUTPUTS.ListTagsOfResource,
  resources: ({ ResourceArn }) => [ResourceArn],
  refusal: ({ ResourceArn, NextToken }, place) => {
    if (!ResourceArn.startsWith('arn:')) return invalid(`Invalid TableArn: Invalid ResourceArn provided as input ${ResourceArn}`);
    if (!tableOf(tableNameOf(ResourceArn, place), place)) return resourceNotFound(`ResourceArn: ${ResourceArn} not found`);
    return startOf(NextToken) === undefined ? invalid('Invalid NextToken') : undefined;
  },
  answer: ({ ResourceArn, NextToken }, place) => {
    const tags = own(dynamodbOf(place).ListTagsOfResource, tableNameOf(ResourceArn, place))?.Tags ?? [];
    const { items, next } = pageOf(tags as readonly unknown[], startOf(NextToken) ?? 0, TAGS_A_PAGE);
    return { Tags: items, ...(next === undefined ? {} : { NextToken: next }) };
  },
};

interface Backup {
  readonly TableName: string;
  readonly BackupArn: string;
  readonly BackupType?: string;
  readonly BackupCreationDateTime?: string | number;
}

interface BackupPage {
  readonly TableName?: string;
  readonly BackupType?: string;
  readonly TimeRangeLowerBound?: string | number;
  readonly TimeRangeUpperBound?: string | number;
  readonly ExclusiveStartBackupArn?: string;
  readonly Limit?: number;
}

/** Backups of the type that is asked for; without one those that users made. */
const isOfType = ({ BackupType: type = 'USER' }: Backup, asked = 'USER'): boolean => asked === 'ALL' || type === asked;

/** The lower bound belongs to the range, the upper one does not. */
const isWithin = ({ BackupCreationDateTime: at }: Backup, from: BackupPage['TimeRangeLowerBound'], to: typeof from): boolean =>
  (from === undefined || secondsOf(at) >= secondsOf(from)) && (to === undefined || secondsOf(at) < secondsOf(to));

/** The backups that a request asks for, all pages together. */
const backupsOf = (input: BackupPage, place: Place): readonly Backup[] => {
  const table = input.TableName === undefined ? undefined : tableNameOf(input.TableName, place);
  return ((dynamodbOf(place).ListBackups?.BackupSummaries ?? []) as readonly Backup[]).filter(
    (backup) =>
      (table === undefined || backup.TableName === table) &&
      isOfType(backup, input.BackupType) &&
      isWithin(backup, input.TimeRangeLowerBound, input.TimeRangeUpperBound),
  );
};

const listBackups: Operation<BackupPage> = {
  input: structure({
    TableName: text,
    BackupType: text,
    TimeRangeLowerBound: moment,
    TimeRangeUpperBound: moment,
    ExclusiveStartBackupArn: text,
    Limit: integer(1, PAGE),
  }),
  output: OUTPUTS.ListBackups,
  resources: ({ TableName }) => [TableName],
  refusal: (input, place) => {
    const { ExclusiveStartBackupArn: start } = input;
    if (start === undefined || backupsOf(input, place).some(({ BackupArn }) => BackupArn === start)) return undefined;
    return invalid(`Invalid ExclusiveStartBackupArn: ${start}`);
  },
  answer: (input, place) => {
    const { ExclusiveStartBackupArn: start, Limit: limit = PAGE } = input;
    const backups = backupsOf(input, place);
    const following = backups.slice(backups.findIndex(({ BackupArn }) => BackupArn === start) + 1);
    const page = following.slice(0, limit);
    return { BackupSummaries: page, ...(following.length > limit ? { LastEvaluatedBackupArn: page.at(-1)?.BackupArn } : {}) };
  },
};

/** The operations on tables and their backups. */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  ListTables: listTables,
  DescribeTable: ofTable(
    'DescribeTable',
    (table) => resourceNotFound(`Table: ${table} not found`),
    (table, place) => tableOf(table, place) ?? {},
  ),
  // The only operation on tables that has an error of its own for those that are not there.
  DescribeContinuousBackups: ofTable(
    'DescribeContinuousBackups',
    tableNotFound,
    (table, place) => own(dynamodbOf(place).DescribeContinuousBackups, table) ?? WITHOUT_RECOVERY,
  ),
  ListTagsOfResource: listTagsOfResource,
  ListBackups: listBackups,
};
