import { partitionOf } from '../accounts.ts';
import type { Mismatch } from '../check.ts';
import { misnomers, type Spot, saidIn, spotsOf, strayMismatches } from '../json/regional.ts';
import type { Place } from '../json/service.ts';
import { own } from '../own.ts';
import type { Answer, DynamodbAnswers, World } from '../world.ts';

/** The DynamoDB of a place. */
export const dynamodbOf = ({ account, region }: Place): DynamodbAnswers => saidIn<DynamodbAnswers>(account.dynamodb, region);

const arnPrefix = ({ account, region }: Place): string => `arn:${partitionOf(account)}:dynamodb:${region}:${account.id}:table/`;

/** The table that a request means: it may be named by its ARN, too. */
export const tableNameOf = (nameOrArn: string, place: Place): string => {
  const prefix = arnPrefix(place);
  return nameOrArn.startsWith(prefix) ? nameOrArn.slice(prefix.length) : nameOrArn;
};

/** What a table calls itself. */
const namesOf = (name: string, place: Place): Answer => ({ TableName: name, TableArn: `${arnPrefix(place)}${name}` });

/** DescribeTable of a table; `undefined` where there is none of this name. */
export const tableOf = (name: string, place: Place): Answer | undefined => {
  const described = own(dynamodbOf(place).DescribeTable, name);
  return described && { Table: { ...namesOf(name, place), ...(described.Table as Answer) } };
};

/** In the order in which DynamoDB lists them. */
export const tableNames = (place: Place): readonly string[] => Object.keys(dynamodbOf(place).DescribeTable ?? {}).sort();

const TABLE_OF_REGION = ['a table of this Region', 'DescribeTable'] as const;

const spotMismatches = ({ answers, region, account, path }: Spot<DynamodbAnswers>): readonly Mismatch[] => {
  const { DescribeTable = {}, DescribeContinuousBackups, ListTagsOfResource } = answers;
  return [
    ...Object.entries(DescribeTable).flatMap(([name, { Table }]) =>
      misnomers([...path, 'DescribeTable', name, 'Table'], Table as Answer, namesOf(name, { account, region })),
    ),
    ...strayMismatches([...path, 'DescribeContinuousBackups'], DescribeContinuousBackups, DescribeTable, TABLE_OF_REGION),
    ...strayMismatches([...path, 'ListTagsOfResource'], ListTagsOfResource, DescribeTable, TABLE_OF_REGION),
  ];
};

/** What is wrong with the tables of a world. */
export const tableMismatches = (world: World): readonly Mismatch[] => spotsOf<DynamodbAnswers>(world, 'dynamodb').flatMap(spotMismatches);
